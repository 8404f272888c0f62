"""When an office is open: working days, nine to five, as clocks in England show it."""

from __future__ import annotations

from datetime import datetime, time

from needfire.london_time import on_the_wall
from needfire.working_time import WorkingCalendar

OPENS, CLOSES = time(9), time(17)


def in_hours(moment: datetime, calendar: WorkingCalendar) -> bool:
    """Whether it is open at this moment."""
    wall = on_the_wall(moment)
    return calendar.works(wall.date()) and OPENS <= wall.time() < CLOSES
