"""Commits that a reader could not apply, and those of the same stream that wait behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

WAITS_BEHIND = "waits_behind"  # nobody tried this commit: an earlier one of its stream is parked


@dataclass(frozen=True)
class ParkedCommit:
    """Ids and a reason only: the commit itself is read again from its feed by `position`.

    `reason` is a stable code or the class name of what was raised, never its text. `tried_at`: when it was last driven again, in vain.
    """

    reader: str
    source: str
    stream: str
    version: int
    position: int
    reason: str
    parked_at: datetime
    authority: str = ""
    tried_at: datetime | None = None


class ParkedStore(Protocol):
    """Port: what is parked, in the reader's own database. A stream is blocked while some of it is parked."""

    def park(self, parked: ParkedCommit) -> None:
        """Keeps it, one a reader, source and position; the same again takes the newer reason."""

    def blocked(self, reader: str, source: str) -> frozenset[str]:
        """The streams of which something is parked."""

    def of_stream(self, reader: str, source: str, stream: str) -> tuple[ParkedCommit, ...]:
        """What is parked of this stream, by position."""

    def remove(self, parked: ParkedCommit) -> None:
        """It was applied; removing what is gone already is no error."""

    def listed(self, limit: int, authority: str | None = None) -> tuple[ParkedCommit, ...]:
        """Everything parked in this store (of this authority), oldest first: what somebody must be told of."""

    def count(self) -> int:
        """How much is parked in this store."""

    def ask_redrive(self, reader: str, source: str, stream: str) -> None:
        """Asks the reader, in whatever process it runs, to drive this stream again."""

    def take_asked(self, reader: str, source: str) -> tuple[str, ...]:
        """The streams asked for since the last call, each once."""
