"""Kent's threshold of 2023 as a recorded decision: who puts a case to it, what is recorded, what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from contracts.intake import NotificationUpdatedV1
from contracts.national_alerts import ProposeAlertV1, ThresholdJudgedV1
from tests.rules.alerting import enquiries, propose, released, write
from tests.rules.kent_2023.playing import (
    ANSWERED,
    ELSE,
    MANAGER,
    THREE_WEEKS,
    UNIT_MANAGER,
    WORKER,
    H,
    missing_child,
)
from tests.rules.kent_2023.test_national_threshold import EXCEPTIONS
from tests.unit.casework.case import NOON, THIS, Case, at, close

SOON = {"missing_since": at(NOON - timedelta(weeks=2))}
MODEL = ["Information", "Threat and risk", "Powers and policy", "Options", "Action and review"]


def judged(case: Case) -> ThresholdJudgedV1:
    """How the threshold came out when it was asked last."""
    found: ThresholdJudgedV1 = case.ever(ThresholdJudgedV1)[-1]
    return found


@pytest.mark.rule("KEN23-NA-1", "KEN23-NA-2", "KEN23-NA-3", "KEN23-NA-11", "KEN23-NA-14", "KEN23-NA-15")
def test_the_decision_has_the_shape_of_the_polices_model_and_cites_every_ground() -> None:
    case = missing_child()
    case.given(propose(case, WORKER), by=WORKER)
    found = judged(case)
    assert (found.verdict, found.by, found.passes_from) == ("met", WORKER, None)
    assert [each.question.split(":")[0] for each in found.decisions] == MODEL
    information, _, powers, _, _ = found.decisions
    cited = {"KEN23-NA-1", "KEN23-NA-2", "KEN23-NA-3", "KEN23-NA-11", "KEN23-NA-14", "KEN23-NA-15"}
    assert cited <= set(powers.rules)
    assert (
        "missing since, Tuesday 27 October 2026 at 12:00: 504 hours 0 minutes so far; the rule asks for at least 3 weeks."
        in (powers.arithmetic)
    )
    assert powers.facts["whereabouts"] == "unknown"
    assert [
        line for line in information.arithmetic if line.startswith("on holiday: no; kent-social-worker asked (family)")
    ]
    assert case.alert.met and case.notification.facts["plan"] == "child_protection"


@pytest.mark.rule("KEN23-NA-2")
def test_a_proposal_that_would_pass_later_says_when_and_passes_then() -> None:
    case = missing_child(**SOON)
    case.given(propose(case, WORKER), by=WORKER)
    passes = NOON - timedelta(weeks=2) + THREE_WEEKS
    assert (judged(case).verdict, judged(case).passes_from) == ("not_met", passes)
    assert case.answer["accepted"]["passes_from"] == at(passes)
    assert "KEN23-NA-2" in judged(case).decisions[2].rules
    assert "from Tuesday 24 November 2026" in judged(case).decisions[3].answer
    case.when(write(case), by=WORKER).refused("threshold_not_judged")
    case.until(passes - timedelta(seconds=1)).given(propose(case, WORKER), by=WORKER)
    assert judged(case).verdict == "not_met"
    case.until(passes).given(propose(case, WORKER), by=WORKER)
    assert judged(case).verdict == "met"


@pytest.mark.rule("KEN23-NA-1", "KEN23-NA-2")
@pytest.mark.parametrize("nearly", [{"legal_status": "care_order"}, {"whereabouts": "known"}, {"on_holiday": True}])
def test_what_time_does_not_mend_says_so(nearly: dict[str, Any]) -> None:
    case = missing_child(**SOON, **nearly)
    case.given(propose(case, WORKER), by=WORKER)
    assert (judged(case).verdict, judged(case).passes_from) == ("not_met", None)
    assert "however much time passes" in judged(case).decisions[3].answer


@pytest.mark.rule("KEN23-NA-2", "KEN23-NA-9")
@pytest.mark.parametrize("fact", ANSWERED)
def test_an_answer_on_absence_counts_with_who_asked_whom_and_when(fact: str) -> None:
    case = missing_child()
    others = enquiries(case, WORKER, [each for each in ANSWERED if each != fact])
    refusal = case.when(ProposeAlertV1(THIS, {}, others), by=WORKER).refused("enquiries_required")
    assert set(refusal["details"]["facts"]) == {fact}
    [own] = enquiries(case, WORKER, [fact])
    case.when(ProposeAlertV1(THIS, {}, (*others, replace(own, asked_by="nobody"))), by=WORKER).refused("unknown_person")
    later = replace(own, asked_at=NOON + H)
    case.when(ProposeAlertV1(THIS, {}, (*others, later)), by=WORKER).refused("facts_refused")
    case.given(ProposeAlertV1(THIS, {}, (*others, own)), by=WORKER)
    case.given(ProposeAlertV1(THIS), by=WORKER)  # what was asked once stays recorded


@pytest.mark.rule("KEN23-NA-2", "KEN23-NA-11")
def test_a_question_that_is_open_is_asked_by_name_and_what_is_stated_goes_onto_the_notification() -> None:
    case = missing_child()
    case.given(case.update({}, withdrawn=("on_holiday",)), by=WORKER)
    refusal = case.when(propose(case, WORKER), by=WORKER).refused("facts_required")
    assert set(refusal["details"]["facts"]) == {"on_holiday"}
    case.given(propose(case, WORKER, {"on_holiday": False}), by=WORKER)
    [recorded] = case.of(NotificationUpdatedV1)
    assert (recorded.updated_by, recorded.facts["on_holiday"]) == (WORKER, False)
    assert case.routing.facts["on_holiday"] is False


@pytest.mark.rule("KEN23-NA-11")
def test_there_is_no_alert_without_a_notification_nor_of_one_that_has_ended() -> None:
    case = missing_child()
    case.when(replace(propose(case, WORKER), notification_id="notification-2"), by=WORKER).refused("not_found")
    case.given(close(), by=MANAGER)
    case.when(propose(case, WORKER), by=WORKER).refused("notification_ended")
    case = missing_child()
    case.given(case.update({}, withdrawn=("local_alert_raised_at",)), by=WORKER)
    case.given(propose(case, WORKER), by=WORKER)
    assert judged(case).verdict == "not_met" and "KEN23-NA-11" in judged(case).decisions[2].rules


@pytest.mark.rule("KEN23-NA-9")
@pytest.mark.parametrize(("by", "may"), [("kent-team-manager", True), (UNIT_MANAGER, True), (MANAGER, False)])
def test_who_may_put_a_case_to_the_threshold(by: str, may: bool) -> None:
    case = missing_child()
    case.when(propose(case, WORKER), by=by)
    assert ("accepted" in case.answer) is may


@pytest.mark.rule(*EXCEPTIONS)
@pytest.mark.parametrize("rule", EXCEPTIONS)
def test_an_exceptional_case_is_carried_once_the_thresholds_are_met_and_not_before(rule: str) -> None:
    facts = {**ELSE, **EXCEPTIONS[rule][0]}
    case = missing_child(**facts)
    case.given(propose(case, WORKER), by=WORKER)
    assert judged(case).verdict == "met" and rule in judged(case).decisions[2].rules
    early = missing_child(**{**facts, **SOON})
    early.given(propose(early, WORKER), by=WORKER)
    assert (judged(early).verdict, judged(early).passes_from) == ("not_met", NOON + timedelta(weeks=1))


def test_the_same_command_twice_is_one_decision() -> None:
    case = missing_child()
    command = propose(case, WORKER)
    first = case.when(command, WORKER, "the-same").answer
    assert case.when(command, WORKER, "the-same").answer == first
    assert len(case.ever(ThresholdJudgedV1)) == 1
    assert released(case) == []
