"""One JSON Schema a command and event version, each with an example that is valid and reads back as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]  # it ships no types

from contracts import escalation, intake
from contracts.schema import name_and_version, read, write
from gateway.openapi import FOLDER, as_text, main, published

CONTRACTS = [
    (kind, service, contract)
    for service, module in (("intake", intake), ("escalation", escalation))
    for kind, contracts in (("commands", module.COMMANDS), ("events", module.EVENTS))
    for contract in contracts.values()
]


def committed(kind: str, service: str, contract: type) -> Any:
    name, version = name_and_version(contract)
    return json.loads((FOLDER / kind / service / f"{name}.v{version}.json").read_text("utf-8"))


def test_the_committed_files_are_what_the_code_says_and_there_are_no_others() -> None:
    stated = {path: as_text(document) for path, document in published()}
    found = {str(file.relative_to(FOLDER)): file.read_text("utf-8") for file in FOLDER.rglob("*.json")}
    assert found == stated, "run python -m gateway.openapi, look at the difference, commit it"


def test_writing_them_again_removes_what_is_no_longer_there(tmp_path: Any) -> None:
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "Forgotten.v1.json").write_text("{}")
    main(tmp_path, tmp_path / "events.md")
    assert not (tmp_path / "events" / "Forgotten.v1.json").exists()
    assert (tmp_path / "openapi.json").read_text("utf-8") == (FOLDER / "openapi.json").read_text("utf-8")


@pytest.mark.parametrize(("kind", "service", "contract"), CONTRACTS, ids=lambda each: getattr(each, "__name__", each))
def test_a_schema_is_one_and_its_example_is_valid_and_reads_back(kind: str, service: str, contract: type) -> None:
    schema = committed(kind, service, contract)
    Draft202012Validator.check_schema(schema)
    [example] = schema["examples"]
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(example)
    assert write(read(contract, example)) == example


@pytest.mark.parametrize(("kind", "service", "contract"), CONTRACTS, ids=lambda each: getattr(each, "__name__", each))
def test_an_example_shows_every_field(kind: str, service: str, contract: type) -> None:
    schema = committed(kind, service, contract)
    assert schema["examples"][0].keys() == schema["properties"].keys()
    assert schema["description"]


@pytest.mark.parametrize(("kind", "service", "contract"), CONTRACTS, ids=lambda each: getattr(each, "__name__", each))
def test_a_schema_refuses_what_the_contract_does_not_know(kind: str, service: str, contract: type) -> None:
    schema = committed(kind, service, contract)
    wrong = {**schema["examples"][0], "nonsense": 1}
    assert list(Draft202012Validator(schema).iter_errors(wrong))
