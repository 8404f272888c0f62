"""Plots of counted cases, as places and lengths that a page draws as SVG. The table beside each says the same in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from contracts.gateway_reports import Counted
from needfire.london_time import on_the_wall

WIDTH, HEIGHT, FOOT, HEAD = 320, 150, 22, 16
ROW, BAR, LONGEST = 34, 12, 46


@dataclass(frozen=True)
class Bar:
    """One bar, from its upper left corner; `label` names it and `number` is what it stands for."""

    x: float
    y: float
    width: float
    height: float
    label: str
    number: int


@dataclass(frozen=True)
class Plot:
    """Bars on an area of WIDTH times `height`; `says` tells what they come to, for whoever cannot see it."""

    title: str
    says: str
    height: int
    bars: tuple[Bar, ...]


def every_month(counted: Sequence[Counted], since: datetime, until: datetime) -> tuple[Counted, ...]:
    """The months of the time, those too in which nothing was raised; the title is the month in words."""
    number = {each.of: each.number for each in counted}
    day, last = on_the_wall(since).date().replace(day=1), on_the_wall(until).date()
    found = []
    while day <= last:
        found.append(Counted(f"{day:%Y-%m}", f"{day:%B %Y}", number.get(f"{day:%Y-%m}", 0)))
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return tuple(found)


def by_month(counted: Sequence[Counted]) -> Plot:
    """A column for each month, from the left."""
    most = _most(counted)
    step = WIDTH / max(len(counted), 1)
    room = HEIGHT - FOOT - HEAD
    bars = []
    for at, each in enumerate(counted):
        tall = round(room * each.number / most, 1)
        bars.append(
            Bar(round(at * step + step * 0.15, 1), HEIGHT - FOOT - tall, round(step * 0.7, 1), tall, each.title[:3], each.number)
        )  # fmt: skip
    return Plot("By month", _says(counted), HEIGHT, tuple(bars))


def by_category(counted: Sequence[Counted]) -> Plot:
    """A bar for each category, one below the other, the most first."""
    most = _most(counted)
    ordered = sorted(counted, key=lambda each: (-each.number, each.of))
    bars = tuple(
        Bar(
            0,
            at * ROW + ROW - BAR - 4,
            round((WIDTH - 40) * each.number / most, 1),
            BAR,
            _short(each.title),
            each.number,
        )
        for at, each in enumerate(ordered)
    )
    return Plot("By category", _says(ordered), ROW * len(bars), bars)


def _most(counted: Sequence[Counted]) -> int:
    return max((each.number for each in counted), default=0) or 1


def _short(title: str) -> str:
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1].rstrip()}…"


def _says(counted: Sequence[Counted]) -> str:
    return "; ".join(f"{each.title}: {each.number}" for each in counted) or "Nothing was counted."
