"""Pictures of scores over time: the total and each section, as points of a line that a page draws."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from gateway.read_models.folding import Document
from gateway.words.register_entry import SOURCE

WIDTH, HEIGHT, EDGE = 160, 44, 5


@dataclass(frozen=True)
class Picture:
    """A line over the assessments: `points` of an SVG polyline, the values in words for who cannot see it."""

    title: str
    points: str
    dots: tuple[tuple[float, float], ...]
    first: int
    last: int
    says: str


@lru_cache(200)  # the dashboard is looked at again and again, and a line stays as it is until the next assessment
def drawn(title: str, values: tuple[int, ...]) -> Picture:
    """The highest is at the top; what never changed is a line in the middle."""
    most, least = max(values), min(values)
    span = most - least or 1
    step = (WIDTH - 2 * EDGE) / max(len(values) - 1, 1)
    dots = tuple(
        (round(EDGE + place * step, 1), round(EDGE + (HEIGHT - 2 * EDGE) * (_share(value, most, least, span)), 1))
        for place, value in enumerate(values)
    )
    points = " ".join(f"{x},{y}" for x, y in dots)
    return Picture(title, points, dots, values[0], values[-1], f"{title}: {', '.join(map(str, values))}")


def _share(value: int, most: int, least: int, span: int) -> float:
    return 0.5 if most == least else (most - value) / span


def pictures_of(case: Document, titles: dict[str, str]) -> tuple[Picture, ...]:
    """The total first, then each section that was ever scored. Where answers were missing, the least that it can be."""
    begun = sorted(case[SOURCE]["assessments"].values(), key=lambda each: int(each["number"]))
    noted = [each["noted"] for each in begun if each["noted"]]
    if not noted:
        return ()
    total = drawn("Total", tuple(each["total"]["lowest"] for each in noted))
    sections = {one["section"] for each in noted for one in each["sections"]}
    found = []
    for section in [*(each for each in titles if each in sections), *sorted(sections - titles.keys())]:
        values = tuple(_of(each, section) for each in noted)
        if any(values):
            found.append(drawn(titles.get(section, section.replace("_", " ")), values))
    return (total, *found)


def _of(noted: Document, section: str) -> int:
    return next((int(each["lowest"]) for each in noted["sections"] if each["section"] == section), 0)
