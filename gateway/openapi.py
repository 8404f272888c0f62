"""Writes what is published of the contracts: `python -m gateway.openapi` into contracts/generated, which is committed.

openapi.json                              the gateway's API
commands/<service>/<Name>.v<version>.json  one JSON Schema a version, with an example
events/<service>/<Name>.v<version>.json
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contracts import custodians, escalation, intake
from contracts.schema import name_and_version, write
from gateway.published.examples import example
from gateway.published.openapi_document import openapi_document
from gateway.published.schemas import json_schema

FOLDER = Path(__file__).resolve().parents[1] / "contracts" / "generated"


def published() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every file, by its path in the folder."""
    yield "openapi.json", openapi_document()
    for service, module in (("custodians", custodians), ("escalation", escalation), ("intake", intake)):
        for kind, contracts in (("commands", module.COMMANDS), ("events", module.EVENTS)):
            for contract in contracts.values():
                name, version = name_and_version(contract)
                schema = {**json_schema(contract), "examples": [write(example(contract))]}
                yield f"{kind}/{service}/{name}.v{version}.json", schema


def as_text(document: dict[str, Any]) -> str:
    """As it is committed."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def main(folder: Path = FOLDER) -> None:
    """Writes what there is, and removes what there is no longer."""
    written = {folder / path: as_text(document) for path, document in published()}
    for old in folder.rglob("*.json"):
        if old not in written:
            old.unlink()
    for file, text in written.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
