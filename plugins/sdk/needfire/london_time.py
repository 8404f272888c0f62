"""Time as clocks on a wall in England show it, and how a day or a moment is written in a sentence."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC. Raises ValueError where it has no time zone: it could mean two moments."""
    if moment.utcoffset() is None:
        raise ValueError("A moment needs its time zone: give its offset, such as 2026-11-20T21:40:00+00:00.")
    return moment.astimezone(UTC)


def on_the_wall(moment: datetime) -> datetime:
    """The date and time that a clock in England shows at this moment, without a zone."""
    return in_utc(moment).astimezone(LONDON).replace(tzinfo=None)


def moment_at(wall: datetime) -> tuple[datetime, str | None]:
    """The moment (UTC) when clocks in England show `wall`, and a sentence if their change had a say in it.

    A time that comes twice means the first; a time that is skipped means the first that follows.
    """
    first, second = (wall.replace(tzinfo=LONDON, fold=fold) for fold in (0, 1))
    before, after = first.utcoffset(), second.utcoffset()
    if before == after or before is None or after is None:
        return first.astimezone(UTC), None
    if before > after:
        return first.astimezone(UTC), (
            f"{wall:%H:%M} comes twice on {day_in_words(wall)}, when the clocks go back: the first is taken."
        )
    # British clocks change on the full hour: the one that begins the skipped hour.
    change = first.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return change, (
        f"There is no {wall:%H:%M} on {day_in_words(wall)}, when the clocks go forward: "
        f"{on_the_wall(change):%H:%M} is taken."
    )


def start_of(day: date) -> datetime:
    """The moment (UTC) when this day begins in England."""
    return moment_at(datetime.combine(day, time()))[0]


def change_of_clocks(starts: datetime, due: datetime) -> str | None:
    """How the clocks change between two moments, such as "the clocks go back on Sunday …", if they do."""
    began, ends = _offset(starts), _offset(due)
    if began == ends:
        return None
    day = on_the_wall(due).date()
    while _offset(start_of(day)) == ends:
        day -= timedelta(days=1)
    return f"the clocks go {'forward' if ends > began else 'back'} on {day_in_words(day)}"


def _offset(moment: datetime) -> timedelta:
    return moment.astimezone(LONDON).utcoffset() or timedelta(0)


def day_in_words(day: date) -> str:
    """A day in full: "Thursday 24 December 2026"."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def moment_in_words(moment: datetime) -> str:
    """A moment in England, "Thursday 24 December 2026 at 18:00"; the zone too where that comes twice."""
    wall = on_the_wall(moment)
    said = f"{day_in_words(wall)} at {wall:%H:%M}"
    _, comes_twice = moment_at(wall)
    if not comes_twice:
        return said
    return f"{said} ({'British Summer' if _offset(moment) else 'Greenwich Mean'} Time)"
