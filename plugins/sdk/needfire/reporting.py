"""Draws a report over cases: pure, from what is known of each case, so that the same cases give the same report."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any, NamedTuple

from needfire.conditions import Condition, Finding
from needfire.london_time import on_the_wall, start_of
from needfire.reports import Report
from needfire.working_time import Deadline, WorkingCalendar, occurrence

LONGER_THAN_A_MONTH = timedelta(days=31)
_IN_ORDER = itemgetter(1, 0)
"""Of a ReportedCase: when it was raised, and of one moment by id."""


class ReportedCase(NamedTuple):  # a report reads thousands
    """What a report needs of a case. `edition` and `told` are for whoever judges a condition for it, as it stands."""

    notification_id: str
    raised_at: datetime
    categories: tuple[str, ...]
    edition: str
    told: Mapping[str, Any]


Judge = Callable[[ReportedCase, Condition], Finding]


@dataclass(frozen=True)
class Drawn:
    """A report as drawn: how many cases it is about, how many by category and by month, and the cases that it shows.

    `by_month` has the keys "2026-11"; a case with two categories counts under each. `unsettled` are cases of which the
    facts do not say whether they belong: shown, never left out silently.
    """

    number: int
    by_category: tuple[tuple[str, int], ...]
    by_month: tuple[tuple[str, int], ...]
    cases: tuple[str, ...]
    unsettled: tuple[str, ...]


def draw(
    report: Report, cases: Iterable[ReportedCase], since: datetime, until: datetime, judge: Judge, seed: int = 0
) -> Drawn:
    """The report over the cases raised from `since` up to `until` (not included), oldest first.

    `judge` is asked where the report has a condition, once for each case.
    """
    raised = sorted((case for case in cases if since <= case.raised_at < until), key=_IN_ORDER)
    of_it, unsettled = (raised, []) if report.when is None else _judged(report.when, raised, judge)
    return Drawn(
        number=len(of_it),
        by_category=_counted(category for case in of_it for category in case.categories),
        by_month=tuple(_by_month([case.raised_at for case in of_it])),
        cases=_shown(report, of_it, seed),
        unsettled=tuple(case.notification_id for case in unsettled),
    )


def _judged(
    when: Condition, cases: Sequence[ReportedCase], judge: Judge
) -> tuple[list[ReportedCase], list[ReportedCase]]:
    """Those that belong, and those of which it cannot be said."""
    judged = [(case, judge(case, when).holds) for case in cases]
    return [case for case, holds in judged if holds], [case for case, holds in judged if holds is None]


def _by_month(moments: Sequence[datetime]) -> Iterator[tuple[str, int]]:
    """Of moments in their order, how many lie in each month of England's calendar."""
    first = 0
    while first < len(moments):
        month = on_the_wall(moments[first]).date().replace(day=1)
        end = bisect_left(moments, start_of((month + LONGER_THAN_A_MONTH).replace(day=1)), first)
        yield f"{month:%Y-%m}", end - first
        first = end


def _counted(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(names).items()))


def _shown(report: Report, cases: Sequence[ReportedCase], seed: int) -> tuple[str, ...]:
    ids = [case.notification_id for case in cases]
    if report.shows == "samples" and report.sample is not None and report.sample < len(ids):
        # Not for secrecy: the same seed must give the same sample, so that an auditor can draw it again.
        ids = random.Random(seed).sample(ids, report.sample)  # noqa: S311
    return () if report.shows == "counts" else tuple(ids)


def due(report: Report, since: datetime, now: datetime, calendar: WorkingCalendar) -> Deadline | None:
    """When the report is next due, counted from `since` (the day on which the edition came into force) without drift.

    None for a report that is made when somebody asks.
    """
    if report.every is None:
        return None
    number = 1
    while (found := occurrence(since, report.every, number, calendar)).due <= now:
        number += 1
    return found
