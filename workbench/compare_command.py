"""`needfire compare`: two editions side by side."""

from __future__ import annotations

import csv
import io
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from needfire.outlined.comparing import Compared, Comparison, compare_editions
from workbench.printing import console, plainly, save, table
from workbench.problems import Problem
from workbench.sources import source
from workbench.templating import page

MARKS = {"came": ("+", "green"), "went": ("-", "red"), "changed": ("~", "yellow")}


@plainly
def compare(
    name: Annotated[
        str, typer.Argument(help='An authority (kent), or the earlier edition: "kent 2016-09", a YAML file.')
    ],
    before: Annotated[str, typer.Argument(help="The earlier edition, or, after an edition in full, the later one.")],
    after: Annotated[str, typer.Argument(help="The later edition, where the first word is an authority.")] = "",
    html: Annotated[Path | None, typer.Option("--html", help="Write a page, the two side by side.")] = None,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", help="Write a table with a line for each difference.")
    ] = None,
    rules: Annotated[
        bool, typer.Option("--rules/--no-rules", help="Compare the rules too, not only the parts.")
    ] = True,
) -> None:
    """Compare two editions.

    What came, what went and what changed, in words: part by part, rule by rule. What has another name in the two is paired by
    what it means, and it is said why.
    """
    names = (f"{name} {before}", f"{name} {after}") if after else (name, before)
    found = compare_editions(*(source(each).edition for each in names))
    if found.before.digest == found.after.digest:
        raise Problem("Both names stand for the same edition: name two.")
    if html:
        save(html, page("compare.html", {"comparison": found, "sections": _sections(found, rules)}))
    if csv_file:
        save(csv_file, as_csv(found, rules))
    _print_sum(console(), found)
    if not (html or csv_file):
        _print(console(), found, rules)


def _sections(found: Comparison, rules: bool) -> list[tuple[str, list[Compared]]]:
    every = [*found.parts, *(found.rules if rules else ())]
    return [(section, list(each)) for section, each in groupby(every, key=lambda each: each.section)]


def _print_sum(out: Console, found: Comparison) -> None:
    out.print(Text(f"{found.before.name}  →  {found.after.name}", "bold"))
    out.print(
        f"{found.count('came')} came, {found.count('went')} went, {found.count('changed')} changed, {found.count('same')} the same."
    )


def _print(out: Console, found: Comparison, rules: bool) -> None:
    for section, every in _sections(found, rules):
        listed = table("", "part", found.before.name, found.after.name)
        for each in every:
            if each.kind != "same":
                _row(listed, each)
        if listed.rows:
            out.print(Text(f"\n{section}", "bold"))
            out.print(listed)


def _row(listed: object, each: Compared) -> None:
    mark, colour = MARKS[each.kind]
    ids = " → ".join(dict.fromkeys(filter(None, (each.before_id, each.after_id))))
    title = each.title if each.section != "Rules" else ""
    how = f"\n({each.how})" if each.how else ""
    name = f"{title}\n{ids}{how}".strip()
    shown = [d for d in each.differences if each.kind == "changed" or d.heading in _TELLING]
    one = "\n".join(f"{d.heading}: {d.before or '–'}" for d in shown) if each.kind != "came" else ""
    other = "\n".join(f"{d.heading}: {d.after or '–'}" for d in shown) if each.kind != "went" else ""
    listed.add_row(Text(mark, colour), Text(name), Text(one), Text(other))  # type: ignore[attr-defined]


_TELLING = (
    "applies when",
    "taken when",
    "steps",
    "due",
    "every",
    "to",
    "who",
    "who may",
    "says",
    "group",
    "led by",
)


def as_csv(found: Comparison, rules: bool = True) -> str:
    """A line for each difference; what came or went has one line for each heading."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        ("section", "change", "part", "id before", "id after", "paired because", "heading", "before", "after")
    )
    for section, every in _sections(found, rules):
        for each in every:
            for d in each.differences:
                writer.writerow(
                    (
                        section,
                        each.kind,
                        each.title,
                        each.before_id,
                        each.after_id,
                        each.how,
                        d.heading,
                        d.before,
                        d.after,
                    )
                )
    return text.getvalue()
