"""`needfire show`: a procedure in full, as a page, on paper, or in short on the terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from needfire.outlined import words
from needfire.outlined.parts import Part, parts_of
from needfire.procedure import Edition
from needfire.vocabulary import VOCABULARY
from workbench.check_command import Name
from workbench.form_schema import form_schema
from workbench.pdf import as_pdf
from workbench.printing import console, plainly, save, table
from workbench.procedure_page import procedure_page
from workbench.sources import source

IN_SHORT = ("due", "every", "applies when", "taken when", "who may", "who", "decided by", "asked of", "hides")


@plainly
def show(
    name: Name,
    edition: Annotated[str, typer.Argument(help="Which edition, where the name is an authority's; the latest.")] = "",
    html: Annotated[Path | None, typer.Option("--html", help="Write the page to this file.")] = None,
    pdf: Annotated[Path | None, typer.Option("--pdf", help="Write the printed page to this file.")] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the form's JSON Schema.")] = False,
    definitions: Annotated[
        bool, typer.Option("--definitions", help="Print the facts and the edition's definitions.")
    ] = False,
) -> None:
    """Show a procedure in full.

    Each part stands with the rules that it comes from, and with what is assumed, left open, or said in two ways.
    """
    found = source(f"{name} {edition}".strip())
    if html or pdf:
        page = procedure_page(found.edition, found.authority.description.name)
        if html:
            save(html, page)
        if pdf:
            save(pdf, as_pdf(page, found.edition.name))
    elif schema:
        print(json.dumps(form_schema(found.edition), indent=2, ensure_ascii=False))
    elif definitions:
        _definitions(console(), found.edition)
    else:
        _in_short(console(), found.edition)


def _in_short(out: Console, edition: Edition) -> None:
    out.print(Text(f"{edition.name}: {edition.title}", "bold"))
    out.print(f"{edition.document}. In force from {edition.in_force_from:%d.%m.%Y}.", markup=False)
    for section, parts in groupby(parts_of(edition), key=lambda part: part.section):
        listed = table("", "", "rules", title=f"\n{section}")
        for part in parts:
            listed.add_row(part.title, next(_short(part), part.id), ", ".join(part.rules))
        out.print(listed)
    _rules(out, edition)


def _short(part: Part) -> Iterator[str]:
    yield from (part.says[heading] for heading in IN_SHORT if heading in part.says)


def _rules(out: Console, edition: Edition) -> None:
    listed = table("rule", "says", "status", title="\nRules", wide=1)
    for rule in edition.rules.values():
        other = f"\nOther reading: {rule.other_reading}" if rule.other_reading else ""
        listed.add_row(f"{rule.id}\n{rule.section}", rule.says + other, "" if rule.status == "text" else rule.status)
    out.print(listed)


def _definitions(out: Console, edition: Edition) -> None:
    defined = table("definition", "holds when", title="Definitions of this edition")
    for name, condition in edition.definitions.items():
        defined.add_row(name, words.in_words(condition))
    facts = table(
        "fact", "kind", "question and values", title="\nFacts that conditions may use (* asked by this form)", wide=2
    )
    for fact in VOCABULARY.definitions.values():
        values = "".join(f"\n  {value}: {said}" for value, said in (fact.words or {}).items())
        asked = "*" if fact.name in edition.form.facts else ""
        facts.add_row(f"{fact.name}{asked}", fact.kind, f"{fact.question}{values}")
    out.print(defined)
    out.print(facts)
