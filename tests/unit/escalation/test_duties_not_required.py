"""The ledger of duties: to whom by area, who may do it, and that one is not required, said by two people."""

from __future__ import annotations

from datetime import timedelta

import pytest

from contracts.escalation import (
    ClockBreachedV1,
    ClockStoppedV1,
    ConfirmDutyNotRequiredV1,
    DutyDoneV1,
    DutyNotRequiredConfirmedV1,
    DutyNotRequiredProposedV1,
    DutyNotRequiredRejectedV1,
    DutyOpenedV1,
    ProposeDutyNotRequiredV1,
)
from tests.unit.casework.case import NOON, THIS, Case, close
from tests.unit.casework.events import event
from tests.unit.escalation.fen import ONE_STEP, raised

DUTY = """
duties:
- id: college
  title: Tell the college
  rules: [FEN-3]
  to: College of Reeds
  to_by_area: {hill: College of the Hill}
  lead: liaison
  deputy: clerk
  confirmed_by: [head]
  evidence: the letter's date
  opens: [raised]
  when: {happened: death}
  within: 24h
"""
DEATH = {"happened": ["death"]}
AWAY = "absences: [{person: liaison, from: 2026-11-16, until: 2026-11-20}]"


def owed(directory: str = "") -> Case:
    return raised(ONE_STEP + DUTY, DEATH, "FEN-B", directory=directory)


def proposed(by: str = "liaison") -> Case:
    case = owed()
    return case.when(case.propose_not_required("college"), by=by)


# --- the ledger ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("area", "to"), [("fen", "College of Reeds"), ("hill", "College of the Hill")])
def test_some_areas_have_another_body(area: str, to: str) -> None:
    case = raised(ONE_STEP + DUTY, DEATH, "FEN-B", area=area)
    [opened] = case.of(DutyOpenedV1)
    assert (opened.to, opened.evidence, opened.deputy) == (to, "the letter's date", "clerk")
    assert opened.decisions[0].answer.startswith(to)


def test_its_basis_is_there_as_rules_and_facts() -> None:
    [decision] = owed().of(DutyOpenedV1)[0].decisions
    assert (decision.rules, decision.facts) == (("FEN-3",), DEATH)


def test_the_deputy_does_it_only_while_nobody_who_holds_the_lead_is_there() -> None:
    there = owed()
    assert there.duty("college").people == ("liaison",)
    refusal = there.when(there.complete("college"), by="clerk").refused("not_permitted", rules=["FEN-3"])
    assert "deputy" in refusal["sentence"]
    away = owed(AWAY)
    assert away.duty("college").people == ("clerk",)
    away.given(away.complete("college"), by="clerk")
    assert [each.by for each in away.of(DutyDoneV1)] == ["clerk"]


def test_who_stands_in_for_the_lead_is_there_and_the_deputy_waits() -> None:
    case = owed(AWAY.replace("}]", ", delegate: auditor}]"))
    case.when(case.complete("college"), by="clerk").refused("not_permitted")
    case.given(case.complete("college"), by="auditor")


@pytest.mark.parametrize("by", ["head", "manager", "worker", "auditor"])
def test_whoever_holds_neither_is_refused_whether_the_lead_is_there_or_not(by: str) -> None:
    for case in (owed(), owed(AWAY)):
        case.when(case.complete("college"), by=by).refused("not_permitted", rules=["FEN-3"])


def test_the_evidence_is_asked_for_by_name() -> None:
    case = owed()
    refusal = case.when(case.complete("college", " "), by="liaison").refused("reference_required", rules=["FEN-3"])
    assert refusal["details"] == {"evidence": "the letter's date"}


# --- not required --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["liaison", "clerk"])
def test_lead_or_deputy_propose_it_with_a_reason_and_the_clock_runs_on(by: str) -> None:
    case = proposed(by).then(event(DutyNotRequiredProposedV1, duty="college", by=by, sealed="sealed"))
    assert case.of(DutyNotRequiredProposedV1)[0].decisions[0].rules == ("FEN-3",)
    assert len(case.passes(days=1).of(ClockBreachedV1)) == 1


@pytest.mark.parametrize("by", ["clerk", "head"])
def test_a_second_person_confirms_it_and_its_clock_stops(by: str) -> None:
    case = proposed()
    case.when(case.confirm_not_required("college"), by=by).then(
        event(DutyNotRequiredConfirmedV1, duty="college", by=by),
        event(ClockStoppedV1, because="It was confirmed as not required."),
    )
    assert case.passes(days=30).events == []


def test_rejected_it_stands_and_can_be_proposed_again() -> None:
    case = proposed()
    case.when(case.confirm_not_required("college", agrees=False), by="head").then(
        event(DutyNotRequiredRejectedV1, duty="college", by="head")
    )
    assert case.running("college").waits
    case.given(case.propose_not_required("college"), by="clerk").given(case.complete("college"), by="liaison")


def test_nobody_confirms_what_they_proposed() -> None:
    case = proposed("clerk")
    case.when(case.confirm_not_required("college"), by="clerk").refused("second_person_needed", rules=["FEN-3"])
    case.when(case.confirm_not_required("college", agrees=False), by="clerk").refused("second_person_needed")
    case.given(case.confirm_not_required("college"), by="liaison")


def test_who_may_neither_propose_nor_confirm() -> None:
    case = owed()
    for by in ("head", "manager", "worker"):
        case.when(case.propose_not_required("college"), by=by).refused("not_permitted", rules=["FEN-3"])
    case.given(case.propose_not_required("college"), by="liaison")
    for by in ("manager", "worker"):
        case.when(case.confirm_not_required("college"), by=by).refused("not_permitted", rules=["FEN-3"])


def test_without_a_reason_nothing_is_proposed() -> None:
    case = owed()
    case.when(case.propose_not_required("college", None), by="liaison").refused("comment_required", rules=["FEN-3"])


def test_out_of_order_and_twice() -> None:
    case = owed()
    case.when(case.confirm_not_required("college"), by="head").refused("nothing_proposed")
    case.given(case.propose_not_required("college"), by="liaison")
    case.when(case.propose_not_required("college"), by="clerk").refused("already_proposed")
    case.given(case.confirm_not_required("college"), by="head")
    case.when(case.confirm_not_required("college"), by="clerk").refused("duty_not_required")
    case.when(case.propose_not_required("college"), by="clerk").refused("duty_not_required")
    case.when(case.complete("college"), by="liaison").refused("duty_not_required")


def test_what_was_done_is_not_unsaid() -> None:
    case = owed()
    case.given(case.complete("college"), by="liaison")
    case.when(case.propose_not_required("college"), by="liaison").refused("duty_already_done")


def test_done_meanwhile_there_is_nothing_to_confirm() -> None:
    case = proposed()
    case.given(case.complete("college"), by="liaison")
    case.when(case.confirm_not_required("college"), by="head").refused("duty_already_done")


def test_a_duty_that_is_not_there_is_not_found() -> None:
    case = owed()
    case.when(ProposeDutyNotRequiredV1(THIS, "duty-9", "sealed"), by="liaison").refused("not_found")
    case.when(ConfirmDutyNotRequiredV1(THIS, "duty-9", True), by="head").refused("not_found")


def test_a_closed_case_still_owes_its_duty_until_two_people_say_not() -> None:
    case = owed()
    case.given(close(), by="manager")
    assert case.running("college").waits
    case.given(case.propose_not_required("college"), by="liaison").given(
        case.confirm_not_required("college"), by="head"
    )
    assert not case.running("college").waits


def test_opened_on_wrong_facts_it_is_withdrawn_and_comes_again_only_with_other_facts() -> None:
    case = proposed()
    case.given(case.confirm_not_required("college"), by="head")
    case.given(case.update({"age_years": 3}), by="worker")
    assert case.of(DutyOpenedV1) == [], "the facts that it rested on have not moved"
    case.given(case.update({"happened": ["arrest"]}), by="worker").given(case.update(DEATH), by="worker")
    assert [each.duty_id for each in case.of(DutyOpenedV1)] == ["duty-1-2"]
    assert case.running("college").due == NOON + timedelta(days=1)
    case.given(case.complete("college"), by="liaison")


@pytest.mark.parametrize(("by", "confirmed"), [("manager", True), ("head", False)])
def test_where_nobody_is_named_to_confirm_it_whoever_may_close_does(by: str, confirmed: bool) -> None:
    case = raised(ONE_STEP + DUTY.replace("  confirmed_by: [head]\n", ""), DEATH, "FEN-B")
    case.given(case.propose_not_required("college"), by="liaison")
    case.when(case.confirm_not_required("college"), by=by)
    if confirmed:
        assert case.of(DutyNotRequiredConfirmedV1)
    else:
        case.refused("not_permitted")
