"""Folding a routing's events into its state."""

from __future__ import annotations

from typing import Literal

import pytest

from contracts.escalation import AbsenceDelegatedV1, PostVacantV1, RoutingStartedV1, TaskOpenedV1
from contracts.refusals import Refusal
from services.escalation.handlers import absences_of, routing, stream_of
from services.escalation.routing import evolve
from tests.unit.casework.case import NOON, THIS

KINDS: tuple[Literal["task", "notice", "clock", "duty"], ...] = ("task", "notice", "clock", "duty")
STARTED = RoutingStartedV1(
    THIS, "person-1", "fen", "trial", "digest", "way", "worker", NOON, {}, ("FEN-X",), {"clerk": "clerk"}, ()
)


def test_what_was_never_started_is_not_found() -> None:
    for event in (
        TaskOpenedV1("task-1-1", "check", "Check", "manager", (), "group", ()),
        PostVacantV1("head", "x", ()),
    ):
        with pytest.raises(Refusal) as refused:
            evolve(None, event)
        assert refused.value.code == "not_found"
    with pytest.raises(Refusal) as refused:
        routing(())
    assert refused.value.code == "not_found"


def test_what_is_only_shown_changes_nothing() -> None:
    state = evolve(None, STARTED)
    assert (state.area, state.raised_at, state.named, state.open_tasks) == ("fen", NOON, {"clerk": "clerk"}, ())
    assert evolve(state, PostVacantV1("head", "x", ())) is state
    assert evolve(state, AbsenceDelegatedV1("a", "b", NOON, NOON)) is state


def test_ids_are_made_from_the_notifications_own_and_a_count() -> None:
    state = evolve(None, STARTED)
    assert [state.next_id(kind) for kind in KINDS] == ["task-1-1", "notice-1-1", "clock-1-1", "duty-1-1"]
    opened = evolve(state, TaskOpenedV1("task-1-1", "check", "Check", "manager", (), "group", ()))
    assert [opened.next_id(kind) for kind in KINDS] == ["task-1-2", "notice-1-1", "clock-1-1", "duty-1-1"]


def test_streams_are_named_after_what_they_hold() -> None:
    assert stream_of("notification-7") == "routing-7"
    assert absences_of("kent") == "absences-kent"
