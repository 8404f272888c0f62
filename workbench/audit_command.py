"""`needfire audit verify`: whether an export of who read and did what is as it was signed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from audit.findings import Finding, Verdict
from audit.folders import MalformedKey, read_heads, read_keys
from audit.heads import MalformedHead, SignedHead, fingerprint
from audit.lines import lines_of
from audit.verifying import verify as verified
from needfire.london_time import moment_in_words
from workbench.printing import console, plainly
from workbench.problems import Problem

app = typer.Typer(
    name="audit", help="The record of who read and did what.", no_args_is_help=True, rich_markup_mode=None
)


@app.callback()
def _audit() -> None:
    """Makes `verify` a word of its own, though it is the only one."""


@app.command("verify")
@plainly
def verify(
    file: Annotated[Path, typer.Argument(help="The export: JSON lines, as GET /v1/audit/export gives them.")],
    heads: Annotated[
        Path | None, typer.Option("--heads", help="A folder of heads that were handed out: shows a rewritten history.")
    ] = None,
    public_key: Annotated[
        Path | None,
        typer.Option("--public-key", help="The public key that you were given, as PEM; or several in one file."),
    ] = None,
) -> None:
    """Verify an export of the record, offline, and name the first wrong record.

    Needs no key but the public one. Exit code 0: all is as it was signed; 1: something is wrong; 2: it could not be verified.
    """
    handed_out, trusted = _heads(heads), _keys(public_key)
    try:
        with file.open("rb") as opened:
            verdict = verified(lines_of(opened), trusted, handed_out)
    except OSError as error:
        raise Problem(f"{file} cannot be read: {error.strerror}.") from None
    out = console()
    if verdict.wrong:
        _print_wrong(out, verdict.wrong)
        raise typer.Exit(1)
    _print_right(out, verdict)


def _heads(folder: Path | None) -> Sequence[SignedHead]:
    if folder is None:
        return ()
    try:
        found = read_heads(folder)
    except MalformedHead as malformed:
        raise Problem(f"In {folder}, {malformed}.") from None
    except OSError as error:
        raise Problem(f"{folder} cannot be read: {error.strerror}.") from None
    if not found:
        raise Problem(f"{folder} holds no heads: they are files that end in .json.")
    return found


def _keys(file: Path | None) -> Sequence[str]:
    if file is None:
        return ()
    try:
        return read_keys(file)
    except MalformedKey as malformed:
        raise Problem(f"{file} cannot be used as public key: {malformed}.") from None
    except OSError as error:
        raise Problem(f"{file} cannot be read: {error.strerror}.") from None


def _print_wrong(out: Console, found: Finding) -> None:
    out.print(Text.assemble(("Wrong", "bold red"), f": {found.kind}."))
    lines = {
        "Record": found.record,
        "Stream": found.stream,
        "Line": found.line or None,
    }
    for name, value in lines.items():
        if value is not None:
            out.print(Text(f"  {name:<8}{value}"), soft_wrap=True)
    out.print(Text(f"  {found.sentence}"), soft_wrap=True)
    out.print("  What comes before it is as it was signed; what comes after it was not looked at.")


def _print_right(out: Console, verdict: Verdict) -> None:
    since = f"after {moment_in_words(verdict.since)}" if verdict.since else "from the beginning"
    until = moment_in_words(verdict.until) if verdict.until else ""
    out.print(Text.assemble(("Right", "bold green"), f": every record of {verdict.authority} is as it was signed."))
    out.print(Text(f"  Records  {verdict.begin} to {verdict.end - 1}, {since}, up to {until}"), soft_wrap=True)
    for source, count in sorted(verdict.records.items()):
        out.print(Text(f"           {count} of {source}"))
    out.print(
        Text(f"  Heads    {verdict.heads}, signed by key {', '.join(map(fingerprint, verdict.keys))}"), soft_wrap=True
    )
    if verdict.agreed:
        out.print(Text(f"           {verdict.agreed} that were handed out are of this history"))
    if verdict.outside:
        sizes = f"{len(verdict.outside)} that were handed out lie outside this export"
        out.print(Text(f"           {sizes}: take an export of a longer time to compare them"), soft_wrap=True)
    if not verdict.trusted:
        out.print(
            Text(
                "  Nobody vouches for the key: it came with the export. Compare it with the one that you were given "
                "(--public-key), or with heads that were handed out (--heads).",
                "yellow",
            ),
            soft_wrap=True,
        )
