"""Prints the page: `python -m benchmarks.country`; `--write` keeps it as docs/country.md; `--every` adds each authority's share."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.country import figures, played
from benchmarks.country.figures import PER_SECOND
from benchmarks.country.reckoning import YEARS, Load, held_after, measured, pounds, year_of

PAGE = Path(__file__).parents[2] / "docs" / "country.md"


def page() -> Iterator[str]:
    """Its lines."""
    yield from (
        "# The whole country",
        "",
        "What all of England's authorities with children's services would ask of one deployment, reckoned. `python -m benchmarks.country`",
        "prints this page; every number of it is a figure below, is measured, or follows from those. Where a figure is assumed it says so:",
        "put in your own in `benchmarks/country/figures.py`.",
        "",
    )
    yield from _rates()
    yield from _storage()
    yield from _authorities()
    yield from played.lines()
    yield from _figures()


def _rates() -> Iterator[str]:
    yield from ("## How much, and how fast", "")
    yield from (
        "| year | cases | agencies' concerns | commands | a second, on average | in the worst hour |",
        "|---|---|---|---|---|---|",
    )
    yield from (_rate(number) for number in (1, YEARS))
    last = year_of(YEARS)
    part = last.worst_hour / PER_SECOND.number
    yield from (
        "",
        f"One machine of two cores took {PER_SECOND.number:.0f} commands a second and followed each to the end. The commands of the tenth year's worst hour",
        f"are {part:.0%} of that. What is read in it, {last.worst_hour * figures.READS.number:.0f} pages a second, was not measured beside them.",
        "",
    )


def _rate(number: int) -> str:
    load = year_of(number)
    rate = load.commands / 365 / 86_400
    said = f"{load.cases:,.0f} | {load.concerns:,.0f} | {load.commands:,.0f} | {rate:.2f} | {load.worst_hour:.1f}"
    return f"| {number} | {said} |"


def _storage() -> Iterator[str]:
    case = measured()
    yield from (
        "## What is kept, and what it costs",
        "",
        f"A case of the played year took {case.commands:.1f} commands of people, {case.commits:.1f} commits and {case.deadlines:.1f} deadlines that",
        f"fired; {case.commit_bytes / 1000:.1f} kB as commits and {case.view_bytes / 1000:.1f} kB in the views of cases and trays.",
        "",
        "| after year | held once | with all copies | pounds in that year | pounds a case |",
        "|---|---|---|---|---|",
    )
    for number in (1, 5, YEARS):
        held = held_after(number) / 1e9
        cost = pounds(number)
        each = cost / year_of(number).cases
        yield f"| {number} | {held:,.0f} GB | {held * figures.COPIES.number:,.0f} GB | {cost:,.0f} | {each:.2f} |"
    yield from (
        "",
        "Nothing is reckoned as deleted, though retention deletes; people's work and support are not in the pounds.",
        "",
    )


def _authorities() -> Iterator[str]:
    shares = figures.shares(len(figures.places()))
    yield from ("## An authority's part", "", "By population; `python -m benchmarks.country --every` has each.", "")
    yield from _table([0, len(shares) // 2, len(shares) - 1])


def _table(which: Sequence[int]) -> Iterator[str]:
    places = figures.places()
    shares = figures.shares(len(places))
    yield from (
        "| authority | people | cases a year | concerns | commands a day | GB a year |",
        "|---|---|---|---|---|---|",
    )
    for each in which:
        place, load = places[each], Load(shares[each], measured())
        said = f"{load.cases:,.0f} | {load.concerns:,.0f} | {load.commands / 365:,.1f} | {load.bytes / 1e9:.2f}"
        yield f"| {place.name} | {place.population:,} | {said} |"
    yield ""


def _figures() -> Iterator[str]:
    yield from ("## The figures", "", "| what | number | from |", "|---|---|---|")
    yield from (f"| {each.what} | {each.number:,g} | {each.source} |" for each in figures.EVERY)
    yield f"| growth a year | {figures.growth():.1%} | from the first two |"
    yield from ("| how what is raised lies over the hours of a day | | assumed: `benchmarks/country/load.py` |", "")
    yield "What the published numbers count is not what an authority's procedure asks for: most ask for less than every incident."


def main(arguments: Sequence[str]) -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.country", description=__doc__)
    asked.add_argument("--write", action="store_true", help="keep it as docs/country.md")
    asked.add_argument("--every", action="store_true", help="each authority's share instead")
    given = asked.parse_args(arguments)
    lines = _table(range(len(figures.places()))) if given.every else page()
    text = "\n".join(lines) + "\n"
    if given.write:
        PAGE.write_text(text, "utf-8")
    print(text, end="")


if __name__ == "__main__":
    main(sys.argv[1:])
