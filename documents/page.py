"""A message as a page to read and to print: the same design whether it holds opened particulars or none."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from documents.message import ENDING, TITLES, AlertMessage
from documents.parts import Photograph, Section
from needfire.london_time import moment_in_words

_ENDED = "This alert has ended. Stop searching, and destroy copies of what was sent before as your policy says."
_GOES_ON = (
    "Search your records, and answer whether the child is known to you, has been seen, or is linked to your area."
)


def page(
    message: AlertMessage, sections: Sequence[Section] = (), photograph: Photograph | None = None, reference: str = ""
) -> str:
    """The page as HTML that needs nothing from elsewhere; under `reference` it is spoken of on the telephone."""
    ends = message.kind in ENDING
    return _template().render(
        message=message,
        ends=ends,
        asks=_ENDED if ends else _GOES_ON,
        rows=list(_rows(message, reference)),
        sections=sections,
        photograph=photograph,
        picture=_picture(photograph) if photograph else "",
    )


def _rows(message: AlertMessage, reference: str) -> Iterator[tuple[str, str]]:
    yield "From", message.sender.name
    if reference:
        yield "Reference", reference
    yield "Kind", TITLES[message.kind]
    yield "Number of this message", str(message.number)
    yield "Sent", moment_in_words(message.sent)
    if message.number > 1:
        yield "First alert", moment_in_words(message.original)
    if message.follows:
        yield "Follows the message of", moment_in_words(message.follows.sent)
    if message.risk:
        yield "Risk", message.risk
    yield "Exercise" if message.is_exercise else "Alert", message.about_id


def _picture(photograph: Photograph) -> str:
    return f"data:{photograph.media_type};base64,{base64.b64encode(photograph.content).decode()}"


@cache
def _template() -> Template:
    loaded = Environment(loader=PackageLoader("documents"), autoescape=True, undefined=StrictUndefined)
    return loaded.get_template("message.html")
