"""Where the trees lie: each authority's records in their order, the hashes over them, the signed heads."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol

from audit.exporting import Leaf
from audit.heads import SignedHead
from shared_kernel.errors import CodedError

Node = tuple[int, int, bytes]
"""A whole subtree: level, index, hash."""


class TreeChanged(CodedError):
    """Somebody else has grown this tree meanwhile: look at it again."""

    code: ClassVar[str] = "tree_changed"

    def __init__(self) -> None:
        super().__init__("Another process is growing this tree.")


@dataclass(frozen=True)
class Row:
    """A record in an authority's tree, at `index`. An entry of the access log lies here (`record`); a commit lies with its
    service, at `position` of its feed.
    """

    authority: str
    index: int
    leaf: Leaf
    position: int = 0
    record: Mapping[str, Any] | None = None

    @property
    def marks(self) -> tuple[str, ...]:
        """Under what it is found: who was shown it, and what it was."""
        if self.record is None:
            return ()
        things = (thing_mark(each) for each in self.record["things"])
        return (ENTRIES, person_mark(self.record["actor"]), *things)


ENTRIES = "entries"
"""The mark of every entry of the access log."""


def person_mark(person: str) -> str:
    """The mark of what somebody was shown, or refused."""
    return f"person {person}"


def thing_mark(thing: str) -> str:
    """The mark of when something was shown."""
    return f"thing {thing}"


@dataclass(frozen=True)
class Sought:
    """Entries that bear one of `marks`, are about this person where one is named, and were made from `since` up to `until`."""

    marks: tuple[str, ...]
    person: str | None
    since: datetime
    until: datetime


class Records(Protocol):
    """Port: the trees, in the gateway's own database."""

    def authorities(self) -> tuple[str, ...]:
        """Those that have a tree."""

    def known(self, names: Collection[str]) -> Mapping[str, str]:
        """Which of these records, by name, are in a tree: of which authority."""

    def grow(self, rows: Sequence[Row]) -> None:
        """Takes them in, in order. Raises TreeChanged where a record or its place is taken; those before it may be in."""

    def between(self, authority: str, begin: int, end: int) -> tuple[Row, ...]:
        """The records from index `begin` up to `end`, as far as there are any."""

    def peaks(self, authority: str) -> tuple[int, tuple[bytes, ...]]:
        """The size that was saved last, and its peaks; there may be more records than that."""

    def save(self, authority: str, size: int, peaks: Sequence[bytes], nodes: Sequence[Node]) -> None:
        """Keeps the peaks, unless those of a larger tree are kept, and the subtrees that became whole."""

    def nodes(self, authority: str, wanted: Collection[tuple[int, int]]) -> Mapping[tuple[int, int], bytes]:
        """Those of these subtrees, by level and index, that were saved."""

    def upper_nodes(self, authority: str) -> Mapping[tuple[int, int], bytes]:
        """Every subtree that was saved."""

    def found(self, authority: str, asked: Sought, before: int | None, limit: int) -> tuple[Row, ...]:
        """The newest entries that are sought, from below index `before`."""

    def add_head(self, head: SignedHead) -> None:
        """Raises TreeChanged where there is a head of this number."""

    def last_head(self, authority: str, at: datetime | None = None) -> SignedHead | None:
        """The latest head, or the latest that was signed up to a moment."""

    def heads(self, authority: str, after: int, limit: int) -> tuple[SignedHead, ...]:
        """The heads with a number above `after`, in order."""

    def to_hand_out(self, authority: str, outlet: str) -> int:
        """The number of the last head that was handed out so; 0 when none was."""

    def handed_out(self, authority: str, outlet: str, number: int) -> None:
        """Every head up to this number was handed out so."""
