"""Sharing a case: who may, with whom, for which cases, what must come first, and what the decision then cites."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from contracts.intake import NotificationSharedV1, RecordConsultationV1, ShareNotificationV1
from tests.unit.casework.authorities import fenshire
from tests.unit.casework.case import NOON, THIS, Case, close, raise_it
from tests.unit.casework.events import event

WAYS = """
definitions:
  gone: {happened: missing}
defining:
  gone: [FEN-A]
circulation:
- id: onward
  title: On a need-to-know basis
  rules: [FEN-1]
  to_anybody: true
- id: to_the_head
  title: To the head of service
  rules: [FEN-2]
  by: [manager]
  to_roles: [head, clerk]
- id: to_the_board
  title: To the safeguarding board
  rules: [FEN-3]
  by: [manager, worker]
  to_bodies: {board: the safeguarding children board}
  when: {gone: true}
  refused:
  - when: {all: [{category: FEN-X}, {not: {consulted: manager}}]}
    rules: [FEN-4]
    sentence: Consult the manager first.
- id: with_the_police
  title: To the police
  rules: [FEN-3]
  to_bodies: {police: the police}
  refused:
  - {when: {grave_risk: false}, rules: [FEN-5], sentence: Only at grave risk.}
"""
MISSING = {"happened": ["missing"]}


def share(circulation: str = "onward", sealed: str | None = "sealed", **to: Any) -> ShareNotificationV1:
    return ShareNotificationV1(THIS, circulation, sealed=sealed, **(to or {"to_person": "clerk"}))


def consult() -> RecordConsultationV1:
    return RecordConsultationV1(THIS, "manager", "manager", "unsure", None)


def raised(*categories: str, facts: Any = MISSING) -> Case:
    return Case(fenshire(WAYS), alone=True).given(raise_it(facts, *categories), by="worker")


@pytest.fixture
def missing() -> Case:
    return raised("FEN-A")


def test_a_person_of_the_directory_is_shared_with_and_it_is_recorded_by_whom_and_why(missing: Case) -> None:
    missing.when(share(), by="auditor").then(
        event(
            NotificationSharedV1,
            notification_id=THIS,
            circulation="onward",
            title="On a need-to-know basis",
            to_role=None,
            to_person="clerk",
            to_body=None,
            by="auditor",
            sealed="sealed",
        )
    )
    [decision] = missing.events[0].decisions
    assert decision.question == "May it be shared?"
    assert decision.answer == "Yes, by somebody who was told of it, with a person of the authority."
    assert (decision.rules, decision.edition, decision.decided_at) == (("FEN-1",), "fenshire trial", NOON)


def test_who_holds_no_post_shares_nothing_even_where_anybody_told_may(missing: Case) -> None:
    missing.when(share(), by="hill-manager")
    assert "accepted" in missing.answer
    missing.when(share(), by="deputy").refused("not_found")


def test_where_roles_are_named_only_they_share_in_the_cases_area(missing: Case) -> None:
    for other in ("worker", "hill-manager", "head"):
        refusal = missing.when(share("to_the_head", to_role="head"), by=other).refused("not_permitted")
        assert (refusal["details"], refusal["rules"]) == ({"roles": ["Manager"]}, ["FEN-2"])
    missing.when(share("to_the_head", to_role="head"), by="manager").then(event(NotificationSharedV1, to_role="head"))
    assert missing.events[0].decisions[0].answer == "Yes, by the manager, with the head of service."


@pytest.mark.parametrize(
    ("circulation", "to", "code", "details"),
    [
        ("by_pigeon", {"to_role": "head"}, "unknown_circulation", None),
        ("to_the_head", {"to_role": "desk"}, "unknown_role", {"roles": ["head", "clerk"]}),
        ("to_the_head", {"to_person": "clerk"}, "one_recipient", None),
        ("to_the_head", {"to_role": "head", "to_person": "clerk"}, "one_recipient", None),
        ("to_the_board", {"to_body": "press"}, "unknown_body", {"bodies": ["board"]}),
        ("to_the_board", {"to_role": "head"}, "one_recipient", {"roles": [], "bodies": ["board"], "anybody": False}),
        ("onward", {"to_role": "head"}, "one_recipient", {"roles": [], "bodies": [], "anybody": True}),
        ("onward", {"to_person": None}, "one_recipient", None),
        ("onward", {"to_person": "a stranger"}, "unknown_person", None),
    ],
)
def test_it_goes_to_exactly_one_of_those_whom_the_procedure_names(
    missing: Case, circulation: str, to: Any, code: str, details: Any
) -> None:
    refusal = missing.when(share(circulation, **to), by="manager").refused(code)
    assert details in (None, refusal["details"])


def test_why_it_is_shared_must_be_said(missing: Case) -> None:
    missing.when(share(sealed=None), by="worker").refused("comment_required", rules=["FEN-1"])


def test_a_way_that_is_for_other_cases_is_refused_and_one_whose_case_is_not_known_asks() -> None:
    to_the_board = share("to_the_board", to_body="board")
    refusal = raised("FEN-B", facts={"happened": ["death"]}).when(to_the_board, by="worker").refused("share_refused")
    assert (refusal["rules"], refusal["details"]) == (["FEN-3", "FEN-A"], {"circulation": "to_the_board"})
    assert "for other cases" in refusal["sentence"]
    refusal = raised("FEN-X", facts={}).when(to_the_board, by="worker").refused("facts_needed", rules=["FEN-3"])
    assert list(refusal["details"]["facts"]) == ["happened"]


def test_what_must_come_first_stands_against_it_until_it_has_come() -> None:
    case = raised("FEN-A", "FEN-X")
    to_the_board = share("to_the_board", to_body="board")
    refusal = case.when(to_the_board, by="worker").refused("share_refused", rules=["FEN-4", "FEN-X"])
    assert refusal["sentence"] == "Consult the manager first."
    case.given(consult(), by="worker")
    case.when(to_the_board, by="worker").then(event(NotificationSharedV1, to_body="board"))
    [decision] = case.events[0].decisions
    assert decision.answer == "Yes, by the worker, with the safeguarding children board."
    assert decision.rules == ("FEN-3", "FEN-4", "FEN-A")
    assert decision.facts == {"happened": ["missing"]}


def test_a_guard_that_does_not_concern_the_case_does_not_stand_against_it(missing: Case) -> None:
    missing.when(share("to_the_board", to_body="board"), by="worker").then(event(NotificationSharedV1))


def test_a_guard_that_cannot_be_judged_yet_asks_for_what_would_settle_it(missing: Case) -> None:
    police = share("with_the_police", to_body="police")
    refusal = missing.when(police, by="worker").refused("facts_needed", rules=["FEN-5"])
    assert list(refusal["details"]["facts"]) == ["grave_risk"]
    missing.given(missing.update({"grave_risk": False}), by="worker")
    missing.when(police, by="worker").refused("share_refused", rules=["FEN-5"])
    missing.given(missing.update({"grave_risk": True}), by="worker")
    missing.when(police, by="worker").then(event(NotificationSharedV1, to_body="police"))


def test_nothing_is_shared_before_the_beginning_or_after_the_end(missing: Case) -> None:
    Case(fenshire(WAYS), alone=True).when(share(), by="worker").refused("not_found")
    missing.given(close(), by="manager")
    missing.when(share(), by="worker").refused("notification_ended", details={"ended": "closed"})


def test_sharing_leaves_the_notification_as_it_was(missing: Case) -> None:
    before = missing.notification
    missing.given(share(), by="worker")
    [shared] = missing.notification.shares
    assert replace(missing.notification, shares=()) == before
    assert (shared.to_person, shared.by) == ("clerk", "worker")
