"""What a verification comes to: the first thing that is wrong, or how much was found right."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from audit.heads import Head

Kind = Literal["changed", "missing", "moved", "added", "head does not follow", "signature wrong", "unreadable"]


@dataclass(frozen=True)
class Finding:
    """The first thing wrong: in which line of the export (from 1; 0: not in a line of it), and of which kind.

    `record` is the record's place in the authority's tree (from 0), `stream` whose it is, where that can be told.
    """

    kind: Kind
    line: int
    sentence: str
    record: int | None = None
    stream: str | None = None


class Wrong(Exception):
    """Ends a verification."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.sentence)
        self.finding = finding


@dataclass
class Verdict:
    """What was verified: records `begin` up to `end` of an authority's tree, until the end or the first thing wrong.

    `keys` are those under which its heads are signed; `trusted` whether they were known beforehand. `agreed` and `outside` are
    heads from elsewhere: those that were found to be of this history, and those of which this export cannot say.
    """

    authority: str = ""
    begin: int = 0
    end: int = 0
    since: datetime | None = None
    until: datetime | None = None
    records: Counter[str] = field(default_factory=Counter)
    heads: int = 0
    keys: dict[str, None] = field(default_factory=dict)
    trusted: bool = False
    agreed: int = 0
    outside: list[Head] = field(default_factory=list)
    wrong: Finding | None = None

    @property
    def is_right(self) -> bool:
        return self.wrong is None
