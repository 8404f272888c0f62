"""Consultations: whom somebody asked, and what they advised."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from contracts.intake import ConsultationRecordedV1, RecordConsultationV1
from tests.unit.casework.authorities import fenshire
from tests.unit.casework.case import NOON, THIS, Case, close, raise_it
from tests.unit.casework.events import event


def consult(advice: Any = "raise", role: str = "manager", person: str = "manager") -> RecordConsultationV1:
    return RecordConsultationV1(THIS, role, person, advice, "sealed")


@pytest.fixture
def raised(fen: Case) -> Case:
    return fen.given(raise_it({}, "FEN-X"), by="worker")


@pytest.mark.parametrize("by", ["worker", "manager"])
def test_the_raiser_and_the_one_consulted_record_it(raised: Case, by: str) -> None:
    raised.when(consult("do_not_raise"), by=by).then(
        event(
            ConsultationRecordedV1,
            notification_id=THIS,
            with_role="manager",
            with_person="manager",
            advice="do_not_raise",
            recorded_by=by,
            sealed="sealed",
        )
    )
    [decision] = raised.events[0].decisions
    assert (decision.question, decision.answer) == ("What did the manager advise?", "Advised: do not raise.")
    assert (decision.rules, decision.edition, decision.decided_at) == (("FEN-1",), "fenshire trial", NOON)


def test_somebody_else_records_it_only_with_a_post_that_may_update(fen: Case) -> None:
    fen.given(raise_it({}, "FEN-X"), by="manager")
    fen.given(consult(), by="worker")
    fen.when(consult(), by="clerk").refused("not_permitted", details={"roles": ["Worker", "Manager"]})


def test_whoever_may_circulate_it_records_what_the_one_consulted_advised() -> None:
    circulated = "circulation: [{id: wider, title: Wider, rules: [FEN-1], by: [head], to_roles: [auditor]}]"
    case = Case(fenshire(circulated)).given(raise_it({}, "FEN-X"), by="worker")
    case.given(consult(), by="head")
    case.when(consult(), by="clerk").refused(
        "not_permitted", details={"roles": ["Worker", "Manager", "Head of service"]}
    )


def test_a_role_that_is_not_consulted_is_refused(raised: Case) -> None:
    raised.when(consult(role="head", person="head"), by="worker")
    raised.refused("unknown_role", details={"roles": ["manager"]}, rules=["FEN-1"])


@pytest.mark.parametrize("person", ["deputy", "hill-manager", "nobody"])
def test_who_does_not_hold_the_role_here_cannot_have_been_consulted(raised: Case, person: str) -> None:
    raised.when(consult(person=person), by="worker").refused("unknown_person", details={"role": "manager"})


def test_nobody_consults_themselves(fen: Case) -> None:
    fen.given(raise_it({}, "FEN-X"), by="manager")
    fen.when(consult(), by="manager").refused("consulted_oneself", rules=["FEN-1"])


def test_advice_is_one_of_three(raised: Case) -> None:
    raised.when(consult("maybe"), by="worker").refused("malformed")


def test_a_consultation_leaves_the_notification_as_it_was_but_for_whom_was_consulted(raised: Case) -> None:
    before = raised.notification
    raised.given(consult(), consult("unsure"), by="worker")
    assert raised.notification == replace(before, consulted=frozenset({"manager"}))


def test_nothing_is_consulted_on_after_the_end_or_before_the_beginning(fen: Case) -> None:
    fen.when(consult(), by="worker").refused("not_found")
    fen.given(raise_it({}, "FEN-X"), by="worker").given(close(), by="manager")
    fen.when(consult(), by="worker").refused("notification_ended", details={"ended": "closed"})
