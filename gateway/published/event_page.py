"""The event catalogue as a page: docs/events.md."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from contracts.by_service import contracts_of
from gateway.published.schemas import json_schema

_HEAD = """\
# The events
Made by `python -m gateway.openapi` from `contracts/`; do not edit. The whole is `contracts/generated/asyncapi.json` (AsyncAPI 3),
with a JSON Schema and an example for each version of an event in `contracts/generated/events/`.

An event comes in a Commit (`components.schemas.Commit`), out of the feed of the service that owns it; the broker carries only
wake-ups with ids. An event never changes: what differs gets a new version. Readers ignore fields that they do not know.
Names, addresses and other words about people are sealed texts in all of them.
"""


def event_page() -> str:
    """Each service's events with their fields."""
    return "\n".join([_HEAD, *_sections()])


def _sections() -> Iterator[str]:
    for service, events in groupby(contracts_of("events"), key=lambda each: each[0]):
        yield f"## {service}\n"
        for _, name, version, contract in events:
            schema = json_schema(contract)
            yield f"### {name}, version {version}\n{schema['description']}\n"
            yield "| field | is | always there |\n|---|---|---|\n" + "\n".join(_rows(schema)) + "\n"


def _rows(schema: dict[str, Any]) -> Iterator[str]:
    required = set(schema.get("required", ()))
    for name, about in schema.get("properties", {}).items():
        yield f"| `{name}` | {_kind(about)} | {'yes' if name in required else 'no'} |"


def _kind(about: dict[str, Any]) -> str:
    if "$ref" in about:
        return str(about["$ref"].rpartition("/")[2])
    kind = about.get("type", "any")
    kinds = [kind] if isinstance(kind, str) else kind
    if "array" in kinds:
        return f"list of {_kind(about.get('items', {}))}"
    return " or ".join("nothing" if each == "null" else about.get("format", each) for each in kinds)
