"""docs/benchmarks.md: how it is measured, in words, on what, and what the last run of each entry found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import machine, plot
from benchmarks.entry import Bars, Entry

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE, PICTURES = DOCS / "benchmarks.md", DOCS / "pictures"
WORDS = Path(__file__).with_name("README.md")
SECTION = re.compile(r"^## (?P<name>[a-z-]+): .*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
FOUND = "# What was found\n\nOn {machine}. Each entry is written by `python -m benchmarks ENTRY --write`.\n\n"


def write(entry: Entry, lines: Sequence[str], plots: Sequence[Bars], order: Sequence[str]) -> None:
    """Replaces what the page says of this entry, and its plots; `order`: of all entries, by name."""
    before = PAGE.read_text("utf-8") if PAGE.is_file() else ""
    pictures = [f"bench-{entry.name}-{number}.svg" for number, _ in enumerate(plots, 1)]
    for name, each in zip(pictures, plots, strict=True):
        (PICTURES / name).write_text(plot.drawn(each), "utf-8")
    sections = {**sections_of(before), entry.name: section(entry, lines, list(zip(pictures, plots, strict=True)))}
    PAGE.write_text(text(WORDS.read_text("utf-8"), sections, order), "utf-8")


def text(words: str, sections: Mapping[str, str], order: Sequence[str]) -> str:
    """The page: the words of benchmarks/README.md, then each entry's section in the order of the suite."""
    told = "\n".join(sections[name] for name in order if name in sections)
    return f"{words.rstrip()}\n\n{FOUND.format(machine=machine.described())}{told}"


def sections_of(page: str) -> dict[str, str]:
    """By entry, what the page says of it."""
    return {each["name"]: f"{each[0].rstrip()}\n" for each in SECTION.finditer(page)}


def section(entry: Entry, lines: Sequence[str], plots: Sequence[tuple[str, Bars]]) -> str:
    """Its heading, its plots, and its lines as they were printed."""
    shown = "".join(f"![{each.title}: {each.unit}](pictures/{name})\n\n" for name, each in plots)
    tables = "\n".join(lines)
    return f"## {entry.name}: {entry.title}\n\n{shown}```text\n{tables}\n```\n"
