"""A report over cases as a paper to hand on: its numbers as they may leave, and what they do not say."""

from __future__ import annotations

from collections.abc import Sequence

from documents.paper import paper
from documents.parts import Section

Rows = Sequence[tuple[str, str]]


def report_page(title: str, about: Rows, categories: Rows, months: Rows, not_said: Sequence[str]) -> str:
    """The report as HTML that needs nothing from elsewhere. It names no case."""
    sections = (
        Section("What it is", tuple(about)),
        Section("By category", tuple(categories) or (("None", "0"),)),
        Section("By month", tuple(months)),
        Section("What the numbers do not say", tuple((f"{number}.", said) for number, said in enumerate(not_said, 1))),
    )
    return paper(title, "report over cases", "Drawn from what was raised and recorded. It names nobody.", sections)
