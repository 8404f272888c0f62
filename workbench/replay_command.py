"""`needfire replay`: past or synthetic cases under another edition."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from needfire.procedure import Edition
from workbench.cases import CaseFile, case_files
from workbench.check_command import DirectoryOption
from workbench.printing import console, plainly, save, table
from workbench.problems import Problem
from workbench.reckoning import Reckoner, reckoner
from workbench.replaying import Paired, Replayed, summary
from workbench.replaying import replay as replayed_of
from workbench.sources import Source, as_set, directory_of, source
from workbench.templating import page


@plainly
def replay(
    cases: Annotated[Path, typer.Argument(help="A file of cases, or a folder of such files.")],
    under: Annotated[str, typer.Option("--under", help='The other edition: "kent 2016-09", or a YAML file.')],
    instead_of: Annotated[
        str | None,
        typer.Option(
            "--instead-of", help="The edition to compare with; else for each case the one in force at its date."
        ),
    ] = None,
    directory: DirectoryOption = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page.")] = None,
    csv_file: Annotated[Path | None, typer.Option("--csv", help="Write a table with a line for each change.")] = None,
    limit: Annotated[int, typer.Option("--limit", help="How many cases to print one by one.", min=0)] = 20,
) -> None:
    """Replay cases under another edition.

    Who would have been told, earlier or later, and which clocks differ.
    """
    found = list(_replayed(list(case_files(cases)), under, instead_of, directory))
    if html:
        shows = {
            "replayed": found,
            "summary": summary(found),
            "under": under,
            "differing": [r for r in found if r.changes],
        }
        save(html, page("replay.html", shows))
    if csv_file:
        save(csv_file, as_csv(found))
    if not (html or csv_file):
        _print(console(), found, limit)


def _replayed(cases: Sequence[CaseFile], under: str, instead_of: str | None, directory: Path | None) -> list[Replayed]:
    other = source(under)
    after = _reckoner(other, directory)
    known: dict[tuple[str, str], tuple[Reckoner, Paired]] = {}
    found: list[Replayed] = []
    for case in cases:
        own = _own(case, instead_of)
        key = (own.edition.authority, own.edition.edition)
        if key not in known:
            _refuse_same(own.edition, other.edition)
            known[key] = _reckoner(own, directory), Paired(own.edition, other.edition)
        found += replayed_of([case], known[key][0], after, known[key][1])
    return found


_OWN: dict[tuple[str, object], Source] = {}


def _own(case: CaseFile, instead_of: str | None) -> Source:
    key = (instead_of or case.authority, None if instead_of else case.raised_at.date())
    if key not in _OWN:
        _OWN[key] = source(instead_of or case.authority, None if instead_of else case.raised_at)
    return _OWN[key]


def _refuse_same(own: Edition, other: Edition) -> None:
    if own.digest == other.digest:
        raise Problem(f"The cases are of {own.name} itself: name another edition, or say --instead-of.")


def _reckoner(found: Source, directory: Path | None) -> Reckoner:
    posts = directory_of(found.edition.authority, directory)
    return reckoner(found.authority, as_set(found, posts).edition, posts)


def _print(out: Console, found: Sequence[Replayed], limit: int) -> None:
    differing = [each for each in found if each.changes]
    editions = " and ".join(dict.fromkeys(each.before.edition for each in found))
    out.print(
        Text(f"{len(found)} cases of {editions}, under {found[0].after.edition}: {len(differing)} differ.", "bold")
    )
    listed = table("about", "what", "change", "cases", wide=1)
    for about, what, how, number in summary(found):
        listed.add_row(about, what, how, str(number))
    if listed.rows:
        out.print(listed)
    for each in differing[:limit]:
        _print_case(out, each)
    if len(differing) > limit:
        out.print(f"… and {len(differing) - limit} more: see --csv or --html.", markup=False)


def _print_case(out: Console, each: Replayed) -> None:
    out.print(Text(f"\n{each.case.title} ({each.case.file})", "bold"))
    listed = table("about", "what", each.before.edition, each.after.edition, "change")
    for change in each.changes:
        listed.add_row(change.about, change.what, change.before or "–", change.after or "–", change.how)
    out.print(listed)


def as_csv(found: Sequence[Replayed]) -> str:
    """A line for each change of each case; a case without any has one line that says so."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("case", "file", "raised at", "before", "after", "about", "what", "was", "would be", "change"))
    for each in found:
        head = (
            each.case.title,
            each.case.file,
            each.case.raised_at.isoformat(),
            each.before.edition,
            each.after.edition,
        )
        for change in each.changes:
            writer.writerow((*head, change.about, change.what, change.before, change.after, change.how))
        if not each.changes:
            writer.writerow((*head, "", "", "", "", "the same"))
    return text.getvalue()
