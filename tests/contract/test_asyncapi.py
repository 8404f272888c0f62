"""The AsyncAPI document: valid AsyncAPI 3, committed as it is, whole, and true of what is really sent and kept."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from contracts.by_service import Kind, contracts_of
from gateway.openapi import FOLDER, PAGE, as_text
from gateway.published.asyncapi_document import asyncapi_document
from gateway.published.envelopes import envelopes
from gateway.published.event_page import event_page
from shared_kernel.commits import to_document
from shared_kernel.messaging.topology import EXCHANGES, HOUSE
from shared_kernel.relay import WakeUp
from tests.unit.casework.case import Case
from tests.unit.gateway.house import House

DOCUMENT = asyncapi_document()
SPECIFICATION = json.loads((Path(__file__).parent / "specifications" / "asyncapi-3.0.0.json").read_text("utf-8"))
KINDS: tuple[Kind, ...] = ("commands", "events")


def test_the_document_is_valid_asyncapi_3() -> None:
    problems = [
        f"{list(each.path)}: {each.message[:200]}" for each in Draft7Validator(SPECIFICATION).iter_errors(DOCUMENT)
    ]
    assert problems == []


@pytest.mark.parametrize("part", ["asyncapi", "info"])
def test_a_document_that_is_none_would_be_seen(part: str) -> None:
    assert list(Draft7Validator(SPECIFICATION).iter_errors({**DOCUMENT, part: 7}))


def test_the_committed_copies_are_what_the_code_says() -> None:
    committed = (FOLDER / "asyncapi.json").read_text("utf-8"), PAGE.read_text("utf-8")
    assert committed == (as_text(DOCUMENT), event_page()), (
        "run python -m gateway.openapi, look at the difference, commit it"
    )


def references(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return own + [each for below in part.values() for each in references(below)]
    return [each for below in part for each in references(below)] if isinstance(part, list) else []


def test_everything_that_it_refers_to_is_there() -> None:
    for reference in references(DOCUMENT):
        if reference.startswith("./"):
            assert (FOLDER / reference).is_file(), reference
        else:
            part = DOCUMENT
            for step in reference.removeprefix("#/").split("/"):
                part = part[step]


@pytest.mark.parametrize("kind", KINDS)
def test_every_contract_has_its_message_and_its_place_in_a_channel(kind: Kind) -> None:
    channel = {"commands": "Commands", "events": "Feed"}[kind]
    for service, name, version, _ in contracts_of(kind):
        key = f"{service}.{name}.v{version}"
        assert DOCUMENT["components"]["messages"][key]["summary"]
        assert key in DOCUMENT["channels"][f"{service}{channel}"]["messages"]


def test_every_event_is_on_the_page() -> None:
    page = event_page()
    for _, name, version, _ in contracts_of("events"):
        assert f"### {name}, version {version}\n" in page


def test_exchanges_and_services_are_those_of_the_broker() -> None:
    for channel in DOCUMENT["channels"].values():
        exchange = channel["bindings"]["amqp"]["exchange"]
        assert EXCHANGES[exchange["name"]] == exchange["type"]
    assert DOCUMENT["channels"]["wakeUps"]["parameters"]["service"]["enum"] == list(HOUSE.services)


def valid(name: str, instance: Any) -> None:
    Draft202012Validator(envelopes()[name], format_checker=FormatChecker()).validate(json.loads(json.dumps(instance)))


@pytest.mark.parametrize("name", ["Commit", "WakeUp"])
def test_an_envelopes_example_is_valid(name: str) -> None:
    for example in envelopes()[name]["examples"]:
        valid(name, example)


def test_what_is_really_kept_and_sent_is_as_the_envelopes_say(tmp_path: Path) -> None:
    house = House(tmp_path)
    with house.open() as callers:
        callers.raised()
    case: Case = house.case
    commits = [commit for store in (case.intake, case.escalation) for commit in store.feed(0, 500)]
    assert len(commits) > 1
    for commit in commits:
        valid("Commit", to_document(commit))
        names = tuple(event.name for event in commit.events)
        valid(
            "WakeUp", asdict(WakeUp("intake", commit.position, commit.stream, commit.version, commit.authority, names))
        )
    for command in house.services.commands:
        valid("Command", command)


def test_every_event_that_is_really_kept_is_in_the_catalogue(tmp_path: Path) -> None:
    house = House(tmp_path)
    with house.open() as callers:
        callers.raised()
    known = {(name, version) for _, name, version, _ in contracts_of("events")}
    for store in (house.case.intake, house.case.escalation):
        for commit in store.feed(0, 500):
            assert {(event.name, event.version) for event in commit.events} <= known
