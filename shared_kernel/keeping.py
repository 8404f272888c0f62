"""What a worker says of itself when it is asked whether all that should be there is there, and how it mends what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared_kernel.checkpoints import CheckpointStore
from shared_kernel.feed import FeedReader
from shared_kernel.loops import LoopState
from shared_kernel.parked import ParkedStore
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
    """One worker's answers. `rows`: what it keeps, by kind; `messages`: how many that it could not read lie parked; `loops`: how
    those of this very process stand."""

    checkpoints: CheckpointStore
    parked: ParkedStore
    messages: Callable[[], int]
    rows: dict[str, Rows] = field(default_factory=dict)
    readers: dict[tuple[str, str], FeedReader] = field(default_factory=dict)
    loops: Callable[[], Iterable[LoopState]] = tuple

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
        }

    def stands(self) -> dict[str, Any]:
        """How far each reader has come in each feed, what it keeps, how much lies parked, and of each loop of the process that answers
        for how many seconds no run of it has ended well, and the last error's code."""
        reached = [[name, source, self.checkpoints.load(name, source)] for name, source in self.readers]
        parked = {"commits": self.parked.count(), COUNTED: self.messages()}
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

    def listed(self, limit: int) -> list[dict[str, Any]]:
        """What is parked, oldest first: ids and reasons."""
        return [
            {**vars(each), "parked_at": instant_text(each.parked_at)}
            for each in self.parked.listed(min(limit, LONGEST_PAGE))
        ]

    def drive(self, reader: str, source: str, stream: str) -> None:
        """Asks the reader, in whatever process it runs, to drive what is parked of this stream again."""
        self.parked.ask_redrive(reader, source, stream)
