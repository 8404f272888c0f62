"""What a worker should keep, as the feeds say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from shared_kernel.commits import Commit

Fields = Sequence[Any]


@dataclass(frozen=True)
class Cause:
    """A stream whose commits, from this position of its feed on, make the row."""

    source: str
    stream: str
    position: int


@dataclass(frozen=True)
class Wanted:
    """A row that should be there: what it should say, and what makes it. Those who overlook it are due at `due`."""

    mark: Any
    causes: tuple[Cause, ...]
    due: datetime | None = None


class Expectation(Protocol):
    """Rows of one kind, kept by one owner's worker, whose reader of this name makes them. `exact`: there should be no others."""

    owner: str
    kind: str
    reader: str
    exact: bool

    def take(self, source: str, commit: Commit) -> None:
        """The feed's next commit."""

    def wanted(self, now: datetime) -> Mapping[str, Wanted]:
        """What should be there, by id."""

    def fits(self, mark: Any, fields: Fields) -> bool:
        """Whether a row says what it should."""


def cause_of(source: str, commit: Commit) -> Cause:
    """The commit, with all that follows it on its stream."""
    return Cause(source, commit.stream, commit.position)
