"""What a worker should keep, as the feeds say, and what of it is looked at this time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice
from sys import intern
from typing import Any, Protocol

from shared_kernel.commits import Commit

Fields = Sequence[Any]
IN_TURN = 500
"""So many of what changed, and so many of all the rest, are looked at each time."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A stream whose commits, from this position of its feed on, make the row."""

    source: str
    stream: str
    position: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row that should be there: what it should say, and what makes it. Those who overlook it are due at `due`."""

    mark: Any
    causes: tuple[Cause, ...]
    due: datetime | None = None


class Expectation(Protocol):
    """Rows of one kind, kept by one owner's worker, whose reader of this name makes them.

    `whole`: every row is looked at each time, as only what is open is kept; `exact`: and there should be no others.
    """

    owner: str
    kind: str
    reader: str
    whole: bool
    exact: bool

    def take(self, source: str, commit: Commit) -> None:
        """The feed's next commit."""

    def wanted(self, now: datetime) -> Mapping[str, Wanted]:
        """What should be there, by id: all of it, or what is looked at this time."""

    def looked(self, right: Iterable[str], wrong: Iterable[str]) -> None:
        """How those stand that were looked at."""

    def fits(self, mark: Any, fields: Fields) -> bool:
        """Whether a row says what it should."""


def cause_of(source: str, commit: Commit) -> Cause:
    """The commit, with all that follows it on its stream."""
    return _cause(source, commit.stream, commit.position)


@lru_cache(maxsize=1)
def _cause(source: str, stream: str, position: int) -> Cause:
    """One for all that expect something of the same commit: there are as many as there ever were cases."""
    return Cause(source, intern(stream), position)


class InTurn(Expectation):
    """Rows that stay when what made them is over: a look costs what is new, and a share of what is old.

    What changed, or was found wrong, is looked at each time until it is right, the newest first; the others in turn, from the first
    to the last and again.
    """

    whole = exact = False

    def __init__(self) -> None:
        self._wanted: dict[str, Wanted] = {}
        self._order: list[str] = []
        self._turn = 0
        self._unsettled: dict[str, None] = {}

    def want(self, key: str, wanted: Wanted) -> None:
        """This should be there from now on."""
        key = intern(key)
        if key not in self._wanted:
            self._order.append(key)
        self._wanted[key] = wanted
        self._unsettled.pop(key, None)
        self._unsettled[key] = None

    def wanted(self, now: datetime) -> Mapping[str, Wanted]:
        unsettled = islice(reversed(self._unsettled), IN_TURN)
        return {key: self._wanted[key] for key in (*unsettled, *self._order[self._turn : self._turn + IN_TURN])}

    def looked(self, right: Iterable[str], wrong: Iterable[str]) -> None:
        for key in right:
            self._unsettled.pop(key, None)
        self._unsettled.update(dict.fromkeys(wrong))
        self._turn = self._turn + IN_TURN if self._turn + IN_TURN < len(self._order) else 0
