"""`needfire check`: what would lead a case to a dead end, and what the edition leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from needfire.directory import Directory
from needfire.procedure_reading import EditionUnreadable
from workbench.checking import Said, bodies, unreadable
from workbench.checking import check as checked
from workbench.printing import console, plainly
from workbench.reading import text_of
from workbench.sources import as_set, directory_of, sources

Name = Annotated[str, typer.Argument(help='An authority (kent), an edition ("kent 2023-12"), or a YAML file.')]
DirectoryOption = Annotated[
    Path | None, typer.Option("--directory", help="Who holds which post: a YAML file, or a folder of <authority>.yaml.")
]


@plainly
def check(
    name: Name,
    directory: DirectoryOption = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings end with exit code 1 too.")] = False,
) -> None:
    """Check that every way leads somewhere.

    Exit code 0: no error; 1: something is to be mended; 2: it could not be checked.
    """
    out = console()
    said = list(_all_said(out, name, directory))
    errors = sum(each.severity == "error" for each in said)
    warnings = len(said) - errors
    out.print(Text(f"{_number(errors, 'error')}, {_number(warnings, 'warning')}.", "bold"))
    if errors or (strict and warnings):
        raise typer.Exit(1)


def _all_said(out: Console, name: str, directory: Path | None) -> Sequence[Said]:
    try:
        found = sources(name)
    except EditionUnreadable as problem:
        said = unreadable(problem, name, text_of(Path(name)))
        _print(out, name, said)
        return said
    every: list[Said] = []
    for each in found:
        posts: Directory | None = directory_of(each.edition.authority, directory)
        said = checked(as_set(each, posts), posts, datetime.now(UTC))
        _print(out, each.edition.name, said)
        every += said
    authority = found[0].authority
    if posts := directory_of(authority.description.code, directory):
        said = bodies(posts, authority.editions.values())
        if said:
            _print(out, f"{posts.authority}, its directory", said)
        every += said
    return every


def _print(out: Console, name: str, said: Sequence[Said]) -> None:
    out.print(Text(name, "bold"))
    if not said:
        out.print("  Nothing to mend.")
    for mend, alike in groupby(said, key=lambda each: each.mend):
        _print_alike(out, mend, list(alike))


def _print_alike(out: Console, mend: str, alike: Sequence[Said]) -> None:
    """What follows one another and is mended alike, with the mend once."""
    for each in alike:
        mark = Text(
            "error  " if each.severity == "error" else "warning", "red" if each.severity == "error" else "yellow"
        )
        rules = f" [{', '.join(each.rules)}]" if each.rules else ""
        out.print(Text.assemble("  ", mark, f" {each.where}{rules}"))
        out.print(Text(f"          {each.sentence}"), soft_wrap=True)
    if mend:
        which = "Mend" if len(alike) == 1 else f"Mend each of these {len(alike)}"
        out.print(Text(f"          {which}: {mend}.", "dim"), soft_wrap=True)


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
