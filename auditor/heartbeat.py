"""Says outside, with every round, that it was looked and what was found: where this falls silent, somebody is to be told."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.findings import Finding
from shared_kernel.outbound.calls import Call, Outbound, OutboundFailed, OutboundRefused

FILE, URL = "NEEDFIRE_HEARTBEAT_FILE", "NEEDFIRE_HEARTBEAT_URL"
SILENT_AFTER = 90.0
"""Seconds after which a heartbeat's file says that nobody looks any more."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Heartbeat:
    """`file` is written whole or not at all; `url` is sent the same by POST: numbers and codes, no id."""

    file: Path | None
    url: str
    outbound: Outbound

    def beat(self, found: Sequence[Finding], looked_at: int) -> None:
        """Raises OSError where the file cannot be written: that silence is meant to be noticed."""
        said = json.dumps(told(found, looked_at, time.time()), sort_keys=True)
        if self.url:
            self._send(said)
        if self.file:
            draft = self.file.with_suffix(".draft")
            draft.write_text(said, "utf-8")
            os.replace(draft, self.file)

    def _send(self, said: str) -> None:
        call = Call("POST", self.url, {"content-type": "application/json"}, said.encode())
        try:
            self.outbound.send(call)
        except (OutboundRefused, OutboundFailed) as error:
            _log.error("the heartbeat did not reach its place (%s)", error.reason)


def told(found: Sequence[Finding], looked_at: int, now: float) -> Mapping[str, Any]:
    """What a heartbeat says."""
    alarms = sorted({each.code for each in found if not each.mended})
    mended = sum(each.count for each in found if each.mended)
    return {"at": round(now, 3), "well": not alarms, "alarms": alarms, "mended": mended, "looked_at": looked_at}


def beats(file: Path, now: float, age: float) -> bool:
    """Whether a process of this age (seconds) has said lately that it looked. Raises OSError, ValueError where it never did."""
    since = now - float(json.loads(file.read_text("utf-8"))["at"])
    return since < min(SILENT_AFTER, age)
