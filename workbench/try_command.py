"""`needfire try`: one case file, played through the platform's own rules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.cases import case_files
from workbench.check_command import DirectoryOption
from workbench.printing import console, plainly
from workbench.sources import as_set, directory_of, for_cases, source
from workbench.telling import tell
from workbench.trying import play


@plainly
def try_case(
    case: Annotated[Path, typer.Argument(help="A case file (docs/tool.md says how it is written).")],
    edition: Annotated[
        str | None,
        typer.Option(
            "--edition",
            help='Another edition than the one in force at the case\'s date: "kent 2016-09", or a YAML file.',
        ),
    ] = None,
    directory: DirectoryOption = None,
) -> None:
    """Try a case.

    Which categories it meets and why, which way it takes, who is told and when, every deadline counted out. Exit code 1: something
    that happens in the file is refused.
    """
    out = console()
    refused = False
    for each in case_files(case):
        found = for_cases(source(edition or each.authority, None if edition else each.raised_at))
        posts = directory_of(found.edition.authority, directory)
        found = as_set(found, posts)
        played = play(each, found.authority, found.edition, posts)
        tell(out, played)
        refused = refused or played.refused is not None
    if refused:
        raise typer.Exit(1)
