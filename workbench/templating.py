"""Pages from templates: self-contained, printable, nothing loaded from outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from needfire.london_time import day_in_words, moment_in_words

if TYPE_CHECKING:
    import jinja2


def slug(title: str) -> str:
    """A title as an anchor."""
    return title.lower().replace(" ", "-").replace("'", "")


@cache
def _environment() -> jinja2.Environment:
    import jinja2  # most commands make no page, and start quicker without it

    made = jinja2.Environment(
        loader=jinja2.PackageLoader("workbench", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(slug=slug, day=day_in_words, moment=moment_in_words)
    return made


def page(template: str, shows: Mapping[str, Any], filters: Mapping[str, Callable[..., Any]] | None = None) -> str:
    """The page as HTML; `filters` are those that only this page has."""
    environment = _environment().overlay()
    environment.filters = {**_environment().filters, **(filters or {})}
    return environment.get_template(template).render(shows)
