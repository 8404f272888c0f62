"""Luton: when a national alert may be issued, who signs it off, what follows when the child is found, or is not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.escalation import ClockBreachedV1, ClockStartedV1, NoticeGivenV1, TaskOpenedV1
from needfire.authority import editions_of
from needfire.suggesting import setting
from needfire.thresholds import Judged, judge_threshold
from needfire.vocabulary import VOCABULARY
from tests.rules.luton.playing import (
    CHILD,
    HEAD,
    MANAGER,
    SOCIAL_WORKER,
    TEAM_MANAGER,
    asked,
    claimed,
    forwarded,
    told,
)
from tests.unit.casework.case import NOON, Case, at
from tests.unit.plugins.cases import AS_OF, CALENDAR, ago

LUTON = editions_of("needfire_luton")[0]

ASKED_EVERYWHERE: Mapping[str, Any] = {
    "with_family_or_friends": False,
    "on_holiday": False,
    "believed_missing_by_family": True,
    "parent_in_custody": False,
    "police_consulted": True,
    "key_agencies_asked": True,
    "reasonable_attempts_verified": True,
    "last_seen_at": ago(days=21),
}
NOBODY_ELSE: Mapping[str, Any] = {
    "unaccompanied_asylum_seeker": False,
    "vulnerable_adult": False,
    "whereabouts": "unknown",
    **ASKED_EVERYWHERE,
}
ON_PLAN: Mapping[str, Any] = {
    "subject_kind": "child",
    "legal_status": "not_looked_after",
    "plan": "child_protection",
    "missing_from_area": True,
    "section_47_investigation": "none",
    **NOBODY_ELSE,
}
AROUND_SECTION_47: Mapping[str, Any] = {
    **ON_PLAN,
    "plan": "none",
    "section_47_investigation": "during",
    "sufficient_danger": True,
}
ABDUCTED: Mapping[str, Any] = {
    **ON_PLAN,
    "plan": "none",
    "legal_status": "care_order",
    "abducted_by_person_of_risk": True,
    "sufficient_danger": True,
}
REMOVED: Mapping[str, Any] = {
    **ON_PLAN,
    "plan": "none",
    "legal_status": "accommodated",
    "accommodated_after_protection_concerns": True,
    "removed_by_person_of_risk": True,
    "sufficient_danger": True,
}


def judged(facts: Mapping[str, Any]) -> Judged:
    """Whether the threshold is met by these facts."""
    within = setting(LUTON, VOCABULARY.read(facts, AS_OF), AS_OF, CALENDAR)
    [threshold] = LUTON.thresholds
    return judge_threshold(threshold, lambda condition: condition.judge(within))


def said(facts: Mapping[str, Any]) -> tuple[str, list[str], list[str]]:
    """The verdict, the rules that bring it under the threshold, and the rules that stand against it."""
    found = judged(facts)
    return found.verdict, [ground.rule for ground, _ in found.carried_by], [ground.rule for ground, _ in found.against]


# --- the threshold ----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("LUT-NA-1")
@pytest.mark.parametrize("subject", ["child", "unborn_child", "group"])
def test_a_child_on_a_protection_plan_missing_from_the_area_born_or_not(subject: str) -> None:
    assert said({**ON_PLAN, "subject_kind": subject}) == ("met", ["LUT-NA-1"], [])


@pytest.mark.rule("LUT-NA-1")
@pytest.mark.parametrize(
    "changed", [{"plan": "child_in_need"}, {"missing_from_area": False}, {"subject_kind": "staff_member"}]
)
def test_on_no_such_plan_within_the_area_or_no_child_there_is_no_alert(changed: Mapping[str, Any]) -> None:
    facts = {**ON_PLAN, "abducted_by_person_of_risk": False, "removed_by_person_of_risk": False, **changed}
    assert said(facts) == ("not_met", [], [])


@pytest.mark.rule("LUT-NA-1")
def test_what_is_not_known_leaves_it_open_and_says_what_would_settle_it() -> None:
    found = judged({name: value for name, value in ON_PLAN.items() if name != "missing_from_area"})
    assert (found.verdict, "missing_from_area" in found.needs) == ("open", True)


IN_CARE = ("accommodated", "interim_care_order", "care_order", "remanded", "other_looked_after")


@pytest.mark.rule("LUT-NA-2")
@pytest.mark.parametrize("status", IN_CARE)
def test_not_for_a_child_in_care(status: str) -> None:
    assert said({**ON_PLAN, "legal_status": status})[::2] == ("not_met", ["LUT-NA-2"])


@pytest.mark.rule("LUT-NA-2")
@pytest.mark.parametrize("who", ["unaccompanied_asylum_seeker", "vulnerable_adult"])
@pytest.mark.parametrize("facts", [ON_PLAN, ABDUCTED], ids=["on a plan", "exceptionally"])
def test_not_for_asylum_seekers_or_vulnerable_adults_not_even_exceptionally(who: str, facts: Mapping[str, Any]) -> None:
    assert said({**facts, who: True})[::2] == ("not_met", ["LUT-NA-2"])


@pytest.mark.rule("LUT-NA-2")
@pytest.mark.parametrize("unknown", ["unaccompanied_asylum_seeker", "vulnerable_adult", "legal_status"])
def test_who_it_is_must_be_known(unknown: str) -> None:
    found = judged({name: value for name, value in ON_PLAN.items() if name != unknown})
    assert (found.verdict, set(found.needs)) == ("open", {unknown})


@pytest.mark.rule("LUT-NA-10")
@pytest.mark.parametrize("known", ["locality_known", "known"])
@pytest.mark.parametrize("facts", [ON_PLAN, AROUND_SECTION_47], ids=["on a plan", "exceptionally"])
def test_where_the_locality_is_known_there_is_no_alert(known: str, facts: Mapping[str, Any]) -> None:
    assert said({**facts, "whereabouts": known})[::2] == ("not_met", ["LUT-NA-10"])


ANSWERS = [name for name in ASKED_EVERYWHERE if name != "last_seen_at"]


@pytest.mark.rule("LUT-NA-11", "LUT-NA-15")
@pytest.mark.parametrize("question", ANSWERS)
@pytest.mark.parametrize("facts", [ON_PLAN, ABDUCTED], ids=["on a plan", "exceptionally"])
def test_each_question_is_answered_so_that_they_are_really_missing(question: str, facts: Mapping[str, Any]) -> None:
    otherwise = not ASKED_EVERYWHERE[question]
    assert said({**facts, question: otherwise})[::2] == ("not_met", ["LUT-NA-11"])
    unanswered = judged({name: value for name, value in facts.items() if name != question})
    assert (unanswered.verdict, set(unanswered.needs)) == ("open", {question})


EVERY_KIND = [ON_PLAN, AROUND_SECTION_47, ABDUCTED, REMOVED]
KINDS = ["on a plan", "section 47", "abducted", "removed"]


@pytest.mark.rule("LUT-NA-11", "LUT-NA-15")
@pytest.mark.parametrize("facts", EVERY_KIND, ids=KINDS)
def test_three_weeks_have_passed_since_last_seen_even_after_an_abduction(facts: Mapping[str, Any]) -> None:
    assert said({**facts, "last_seen_at": ago(days=21)})[0] == "met"
    assert said({**facts, "last_seen_at": ago(days=20, hours=23, minutes=59)})[::2] == ("not_met", ["LUT-NA-11"])


@pytest.mark.rule("LUT-NA-15")
@pytest.mark.parametrize("facts", EVERY_KIND, ids=KINDS)
def test_whether_they_are_really_missing_is_tested_for_each_alert(facts: Mapping[str, Any]) -> None:
    assert "LUT-NA-15" in LUTON.thresholds[0].rules
    for changed in ({"whereabouts": "locality_known"}, {"key_agencies_asked": False}):
        assert said({**facts, **changed})[0] == "not_met"


@pytest.mark.rule("LUT-NA-12")
@pytest.mark.parametrize("when", ["before", "during", "after"])
def test_exceptionally_a_child_who_disappeared_around_a_section_47_investigation(when: str) -> None:
    assert said({**AROUND_SECTION_47, "section_47_investigation": when}) == ("met", ["LUT-NA-12"], [])
    in_care = {**AROUND_SECTION_47, "section_47_investigation": when, "legal_status": "interim_care_order"}
    assert said({**in_care, "abducted_by_person_of_risk": False}) == ("met", ["LUT-NA-12"], [])


@pytest.mark.rule("LUT-NA-12")
@pytest.mark.parametrize(
    "changed", [{"section_47_investigation": "none"}, {"sufficient_danger": False}, {"subject_kind": "foster_carer"}]
)
def test_around_no_such_investigation_in_no_such_danger_or_no_child_it_is_not(changed: Mapping[str, Any]) -> None:
    assert said({**AROUND_SECTION_47, **changed})[:2] == ("not_met", [])


@pytest.mark.rule("LUT-NA-13")
@pytest.mark.parametrize("order", ["care_order", "interim_care_order"])
def test_exceptionally_a_child_on_a_care_order_who_was_abducted(order: str) -> None:
    assert said({**ABDUCTED, "legal_status": order}) == ("met", ["LUT-NA-13"], [])


@pytest.mark.rule("LUT-NA-13")
@pytest.mark.parametrize(
    "changed",
    [
        {"legal_status": "remanded"},
        {"abducted_by_person_of_risk": False},
        {"sufficient_danger": False},
        {"whereabouts": "locality_known"},
    ],
)
def test_not_on_such_an_order_not_abducted_not_in_danger_or_seen_somewhere_it_is_not(
    changed: Mapping[str, Any],
) -> None:
    assert said({**ABDUCTED, "removed_by_person_of_risk": False, **changed})[:2] == ("not_met", [])


@pytest.mark.rule("LUT-NA-14")
def test_exceptionally_a_child_accommodated_after_concerns_who_was_removed_without_notice() -> None:
    assert said(REMOVED) == ("met", ["LUT-NA-14"], [])


@pytest.mark.rule("LUT-NA-14")
@pytest.mark.parametrize(
    "changed",
    [
        {"legal_status": "other_looked_after"},
        {"accommodated_after_protection_concerns": False},
        {"removed_by_person_of_risk": False},
        {"sufficient_danger": False},
        {"whereabouts": "locality_known"},
    ],
)
def test_otherwise_accommodated_or_removed_it_is_not(changed: Mapping[str, Any]) -> None:
    assert said({**REMOVED, "abducted_by_person_of_risk": False, **changed})[:2] == ("not_met", [])


# --- who signs it off ---------------------------------------------------------------------------------------------------

ON_PLAN_MISSING = {
    "subject_kind": "child",
    "legal_status": "not_looked_after",
    "plan": "child_protection",
    "happened": ["missing"],
}


def template_completed() -> Case:
    """The social worker has completed the template beside a forwarded notification."""
    return forwarded(ON_PLAN_MISSING, "LUT-CP-1").given(asked("national_alert"), by=SOCIAL_WORKER)


@pytest.mark.rule("LUT-NA-3", "LUT-NA-5")
def test_the_service_manager_checks_what_the_social_worker_completed_beside_the_notification() -> None:
    case = template_completed()
    assert case.task("national_alert").people == (MANAGER,)
    assert "sign_off_national_alert" not in case.waiting
    rules = case.of(TaskOpenedV1)[0].decisions[0].rules
    assert {"LUT-NA-3", "LUT-NA-4", "LUT-NA-5"} <= set(rules)


@pytest.mark.rule("LUT-NA-3", "LUT-NA-5")
@pytest.mark.parametrize("by", [TEAM_MANAGER, MANAGER, HEAD])
def test_only_a_social_worker_begins_it_and_the_sign_off_cannot_be_had_without_the_check(by: str) -> None:
    case = forwarded(ON_PLAN_MISSING, "LUT-CP-1")
    case.when(asked("national_alert"), by=by).refused("not_permitted")
    case.when(asked("sign_off_national_alert"), by=by).refused("not_permitted")
    case.when(asked("cascade_national_alert"), by=by).refused("not_permitted")


@pytest.mark.rule("LUT-NA-5")
def test_what_is_incomplete_goes_no_further_and_says_why() -> None:
    case = template_completed()
    case.when(case.decide("national_alert", "to_be_completed"), by=MANAGER).refused("comment_required")
    case.given(case.decide("national_alert", "to_be_completed", sealed="no date of birth"), by=MANAGER)
    assert case.of(TaskOpenedV1) == []


def checked() -> Case:
    """The service manager found the template sound."""
    case = template_completed()
    return case.given(case.decide("national_alert", "sound"), by=MANAGER)


@pytest.mark.rule("LUT-NA-4", "LUT-NA-5")
def test_the_head_of_service_signs_it_off_before_it_is_sent() -> None:
    case = checked()
    assert case.task("sign_off_national_alert").people == (HEAD,)
    assert "cascade_national_alert" not in case.waiting
    case.when(case.decide("sign_off_national_alert", "signed_off"), by=MANAGER).refused("not_permitted")
    case.given(case.decide("sign_off_national_alert", "signed_off"), by=HEAD)
    assert case.task("cascade_national_alert").people == ("luton-management-information",)
    claimed(case, "cascade_national_alert", "luton-management-information")
    case.given(case.decide("cascade_national_alert", "sent"), by="luton-management-information")


@pytest.mark.rule("LUT-NA-4", "LUT-NA-5")
def test_it_is_no_formality_a_person_may_say_no_with_a_reason() -> None:
    case = checked()
    case.when(case.decide("sign_off_national_alert", "not_approved"), by=HEAD).refused("comment_required")
    case.given(case.decide("sign_off_national_alert", "not_approved", sealed="why"), by=HEAD)
    assert (told(case), case.of(TaskOpenedV1)) == ([], [])


@pytest.mark.rule("LUT-NA-6")
def test_every_alert_that_is_signed_off_goes_to_the_family_safeguarding_service_manager() -> None:
    case = checked()
    case.given(case.decide("sign_off_national_alert", "signed_off"), by=HEAD)
    assert told(case) == [("family_safeguarding_service_manager", ("LUT-NA-6",))]


# --- found, or not --------------------------------------------------------------------------------------------------------

ISSUED = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
SIX_MONTHS, TWELVE, EIGHTEEN = (
    datetime(2027, 5, 17, 8, 0, tzinfo=UTC),  # nine o'clock by the summer's clocks
    datetime(2027, 11, 17, 9, 0, tzinfo=UTC),
    datetime(2028, 5, 17, 8, 0, tzinfo=UTC),
)


def issued() -> Case:
    """A national alert was issued this morning, and recorded."""
    case = forwarded({**ON_PLAN_MISSING, "happened": ["significant_risk"]})
    return case.given(case.update({"national_alert_issued_at": at(ISSUED)}), by=TEAM_MANAGER)


def breaches(case: Case, clock: str) -> int:
    """How often this clock's time has passed."""
    ids = {each.clock_id for each in case.routing.clocks.values() if each.clock == clock}
    return sum(each.clock_id in ids for each in case.ever(ClockBreachedV1))


@pytest.mark.rule("LUT-NA-7")
def test_once_located_a_national_found_notification_follows() -> None:
    case = issued().passes(days=3)
    assert "national_found" not in case.waiting
    case.given(case.update({"found_at": at(NOON + timedelta(days=2))}), by=TEAM_MANAGER)
    assert case.task("national_found").people == (MANAGER,)
    case.given(case.decide("national_found", "followed"), by=MANAGER)


@pytest.mark.rule("LUT-NA-7")
def test_without_an_alert_nothing_is_to_follow_and_nobody_asks_for_it() -> None:
    case = forwarded(ON_PLAN_MISSING, "LUT-CP-1")
    case.given(case.update({"found_at": at(NOON)}), by=TEAM_MANAGER)
    assert "national_found" not in case.waiting
    case.when(asked("national_found"), by=MANAGER).refused("not_permitted")


@pytest.mark.rule("LUT-NA-8")
def test_not_located_a_new_notification_is_due_six_months_after_the_last_one() -> None:
    case = issued()
    clock = case.running("national_alert_again")
    assert (clock.owner, clock.due) == ("service_manager", SIX_MONTHS)
    case.until(SIX_MONTHS - timedelta(minutes=1))
    assert breaches(case, "national_alert_again") == 0
    case.until(SIX_MONTHS)
    assert breaches(case, "national_alert_again") == 1
    [reminded] = [each for each in case.of(NoticeGivenV1) if "LUT-NA-8" in each.decisions[0].rules]
    assert (reminded.people, reminded.decisions[0].rules) == ((MANAGER,), ("LUT-NA-8", "LUT-PLAT-1"))
    [missed] = [each for each in case.of(ClockBreachedV1) if "LUT-NA-8" in each.decisions[0].rules]
    assert missed.decisions[0].answer == "No: it was missed."


@pytest.mark.rule("LUT-NA-8")
def test_and_again_six_months_later() -> None:
    case = issued().until(TWELVE)
    assert breaches(case, "national_alert_again") == 2


@pytest.mark.rule("LUT-NA-8")
def test_the_six_months_begin_anew_with_each_one_issued() -> None:
    case = issued().until(ISSUED + timedelta(days=100))
    again = datetime(2027, 2, 20, 9, 0, tzinfo=UTC)
    case.given(case.update({"national_alert_updated_at": at(again)}), by=TEAM_MANAGER)
    assert case.running("national_alert_again").due == datetime(2027, 8, 20, 8, 0, tzinfo=UTC)


NOT_ISSUED = {**CHILD, "happened": ["self_harm"]}


@pytest.mark.rule("LUT-NA-8", "LUT-NA-9")
def test_without_an_alert_there_is_nothing_to_repeat() -> None:
    case = forwarded(NOT_ISSUED, "LUT-CLA-12")
    case.given(case.update({"affects_council": True}), by=TEAM_MANAGER)
    clocks = {each.clock for each in case.ever(ClockStartedV1)}
    assert not clocks & {"national_alert_again", "national_alert_lapses"}


@pytest.mark.rule("LUT-NA-8", "LUT-NA-9")
@pytest.mark.parametrize("ended_by", ["found_at", "national_alert_ended_at"])
def test_found_or_ended_there_is_nothing_to_repeat_any_more(ended_by: str) -> None:
    case = issued().passes(days=30)
    case.given(case.update({ended_by: at(NOON + timedelta(days=29))}), by=TEAM_MANAGER)
    case.passes(days=400)
    assert breaches(case, "national_alert_again") == breaches(case, "national_alert_lapses") == 0


@pytest.mark.rule("LUT-NA-9")
def test_after_twelve_months_without_a_follow_up_the_others_delete_it_and_those_responsible_are_told() -> None:
    case = issued().passes(days=100)
    # Another update is no follow-up of the alert.
    case.given(case.update({"affects_council": True}), by=TEAM_MANAGER)
    case.until(TWELVE - timedelta(minutes=1))
    assert breaches(case, "national_alert_lapses") == 0
    case.until(TWELVE)
    assert breaches(case, "national_alert_lapses") == 1
    informed = [each for each in case.of(NoticeGivenV1) if each.decisions[0].rules == ("LUT-NA-9",)]
    assert [(each.role, each.people) for each in informed] == [
        ("service_manager", (MANAGER,)),
        ("head_of_strategic_safeguarding", (HEAD,)),
    ]
    [missed] = [each for each in case.of(ClockBreachedV1) if "LUT-NA-9" in each.decisions[0].rules]
    assert missed.decisions[0].answer == "No: it was missed."


@pytest.mark.rule("LUT-NA-9")
def test_a_follow_up_keeps_it_for_another_twelve_months() -> None:
    case = issued().until(SIX_MONTHS)
    case.given(case.update({"national_alert_updated_at": at(SIX_MONTHS)}), by=TEAM_MANAGER)
    assert (case.running("national_alert_lapses").owner, case.running("national_alert_lapses").due) == (
        "service_manager",
        EIGHTEEN,
    )
    case.until(EIGHTEEN - timedelta(minutes=1))
    assert breaches(case, "national_alert_lapses") == 0


@pytest.mark.rule("LUT-PLAT-2")
@pytest.mark.parametrize(
    ("day", "edition"),
    [(datetime(2020, 1, 1, 12, tzinfo=UTC), "undated"), (datetime(2019, 12, 31, 12, tzinfo=UTC), None)],
)
def test_the_undated_guidance_holds_from_2020_here_and_says_that_this_is_ours(
    day: datetime, edition: str | None
) -> None:
    authority = forwarded({}).deployment.authorities["luton"]
    held = authority.edition_at(day)
    assert (held.edition if held else None) == edition
    assert LUTON.rules["LUT-PLAT-2"].status == "assumption"
