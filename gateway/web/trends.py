"""The picture of how scores went: a line for the whole and one for each section, drawn as SVG beside the table that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.gateway_assessments import AssessmentRow, TotalTold

LEFT, RIGHT, HEIGHT, ROOM = 320.0, 670.0, 46, 14.0


@dataclass(frozen=True)
class Point:
    """One assessment's total on the picture; `ends` is how far up the bounds reach where answers were missing."""

    x: float
    y: float
    ends: float
    label: str
    number: int


@dataclass(frozen=True)
class Line:
    """One line of the picture, with its place and its points."""

    title: str
    top: int
    points: tuple[Point, ...]

    @property
    def path(self) -> str:
        """The points as SVG has them."""
        return " ".join(f"{each.x:.0f},{each.y:.0f}" for each in self.points)


def lines_of(row: AssessmentRow) -> tuple[Line, ...]:
    """A line for the whole, then one for each section, over the settled assessments."""
    settled = [each for each in row.assessments if each.total]
    titles = {one.section: one.title for each in settled for one in each.sections}
    several: list[tuple[str, list[tuple[int, TotalTold]]]] = [
        ("All sections", [(each.number, each.total) for each in settled if each.total])
    ]
    for section, title in titles.items():
        found = [
            (each.number, TotalTold(one.lowest, one.highest))
            for each in settled
            for one in each.sections
            if one.section == section
        ]
        several.append((title, found))
    return tuple(_line(title, found, at) for at, (title, found) in enumerate(several))


def _line(title: str, totals: Sequence[tuple[int, TotalTold]], at: int) -> Line:
    most = max((total.highest for _, total in totals), default=0) or 1
    step = (RIGHT - LEFT) / max(len(totals) - 1, 1)
    top = at * HEIGHT

    def y(score: int) -> float:
        return top + HEIGHT - 8 - (HEIGHT - ROOM - 10) * score / most

    points = (
        Point(LEFT + step * n, y(total.lowest), y(total.highest), _label(total), number)
        for n, (number, total) in enumerate(totals)
    )
    return Line(title, top, tuple(points))


def _label(total: TotalTold) -> str:
    return str(total.lowest) if total.lowest == total.highest else f"{total.lowest}–{total.highest}"
