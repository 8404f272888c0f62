"""Every command that the broker reaches × everybody's relation to the case × state: every cell, as written by hand.

A service knows its own part of a case. For somebody with a post whom it cannot say to have no part, what needs none but that
(sharing onward, emergency access) is the gateway's to refuse; for the rest the service comes to the same answer by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from contracts import escalation, intake
from contracts import intake_concerns as concern
from contracts import intake_persons as persons
from contracts.refusals import Refusal
from services.escalation.handlers import command_handlers as escalation_handlers
from services.intake.handlers import command_handlers as intake_handlers
from shared_kernel.command_desk import Handler
from shared_kernel.commands import CommandContext
from tests.unit.access.expected import AGENCIES, PERSONS, Cells, cells
from tests.unit.access.world import RELATIONS, filled, house_of
from tests.unit.gateway.house import House

OF_ACCESS = {
    "not_permitted": "n",
    "not_found": ".",
    "unknown_area": "n",
    "own_work": "o",
    "second_person_needed": "o",
    "access_not_needed": "x",
}
WITH_POST = [each for each in PERSONS if each not in ("operator", "nopost", "kent-director")]
S = "sealed"
OF_RECORDS = (
    persons.PlaceHoldV1,
    persons.LiftHoldV1,
    persons.ProposeDeletionV1,
    persons.ConfirmDeletionV1,
    persons.RedactTextV1,
    persons.ReceiveRetentionV1,
)


def commands(ids: dict[str, str]) -> dict[type, Callable[[str], Any]]:
    """What is sent, by whom: agencies' commands say which agency it is."""
    of, task, duty, concern_id = (ids[f"{each}_id"] for each in ("notification", "task", "duty", "concern"))

    def agency(person: str) -> str:
        return person.partition("/")[2] or "police"

    return {
        intake.RaiseNotificationV1: lambda _: intake.RaiseNotificationV1(
            "notification-9", "person-9", "fen", {}, ("FEN-X",)
        ),
        intake.RecordConsultationV1: lambda _: intake.RecordConsultationV1(of, "manager", "author", "raise"),
        intake.UpdateNotificationV1: lambda _: intake.UpdateNotificationV1(of, 0, {"subject_kind": "child"}),
        intake.ShareNotificationV1: lambda _: intake.ShareNotificationV1(of, "onward", to_person="auditor", sealed=S),
        intake.ReceiveShareV1: lambda person: intake.ReceiveShareV1(of, 3, agency(person)),
        intake.OpenEmergencyAccessV1: lambda _: intake.OpenEmergencyAccessV1(of, 1, S),
        intake.CloseNotificationV1: lambda _: intake.CloseNotificationV1(of, S),
        concern.RaiseConcernV1: lambda person: concern.RaiseConcernV1(
            "concern-9", "R-9", "person-9", agency(person), "today"
        ),
        concern.DecideConcernV1: lambda _: concern.DecideConcernV1(concern_id, "no_further_action", "other", S),
        concern.GiveFeedbackV1: lambda _: concern.GiveFeedbackV1(concern_id, S),
        concern.ReceiveFeedbackV1: lambda person: concern.ReceiveFeedbackV1(concern_id, agency(person)),
        persons.PlaceHoldV1: lambda _: persons.PlaceHoldV1(ids["person"], "complaint"),
        persons.LiftHoldV1: lambda _: persons.LiftHoldV1(ids["person"], 1, "other"),
        persons.ProposeDeletionV1: lambda _: persons.ProposeDeletionV1(ids["person"], "court_order"),
        persons.ConfirmDeletionV1: lambda _: persons.ConfirmDeletionV1(ids["person"], False),
        persons.RedactTextV1: lambda _: persons.RedactTextV1(ids["person"], "none", "name"),
        persons.ReceiveRetentionV1: lambda _: persons.ReceiveRetentionV1(ids["person"], ids["notification_id"]),
        escalation.ClaimTaskV1: lambda _: escalation.ClaimTaskV1(of, task),
        escalation.DecideTaskV1: lambda _: escalation.DecideTaskV1(of, task, "pass"),
        escalation.ReturnTaskV1: lambda _: escalation.ReturnTaskV1(of, task, S),
        escalation.ReassignTaskV1: lambda _: escalation.ReassignTaskV1(of, task, "desk"),
        escalation.ReceiveNoticeV1: lambda _: escalation.ReceiveNoticeV1(of, ids["notice_id"]),
        escalation.CompleteDutyV1: lambda _: escalation.CompleteDutyV1(of, duty, "R-1"),
        escalation.AcknowledgeDutyV1: lambda person: escalation.AcknowledgeDutyV1(of, duty, agency(person), "P-1"),
        escalation.ProposeDutyNotRequiredV1: lambda _: escalation.ProposeDutyNotRequiredV1(of, duty, S),
        escalation.ConfirmDutyNotRequiredV1: lambda _: escalation.ConfirmDutyNotRequiredV1(of, duty, False),
        escalation.MakeRequestV1: lambda _: escalation.MakeRequestV1(of, "analysis", sealed=S),
        escalation.DelegateAbsenceV1: lambda _: escalation.DelegateAbsenceV1(
            "guest",
            datetime.fromisoformat("2026-11-18T09:00:00+00:00"),
            datetime.fromisoformat("2026-11-19T09:00:00+00:00"),
        ),
        escalation.EndAbsenceV1: lambda _: escalation.EndAbsenceV1(),
    }


def only(*may: str, own: tuple[str, ...] = ()) -> Cells:
    """These may; who holds a post with cases is told that they may not; for the others there is nothing there."""
    return cells(n=WITH_POST, y=may, o=own)


def expected(state: str) -> dict[type, Cells]:
    """The row of each command, by hand."""
    told = ["raiser", "named", "guest", "archivist", "author", "desk", "head", "inspector"]
    proposed = state == "open"
    return {
        intake.RaiseNotificationV1: cells(n=PERSONS, y=["raiser", "author"]),
        intake.RecordConsultationV1: only("raiser", "author"),
        intake.UpdateNotificationV1: only("raiser", "author"),
        intake.ShareNotificationV1: only(*WITH_POST),
        intake.ReceiveShareV1: cells(y=["fenshire/police"]),
        intake.OpenEmergencyAccessV1: cells(y=WITH_POST, x=told),
        intake.CloseNotificationV1: only("author"),
        concern.RaiseConcernV1: cells(y=AGENCIES),  # each in its own authority
        concern.DecideConcernV1: cells(y=["desk", "author"]),
        concern.GiveFeedbackV1: cells(y=["desk", "author"]),
        concern.ReceiveFeedbackV1: cells(y=["fenshire/police"]),
        **dict.fromkeys(OF_RECORDS, cells(n=PERSONS, y=["governor", "auditor"])),
        escalation.ClaimTaskV1: only("desk", "author"),
        escalation.DecideTaskV1: only("desk", own=("author",)),
        escalation.ReturnTaskV1: only("desk", "author"),
        escalation.ReassignTaskV1: only("desk", "author"),
        escalation.ReceiveNoticeV1: only("named"),
        escalation.CompleteDutyV1: only("lead"),
        escalation.AcknowledgeDutyV1: cells(y=["fenshire/police"]),
        escalation.ProposeDutyNotRequiredV1: only("lead", "standin"),
        escalation.ConfirmDutyNotRequiredV1: (
            only("standin", "second", own=("lead",)) if proposed else only("lead", "standin", "second")
        ),
        escalation.MakeRequestV1: only("author"),
        escalation.DelegateAbsenceV1: cells(y=PERSONS),
        escalation.EndAbsenceV1: cells(y=PERSONS),
    }


def letter(house: House, handler: Handler, command: Any, person: str) -> str:
    """What the service answers them; nothing is stored. Whoever is of another authority asks as of their own."""
    case = house.case
    authority = "kent" if person.startswith("kent") else "fenshire"
    store = case.intake if type(command) in intake.COMMANDS.values() else case.escalation
    try:
        intent = handler(command, CommandContext("command-9", authority, person, case.clock.now()))
        intent.decide(store.stream(intent.stream))
    except Refusal as refusal:
        return OF_ACCESS.get(refusal.code, "y")
    return "y"


def reached(house: House) -> Iterator[tuple[type, Handler]]:
    """Every command that the broker reaches."""
    yield from intake_handlers(house.case.deployment).items()
    yield from escalation_handlers(house.case.deployment, house.case.escalation).items()


@pytest.mark.parametrize("state", ["open", "ended"])
def test_every_cell_is_as_it_should_be(tmp_path: Path, state: str) -> None:
    house = house_of(tmp_path)
    with house.open() as callers:
        ids = filled(house, callers, placed=True, ended=state == "ended")
    asked, should = commands(ids), expected(state)
    assert {command for command, _ in reached(house)} == asked.keys() == should.keys()
    wrong = {
        (command.__name__, person): f"{found} for {should[command][person]}"
        for command, handler in reached(house)
        for person in columns(command)
        if (found := letter(house, handler, asked[command](person), person)) != should[command][person]
    }
    assert wrong == {}


def columns(command: type) -> list[str]:
    """An agency's commands are asked as agencies (who their client is, the gateway says); all others as people."""
    of_agencies = "agency" in command.__dataclass_fields__  # type: ignore[attr-defined]
    return [each for each in RELATIONS if ("/" in each) == of_agencies]
