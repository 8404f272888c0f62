"""What would follow if something were raised is told as it then happens, and nothing of it is stored."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from contracts.escalation import ClaimTaskV1, StartRoutingV1
from services.escalation.foreseeing import foresee
from shared_kernel.command_desk import command_of
from tests.unit.casework.authorities import real
from tests.unit.casework.case import NOON, SOMEBODY, THIS, Case, raise_it
from tests.unit.escalation.kent import CHARGED

CHOSEN = ("KEN23-NTK-G",)
WORKER = "kent-social-worker"


def asked(case: Case, command: Any = None, by: str = WORKER) -> dict[str, Any]:
    edition = case.deployment.authorities["kent"].editions["2023-12"]
    started = command or StartRoutingV1(
        THIS, SOMEBODY, "ashford", edition.edition, edition.digest, by, NOON, CHARGED, CHOSEN, {}
    )
    envelope = command_of(started, command_id="asked", digest="asked", authority="kent", actor=by)
    return foresee(case.deployment, case.escalation, case.clock, dict(vars(envelope)))


def test_the_very_events_are_foreseen_that_then_happen_and_nothing_is_stored() -> None:
    case = Case(real("kent"))
    foreseen = asked(case)["foreseen"]
    assert case.escalation.last_position() == 0 and case.log == []
    case.given(raise_it(CHARGED, *CHOSEN, area="ashford"), by=WORKER)
    [commit] = case.escalation.stream(THIS.replace("notification-", "routing-"))
    assert foreseen == [{"name": each.name, "version": each.version, "data": dict(each.data)} for each in commit.events]
    assert {"RoutingStarted", "TaskOpened", "NoticeGiven", "ClockStarted"} <= {each["name"] for each in foreseen}


def test_it_is_told_at_the_time_at_which_it_is_asked() -> None:
    early, late = Case(real("kent")), Case(real("kent"), NOON + timedelta(hours=4))
    assert asked(early)["foreseen"] != asked(late)["foreseen"]


def test_only_to_who_may_raise_it_and_only_a_beginning() -> None:
    case = Case(real("kent"))
    assert asked(case, by="kent-records-officer")["refused"]["code"] == "not_permitted"
    assert asked(case, by="nobody")["refused"]["code"] == "not_permitted"
    assert asked(case, ClaimTaskV1(THIS, "task-1"))["refused"]["code"] == "unknown_command"
