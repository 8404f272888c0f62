"""The threshold, the way and the times of a national alert under Kent's edition of 2016 (KEN16-NA, KEN16-CPCIN-4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.escalation import ClockBreachedV1, ClockMetV1, NoticeGivenV1, TaskDecidedV1, TaskOpenedV1
from tests.rules.kent import against, ask, binds, cited, decided_by, judged, read, take, told
from tests.rules.kent_2016.playing import (
    EDITION,
    IN_NEED,
    INFORMATION,
    NOW,
    OFFICER,
    ON_PLAN,
    SERVICE_MANAGER,
    SOCIAL_WORKER,
    TEAM_MANAGER,
    UNIT_MANAGER,
    H,
    raised,
)
from tests.unit.casework.case import Case, at

THREE_WEEKS = timedelta(weeks=3)
ANSWERED = {
    "temporarily_absent": False,
    "with_family_or_friends": False,
    "on_holiday": False,
    "believed_missing_by_family": True,
    "parent_in_custody": False,
    "police_consulted": True,
    "key_agencies_asked": True,
    "reasonable_attempts_verified": True,
    "missing_since": at(NOW - THREE_WEEKS),
    "whereabouts": "unknown",
    "local_alert_raised_at": at(NOW - H),
    "vulnerable_adult": False,
    "unaccompanied_asylum_seeker": False,
}
MET = {**ON_PLAN, **ANSWERED, "missing_from_area": True}
# On no plan, and in none of the exceptional cases.
ELSE = {
    **MET,
    "plan": "none",
    "section_47_investigation": "none",
    "sufficient_danger": True,
    "abducted_by_person_of_risk": False,
    "removed_by_person_of_risk": False,
    "accommodated_after_protection_concerns": False,
}


def carried_by(facts: dict[str, Any]) -> set[str]:
    """The rules that bring the case under the threshold, where it is met."""
    found = judged(EDITION, "national_alert", facts, NOW)
    return {ground.rule for ground, _ in found.carried_by} if found.verdict == "met" else set()


@pytest.mark.rule("KEN16-NA-1", "KEN16-CPCIN-4")
@pytest.mark.parametrize("kind", ["child", "unborn_child", "group"])
def test_for_children_on_a_protection_plan_who_go_missing_from_the_area(kind: str) -> None:
    assert carried_by({**MET, "subject_kind": kind}) == {"KEN16-NA-1"}


@pytest.mark.rule("KEN16-NA-1")
@pytest.mark.parametrize(
    "nearly",
    [
        {"plan": "child_in_need"},
        {"missing_from_area": False},
        {"subject_kind": "staff_member"},
        {"happened": ["near_miss"]},
    ],
)
def test_for_no_others(nearly: dict[str, Any]) -> None:
    facts = {**ELSE, "plan": "child_protection", **nearly}
    if "happened" in nearly:
        del facts["missing_since"]
    assert judged(EDITION, "national_alert", facts, NOW).verdict == "not_met"


@pytest.mark.rule("KEN16-NA-4")
@pytest.mark.parametrize(("whereabouts", "stands"), [("locality_known", True), ("known", True), ("unknown", False)])
def test_a_known_locality_is_no_national_alert(whereabouts: str, stands: bool) -> None:
    found = against(EDITION, "national_alert", {**MET, "whereabouts": whereabouts}, NOW)
    assert found == ({"KEN16-NA-4"} if stands else set())


@pytest.mark.rule("KEN16-NA-5")
@pytest.mark.parametrize(
    "who", [{"vulnerable_adult": True}, {"unaccompanied_asylum_seeker": True}, {"legal_status": "care_order"}]
)
def test_not_for_vulnerable_adults_unaccompanied_asylum_seekers_or_children_in_care(who: dict[str, Any]) -> None:
    assert against(EDITION, "national_alert", {**MET, **who}, NOW) == {"KEN16-NA-5"}
    assert carried_by({**MET, **who}) == set()


@pytest.mark.rule("KEN16-NA-5", "KEN16-NA-12")
def test_a_child_in_care_only_exceptionally_and_the_others_not_even_then() -> None:
    abducted = {**ELSE, "legal_status": "care_order", "abducted_by_person_of_risk": True}
    assert carried_by(abducted) == {"KEN16-NA-12"}
    assert against(EDITION, "national_alert", {**abducted, "unaccompanied_asylum_seeker": True}, NOW) == {"KEN16-NA-5"}


@pytest.mark.rule("KEN16-NA-6")
def test_an_alert_under_the_procedure_comes_first() -> None:
    without = {name: value for name, value in MET.items() if name != "local_alert_raised_at"}
    assert against(EDITION, "national_alert", without, NOW) == {"KEN16-NA-6"}


@pytest.mark.rule("KEN16-NA-10")
@pytest.mark.parametrize(
    "answer",
    [
        {"temporarily_absent": True},
        {"with_family_or_friends": True},
        {"on_holiday": True},
        {"believed_missing_by_family": False},
        {"police_consulted": False},
        {"key_agencies_asked": False},
        {"reasonable_attempts_verified": False},
        {"missing_since": at(NOW - THREE_WEEKS + timedelta(minutes=1))},
        {"missing_since": at(NOW - timedelta(days=5))},
    ],
)
def test_temporary_absence_is_excluded_and_three_weeks_have_passed(answer: dict[str, Any]) -> None:
    assert against(EDITION, "national_alert", {**MET, **answer}, NOW) == {"KEN16-NA-10"}


@pytest.mark.rule("KEN16-NA-10")
@pytest.mark.parametrize("question", [name for name in ANSWERED if name not in ("local_alert_raised_at",)])
def test_a_question_that_is_not_answered_leaves_it_open(question: str) -> None:
    facts = {name: value for name, value in MET.items() if name != question}
    found = judged(EDITION, "national_alert", facts, NOW)
    assert found.verdict == "open"
    assert question in found.needs


@pytest.mark.rule("KEN16-NA-10")
def test_a_parent_in_custody_is_asked_for_and_either_answer_will_do() -> None:
    assert carried_by({**MET, "parent_in_custody": True}) == {"KEN16-NA-1"}


EXCEPTIONS: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "KEN16-NA-11": (
        {"section_47_investigation": "during", "sufficient_danger": True},
        [{"section_47_investigation": "none"}, {"sufficient_danger": False}],
    ),
    "KEN16-NA-12": (
        {"legal_status": "care_order", "abducted_by_person_of_risk": True},
        [
            {"legal_status": "interim_care_order"},
            {"abducted_by_person_of_risk": False},
            {"whereabouts": "thought_known"},
        ],
    ),
    "KEN16-NA-13": (
        {"accommodated_after_protection_concerns": True, "removed_by_person_of_risk": True},
        [
            {"accommodated_after_protection_concerns": False},
            {"removed_by_person_of_risk": False},
            {"whereabouts": "thought_known"},
        ],
    ),
}


@pytest.mark.rule(*EXCEPTIONS)
@pytest.mark.parametrize("rule", EXCEPTIONS)
def test_an_exceptional_case_carries_it_without_a_plan_once_the_thresholds_are_met(rule: str) -> None:
    facts, nearly = EXCEPTIONS[rule]
    assert carried_by({**ELSE, **facts}) == {rule}
    assert [each for each in nearly if carried_by({**ELSE, **facts, **each}) != set()] == []
    assert against(EDITION, "national_alert", {**ELSE, **facts, "whereabouts": "locality_known"}, NOW) >= {"KEN16-NA-4"}
    soon = {**ELSE, **facts, "missing_since": at(NOW - timedelta(days=5))}
    assert against(EDITION, "national_alert", soon, NOW) == {"KEN16-NA-10"}


STANDING = {
    "KEN16-NA-4": [{"whereabouts": "locality_known"}],
    "KEN16-NA-5": [{"vulnerable_adult": True}, {"unaccompanied_asylum_seeker": True}],
    "KEN16-NA-6": [{"local_alert_raised_at": None}],
    "KEN16-NA-10": [
        {"temporarily_absent": True},
        {"believed_missing_by_family": False},
        {"police_consulted": False},
        {"reasonable_attempts_verified": False},
        {"missing_since": at(NOW - timedelta(days=20))},
    ],
}


@pytest.mark.parametrize("rule", [pytest.param(each, marks=pytest.mark.rule(each, *EXCEPTIONS)) for each in STANDING])
def test_what_stands_against_it_stands_in_an_exceptional_case_too(rule: str) -> None:
    exceptional = {**ELSE, **EXCEPTIONS["KEN16-NA-11"][0]}
    for answer in STANDING[rule]:
        facts = {name: value for name, value in {**exceptional, **answer}.items() if value is not None}
        assert against(EDITION, "national_alert", facts, NOW) == {rule}


@pytest.mark.rule("KEN16-NA-10")
def test_whether_a_parent_is_in_custody_is_open_in_an_exceptional_case_too() -> None:
    facts = {**ELSE, **EXCEPTIONS["KEN16-NA-11"][0]}
    del facts["parent_in_custody"]
    found = judged(EDITION, "national_alert", facts, NOW)
    assert (found.verdict, "parent_in_custody" in found.needs) == ("open", True)


@pytest.mark.rule(*EXCEPTIONS, "KEN16-NA-5")
@pytest.mark.parametrize("rule", EXCEPTIONS)
def test_each_exception_brings_in_a_child_in_care(rule: str) -> None:
    facts = {**ELSE, "legal_status": "interim_care_order", **EXCEPTIONS[rule][0]}
    assert carried_by(facts) == {rule}


@pytest.mark.rule("KEN16-NA-1", "KEN16-NA-5")
def test_a_plan_alone_does_not_bring_in_a_child_in_care() -> None:
    assert against(EDITION, "national_alert", {**MET, "legal_status": "care_order"}, NOW) == {"KEN16-NA-5"}


@pytest.mark.rule("KEN16-NA-1", "KEN16-CPCIN-4")
def test_the_units_service_manager_decides_on_it() -> None:
    assert decided_by(EDITION, "national_alert") == "Service manager, safeguarding and quality assurance"


@pytest.mark.rule("KEN16-NA-11")
@pytest.mark.parametrize("when", ["before", "during", "after"])
def test_just_before_during_or_just_after_the_investigation(when: str) -> None:
    assert carried_by({**ELSE, "section_47_investigation": when}) == {"KEN16-NA-11"}


# --- the way -----------------------------------------------------------------------------------------------------------

AWAY = {**MET, "happened": ["missing"]}


def considered(facts: dict[str, Any]) -> Case:
    """A child on a protection plan who is away from the area: the criteria are to be considered."""
    return raised(facts, "KEN16-CAT-6", "KEN16-CAT-9")


@pytest.mark.rule("KEN16-CPCIN-4", "KEN16-CPCIN-4A")
def test_the_criteria_are_considered_however_short_the_absence_and_for_an_unborn_child_too() -> None:
    for more in ({"missing_since": at(NOW - timedelta(minutes=5))}, {"subject_kind": "unborn_child"}):
        case = considered({**AWAY, **more})
        assert case.task("consider_national_alert").people == (SERVICE_MANAGER,)
        assert "KEN16-CPCIN-4" in cited(case.ever(TaskOpenedV1))


@pytest.mark.rule("KEN16-CPCIN-4")
@pytest.mark.parametrize("nearly", [{"missing_from_area": False}, {"plan": "child_in_need"}])
def test_not_within_the_area_nor_without_a_protection_plan(nearly: dict[str, Any]) -> None:
    assert "consider_national_alert" not in considered({**AWAY, **nearly}).waiting
    there = {name: value for name, value in AWAY.items() if name != "missing_since"}
    assert "consider_national_alert" not in considered({**there, "happened": ["near_miss"]}).waiting


def at_step(step: str, facts: dict[str, Any] | None = None) -> Case:
    """The alert's template has come as far as this."""
    case = considered(facts or AWAY)
    case.given(case.decide("consider_national_alert", "required"), by=SERVICE_MANAGER)
    if step != "national_template":
        take(case, "national_template", SOCIAL_WORKER)
        case.given(case.decide("national_template", "completed"), by=SOCIAL_WORKER)
    if step not in ("national_template", "template_checked_by_officer"):
        case.given(case.decide("template_checked_by_officer", "sound"), by=OFFICER)
    if step in ("approve_national_alert", "cascade_national_alert"):
        case.given(case.decide("template_checked_by_manager", "send_for_approval"), by=SERVICE_MANAGER)
    if step == "cascade_national_alert":
        case.given(case.decide("approve_national_alert", "approve"), by=UNIT_MANAGER)
    return case


WAY = {
    "national_template": (SOCIAL_WORKER,),
    "template_checked_by_officer": (OFFICER,),
    "template_checked_by_manager": (SERVICE_MANAGER,),
    "approve_national_alert": (UNIT_MANAGER,),
    "cascade_national_alert": (INFORMATION, "kent-management-information-2"),
}


@pytest.mark.rule("KEN16-NA-2")
@pytest.mark.parametrize("step", WAY)
def test_the_template_goes_from_one_to_the_next_and_past_nobody(step: str) -> None:
    case = at_step(step)
    assert case.task(step).people == WAY[step]
    later = list(WAY)[list(WAY).index(step) + 1 :]
    assert set(later) & set(case.waiting) == set()
    assert "KEN16-NA-2" in cited([each for each in case.ever(TaskOpenedV1) if each.step == step])


@pytest.mark.rule("KEN16-NA-2")
@pytest.mark.parametrize(
    ("step", "outcome", "by"),
    [
        ("template_checked_by_officer", "amend", OFFICER),
        ("template_checked_by_manager", "amend", SERVICE_MANAGER),
        ("approve_national_alert", "refuse", UNIT_MANAGER),
    ],
)
def test_what_is_not_right_goes_back_to_the_template(step: str, outcome: str, by: str) -> None:
    case = at_step(step)
    case.when(case.decide(step, outcome), by=by).refused("comment_required")
    case.given(case.decide(step, outcome, sealed="what is wrong"), by=by)
    assert "national_template" in case.waiting
    assert set(WAY) & set(case.waiting) == {"national_template"}


@pytest.mark.rule("KEN16-NA-2", "KEN16-CPCIN-4")
def test_what_is_not_required_goes_no_further_and_the_service_manager_can_ask_for_it_later() -> None:
    case = considered(AWAY)
    case.when(case.decide("consider_national_alert", "not_required"), by=SERVICE_MANAGER).refused("comment_required")
    case.given(case.decide("consider_national_alert", "not_required", sealed="why"), by=SERVICE_MANAGER)
    assert set(WAY) & set(case.waiting) == set()
    case.given(case.update({"missing_from_area": False}), by=TEAM_MANAGER)
    assert "consider_national_alert" not in case.waiting
    case.given(case.update({"missing_from_area": True}), by=TEAM_MANAGER)
    assert "consider_national_alert" in case.waiting
    case.when(ask("national_template"), by=TEAM_MANAGER).refused("not_permitted")
    case.given(ask("national_template"), by=SERVICE_MANAGER)
    assert "national_template" in case.waiting


@pytest.mark.rule("KEN16-NA-7")
def test_a_person_signs_it_off_before_it_goes_to_the_custodians() -> None:
    case = at_step("approve_national_alert")
    for by in (SERVICE_MANAGER, INFORMATION, OFFICER):
        case.when(case.decide("approve_national_alert", "approve"), by=by).refused("not_permitted")
    case.given(case.decide("approve_national_alert", "approve"), by=UNIT_MANAGER)
    take(case, "cascade_national_alert", INFORMATION)
    case.given(case.decide("cascade_national_alert", "cascaded"), by=INFORMATION)
    [decided] = case.of(TaskDecidedV1)
    assert "every custodian or designated officer" in decided.title
    assert "KEN16-NA-7" in cited([decided])


@pytest.mark.rule("KEN16-CPCIN-4", "KEN16-NA-4", "KEN16-NA-10")
@pytest.mark.parametrize(
    ("nearly", "rule"),
    [
        ({"whereabouts": "locality_known"}, "KEN16-NA-4"),
        ({"whereabouts": "known"}, "KEN16-NA-4"),
        ({"missing_since": at(NOW - THREE_WEEKS + timedelta(minutes=1))}, "KEN16-NA-10"),
        ({"missing_since": None}, "KEN16-NA-10"),
        ({"reasonable_attempts_verified": False}, "KEN16-NA-10"),
    ],
)
def test_issuing_still_waits_for_locality_three_weeks_and_attempts(nearly: dict[str, Any], rule: str) -> None:
    facts = {name: value for name, value in {**AWAY, **nearly}.items() if value is not None}
    case = at_step("approve_national_alert", facts)
    case.when(case.decide("approve_national_alert", "approve"), by=UNIT_MANAGER)
    assert case.refused("outcome_refused")["rules"] == [rule]


# --- its times ---------------------------------------------------------------------------------------------------------

ISSUED = NOW - timedelta(days=1)  # 3 October 2016


def issued(**facts: Any) -> Case:
    """The national alert was issued the day before."""
    return considered({**AWAY, "national_alert_issued_at": at(ISSUED), **facts})


@pytest.mark.rule("KEN16-NA-8")
def test_a_new_notification_is_due_every_six_months_from_the_last() -> None:
    case = issued()
    due = datetime(2017, 4, 3, 11, tzinfo=UTC)
    assert (case.running("national_alert_anew").due, case.running("national_alert_anew").owner) == (
        due,
        "practice_development_officer",
    )
    assert case.until(due - timedelta(seconds=1)).of(ClockBreachedV1) == []
    anew = datetime(2017, 3, 1, 9, tzinfo=UTC)
    other = issued().until(anew + H)
    other.given(other.update({"national_alert_updated_at": at(anew)}), by=OFFICER)
    assert [each.by_trigger for each in other.of(ClockMetV1)] == ["known:national_alert_updated_at"] * 2
    assert other.running("national_alert_anew").due == datetime(2017, 9, 1, 8, tzinfo=UTC)
    assert other.notification.facts["missing_since"] == AWAY["missing_since"]
    assert told(case.until(due)) == ["practice_development_officer"]
    assert binds(case, "national_alert_anew")
    assert read(EDITION, "KEN16-NA-8").other_reading


@pytest.mark.rule("KEN16-NA-8", "KEN16-NA-9")
@pytest.mark.parametrize("ended", [{"found_at": at(NOW)}, {"national_alert_ended_at": at(NOW)}])
def test_not_once_the_child_is_located_or_the_alert_ended(ended: dict[str, str]) -> None:
    case = issued()
    case.given(case.update(ended), by=TEAM_MANAGER)
    case.passes(days=800)
    assert {each.clock for each in case.routing.clocks.values() if each.state == "breached"} <= {"return_interview"}
    assert [each for each in case.ever(NoticeGivenV1) if "national alert" in each.about.lower()] == []


@pytest.mark.rule("KEN16-NA-8", "KEN16-NA-9")
def test_no_time_runs_before_the_alert_was_issued() -> None:
    assert considered(AWAY).routing.clocks == {}


@pytest.mark.rule("KEN16-NA-9")
def test_after_twelve_months_without_a_follow_up_the_receivers_delete_it_and_the_unit_is_told() -> None:
    case = issued()
    lapses = datetime(2017, 10, 3, 11, tzinfo=UTC)
    assert case.running("national_alert_lapses").due == lapses
    assert case.running("national_alert_lapses").owner == "practice_development_officer"
    assert binds(case, "national_alert_lapses")
    case.until(lapses - timedelta(seconds=1))
    assert "unit_service_manager" not in [each.role for each in case.ever(NoticeGivenV1)]
    case.until(lapses)
    assert "unit_service_manager" in told(case)
    assert "KEN16-NA-9" in cited([each for each in case.of(NoticeGivenV1) if each.role == "unit_service_manager"])
    assert read(EDITION, "KEN16-NA-9").other_reading


@pytest.mark.rule("KEN16-NA-9")
def test_a_follow_up_counts_the_twelve_months_anew() -> None:
    case = issued().until(NOW + timedelta(days=300))
    followed = NOW + timedelta(days=299)
    case.given(case.update({"national_alert_updated_at": at(followed)}), by=OFFICER)
    assert case.running("national_alert_lapses").due == datetime(2018, 7, 30, 11, tzinfo=UTC)


@pytest.mark.rule("KEN16-NA-3", "KEN16-NA-8")
def test_a_located_child_is_followed_by_a_national_found_notification() -> None:
    case = issued()
    assert "national_found" not in case.waiting
    case.given(case.update({"found_at": at(NOW)}), by=TEAM_MANAGER)
    assert case.task("national_found").people == (OFFICER,)
    assert "KEN16-NA-3" in cited([each for each in case.of(TaskOpenedV1) if each.step == "national_found"])
    case.given(case.decide("national_found", "sent"), by=OFFICER)
    case.given(case.update({"well_being_established": True}), by=TEAM_MANAGER)
    assert "national_found" not in case.waiting
    never = considered(AWAY)
    never.given(never.update({"found_at": at(NOW)}), by=TEAM_MANAGER)
    assert "national_found" not in never.waiting


@pytest.mark.rule("KEN16-NA-1")
def test_a_child_in_need_has_none_considered() -> None:
    case = raised({**IN_NEED, **ANSWERED, "missing_from_area": True}, "KEN16-CAT-6", "KEN16-CAT-9")
    assert "consider_national_alert" not in case.waiting
