"""When in a day something is raised."""

from __future__ import annotations

from random import Random

HOURS = 3600
"""Seconds of one."""
BY_HOUR = (3, 2, 2, 1, 1, 1, 2, 3, 5, 6, 6, 6, 5, 5, 6, 6, 6, 5, 5, 5, 5, 6, 6, 4)
"""Assumed: how what is raised lies over the hours of a day; children go missing in the evening, offices work by day."""


def hour_of_arrival(random: Random) -> int:
    """One, drawn."""
    return random.choices(range(24), BY_HOUR)[0]


def busiest_hour() -> float:
    """The part of a day's cases that its busiest hour has."""
    return max(BY_HOUR) / sum(BY_HOUR)
