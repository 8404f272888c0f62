"""Tells reports: whose they are, when they are due, and what one came to."""

from __future__ import annotations

from datetime import datetime

from contracts.gateway_reports import Counted, ReportDrawn, ReportTold
from gateway.words.names import rule_text
from needfire.london_time import start_of
from needfire.procedure import Edition, Report
from needfire.reporting import Drawn, due
from needfire.working_time import WorkingCalendar


def report_told(report: Report, edition: Edition, now: datetime, calendar: WorkingCalendar) -> ReportTold:
    """A report of the edition, with when it is due next."""
    next_due = due(report, start_of(edition.in_force_from), now, calendar)
    return ReportTold(
        report_id=report.id,
        title=report.title,
        rules=tuple(rule_text(edition, rule) for rule in report.rules),
        by=edition.roles[report.by],
        to=tuple(edition.roles[role] for role in report.to),
        bodies=tuple(report.bodies.values()),
        shows=report.shows,
        every=report.every.in_words() if report.every else None,
        next_due=next_due.due if next_due else None,
        arithmetic=next_due.arithmetic if next_due else (),
    )


def report_drawn(
    told: ReportTold, edition: Edition, found: Drawn, since: datetime, until: datetime, seed: int
) -> ReportDrawn:
    """What the report came to over this time."""
    titles = {category.rule: category.title for category in edition.categories}
    return ReportDrawn(
        report=told,
        since=since,
        until=until,
        seed=seed,
        number=found.number,
        by_category=tuple(Counted(rule, titles.get(rule, rule), number) for rule, number in found.by_category),
        by_month=tuple(Counted(month, month, number) for month, number in found.by_month),
        cases=found.cases,
        unsettled=found.unsettled,
    )
