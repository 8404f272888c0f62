"""What was written once must be read for ever; what comes from outside is bounded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from contracts.escalation import ClaimTaskV1, TaskOpenedV1
from contracts.refusals import Refusal
from contracts.schema import events_by_name, read, schema_of, write
from needfire.decisions import Decision


@dataclass(frozen=True)
class Line:
    text: str


@dataclass(frozen=True)
class LinesKeptV1:
    first: Line
    second: Line


@dataclass(frozen=True)
class KeepLinesV1:
    first: Line
    second: Line


def test_a_decision_that_names_a_large_group_is_read_back() -> None:
    said = "held by the group " + ", ".join(f"kent-standards-officer-{number}" for number in range(500))
    decision = Decision(
        "Who does it?", "The group.", ("R-1",), "kent 2023-12", datetime(2026, 1, 5, tzinfo=UTC), {}, (said,)
    )
    event = TaskOpenedV1("task-1", "unit_response", "Pick up the alert", "safeguarding_unit", (), "group", (decision,))
    assert read(TaskOpenedV1, write(event)) == event


def test_a_command_with_an_endless_id_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        read(ClaimTaskV1, {"notification_id": "n" * 201, "task_id": "task-1"})
    assert refused.value.code == "malformed"
    assert set(refused.value.details) == {"notification_id"}


def test_one_class_as_two_fields_is_read_as_what_it_is_part_of() -> None:
    """An event's texts may be long and a command's may not, whichever schema was made last."""
    events_by_name(LinesKeptV1)
    schema_of(LinesKeptV1)
    schema_of(KeepLinesV1)
    long = {"first": {"text": "a" * 500}, "second": {"text": "b" * 500}}
    assert write(read(LinesKeptV1, long)) == long
    with pytest.raises(Refusal) as refused:
        read(KeepLinesV1, long)
    assert set(refused.value.details) == {"first.text", "second.text"}
