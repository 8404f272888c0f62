"""The arithmetic: from the figures, and what a played year was found to take, to rates, bytes and pounds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.country import MEASURED, figures
from benchmarks.country.load import busiest_hour

DAYS, HOUR = 365, 3600
YEARS = 10


@dataclass(frozen=True)
class Measured:
    """What a case of the played year came to. Bytes are those of the documents, without indexes."""

    commands: float
    commits: float
    commit_bytes: float
    view_bytes: float
    deadlines: float

    @property
    def bytes_a_case(self) -> float:
        return self.commit_bytes + self.view_bytes


def measured() -> Measured:
    """As it was last written."""
    found: Mapping[str, Any] = json.loads(MEASURED.read_text("utf-8"))
    cases = found["cases"]
    return Measured(
        commands=found["commands"]["accepted"] / cases,
        commits=found["commits"] / cases,
        commit_bytes=found["commit_bytes"] / cases,
        view_bytes=found["view_bytes"] / cases,
        deadlines=found["deadlines"]["fired"] / cases,
    )


@dataclass(frozen=True)
class Load:
    """What one year asks for, of one authority or of all; `share`: its part of the country."""

    share: float
    case: Measured
    more: float = 1.0
    """Times the first year's."""

    @property
    def cases(self) -> float:
        return figures.yearly_cases() * self.share * self.more

    @property
    def concerns(self) -> float:
        return figures.REFERRALS.number * self.share * self.more

    @property
    def commands(self) -> float:
        """Of people and agencies."""
        return self.cases * self.case.commands + self.concerns

    @property
    def commits(self) -> float:
        return self.cases * self.case.commits + self.concerns * figures.CONCERN_COMMITS.number

    @property
    def reads(self) -> float:
        return self.commands * figures.READS.number

    @property
    def worst_hour(self) -> float:
        """Commands a second in it."""
        in_it = self.commands / DAYS * figures.BUSIEST_DAY.number * busiest_hour() * figures.CALAMITY.number
        return in_it / HOUR

    @property
    def bytes(self) -> float:
        """That the store has more at the end of the year, once."""
        a_commit = self.case.commit_bytes / self.case.commits
        documents = self.cases * self.case.bytes_a_case
        documents += self.concerns * figures.CONCERN_COMMITS.number * a_commit
        return documents * figures.INDEXES.number + self.reads * figures.READ_BYTES.number


def year_of(number: int, share: float = 1.0) -> Load:
    """The first year is 1; each later one has more."""
    return Load(share, measured(), (1 + figures.growth()) ** (number - 1))


def held_after(years: int) -> float:
    """Bytes in the store, once, when nothing was deleted meanwhile."""
    return sum(year_of(each).bytes for each in range(1, years + 1))


def pounds(number: int) -> float:
    """What that year costs: cores all year, and all copies of what is held at its end."""
    cores = figures.CORES.number * figures.CORE_HOUR.number * 24 * DAYS
    return cores + held_after(number) / 1e9 * figures.COPIES.number * figures.GIGABYTE_MONTH.number * 12
