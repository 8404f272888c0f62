"""A deployment for integrators: partners with faults to be had for the asking, and nothing in common with a live one.

`https://partner.sandbox.invalid/<behaviour>` as a webhook's address is a partner that is only played: nothing goes out. At an
address of your own, `?sandbox=duplicates` has each message sent twice, `?sandbox=out_of_order` each pair in the wrong order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from gateway.sealing.key_files import MARK
from shared_kernel.errors import CodedError
from shared_kernel.outbound.calls import Answer, Call, Outbound, OutboundFailed

HOST = "partner.sandbox.invalid"
FLAKY_FAILS = 2


class SandboxMixed(CodedError):
    """A sandbox and a live deployment would share keys: neither starts so."""

    code: ClassVar[str] = "sandbox_mixed"


def check_keys(folder: Path, sandbox: bool) -> None:
    """Raises SandboxMixed when keys made for the one are used for the other."""
    if (folder / MARK).exists() == sandbox:
        return
    raise SandboxMixed(
        "These keys were not made for a sandbox: make its own, with NEEDFIRE_SANDBOX=yes, in a folder of its own."
        if sandbox
        else "These keys are a sandbox's: a live deployment needs its own, in another folder."
    )


def _failing(reason: str) -> Callable[[], Answer]:
    def fail() -> Answer:
        raise OutboundFailed(reason)

    return fail


BEHAVIOURS: Mapping[str, Callable[[], Answer]] = {
    "/ok": lambda: Answer(204),
    "/slow": _failing("slow"),
    "/unreachable": _failing("unreachable"),
    "/error": lambda: Answer(500),
    "/busy": lambda: Answer(503, {"retry-after": "60"}),
    "/gone": lambda: Answer(410),
}


class SandboxOutbound:
    """Calls out as another does, but to played partners, and with the faults that an address asks for."""

    def __init__(self, outbound: Outbound) -> None:
        self._outbound = outbound
        self._lock = Lock()
        self._attempts: Counter[str] = Counter()
        self._held: dict[str, Call] = {}

    def send(self, call: Call) -> Answer:
        """As the port says."""
        address = urlsplit(call.url)
        if address.hostname == HOST:
            return self._played(address.path, call)
        faults = parse_qs(address.query).get("sandbox", ())
        if "duplicates" in faults:
            self._outbound.send(call)
        if "out_of_order" in faults:
            return self._turned_round(call)
        return self._outbound.send(call)

    def _played(self, path: str, call: Call) -> Answer:
        if path == "/flaky":
            with self._lock:
                self._attempts[call.headers.get("webhook-id", "")] += 1
                tried = self._attempts[call.headers.get("webhook-id", "")]
            return Answer(500) if tried <= FLAKY_FAILS else Answer(204)
        return BEHAVIOURS.get(path, lambda: Answer(404))()

    def _turned_round(self, call: Call) -> Answer:
        with self._lock:
            earlier = self._held.pop(call.url, None)
            if earlier is None:
                self._held[call.url] = call
                return Answer(202)
        answer = self._outbound.send(call)
        self._outbound.send(earlier)
        return answer
