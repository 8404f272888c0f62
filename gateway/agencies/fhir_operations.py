"""The operations of the FHIR interface."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from gateway.agencies.fhir import BASE, capabilities, one, outcome_of, searchset
from gateway.api.operation import Asked, Handler, Operation, Query, of_tag
from gateway.parts import Parts

SCOPE = "flags.read"
MEDIA_TYPE = "application/fhir+json"


@dataclass(frozen=True)
class FhirResource:
    """A resource of FHIR R4."""

    resourceType: str  # noqa: N815  # FHIR's own name


async def metadata(parts: Parts, _asked: Asked) -> dict[str, Any]:
    """The CapabilityStatement. FHIR has it read before anybody signs in, and it says nothing of anybody."""
    return capabilities(parts.clock.now())


def _searching(kind: str) -> Handler:
    async def search(parts: Parts, asked: Asked) -> dict[str, Any]:
        return await searchset(parts, asked, kind)

    search.__doc__ = f"The {kind} resources that your agency may read, as a Bundle of type searchset."
    return search


def _reading(kind: str) -> Handler:
    async def read(parts: Parts, asked: Asked) -> dict[str, Any]:
        return await one(parts, asked, kind)

    read.__doc__ = f"One {kind} resource."
    return read


PAGING = (
    Query("_count", "How many cases a page looks at, at most 200.", "number"),
    Query("cursor", "Where the next page begins: follow the link `next`."),
)
SUBJECT = Query("subject:identifier", "Only those about this child: the identifier's value, or system|value.")


def _operation(
    path: str, name: str, summary: str, handler: Handler, query: tuple[Query, ...] = (), *more: str
) -> Operation:
    return Operation(
        "GET",
        f"{BASE}{path}",
        name,
        summary,
        "read_flags",
        handler,
        FhirResource,
        query=query,
        refusals=more,
        scope=SCOPE,
        media_type=MEDIA_TYPE,
        problem=outcome_of,
    )


def _of(kind: str) -> tuple[Operation, ...]:
    query = PAGING if kind == "Task" else (*PAGING, SUBJECT)
    low = kind.lower()
    return (
        _operation(f"/{kind}", f"fhir_search_{low}", f"Search {kind} resources", _searching(kind), query),
        _operation(f"/{kind}/{{resource_id}}", f"fhir_read_{low}", f"Read a {kind}", _reading(kind), (), "not_found"),
    )


OPERATIONS = of_tag(
    "FHIR R4",
    replace(
        _operation("/metadata", "fhir_metadata", "Read what the FHIR interface can do", metadata),
        deed="anyone",
        scope=None,
    ),
    *_of("Flag"),
    *_of("Communication"),
    *_of("Task"),
)
