"""Messages that could not be processed, kept by their owner so that somebody can look and drive them again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

MAX_KEPT_BODY = 8 * 1024 * 1024  # bytes; a document holds 16 MiB at most


@dataclass(frozen=True)
class ParkedMessage:
    """What may be listed of a parked message: ids and sizes. The body is asked for by id.

    `reason` is one of deliveries.Reason. `size` and `digest` (SHA-256, hex) are those of the whole body, of which
    only the beginning is kept where `cut` is true.
    """

    message_id: str
    reason: str
    queue: str
    exchange: str
    routing_key: str
    content_type: str | None
    size: int
    digest: str
    cut: bool
    parked_at: datetime
    driven_at: datetime | None = None


class ParkedMessages(Protocol):
    """Port: the parked messages of one owner, in its own database."""

    def keep(self, message: ParkedMessage, body: bytes) -> None:
        """Keeps it; a second time under the same id changes nothing."""

    def get(self, message_id: str) -> ParkedMessage | None:
        """The message of this id."""

    def body(self, message_id: str) -> bytes | None:
        """The kept body; it may hold a person's data, sealed or not."""

    def listed(self, limit: int) -> tuple[ParkedMessage, ...]:
        """Those that nobody has driven again yet, oldest first: what somebody must be told of."""

    def count(self) -> int:
        """How many `listed` would list without a limit."""

    def mark_driven(self, message_id: str, driven_at: datetime) -> None:
        """It was driven again; it stays, but is listed no more."""
