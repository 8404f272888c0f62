"""What a worker says of itself when it is asked whether all that should be there is there, and how it mends what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared_kernel.checkpoints import CheckpointStore
from shared_kernel.feed import FeedReader
from shared_kernel.loops import LoopState
from shared_kernel.messaging.parked_messages import ParkedMessage, ParkedMessages
from shared_kernel.parked import ParkedCommit, ParkedStore
from shared_kernel.time import instant_text

Row = list[Any]
"""An id and some fields."""
LONGEST_PAGE, MOST_AGAIN = 500, 50
COUNTED = "messages"


@dataclass(frozen=True)
class Rows:
    """What is kept of one kind. `page`: those after this id, by id, so many at most; `these`: those of these ids that there are."""

    page: Callable[[str, int], list[Row]]
    these: Callable[[Sequence[str]], list[Row]]


@dataclass
class Keeping:
    """One worker's answers. `rows`: what it keeps, by kind; `kept_messages`: those that it could not read, and `send_back` sends one
    to where it was parked; `loops`: how those of this very process stand; `unpublished`: how many commits nobody was told of yet;
    `counted`: by name, what should be none, by authority."""

    checkpoints: CheckpointStore
    parked: ParkedStore
    kept_messages: ParkedMessages
    send_back: Callable[[str], None]
    rows: dict[str, Rows] = field(default_factory=dict)
    readers: dict[tuple[str, str], FeedReader] = field(default_factory=dict)
    loops: Callable[[], Iterable[LoopState]] = tuple
    unpublished: Callable[[], int] = int
    counted: dict[str, Callable[[], Mapping[str, int]]] = field(default_factory=dict)

    @property
    def methods(self) -> Mapping[str, Callable[..., Any]]:
        """What may be asked."""
        return {
            "stands": self.stands,
            "kept": self.kept,
            "among": self.among,
            "again": self.again,
            "parked": self.listed,
            "drive": self.drive,
            "pressing": self.pressing,
            "messages": self.messages,
            "drive_message": self.drive_message,
        }

    def stands(self) -> dict[str, Any]:
        """How far each reader has come in each feed, what it keeps, how much lies parked, and of each loop of the process that answers
        for how many seconds no run of it has ended well, and the last error's code."""
        reached = [[name, source, self.checkpoints.load(name, source)] for name, source in self.readers]
        parked = {"commits": self.parked.count(), COUNTED: self.kept_messages.count()}
        loops = [[each.name, each.seconds_since_success, each.last_error or ""] for each in self.loops()]
        return {"readers": reached, "kinds": sorted(self.rows), "parked": parked, "loops": loops}

    def kept(self, kind: str, after: str, limit: int) -> list[list[Any]]:
        """A page of what is kept of this kind. Raises KeyError where none is."""
        return self.rows[kind].page(after, limit)

    def among(self, kind: str, ids: Sequence[str]) -> list[list[Any]]:
        """Those of these that are kept, at most a page of them. Raises KeyError where none of this kind are."""
        return self.rows[kind].these(ids[:LONGEST_PAGE])

    def again(self, reader: str, source: str, positions: Sequence[int]) -> int:
        """Has these commits applied once more, by that reader; how many were."""
        return self.readers[reader, source].again(positions[:MOST_AGAIN])

    def pressing(self) -> dict[str, Any]:
        """What a person should see to: commits that nobody was told of yet, clocks that are late, deliveries that were given up."""
        return {"unpublished": self.unpublished(), **{name: dict(count()) for name, count in self.counted.items()}}

    def listed(self, limit: int, authority: str | None = None) -> list[dict[str, Any]]:
        """What is parked (of this authority), oldest first: ids and reasons."""
        return [_told(each) for each in self.parked.listed(min(limit, LONGEST_PAGE), authority)]

    def drive(self, reader: str, source: str, stream: str, authority: str | None = None) -> bool:
        """Asks the reader, in whatever process it runs, to drive what is parked of this stream (of this authority) again.

        Whether anything is.
        """
        parked = self.parked.of_stream(reader, source, stream)
        if not parked or authority not in (None, parked[0].authority):
            return False
        self.parked.ask_redrive(reader, source, stream)
        if (reader, source) in self.readers:
            self.readers[reader, source].look_soon()
        return True

    def messages(self, limit: int) -> list[dict[str, Any]]:
        """What could not be read and nobody has driven again, oldest first: ids, reasons and sizes, and never a body."""
        return [_told(each) for each in self.kept_messages.listed(min(limit, LONGEST_PAGE))]

    def drive_message(self, message_id: str) -> None:
        """Sends it back to where it was parked. Raises CannotBeDriven."""
        self.send_back(message_id)


def _told(parked: ParkedCommit | ParkedMessage) -> dict[str, Any]:
    moments = {name: instant_text(each) for name, each in vars(parked).items() if isinstance(each, datetime)}
    return {**vars(parked), **moments}
