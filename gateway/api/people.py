"""People whom cases are about."""

from __future__ import annotations

from access import permit
from contracts.gateway_people import PeopleFound, PeopleSearch
from contracts.refusals import Refusal
from gateway.api.operation import Asked, Operation, of_tag
from gateway.finding.names import parts_of
from gateway.finding.searching import search
from gateway.parts import Parts


async def find(parts: Parts, asked: Asked) -> PeopleFound:
    """Find people by name among the cases that you may see."""
    permit(asked.reader, asked.deed)
    body: PeopleSearch = asked.body
    if not parts_of(body.name):
        raise Refusal("malformed", {"name": "Give a name, or its first three letters."})
    return await search(parts, asked.reader, body)


OPERATIONS = of_tag(
    "People",
    Operation(
        "POST",
        "/v1/people/search",
        "search_people",
        "Find people by name, among the cases that you may see",
        "search_people",
        find,
        PeopleFound,
        PeopleSearch,
    ),
)
