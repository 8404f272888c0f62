"""A national alert's life under Kent's edition of 2016: proposed, approved, released, notified anew, found."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from contracts.escalation import TaskOpenedV1
from contracts.national_alerts import AlertReleasedV1, MessageSentBackV1, ProposeAlertV1, ThresholdJudgedV1
from needfire.alerting import Message
from tests.rules.alerting import also_holding, answered, enquiries, propose, released, write
from tests.rules.kent import cited, read, take
from tests.rules.kent_2016.playing import (
    ANSWERED,
    EDITION,
    ELSE,
    INFORMATION,
    MET,
    NOW,
    OFFICER,
    SERVICE_MANAGER,
    SOCIAL_WORKER,
    TEAM_MANAGER,
    THREE_WEEKS,
    UNIT_MANAGER,
    at_step,
    considered,
    raised,
)
from tests.unit.casework.case import THIS, Case, at, close

ASKED = [name for name in ANSWERED if isinstance(ANSWERED[name], bool) and name not in (
    "reasonable_attempts_verified", "vulnerable_adult", "unaccompanied_asylum_seeker")]  # fmt: skip


def judged(case: Case, by: str = SOCIAL_WORKER) -> ThresholdJudgedV1:
    """How the threshold comes out for the case."""
    case.given(propose(case, by), by=by)
    [found] = case.of(ThresholdJudgedV1)
    return found  # type: ignore[no-any-return]


def cascaded(case: Case) -> Case:
    """Management information has released what was approved."""
    take(case, "cascade_national_alert", INFORMATION)
    return case.given(case.decide("cascade_national_alert", "cascaded"), by=INFORMATION)


# The checks of what was written: the outcome that passes it, the one that sends it back, and who decides.
CHECKS = {
    "template_checked_by_officer": ("sound", "amend", OFFICER),
    "template_checked_by_manager": ("send_for_approval", "amend", SERVICE_MANAGER),
    "approve_national_alert": ("approve", "refuse", UNIT_MANAGER),
}


def passed(case: Case, before: str = "") -> Case:
    """What was written has passed every check, or every one before this."""
    for step, (outcome, _, by) in CHECKS.items():
        if step == before:
            break
        case.given(case.decide(step, outcome), by=by)
    return case


def renewed(case: Case) -> Case:
    """A new notification was written, checked by both, approved and released."""
    return cascaded(passed(case.given(write(case, "renewal"), by=SOCIAL_WORKER)))


@pytest.mark.rule(
    "KEN16-NA-1", "KEN16-NA-4", "KEN16-NA-5", "KEN16-NA-6", "KEN16-NA-10", "KEN16-NA-11", "KEN16-NA-12", "KEN16-NA-13"
)
def test_the_recorded_decision_cites_every_ground() -> None:
    found = judged(considered({**MET, "happened": ["missing"]}))
    grounds = {
        "KEN16-NA-1",
        "KEN16-NA-4",
        "KEN16-NA-5",
        "KEN16-NA-6",
        "KEN16-NA-10",
        "KEN16-NA-11",
        "KEN16-NA-12",
        "KEN16-NA-13",
    }
    assert found.verdict == "met" and grounds <= set(found.decisions[2].rules)


@pytest.mark.rule("KEN16-NA-10", "KEN16-NA-11", "KEN16-NA-12", "KEN16-NA-13")
@pytest.mark.parametrize(
    "exceptional",
    [
        {"section_47_investigation": "during"},
        {"legal_status": "care_order", "abducted_by_person_of_risk": True},
        {"accommodated_after_protection_concerns": True, "removed_by_person_of_risk": True},
    ],
)
def test_an_exceptional_case_waits_three_weeks_too_and_says_until_when(exceptional: dict[str, Any]) -> None:
    facts = {**ELSE, **exceptional, "happened": ["missing"]}
    assert judged(raised(facts, *categories(exceptional))).verdict == "met"
    early = judged(raised({**facts, "missing_since": at(NOW - timedelta(weeks=1))}, *categories(exceptional)))
    assert (early.verdict, early.passes_from) == ("not_met", NOW - timedelta(weeks=1) + THREE_WEEKS)


def categories(facts: dict[str, Any]) -> tuple[str, ...]:
    """Those that are chosen where a child of this legal status is missing."""
    return ("KEN16-CAT-8", "KEN16-CAT-9") if "legal_status" in facts else ("KEN16-CAT-9",)


@pytest.mark.rule("KEN16-NA-2", "KEN16-NA-10")
@pytest.mark.parametrize("fact", ASKED)
def test_each_answer_on_absence_counts_with_who_asked(fact: str) -> None:
    case = considered({**MET, "happened": ["missing"]})
    others = enquiries(case, SOCIAL_WORKER, [each for each in ASKED if each != fact])
    case.when(ProposeAlertV1(THIS, {}, others), by=SOCIAL_WORKER)
    assert set(case.refused("enquiries_required")["details"]["facts"]) == {fact}


@pytest.mark.rule("KEN16-NA-6")
def test_it_is_of_a_notification_and_by_those_who_complete_it() -> None:
    case = considered({**MET, "happened": ["missing"]})
    case.when(replace(propose(case, SOCIAL_WORKER), notification_id="notification-9"), by=SOCIAL_WORKER).refused(
        "not_found"
    )
    for by in (TEAM_MANAGER, UNIT_MANAGER):
        case.when(propose(case, SOCIAL_WORKER), by=by).refused("not_permitted")
    assert judged(case, SERVICE_MANAGER).verdict == "met"


@pytest.mark.rule("KEN16-NA-2", "KEN16-NA-7", "KEN16-NA-8", "KEN16-NA-3")
def test_a_year_of_an_alerts_life() -> None:
    case = cascaded(at_step("cascade_national_alert"))
    first = case.running("national_alert_anew").due
    renewed(case.until(first - timedelta(days=1)))
    second = case.running("national_alert_anew").due
    renewed(case.until(second - timedelta(days=1)))
    assert case.clock.now() > NOW + timedelta(days=355)
    messages = case.ever(AlertReleasedV1)
    assert {at(each.original_missing_since) for each in messages} == {MET["missing_since"]}
    case.given(case.update({"found_at": at(case.clock.now())}), by=TEAM_MANAGER)
    case.given(case.decide("national_found", "sent"), by=OFFICER)
    assert released(case) == [("initial", 1), ("renewal", 2), ("renewal", 3), ("found", 4)]
    assert case.alert.ended and "national_alert_ended_at" in case.notification.facts
    case.passes(days=800)
    assert {each.clock for each in case.routing.clocks.values() if each.state == "breached"} <= {"return_interview"}


@pytest.mark.rule("KEN16-NA-8")
def test_nothing_is_notified_anew_of_one_who_was_found_nor_before_there_was_an_alert() -> None:
    case = at_step("approve_national_alert")
    case.when(write(case, "renewal"), by=SOCIAL_WORKER).refused("no_alert_current")
    for over in ("found_at", "national_alert_ended_at"):
        case = cascaded(at_step("cascade_national_alert"))
        case.given(case.update({over: at(NOW)}), by=TEAM_MANAGER)
        case.when(write(case, "renewal"), by=SOCIAL_WORKER).refused("message_refused", rules=["KEN16-NA-8"])
        case.when(write(case, "found"), by=SOCIAL_WORKER).refused("no_such_message")


@pytest.mark.rule("KEN16-NA-2")
def test_the_template_is_completed_by_writing_it_and_is_no_task_to_tick() -> None:
    case = take(at_step("national_template"), "national_template", SOCIAL_WORKER)
    case.when(case.decide("national_template", "completed"), by=SOCIAL_WORKER).refused("message_not_written")


@pytest.mark.rule("KEN16-NA-2", "KEN16-NA-8")
@pytest.mark.parametrize("step", CHECKS)
@pytest.mark.parametrize("message", ["initial", "renewal"])
def test_what_does_not_pass_goes_back_to_its_author_who_writes_it_anew(message: Message, step: str) -> None:
    if message == "initial":
        case = at_step("template_checked_by_officer")
    else:
        case = cascaded(at_step("cascade_national_alert"))
        case.given(write(case, message), by=SOCIAL_WORKER)
    _, back, by = CHECKS[step]
    case = passed(case, before=step)
    case.given(case.decide(step, back, sealed="what is wrong"), by=by)
    [sent_back] = case.of(MessageSentBackV1)
    assert (sent_back.message, sent_back.by) == (message, by)
    case.given(write(case, message), by=SOCIAL_WORKER)


@pytest.mark.rule("KEN16-NA-3")
def test_found_while_a_new_notification_is_on_its_way_ends_the_alert_once() -> None:
    case = cascaded(at_step("cascade_national_alert"))
    case.given(write(case, "renewal"), by=SOCIAL_WORKER)
    case.given(case.update({"found_at": at(NOW)}), by=TEAM_MANAGER)
    case.given(case.decide("national_found", "sent"), by=OFFICER)
    assert released(case) == [("initial", 1), ("found", 2)] and case.alert.on_its_way is None
    case.given(case.decide("template_checked_by_officer", "sound"), by=OFFICER)
    assert released(case) == [("initial", 1), ("found", 2)]


def passing_themselves(case: Case, step: str, by: str) -> Case:
    """This person, who holds the post of whoever decides the step besides, tries to pass it."""
    outcome, _, holder = CHECKS[step]
    also_holding(case, by, holder).given(case.reassign(step, by), by=holder)
    return case.when(case.decide(step, outcome), by=by)


@pytest.mark.rule("KEN16-PLAT-5", "KEN16-NA-2")
@pytest.mark.parametrize("step", CHECKS)
def test_nobody_passes_a_template_that_they_completed(step: str) -> None:
    passing_themselves(at_step(step), step, SOCIAL_WORKER).refused("own_work")


@pytest.mark.rule("KEN16-PLAT-5", "KEN16-NA-2")
@pytest.mark.parametrize("by", [OFFICER, SERVICE_MANAGER])
def test_nobody_approves_a_template_that_they_checked(by: str) -> None:
    passing_themselves(at_step("approve_national_alert"), "approve_national_alert", by).refused("own_work")


@pytest.mark.rule("KEN16-PLAT-5", "KEN16-NA-2")
def test_nor_one_of_their_own_that_is_not_wanted_any_more() -> None:
    case = cascaded(at_step("cascade_national_alert"))
    passed(case.given(write(case, "renewal"), by=SOCIAL_WORKER), before="approve_national_alert")
    case.given(case.update({"found_at": at(NOW)}), by=TEAM_MANAGER)
    case.given(case.decide("national_found", "sent"), by=OFFICER)
    assert case.alert.on_its_way is None
    passing_themselves(case, "approve_national_alert", SOCIAL_WORKER).refused("own_work")


@pytest.mark.rule("KEN16-PLAT-5", "KEN16-NA-8")
def test_a_custodians_answer_is_a_task_of_the_practice_development_officer() -> None:
    case = cascaded(at_step("cascade_national_alert"))
    answered(case, "found")
    [opened] = case.of(TaskOpenedV1)
    assert (opened.step, opened.people) == ("national_alert_response", (OFFICER,))
    assert {"KEN16-PLAT-5", "KEN16-NA-8"} <= cited([opened])
    case.when(case.decide("national_alert_response", "followed_up"), by=OFFICER).refused("comment_required")
    case.given(case.decide("national_alert_response", "followed_up", sealed="what"), by=OFFICER)
    assert read(EDITION, "KEN16-PLAT-5").other_reading


def test_a_case_with_a_current_alert_is_not_closed() -> None:
    cascaded(at_step("cascade_national_alert")).when(close(), by=SERVICE_MANAGER).refused("alert_current")
