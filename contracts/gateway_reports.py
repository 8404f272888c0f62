"""What the gateway answers about reports over many cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.gateway_answers import RuleText


@dataclass(frozen=True)
class ReportTold:
    """A report of the procedure: whose, for whom, how often, and when it is due next (null: when somebody asks)."""

    report_id: str
    title: str
    rules: tuple[RuleText, ...]
    by: str
    to: tuple[str, ...]
    bodies: tuple[str, ...]
    shows: str
    every: str | None
    next_due: datetime | None
    arithmetic: tuple[str, ...]


@dataclass(frozen=True)
class ReportList:
    """The reports that the reader draws up or receives."""

    reports: tuple[ReportTold, ...]


@dataclass(frozen=True)
class Counted:
    """How many cases there are of one category, or of one month ("2026-11")."""

    of: str
    title: str
    number: int


@dataclass(frozen=True)
class ReportDrawn:
    """A report over the cases raised from `since` up to `until`, of those that the reader may see.

    `cases` are the ids that it lists or has sampled; `unsettled` are cases of which the facts do not say whether they
    belong. A case with two categories counts under each.
    """

    report: ReportTold
    since: datetime
    until: datetime
    seed: int
    number: int
    by_category: tuple[Counted, ...]
    by_month: tuple[Counted, ...]
    cases: tuple[str, ...]
    unsettled: tuple[str, ...]
    not_told: str = (
        "It counts what was raised here and may be seen by you. What nobody raised is not in it, and one case may be in "
        "several categories."
    )


@dataclass(frozen=True)
class ReportFilterRequest:
    """How a report is to be looked at again: over the last 7, 28, 122, 183 or 366 days, in one area or in all of them."""

    report_id: str
    days: int
    area: str | None = None


@dataclass(frozen=True)
class ReportFilterTold:
    """A filter that was saved, with the title of its report."""

    filter_id: str
    report_id: str
    title: str
    days: int
    area: str | None


@dataclass(frozen=True)
class ReportFilterList:
    """The filters that the reader has saved."""

    filters: tuple[ReportFilterTold, ...]
