"""What a period or a day of a procedure may be changed into."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from needfire.periods import Period

_OTHER_UNIT = {"h": "d", "d": "wd", "wd": "d", "w": "mo", "mo": "w"}
_OTHER_END = {"end_of_day": "end_of_working_day", "end_of_working_day": "end_of_day"}
_JUST_LESS_THAN_ONE = {"h": "immediate", "d": "23h", "wd": "23h", "w": "6d", "mo": "3w"}


def other_periods(period: Period) -> Iterator[Period]:
    """A little longer, a little shorter, and as many of another unit."""
    if period.unit == "immediate":
        yield Period(1, "h")
    elif period.unit in _OTHER_END:
        yield Period.parse(_OTHER_END[period.unit])
        yield Period(period.amount - 1, period.unit)
    else:
        yield Period(period.amount + 1, period.unit)
        less = _JUST_LESS_THAN_ONE[period.unit]
        yield Period(period.amount - 1, period.unit) if period.amount > 1 else Period.parse(less)
        yield Period.parse(f"{period.amount}{_OTHER_UNIT[period.unit]}")


def other_days(day: date) -> Iterator[date]:
    """The day after and the day before."""
    yield day + timedelta(days=1)
    yield day - timedelta(days=1)
