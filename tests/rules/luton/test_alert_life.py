"""A national alert's life under Luton's guidance: proposed, signed off, sent, notified anew with the original date, found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from contracts.escalation import NoticeGivenV1, TaskOpenedV1
from contracts.national_alerts import AlertReleasedV1, MessageSentBackV1, ProposeAlertV1, ThresholdJudgedV1
from needfire.alerting import Message
from tests.rules.alerting import also_holding, answered, enquiries, propose, released, write
from tests.rules.luton.playing import (
    HEAD,
    MANAGER,
    ON_A_PLAN,
    SOCIAL_WORKER,
    TEAM_MANAGER,
    THRESHOLD,
    cited,
    claimed,
    forwarded,
)
from tests.rules.luton.test_national_alerts import checked, template_completed
from tests.unit.casework.case import NOON, THIS, Case, at, close

INFORMATION = "luton-management-information"
GROUNDS = {"LUT-NA-1", "LUT-NA-2", "LUT-NA-10", "LUT-NA-11", "LUT-NA-12", "LUT-NA-13", "LUT-NA-14", "LUT-NA-15"}
ASKED = [
    "with_family_or_friends", "on_holiday", "believed_missing_by_family", "parent_in_custody", "police_consulted",
    "key_agencies_asked",
]  # fmt: skip


def missing() -> Case:
    """A child on a child protection plan is missing; the notification was forwarded."""
    return forwarded({**ON_A_PLAN, "happened": ["missing"]}, "LUT-CP-1")


def judged(case: Case, **facts: Any) -> ThresholdJudgedV1:
    """How the threshold comes out for the case, with these facts stated beside."""
    case.given(propose(case, SOCIAL_WORKER, {**THRESHOLD, **facts}), by=SOCIAL_WORKER)
    [found] = case.of(ThresholdJudgedV1)
    return found  # type: ignore[no-any-return]


def sent(case: Case) -> Case:
    """Signed off by the head of service, and sent by management information."""
    case.given(case.decide("sign_off_national_alert", "signed_off"), by=HEAD)
    claimed(case, "cascade_national_alert", INFORMATION)
    return case.given(case.decide("cascade_national_alert", "sent"), by=INFORMATION)


def renewed(case: Case) -> Case:
    """A new notification was written, checked, signed off and sent."""
    case.given(write(case, "renewal"), by=SOCIAL_WORKER)
    return sent(case.given(case.decide("national_alert", "sound"), by=MANAGER))


@pytest.mark.rule(*sorted(GROUNDS))
def test_the_recorded_decision_cites_every_ground_with_the_arithmetic() -> None:
    found = judged(missing())
    assert found.verdict == "met" and set(found.decisions[2].rules) >= GROUNDS
    assert [line for line in found.decisions[2].arithmetic if line.startswith("last seen at") and "3 weeks" in line]
    assert found.decisions[4].answer.count("head of service") == 1


@pytest.mark.rule("LUT-NA-11", "LUT-NA-15")
@pytest.mark.parametrize(
    "exceptional",
    [
        {},
        {"plan": "none", "section_47_investigation": "during", "sufficient_danger": True},
        {"plan": "none", "legal_status": "care_order", "abducted_by_person_of_risk": True, "sufficient_danger": True},
    ],
)
def test_three_weeks_even_for_an_abduction_and_it_says_from_when_it_would_pass(exceptional: dict[str, Any]) -> None:
    seen = NOON - timedelta(days=5)
    found = judged(missing(), **exceptional, last_seen_at=at(seen))
    assert (found.verdict, found.passes_from) == ("not_met", seen + timedelta(weeks=3))
    assert judged(missing(), **exceptional).verdict == "met"


@pytest.mark.rule("LUT-NA-10", "LUT-NA-2")
@pytest.mark.parametrize(
    "nearly", [{"whereabouts": "locality_known"}, {"vulnerable_adult": True}, {"legal_status": "care_order"}]
)
def test_what_time_does_not_mend_says_so(nearly: dict[str, Any]) -> None:
    found = judged(missing(), **nearly, abducted_by_person_of_risk=False)
    assert (found.verdict, found.passes_from) == ("not_met", None)


@pytest.mark.rule("LUT-NA-3", "LUT-NA-11")
@pytest.mark.parametrize("fact", ASKED)
def test_each_answer_on_absence_counts_with_who_asked(fact: str) -> None:
    case = missing()
    others = enquiries(case, SOCIAL_WORKER, [each for each in ASKED if each != fact])
    case.when(ProposeAlertV1(THIS, THRESHOLD, others), by=SOCIAL_WORKER)
    assert set(case.refused("enquiries_required")["details"]["facts"]) == {fact}


@pytest.mark.rule("LUT-NA-4", "LUT-NA-5", "LUT-NA-7", "LUT-NA-8")
def test_a_year_of_an_alerts_life_keeps_the_original_date() -> None:
    case = sent(checked())
    assert case.notification.facts["national_alert_issued_at"] == at(NOON)
    for _ in range(2):
        due = case.running("national_alert_again").due
        case.until(due - timedelta(days=1))
        case.given(case.update({"last_seen_at": at(case.clock.now() - timedelta(days=40))}), by=TEAM_MANAGER)
        renewed(case)
    assert case.clock.now() > NOON + timedelta(days=355)
    case.given(case.update({"found_at": at(case.clock.now())}), by=TEAM_MANAGER)
    case.given(case.decide("national_found", "followed"), by=MANAGER)
    assert released(case) == [("initial", 1), ("renewal", 2), ("renewal", 3), ("found", 4)]
    dates = {at(each.original_missing_since) for each in case.ever(AlertReleasedV1)}
    assert dates == {THRESHOLD["last_seen_at"]}
    assert case.alert.ended
    case.passes(days=800)
    assert not [each for each in case.routing.clocks.values() if each.state == "breached" and "national" in each.clock]


@pytest.mark.rule("LUT-NA-8", "LUT-NA-9")
def test_an_alert_that_nobody_follows_up_lapses_and_those_responsible_are_told() -> None:
    case = sent(checked()).passes(days=366)
    lapsed = [each.role for each in case.of(NoticeGivenV1) if each.decisions[0].rules == ("LUT-NA-9",)]
    assert lapsed == ["service_manager", "head_of_strategic_safeguarding"]
    assert not case.alert.ended  # the sender's case remains


@pytest.mark.rule("LUT-NA-8")
def test_nothing_is_notified_anew_of_one_who_was_found() -> None:
    case = sent(checked())
    case.given(case.update({"found_at": at(NOON)}), by=TEAM_MANAGER)
    case.when(write(case, "renewal"), by=SOCIAL_WORKER).refused("message_refused", rules=["LUT-NA-8"])


@pytest.mark.rule("LUT-NA-4", "LUT-NA-5", "LUT-NA-8")
@pytest.mark.parametrize("message", ["initial", "renewal"])
@pytest.mark.parametrize(
    ("step", "outcome", "by"),
    [("national_alert", "to_be_completed", MANAGER), ("sign_off_national_alert", "not_approved", HEAD)],
)
def test_what_does_not_pass_goes_back_to_its_author_who_writes_it_anew(
    message: Message, step: str, outcome: str, by: str
) -> None:
    case = template_completed()
    if message == "renewal":
        sent(case.given(case.decide("national_alert", "sound"), by=MANAGER))
        case.given(write(case, message), by=SOCIAL_WORKER)
    if step == "sign_off_national_alert":
        case.given(case.decide("national_alert", "sound"), by=MANAGER)
    case.given(case.decide(step, outcome, sealed="why"), by=by)
    [sent_back] = case.of(MessageSentBackV1)
    assert (sent_back.message, sent_back.by) == (message, by)
    case.given(write(case, message), by=SOCIAL_WORKER)
    sent(case.given(case.decide("national_alert", "sound"), by=MANAGER))
    assert released(case)[-1][0] == message


@pytest.mark.rule("LUT-PLAT-4", "LUT-NA-4")
def test_nobody_passes_a_template_that_they_completed() -> None:
    case = also_holding(checked(), SOCIAL_WORKER, HEAD)
    case.given(case.reassign("sign_off_national_alert", SOCIAL_WORKER), by=HEAD)
    case.when(case.decide("sign_off_national_alert", "signed_off"), by=SOCIAL_WORKER).refused("own_work")
    case = template_completed()
    assert case.routing.message and case.routing.message.by == SOCIAL_WORKER


@pytest.mark.rule("LUT-NA-4", "LUT-NA-5")
def test_nobody_signs_off_what_they_checked() -> None:
    case = also_holding(checked(), MANAGER, HEAD)
    case.given(case.reassign("sign_off_national_alert", MANAGER), by=HEAD)
    case.when(case.decide("sign_off_national_alert", "signed_off"), by=MANAGER).refused("own_work")


@pytest.mark.rule("LUT-PLAT-4", "LUT-NA-7")
def test_a_custodians_answer_is_a_task_of_the_social_worker() -> None:
    case = sent(checked())
    answered(case, "found")
    assert "LUT-PLAT-4" in cited(case, TaskOpenedV1, step="national_alert_response")
    assert SOCIAL_WORKER in case.task("national_alert_response").people
    claimed(case, "national_alert_response", SOCIAL_WORKER)
    case.when(case.decide("national_alert_response", "followed_up"), by=SOCIAL_WORKER).refused("comment_required")
    case.given(case.decide("national_alert_response", "followed_up", sealed="what"), by=SOCIAL_WORKER)
    edition = case.deployment.authorities["luton"].editions["undated"]
    assert edition.rules["LUT-PLAT-4"].other_reading


def test_a_case_with_a_current_alert_is_not_closed() -> None:
    sent(checked()).when(close(), by=MANAGER).refused("alert_current", rules=["LUT-NA-3", "LUT-NA-4", "LUT-NA-5"])
