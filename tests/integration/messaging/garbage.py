"""Messages that nobody should send, with the reason for which each is parked."""

from __future__ import annotations

import json
import pickle
import zlib
from dataclasses import dataclass, field
from typing import Any

from shared_kernel.messaging.deliveries import MAX_BODY, Reason

CALL = json.dumps({"args": [], "kwargs": {"command": {}}}).encode()
LABELS: dict[str, Any] = {"content_type": "application/json", "content_encoding": "utf-8"}


@dataclass(frozen=True)
class Garbage:
    """`properties` complete those of a good JSON message; a None takes one away."""

    name: str
    reason: Reason
    body: bytes = CALL
    properties: dict[str, Any] = field(default_factory=dict)

    @property
    def all_properties(self) -> dict[str, Any]:
        return {name: value for name, value in (LABELS | self.properties).items() if value is not None}


# Garbage for every queue.
GARBAGE = (
    Garbage("no content type", Reason.NO_CONTENT_TYPE, properties={"content_type": None}),
    Garbage("empty content type", Reason.NO_CONTENT_TYPE, properties={"content_type": b""}),
    Garbage("text", Reason.UNKNOWN_CONTENT_TYPE, properties={"content_type": "text/plain"}),
    Garbage(
        "pickle",
        Reason.UNKNOWN_CONTENT_TYPE,
        pickle.dumps({"args": [], "kwargs": {}}),
        {"content_type": "application/x-python-serialize", "content_encoding": "binary"},
    ),
    Garbage("unknown encoding", Reason.UNKNOWN_ENCODING, properties={"content_encoding": "utf-16"}),
    Garbage("nothing", Reason.UNDECODABLE, b""),
    Garbage("not text", Reason.UNDECODABLE, b"\xff\xfe\x00"),
    Garbage("not JSON", Reason.UNDECODABLE, b"{"),
    Garbage("not a number", Reason.UNDECODABLE, b'{"args": [NaN], "kwargs": {}}'),
    Garbage("endless nesting", Reason.UNDECODABLE, b"[" * 500_000),
    Garbage("endless number", Reason.UNDECODABLE, b"9" * 100_000),
    Garbage("too large", Reason.TOO_LARGE, b'"' + b"x" * MAX_BODY + b'"'),
    Garbage(
        "bomb",
        Reason.COMPRESSED,
        zlib.compress(b" " * 50_000_000),
        {"application_headers": {"compression": "application/x-gzip"}},
    ),
    Garbage("property that is not text", Reason.UNREADABLE_LABELS, properties={"correlation_id": b"\xff\xfe"}),
    Garbage("message id that is not text", Reason.UNREADABLE_LABELS, properties={"message_id": b"\xc3("}),
)
