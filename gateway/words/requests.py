"""Tells what was asked of somebody in a case, and what a reader may ask."""

from __future__ import annotations

from collections.abc import Iterator

from access import Case, Purpose, Reader, Way, judge
from contracts.gateway_answers import Task
from contracts.gateway_requests import RequestOpen
from gateway.read_models.folding import Document
from gateway.words.items import Items
from gateway.words.names import Names, rule_text
from needfire.conditions import Setting
from needfire.standing import standing_of


def requests_told(routing: Document, items: Items, edition_has: frozenset[str]) -> tuple[Task, ...]:
    """The requests of the case, answered or not, in the order in which they were opened; `edition_has` are their ids."""
    tasks = routing.get("tasks", {})
    return tuple(items.task(each) for each in tasks if tasks[each]["step"] in edition_has)


def open_to(known: Case, reader: Reader, purpose: Purpose, names: Names, within: Setting) -> tuple[RequestOpen, ...]:
    """What this reader may ask for in this case, and what stands against it yet."""
    return tuple(_open_to(known, reader, purpose, names, within))


def _open_to(known: Case, reader: Reader, purpose: Purpose, names: Names, within: Setting) -> Iterator[RequestOpen]:
    for request in names.edition.requests:
        stands = standing_of(request, within)
        if stands.for_this_case and not judge(reader, "ask", Way(known, request.by, request.rules), purpose):
            yield RequestOpen(
                request=request.id,
                title=request.title,
                of=tuple(names.role(each) for each in request.of),
                within=request.within.in_words() if request.within else None,
                urgent=request.urgent.in_words() if request.urgent else None,
                rules=tuple(rule_text(names.edition, each) for each in stands.rules),
                refused=stands.sentence,
                asks=dict(stands.asks),
            )
