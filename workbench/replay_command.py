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

from services.escalation.replaying.differing import Paired, Replayed, summary
from services.escalation.replaying.differing import replay as replayed_of
from services.escalation.replaying.reckoning import Reckoner
from workbench.cases import CaseFile, case_files
from workbench.check_command import DirectoryOption
from workbench.printing import console, plainly, save, table
from workbench.problems import Problem
from workbench.reckoning import reckoner
from workbench.sources import Source, as_set, directory_of, for_cases, source
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
    every = list(case_files(cases))
    found = _replayed(every, under, instead_of, directory)
    differing = [each for each in found if each.changes]
    if html:
        shows = {
            "replayed": found,
            "summary": summary(found),
            "under": under,
            "differing": differing,
        }
        save(html, page("replay.html", shows))
    if csv_file:
        save(csv_file, as_csv(found))
    _print_sum(console(), found, len(differing))
    if not (html or csv_file):
        _print(console(), found, differing, limit)
    if len(found) < len(every):
        itself = found[0].after.edition
        console().print(f"{len(every) - len(found)} more are of {itself} itself, and are left aside.", markup=False)


def _replayed(
    cases: Sequence[CaseFile], under: str, instead_of: str | None, directory: Path | None
) -> list[Replayed[CaseFile]]:
    """All cases under both editions, but those that are of the other edition itself. Raises Problem where all are."""
    other = for_cases(source(under))
    after = _reckoner(other, directory)
    known: dict[str, tuple[Reckoner, Paired]] = {}
    found: list[Replayed[CaseFile]] = []
    for case in cases:
        own = for_cases(_own(case, instead_of))
        if own.edition.digest == other.edition.digest:
            continue
        if own.edition.digest not in known:
            known[own.edition.digest] = _reckoner(own, directory), Paired(own.edition, other.edition)
        before, paired = known[own.edition.digest]
        found += replayed_of([case], before, after, paired)
    if not found:
        raise Problem(f"The cases are of {other.edition.name} itself: name another edition, or say --instead-of.")
    return found


_OWN: dict[tuple[str, object], Source] = {}


def _own(case: CaseFile, instead_of: str | None) -> Source:
    key = (instead_of or case.authority, None if instead_of else case.raised_at.date())
    if key not in _OWN:
        _OWN[key] = source(instead_of or case.authority, None if instead_of else case.raised_at)
    return _OWN[key]


def _reckoner(found: Source, directory: Path | None) -> Reckoner:
    posts = directory_of(found.edition.authority, directory)
    return reckoner(found.authority, as_set(found, posts).edition, posts)


def _print_sum(out: Console, found: Sequence[Replayed[CaseFile]], differing: int) -> None:
    editions = " and ".join(dict.fromkeys(each.before.edition for each in found))
    out.print(Text(f"{len(found)} cases of {editions}, under {found[0].after.edition}: {differing} differ.", "bold"))


def _print(
    out: Console, found: Sequence[Replayed[CaseFile]], differing: Sequence[Replayed[CaseFile]], limit: int
) -> None:
    listed = table("about", "what", "change", "cases", wide=1)
    for about, what, how, number in summary(found):
        listed.add_row(about, what, how, str(number))
    if listed.rows:
        out.print(listed)
    for each in differing[:limit]:
        _print_case(out, each)
    if len(differing) > limit:
        out.print(f"… and {len(differing) - limit} more: see --csv or --html.", markup=False)


def _print_case(out: Console, each: Replayed[CaseFile]) -> None:
    out.print(Text(f"\n{each.case.title} ({each.case.file})", "bold"))
    listed = table("about", "what", each.before.edition, each.after.edition, "change")
    for change in each.changes:
        listed.add_row(change.about, change.what, change.before or "–", change.after or "–", change.how)
    out.print(listed)


def as_csv(found: Sequence[Replayed[CaseFile]]) -> str:
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
