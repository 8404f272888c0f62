"""Several callers' writes in one call: whoever comes while a write is under way goes with the next, and shares its sync.

A store syncs its journal once a call. Sixteen callers who each wait for a sync of their own wait sixteen times as long for
the disk as sixteen who share one. Nobody waits for company: a caller who finds no write under way writes at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
LARGEST = 100

Write = Callable[[Sequence[T]], Mapping[int, Exception]]


@dataclass
class _Place(Generic[T]):
    """One caller's write: what it is, and once it was written how that went."""

    item: T
    written: bool = False
    error: Exception | None = None


class GroupCommit(Generic[T]):
    """Writes together what is appended at the same time. Safe under threads, and under greenlets where those are patched.

    `write` takes the items of one group and returns what went wrong by index, for those with which something did; what it
    raises went wrong with all of them.
    """

    def __init__(self, write: Write[T], largest: int = LARGEST) -> None:
        self._write, self._largest = write, largest
        self._waiting: list[_Place[T]] = []
        self._writing, self._guard = Lock(), Lock()

    def append(self, item: T) -> None:
        """Returns when it is written. Raises what went wrong with it, and nothing of what went wrong with others'."""
        place = _Place(item)
        with self._guard:
            self._waiting.append(place)
        while not place.written:
            with self._writing:
                if not place.written:
                    self._write_group()
        if place.error:
            raise place.error

    def _write_group(self) -> None:
        with self._guard:
            group, self._waiting = self._waiting[: self._largest], self._waiting[self._largest :]
        try:
            errors = self._write([place.item for place in group])
        except Exception as error:
            # Whoever came meanwhile would meet the same, one long time-out after another: they are told now.
            with self._guard:
                group, self._waiting = [*group, *self._waiting], []
            errors = dict.fromkeys(range(len(group)), error)
        for index, place in enumerate(group):
            place.error = errors.get(index)
            place.written = True
