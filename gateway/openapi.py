"""Writes what is published of the contracts: `python -m gateway.openapi` into contracts/generated, which is committed.

openapi.json                              the gateway's API
asyncapi.json                             what goes over the broker and what the feeds hold
commands/<service>/<Name>.v<version>.json  one JSON Schema a version, with an example
events/<service>/<Name>.v<version>.json
docs/events.md                            the events as a page

and adds to contracts/released_events.jsonl the versions of events that are not in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contracts.by_service import Kind, contracts_of
from contracts.released import LIST
from contracts.schema import write
from gateway.published.asyncapi_document import asyncapi_document
from gateway.published.event_page import event_page
from gateway.published.examples import example
from gateway.published.openapi_document import openapi_document
from gateway.published.releasing import with_new
from gateway.published.schemas import json_schema

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "contracts" / "generated"
PAGE = ROOT / "docs" / "events.md"


def published() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every file, by its path in the folder."""
    yield "openapi.json", openapi_document()
    yield "asyncapi.json", asyncapi_document()
    kinds: tuple[Kind, ...] = ("commands", "events")
    for kind in kinds:
        for service, name, version, contract in contracts_of(kind):
            schema = {**json_schema(contract), "examples": [write(example(contract))]}
            yield f"{kind}/{service}/{name}.v{version}.json", schema


def as_text(document: dict[str, Any]) -> str:
    """As it is committed."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def main(folder: Path = FOLDER, page: Path = PAGE, released: Path = LIST) -> None:
    """Writes what there is, and removes what there is no longer."""
    written = {folder / path: as_text(document) for path, document in published()}
    for old in folder.rglob("*.json"):
        if old not in written:
            old.unlink()
    for file, text in written.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    page.write_text(event_page(), "utf-8")
    released.write_text(with_new(released.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
