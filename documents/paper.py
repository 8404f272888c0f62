"""A paper of several sections, to read and to print: the one design of what is printed but national alerts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from documents.parts import Section


def paper(title: str, subject: str, lead: str, sections: Sequence[Section]) -> str:
    """The paper as HTML that needs nothing from elsewhere; `subject` is the id of what it is about."""
    return _template().render(title=title, subject=subject, lead=lead, sections=sections)


@cache
def _template() -> Template:
    loaded = Environment(loader=PackageLoader("documents"), autoescape=True, undefined=StrictUndefined)
    return loaded.get_template("paper.html")
