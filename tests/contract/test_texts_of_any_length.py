"""What was written once must be read for ever; what comes from outside is bounded."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from contracts.escalation import ClaimTaskV1, TaskOpenedV1
from contracts.refusals import Refusal
from contracts.schema import read, write
from needfire.decisions import Decision


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
