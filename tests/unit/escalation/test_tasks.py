"""Tasks in work trays: who may claim and decide them, and what a decision must bring."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.escalation import ClaimTaskV1, DecideTaskV1, TaskClaimedV1, TaskDecidedV1
from shared_kernel.commits import Commit
from tests.unit.casework.case import THIS, Case
from tests.unit.escalation.fen import ONE_STEP, at_sign, at_sort, raised

ASKS = """
routes:
- id: asking
  title: Asking
  rules: [FEN-2]
  steps:
  - id: check
    title: Check it
    role: manager
    rules: [FEN-1]
    records:
    - {name: seen, question: 'Was the child seen?'}
    - {name: risk, question: 'How great is the risk?', words: {low: Low, high: High}}
    outcomes:
    - {id: pass, title: Passed}
    - {id: stop, title: Stopped, comment: required, rules: [FEN-4]}
    - id: drop
      title: Dropped
      refused: [{when: {category: FEN-B}, rules: [FEN-3], sentence: A death cannot be dropped.}]
"""
RECORDS = {"seen": False, "risk": "high"}


@pytest.fixture
def grouped() -> Case:
    return at_sort()


def test_one_of_the_group_claims_and_decides(grouped: Case) -> None:
    grouped.given(grouped.claim("sort"), by="desk-2")
    assert grouped.task("sort").claimed_by == "desk-2"
    grouped.given(grouped.decide("sort", "sorted"), by="desk-2")
    assert (grouped.task("sort").state, grouped.task("sort").decided_by) == ("decided", "desk-2")


def test_a_group_task_that_nobody_claimed_is_not_decided(grouped: Case) -> None:
    grouped.when(grouped.decide("sort", "sorted"), by="desk-1").refused("task_not_claimed")


def test_a_second_claim_is_refused_and_the_first_stands(grouped: Case) -> None:
    grouped.given(grouped.claim("sort"), by="desk-1")
    grouped.when(grouped.claim("sort"), by="desk-2").refused("task_claimed")
    grouped.when(grouped.decide("sort", "sorted"), by="desk-2").refused("task_claimed")
    grouped.given(grouped.decide("sort", "sorted"), by="desk-1")


def test_of_two_who_claim_at_the_same_moment_one_has_it() -> None:
    case = at_sort()
    append = case.escalation.append

    def rival_first(commit: Commit) -> None:
        case.escalation.append = append  # type: ignore[method-assign]
        assert "accepted" in case.escalation_desk.answer(case.envelope(case.claim("sort"), by="desk-2"))
        append(commit)

    case.escalation.append = rival_first  # type: ignore[method-assign]
    case.when(case.claim("sort"), by="desk-1")
    assert case.answer["refused"]["code"] == "task_claimed"
    assert case.task("sort").claimed_by == "desk-2"


def test_claiming_ones_own_task_again_changes_nothing(grouped: Case) -> None:
    grouped.given(grouped.claim("sort"), by="desk-1")
    grouped.when(grouped.claim("sort"), by="desk-1").then()


@pytest.mark.parametrize("by", ["head", "manager", "worker"])
def test_who_does_not_hold_the_post_neither_claims_nor_decides(grouped: Case, by: str) -> None:
    for command in (grouped.claim("sort"), grouped.decide("sort", "sorted")):
        grouped.when(command, by=by).refused("not_permitted", details={"roles": ["Duty desk"]}, rules=["FEN-1"])


@pytest.mark.parametrize("by", ["stranger", "service:escalation", ""])
def test_whom_the_directory_does_not_have_finds_nothing(grouped: Case, by: str) -> None:
    for command in (grouped.claim("sort"), grouped.decide("sort", "sorted"), grouped.claim("check")):
        grouped.when(command, by=by).refused("not_found")


def test_the_holder_of_the_post_in_another_area_does_not_decide() -> None:
    case = raised()
    case.when(case.decide("check", "pass"), by="hill-manager").refused("not_permitted")


def test_a_task_is_decided_once(grouped: Case) -> None:
    grouped.when(grouped.decide("check", "pass"), by="manager")
    grouped.refused("task_already_decided", details={"state": "decided"})
    for by in ("hill-manager", "head"):
        grouped.when(grouped.decide("check", "pass"), by=by).refused("not_permitted")
    grouped.when(grouped.claim("check"), by="manager").refused("task_already_decided")


def test_a_task_decided_before_the_case_ended_is_still_called_decided() -> None:
    case = raised()
    case.given(case.decide("check", "drop", sealed="why"), by="manager")
    case.when(case.decide("check", "pass"), by="manager").refused("task_already_decided")


@pytest.mark.parametrize("task_id", ["task-1-99", "task-2-1", "", "clock-1-1"])
def test_a_task_that_is_not_there_is_not_found(grouped: Case, task_id: str) -> None:
    grouped.when(DecideTaskV1(THIS, task_id, "sorted"), by="desk-1").refused("not_found")
    grouped.when(ClaimTaskV1("notification-2", "task-1-2"), by="desk-1").refused("not_found")


def test_an_outcome_that_the_step_does_not_have_is_refused_with_those_it_has() -> None:
    case = raised()
    case.when(case.decide("check", "sorted"), by="manager")
    case.refused("unknown_outcome", details={"outcomes": {"pass": "Passed", "drop": "Dropped"}})


def test_what_the_step_wants_recorded_is_kept_with_the_decision() -> None:
    case = raised(ASKS)
    case.when(case.decide("check", "pass", RECORDS), by="manager")
    assert case.of(TaskDecidedV1)[0].records == RECORDS


@pytest.mark.parametrize(
    ("records", "problems", "unknown"),
    [
        (
            {},
            {
                "seen": "Was the child seen? Answer true or false.",
                "risk": "How great is the risk? Choose one of: low, high.",
            },
            0,
        ),
        ({"seen": "yes", "risk": "low"}, {"seen": "Was the child seen? Answer true or false."}, 0),
        ({"seen": True, "risk": "extreme"}, {"risk": "How great is the risk? Choose one of: low, high."}, 0),
        ({"seen": True, "risk": ["low"]}, {"risk": "How great is the risk? Choose one of: low, high."}, 0),
        ({**RECORDS, "the child's name": "…"}, {}, 1),
    ],
)
def test_a_decision_without_what_must_be_recorded_or_with_more_is_refused(
    records: dict[str, Any], problems: dict[str, str], unknown: int
) -> None:
    case = raised(ASKS)
    case.when(case.decide("check", "pass", records), by="manager")
    case.refused("record_required", details={"records": problems, "unknown": unknown}, rules=["FEN-1"])


def test_an_outcome_that_wants_a_reason_is_refused_without_one() -> None:
    case = raised(ASKS)
    case.when(case.decide("check", "stop", RECORDS), by="manager")
    case.refused("comment_required", details={"outcome": "stop"}, rules=["FEN-1", "FEN-4"])
    case.given(case.decide("check", "stop", RECORDS, sealed="why"), by="manager")


def test_an_outcome_is_refused_while_its_guard_holds_with_the_procedures_own_sentence() -> None:
    case = raised(ASKS, {"happened": ["death"]}, "FEN-B")
    case.when(case.decide("check", "drop", RECORDS), by="manager")
    refusal = case.refused("outcome_refused", details={"outcome": "drop"}, rules=["FEN-3", "FEN-B"])
    assert refusal["sentence"] == "A death cannot be dropped."
    case.given(case.decide("check", "pass", RECORDS), by="manager")


def test_a_guard_that_does_not_hold_refuses_nothing() -> None:
    case = raised(ASKS, {"happened": ["arrest"]})
    case.given(case.decide("check", "drop", RECORDS), by="manager")


def test_a_guard_that_may_hold_asks_for_the_facts_that_would_settle_it() -> None:
    case = raised(ASKS)
    case.when(case.decide("check", "drop", RECORDS), by="manager")
    case.refused("facts_needed", details={"facts": {"happened": "What has happened?"}}, rules=["FEN-3"])
    case.given(case.update({"happened": ["arrest"]}), by="worker")
    case.given(case.decide("check", "drop", RECORDS), by="manager")


def test_a_moment_of_what_did_not_happen_is_not_asked_for() -> None:
    case = raised(ASKS.replace("{category: FEN-B}", "{admitted_to_hospital_at: {for_more_than: 24h}}"))
    case.given(case.decide("check", "drop", RECORDS), by="manager")


def test_what_is_not_allowed_leaves_the_task_as_it_was(grouped: Case) -> None:
    before = grouped.routing
    grouped.when(grouped.decide("sort", "nonsense"), by="desk-1")
    grouped.when(grouped.claim("sort"), by="head")
    assert grouped.routing == before


def test_a_task_that_was_given_to_one_of_several_is_theirs_while_they_hold_the_post() -> None:
    two = (
        "posts: [{role: worker, area: '*', holders: [worker]}, {role: manager, area: '*', holders: [manager, deputy]}]"
    )
    case = raised(ONE_STEP, directory=two, named={"manager": "deputy"})
    case.when(case.decide("check", "pass"), by="manager").refused("task_claimed")
    case.given(case.decide("check", "pass"), by="deputy")
    assert case.task("check").decided_by == "deputy"


def test_a_claim_is_recorded() -> None:
    assert at_sign().ever(TaskClaimedV1) == [TaskClaimedV1("task-1-2", "desk-1")]
