"""Fields of a form that are filled in by parts: a day, and a moment as clocks in England show it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from contracts.refusals import Refusal
from needfire.london_time import moment_at

DAY = ("day", "month", "year")
NO_DAY = "Give a day, a month and a year, such as 3 4 2015."
NO_TIME = "Give a time such as 21:40, with its day."


def with_day(form: Mapping[str, str], name: str) -> dict[str, str]:
    """The form with `name` as 2015-04-03 in place of `name-day`, `name-month`, `name-year`. Raises Refusal `malformed`."""
    parts = [form.get(f"{name}-{part}", "").strip() for part in DAY]
    rest = {key: value for key, value in form.items() if key not in {f"{name}-{part}" for part in DAY}}
    return {**rest, name: day_of(name, parts).isoformat()} if any(parts) else rest


def day_in_parts(name: str, day: date) -> dict[str, str]:
    """The fields in which this day stands already."""
    return {f"{name}-{part}": str(getattr(day, part)) for part in DAY}


YEARS = range(1900, 2200)
"""A year outside was mistyped; what is counted from it would leave the calendar."""


def day_of(name: str, parts: list[str]) -> date:
    """The day of these parts. Raises Refusal `malformed`."""
    try:
        day, month, year = (int(part) for part in parts if part.isascii() and part.isdecimal())
        found = date(year, month, day)
    except ValueError:
        raise Refusal("malformed", {name: NO_DAY}) from None
    if year not in YEARS:
        raise Refusal("malformed", {name: NO_DAY})
    return found


def moment_of(form: Mapping[str, str], name: str) -> datetime | None:
    """The moment of `name-day`, `name-month`, `name-year` and `name-time`, if anything of it was filled in.

    Raises Refusal `malformed`.
    """
    parts, time = [form.get(f"{name}-{part}", "").strip() for part in DAY], form.get(f"{name}-time", "").strip()
    if not any((*parts, time)):
        return None
    day = day_of(name, parts)
    try:
        wall = datetime.combine(day, datetime.strptime(time, "%H:%M").time())  # noqa: DTZ007  # of the wall, without a zone
    except ValueError:
        raise Refusal("malformed", {name: NO_TIME}) from None
    return moment_at(wall)[0]
