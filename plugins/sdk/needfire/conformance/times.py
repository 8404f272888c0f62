"""The times that an edition counts, and the starts at which counting goes wrong most easily."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from needfire.periods import Period
from needfire.procedure import Edition

AWKWARD_STARTS = {
    "a Friday after hours": datetime(2026, 11, 20, 22, 30, tzinfo=UTC),
    "a Saturday": datetime(2026, 11, 21, 10, 0, tzinfo=UTC),
    "a bank holiday": datetime(2026, 12, 25, 9, 0, tzinfo=UTC),
    "the last minute of a year": datetime(2026, 12, 31, 23, 59, tzinfo=UTC),
    "before Easter": datetime(2027, 3, 25, 16, 0, tzinfo=UTC),
    "the hour before the clocks go forward": datetime(2027, 3, 28, 0, 30, tzinfo=UTC),
    "the hour that comes twice": datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    "29 February": datetime(2028, 2, 29, 12, 0, tzinfo=UTC),
    "the last day of a long month": datetime(2027, 1, 31, 12, 0, tzinfo=UTC),
    "midnight": datetime(2026, 11, 17, 0, 0, tzinfo=UTC),
}


def counted(edition: Edition) -> Iterator[tuple[str, Period]]:
    """Every part that has a time, with that time."""
    for clock in edition.clocks:
        yield from _times(f"clock {clock.id}", clock.within, clock.target, clock.first, clock.lasting)
    for duty in edition.duties:
        yield from _times(f"duty {duty.id}", duty.within)
    for request in edition.requests:
        yield from _times(f"request {request.id}", request.within, request.urgent)
    yield from ((f"review {review.id}", review.every) for review in edition.reviews)
    yield from ((f"report {report.id}", report.every) for report in edition.reports if report.every)


def _times(part: str, *periods: Period | None) -> Iterator[tuple[str, Period]]:
    yield from ((part, period) for period in periods if period)
