"""What was released is what it was, and everything that was ever written is read today."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts import released
from contracts.by_service import contracts_of
from contracts.schema import read
from gateway.published.releasing import listed, shape_of, with_new
from shared_kernel.commits import EventRecord
from shared_kernel.upcasting import current

ROOT = Path(__file__).resolve().parents[2]
TEXT = released.LIST.read_text("utf-8")
LISTED = listed(TEXT)
AS_THEY_LIE = {
    "shared_kernel/commits.py": "hashes and copies them",
    "shared_kernel/upcasting.py": "brings them up",
    "shared_kernel/commands.py": "names the first",
    "shared_kernel/relay.py": "names them",
    "shared_kernel/following.py": "counts them",
    "shared_kernel/queries.py": "counts the sealed texts that were written",
    "shared_kernel/read_before.py": "compares them with those that were read",
    "auditor/deliveries.py": "looks for names",
}
"""Who takes events as they lie, and for what: nobody reads their data."""


def every_module() -> Iterator[Path]:
    for room in ("services", "gateway", "auditor", "shared_kernel", "workbench", "audit"):
        yield from (ROOT / room).rglob("*.py")


def test_every_version_is_on_the_list() -> None:
    assert with_new(TEXT) == TEXT, "run python -m gateway.openapi: what is listed was released, and changes no more"


def test_the_list_is_of_what_the_services_publish() -> None:
    assert {(name, version) for _, name, version, _ in contracts_of("events")} == released.EVENTS.keys()


@pytest.mark.parametrize("known", LISTED, ids=lambda each: f"{each[0]}-{each[1]}")
def test_a_released_version_is_what_it_was(known: tuple[str, int]) -> None:
    contract = released.EVENTS.get(known)
    assert contract is None or shape_of(contract) == LISTED[known]["shape"], (
        "a released version never changes: write a class of the next version, and an upcast in contracts/released.py"
    )


@pytest.mark.parametrize("known", LISTED, ids=lambda each: f"{each[0]}-{each[1]}")
def test_whatever_version_it_was_written_in_it_is_read_today(known: tuple[str, int]) -> None:
    name, version = known
    event = current(EventRecord(name, version, LISTED[known]["example"]))
    assert event.version == released.NEWEST[name]
    assert read(released.EVENTS[event.name, event.version], event.data)


def test_an_upcast_is_of_a_version_that_nobody_writes_any_more() -> None:
    assert released.UPCASTS.keys() <= LISTED.keys() - released.EVENTS.keys()


def test_nobody_reads_events_but_as_they_are_brought_up() -> None:
    takers = {str(each.relative_to(ROOT)) for each in every_module() if "commit.events" in each.read_text("utf-8")}
    assert takers <= AS_THEY_LIE.keys(), "take events_of(commit) of shared_kernel/upcasting.py"


def test_words_that_explain_a_field_may_change_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    name, contract = "NotificationRaised", released.EVENTS["NotificationRaised", 1]
    described: dict[str, Any] = {"type": "object", "description": "One.", "properties": {"title": {"type": "string"}}}
    shapes = []
    for schema in (described, {**described, "description": "Two."}, {**described, "properties": {}}):
        monkeypatch.setattr("gateway.published.releasing.json_schema", lambda _, told=schema: told)
        shapes.append(shape_of(contract))
    assert (shapes[0] == shapes[1], shapes[0] == shapes[2]) == (True, False), name
