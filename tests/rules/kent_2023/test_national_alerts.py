"""The threshold, the way and the times of a national alert under Kent's edition of 2023 (KEN23-NA)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.escalation import ClockBreachedV1, ClockMetV1, ClockStartedV1, TaskDecidedV1, TaskOpenedV1
from tests.rules.kent import against, ask, cited, judged, read, take, told
from tests.unit.casework.case import NOON, Case, at
from tests.unit.escalation.kent import DIRECTOR, alerted, with_director

EDITION = "2023-12"
H = timedelta(hours=1)
THREE_WEEKS = timedelta(weeks=3)
WORKER, MANAGER, UNIT_MANAGER = "kent-social-worker", "kent-service-manager", "kent-unit-service-manager"
INFORMATION = ("kent-management-information", "kent-management-information-2")
ANSWERED = {
    "temporarily_absent": False,
    "with_family_or_friends": False,
    "on_holiday": False,
    "believed_missing_by_family": True,
    "key_agencies_asked": True,
    "police_consulted": True,
}
MET = {
    "subject_kind": "child",
    "legal_status": "not_looked_after",
    "plan": "child_protection",
    "happened": ["missing"],
    "missing_since": at(NOON - THREE_WEEKS),
    "whereabouts": "unknown",
    "local_alert_raised_at": at(NOON - H),
    "vulnerable_adult": False,
    "unaccompanied_asylum_seeker": False,
    **ANSWERED,
}
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
    found = judged(EDITION, "national_alert", facts, NOON)
    return {ground.rule for ground, _ in found.carried_by} if found.verdict == "met" else set()


def stands_against(facts: dict[str, Any]) -> set[str]:
    """The rules that stand against it."""
    return against(EDITION, "national_alert", facts, NOON)


# --- the threshold -------------------------------------------------------------------------------------------------


@pytest.mark.rule("KEN23-NA-1")
@pytest.mark.parametrize("kind", ["child", "unborn_child"])
def test_for_children_on_a_protection_plan_who_are_missing(kind: str) -> None:
    assert carried_by({**MET, "subject_kind": kind}) == {"KEN23-NA-1"}
    assert judged(EDITION, "national_alert", {**ELSE, "plan": "child_in_need"}, NOON).verdict == "not_met"
    there = {name: value for name, value in ELSE.items() if name != "missing_since"}
    found = judged(EDITION, "national_alert", {**there, "plan": "child_protection", "happened": ["near_miss"]}, NOON)
    assert found.verdict == "not_met"


@pytest.mark.rule("KEN23-NA-1")
@pytest.mark.parametrize(
    "who", [{"vulnerable_adult": True}, {"unaccompanied_asylum_seeker": True}, {"legal_status": "care_order"}]
)
def test_the_stricter_reading_decides_of_whom_it_is_not_for(who: dict[str, Any]) -> None:
    assert stands_against({**MET, **who}) == {"KEN23-NA-1"}


@pytest.mark.rule("KEN23-NA-1")
def test_the_other_reading_is_shown_to_who_sends_it() -> None:
    found = judged(EDITION, "national_alert", {**MET, "legal_status": "care_order"}, NOON)
    [(ground, _)] = found.against
    assert "by the other" in ground.sentence
    text = read(EDITION, "KEN23-NA-1")
    assert text.status == "conflict"
    assert text.other_reading and "looked after" in text.other_reading


@pytest.mark.rule("KEN23-NA-1", "KEN23-NA-14")
def test_a_child_in_care_comes_in_exceptionally_and_an_asylum_seeker_not_even_then() -> None:
    abducted = {**ELSE, "legal_status": "care_order", "abducted_by_person_of_risk": True}
    assert carried_by(abducted) == {"KEN23-NA-14"}
    assert stands_against({**abducted, "unaccompanied_asylum_seeker": True}) == {"KEN23-NA-1"}


@pytest.mark.rule("KEN23-NA-2")
@pytest.mark.parametrize(
    "answer",
    [
        {"whereabouts": "locality_known"},
        {"whereabouts": "known"},
        {"temporarily_absent": True},
        {"with_family_or_friends": True},
        {"on_holiday": True},
        {"believed_missing_by_family": False},
        {"key_agencies_asked": False},
        {"police_consulted": False},
        {"missing_since": at(NOON - THREE_WEEKS + timedelta(minutes=1))},
    ],
)
def test_locality_three_weeks_and_each_question_stand_against_it(answer: dict[str, Any]) -> None:
    assert stands_against({**MET, **answer}) == {"KEN23-NA-2"}


@pytest.mark.rule("KEN23-NA-2")
@pytest.mark.parametrize("question", [*ANSWERED, "whereabouts", "missing_since"])
def test_a_question_that_is_not_answered_leaves_it_open(question: str) -> None:
    facts = {name: value for name, value in MET.items() if name != question}
    found = judged(EDITION, "national_alert", facts, NOON)
    assert found.verdict == "open"
    assert question in found.needs


@pytest.mark.rule("KEN23-NA-11")
def test_an_alert_under_the_procedure_comes_first() -> None:
    facts = {name: value for name, value in MET.items() if name != "local_alert_raised_at"}
    assert stands_against(facts) == {"KEN23-NA-11"}
    assert stands_against(MET) == set()


EXCEPTIONS: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "KEN23-NA-3": (
        {"section_47_investigation": "during", "sufficient_danger": True},
        [{"section_47_investigation": "none"}, {"sufficient_danger": False}],
    ),
    "KEN23-NA-14": (
        {"legal_status": "care_order", "abducted_by_person_of_risk": True},
        [
            {"legal_status": "interim_care_order"},
            {"abducted_by_person_of_risk": False},
            {"whereabouts": "thought_known"},
        ],
    ),
    "KEN23-NA-15": (
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
def test_an_exceptional_case_carries_it_without_a_plan_once_the_threshold_is_met(rule: str) -> None:
    facts, nearly = EXCEPTIONS[rule]
    assert carried_by({**ELSE, **facts}) == {rule}
    assert [each for each in nearly if carried_by({**ELSE, **facts, **each}) != set()] == []
    soon = {**ELSE, **facts, "missing_since": at(NOON - timedelta(days=5))}
    assert stands_against(soon) == {"KEN23-NA-2"}


@pytest.mark.rule("KEN23-NA-3")
@pytest.mark.parametrize("when", ["before", "during", "after"])
def test_just_before_during_or_just_after_the_investigation(when: str) -> None:
    assert carried_by({**ELSE, "section_47_investigation": when}) == {"KEN23-NA-3"}


# --- the way -------------------------------------------------------------------------------------------------------

STATED = {
    "national_alert_risk_level": "high",
    "police_risk_level": "high",
    "media_strategy": "considered",
    "links_in_uk": True,
    "links_abroad": False,
}
TEMPLATE: dict[str, Any] = {
    "kind": "initial",
    "de_alert_rationale": "no_de_alert",
    "person_completing": True,
    "protection_category": "neglect",
    "child_described": True,
    "parental_responsibility": True,
    "appearance": True,
    "photograph": "attached",
    "last_known_location": True,
    "linked_locations": True,
    "reason": True,
    "media_involvement": True,
    "plan_and_approach": True,
    "contacts": True,
}


def missing_child(**facts: Any) -> Case:
    """The alert has reached the unit."""
    return alerted({**MET, **STATED, **facts}, "KEN23-NTK-I")


def form_asked(**facts: Any) -> Case:
    """The unit's service manager has considered it and asked the social worker for the form."""
    case = missing_child(**facts)
    case.given(case.complete("national_alert", "asked"), by=UNIT_MANAGER)
    return take(case, "national_alert_form", WORKER)


def form_sent(**facts: Any) -> Case:
    """The form lies with the unit's service manager."""
    case = form_asked(**facts)
    return case.given(case.decide("national_alert_form", "completed", TEMPLATE), by=WORKER)


@pytest.mark.rule("KEN23-NA-9")
def test_the_assistant_director_alerts_the_unit_within_48_hours_where_the_threshold_is_met() -> None:
    case = with_director(MET, "KEN23-NTK-I")
    clock = case.running("national_alert_agreed")
    assert (clock.due, clock.owner) == (NOON + 48 * H, "assistant_director")
    assert {"KEN23-NA-9"} <= cited(
        [each for each in case.ever(ClockStartedV1) if each.clock == "national_alert_agreed"]
    )
    assert "national_alert_agreed" not in breached(case.until(NOON + 48 * H - timedelta(seconds=1)))
    assert "national_alert_agreed" in breached(case.until(NOON + 48 * H))
    in_time = with_director(MET, "KEN23-NTK-I").passes(hours=47)
    in_time.given(in_time.decide("assistant_director", "send_to_unit"), by=DIRECTOR)
    assert in_time.running("national_alert_agreed").state == "met"


def breached(case: Case) -> set[str]:
    """What was missed since the last move of the clock."""
    missed = {each.clock_id for each in case.of(ClockBreachedV1)}
    return {each.clock for each in case.routing.clocks.values() if each.clock_id in missed}


@pytest.mark.rule("KEN23-NA-9")
@pytest.mark.parametrize(
    "nearly",
    [
        {"missing_since": at(NOON - THREE_WEEKS + timedelta(minutes=1))},
        {"whereabouts": "locality_known"},
        {"plan": "none", "legal_status": "care_order"},
        *({name: not value} for name, value in ANSWERED.items()),
    ],
)
def test_no_such_time_where_the_threshold_is_not_met(nearly: dict[str, Any]) -> None:
    case = with_director({**MET, **nearly}, "KEN23-NTK-I")
    assert "national_alert_agreed" not in {each.clock for each in case.routing.clocks.values()}


@pytest.mark.rule("KEN23-NA-9")
@pytest.mark.parametrize("of_role", ["social_worker", "team_manager"])
def test_the_assistant_director_asks_social_worker_or_team_manager_for_the_form(of_role: str) -> None:
    case = missing_child()
    assert "national_alert_form" not in case.waiting
    case.given(ask("national_alert_form", of_role), by=DIRECTOR)
    assert case.task("national_alert_form").role == of_role
    case.when(ask("national_alert_form", of_role), by=MANAGER).refused("not_permitted")
    text = read(EDITION, "KEN23-NA-9")
    assert text.status == "conflict" and text.other_reading and "unit asks" in text.other_reading


@pytest.mark.rule("KEN23-DUTY-5")
def test_the_units_service_manager_considers_it_and_has_the_social_worker_asked() -> None:
    case = missing_child()
    assert "national_alert_form" not in case.waiting
    case.given(case.complete("national_alert", "asked"), by=UNIT_MANAGER)
    assert case.task("national_alert_form").people == (WORKER,)
    assert "KEN23-DUTY-5" in cited(case.of(TaskOpenedV1))


@pytest.mark.rule("KEN23-NA-9", "KEN23-NA-12")
def test_the_form_goes_to_the_units_manager_and_then_to_management_information_for_the_custodians() -> None:
    case = form_sent()
    assert case.task("national_alert_check").people == (UNIT_MANAGER,)
    assert "national_alert_cascade" not in case.waiting
    for by in (WORKER, DIRECTOR, INFORMATION[0]):
        case.when(case.decide("national_alert_check", "send"), by=by).refused("not_permitted")
    case.given(case.decide("national_alert_check", "send"), by=UNIT_MANAGER)
    assert case.task("national_alert_cascade").people == INFORMATION
    take(case, "national_alert_cascade", INFORMATION[0])
    case.given(case.decide("national_alert_cascade", "cascaded"), by=INFORMATION[0])
    [decided] = case.of(TaskDecidedV1)
    assert "every custodian or designated officer" in decided.title
    assert {"KEN23-NA-9", "KEN23-NA-12"} <= cited([decided])


@pytest.mark.rule("KEN23-NA-9")
def test_a_form_that_is_not_right_goes_back() -> None:
    case = form_sent()
    case.when(case.decide("national_alert_check", "amend"), by=UNIT_MANAGER).refused("comment_required")
    case.given(case.decide("national_alert_check", "amend", sealed="what"), by=UNIT_MANAGER)
    assert "national_alert_form" in case.waiting and "national_alert_cascade" not in case.waiting


@pytest.mark.rule("KEN23-NA-2")
@pytest.mark.parametrize(
    "nearly",
    [
        {"whereabouts": "locality_known"},
        {"whereabouts": "known"},
        {"missing_since": at(NOON - THREE_WEEKS + timedelta(minutes=1))},
        *({name: not value} for name, value in ANSWERED.items()),
    ],
)
def test_it_is_not_sent_while_the_threshold_stands_against_it(nearly: dict[str, Any]) -> None:
    case = form_sent(**nearly)
    case.when(case.decide("national_alert_check", "send"), by=UNIT_MANAGER)
    assert case.refused("outcome_refused")["rules"] == ["KEN23-NA-2"]


@pytest.mark.rule("KEN23-NA-2")
def test_nor_while_it_is_not_known_since_when_the_child_is_missing_or_a_question_is_open() -> None:
    case = form_sent()
    case.given(case.update(withdrawn=("missing_since",)), by=WORKER)
    case.when(case.decide("national_alert_check", "send"), by=UNIT_MANAGER).refused("outcome_refused")
    other = form_sent()
    other.given(other.update(withdrawn=("on_holiday",)), by=WORKER)
    other.when(other.decide("national_alert_check", "send"), by=UNIT_MANAGER)
    assert set(other.refused("facts_needed")["details"]["facts"]) == {"on_holiday"}


# --- the form ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("KEN23-NA-10")
@pytest.mark.parametrize("lacking", TEMPLATE)
def test_the_form_has_all_that_the_template_asks(lacking: str) -> None:
    case = form_asked()
    given = {name: value for name, value in TEMPLATE.items() if name != lacking}
    case.when(case.decide("national_alert_form", "completed", given), by=WORKER)
    refusal = case.refused("record_required")
    assert set(refusal["details"]["records"]) == {lacking}
    assert "KEN23-NA-10" in refusal["rules"]


@pytest.mark.rule("KEN23-NA-10")
@pytest.mark.parametrize("kind", ["initial", "update", "de_alert"])
def test_it_is_an_initial_alert_an_update_or_a_de_alert(kind: str) -> None:
    case = form_asked()
    records = {**TEMPLATE, "kind": kind, "de_alert_rationale": "given", "photograph": "not_initial"}
    case.given(case.decide("national_alert_form", "completed", records), by=WORKER)
    other = form_asked()
    other.when(other.decide("national_alert_form", "completed", {**TEMPLATE, "kind": "reminder"}), by=WORKER)
    other.refused("record_required")


def completing(**facts: Any) -> Case:
    """The social worker sends the form in with these facts; None withdraws one."""
    case = form_asked()
    gone = tuple(name for name, value in facts.items() if value is None)
    given = {name: value for name, value in facts.items() if value is not None}
    case.given(case.update(given, withdrawn=gone), by=WORKER)
    return case.when(case.decide("national_alert_form", "completed", TEMPLATE), by=WORKER)


@pytest.mark.rule("KEN23-NA-4")
@pytest.mark.parametrize("facts", [{"national_alert_risk_level": "low"}, {"national_alert_risk_level": None}])
def test_the_risk_level_is_stated_and_low_is_not_accepted(facts: dict[str, Any]) -> None:
    refusal = completing(**facts).refused("outcome_refused", rules=["KEN23-NA-4"])
    assert "medium or high" in refusal["sentence"]


@pytest.mark.rule("KEN23-NA-4")
@pytest.mark.parametrize("level", ["medium", "high"])
@pytest.mark.parametrize("police", ["medium", "high"])
def test_medium_and_high_are(level: str, police: str) -> None:
    facts = {"national_alert_risk_level": level, "police_risk_level": police, "grave_risk": True}
    assert "accepted" in completing(**facts).answer


@pytest.mark.rule("KEN23-NA-4")
def test_it_is_aligned_with_the_police_and_a_difference_to_their_low_is_explained() -> None:
    completing(police_risk_level=None).refused("outcome_refused", rules=["KEN23-NA-4"])
    for unexplained in ({}, {"risk_difference_explained": False}):
        refusal = completing(police_risk_level="low", **unexplained).refused("outcome_refused", rules=["KEN23-NA-4"])
        assert "difference" in refusal["sentence"]
    assert "accepted" in completing(police_risk_level="low", risk_difference_explained=True).answer
    text = read(EDITION, "KEN23-NA-4")
    assert text.status == "conflict" and text.other_reading and "low included" in text.other_reading


@pytest.mark.rule("KEN23-NA-5")
@pytest.mark.parametrize("decided", ["considered", "necessary"])
def test_it_states_what_was_decided_on_the_media(decided: str) -> None:
    completing(media_strategy=None).refused("outcome_refused", rules=["KEN23-NA-5"])
    assert "accepted" in completing(media_strategy=decided, grave_risk=True).answer


@pytest.mark.rule("KEN23-NA-6")
@pytest.mark.parametrize("lacking", ["links_in_uk", "links_abroad"])
def test_it_states_links_in_the_united_kingdom_and_abroad(lacking: str) -> None:
    completing(**{lacking: None}).refused("outcome_refused", rules=["KEN23-NA-6"])
    assert "accepted" in completing(links_in_uk=False, links_abroad=True).answer


# --- its times -----------------------------------------------------------------------------------------------------

ISSUED = datetime(2026, 11, 16, 9, tzinfo=UTC)  # a Monday


def issued(**facts: Any) -> Case:
    """The national alert was issued on the day before."""
    return missing_child(national_alert_issued_at=at(ISSUED), **facts)


@pytest.mark.rule("KEN23-NA-7")
def test_an_update_is_due_after_four_weeks_and_then_every_three_months() -> None:
    case = issued()
    first = datetime(2026, 12, 14, 9, tzinfo=UTC)
    assert (case.running("national_alert_update").due, case.running("national_alert_update").owner) == (
        first,
        "unit_service_manager",
    )
    assert "national_alert_update" not in breached(case.until(first - timedelta(seconds=1)))
    updated = issued().until(first - H)
    updated.given(updated.update({"national_alert_updated_at": at(first - 2 * H)}), by=WORKER)
    assert [each.late for each in updated.of(ClockMetV1)] == [False]
    assert updated.running("national_alert_update").due == datetime(2027, 3, 14, 7, tzinfo=UTC)
    assert "national_alert_update" in breached(case.until(first))
    assert case.running("national_alert_update").due == datetime(2027, 3, 14, 9, tzinfo=UTC)


@pytest.mark.rule("KEN23-NA-7")
@pytest.mark.parametrize(
    "ended",
    [
        {"seen_and_no_longer_missing_at": at(NOON)},
        {"national_alert_ended_at": at(NOON)},
        {"happened": ["missing", "death"], "died_at": at(NOON)},
    ],
)
def test_not_once_the_child_was_seen_or_died_or_the_alert_ended(ended: dict[str, Any]) -> None:
    case = issued()
    case.given(case.update(ended), by=WORKER)
    assert case.running("national_alert_update").state == "stopped"
    never = missing_child()
    assert "national_alert_update" not in {each.clock for each in never.routing.clocks.values()}


@pytest.mark.rule("KEN23-NA-7", "KEN23-NA-5")
def test_an_update_is_sent_at_any_time_when_the_alert_is_overtaken() -> None:
    case = issued()
    assert "national_alert_renewed" not in case.waiting
    case.given(case.update({"national_alert_overtaken_at": at(NOON - H)}), by=WORKER)
    [opened] = [each for each in case.of(TaskOpenedV1) if each.step == "national_alert_renewed"]
    assert {"KEN23-NA-7", "KEN23-NA-5"} <= cited([opened])
    case.when(case.decide("national_alert_renewed", "not_needed"), by=UNIT_MANAGER).refused("comment_required")
    case.given(case.decide("national_alert_renewed", "send"), by=UNIT_MANAGER)
    assert "national_alert_cascade" in case.waiting
    for by in (WORKER, "kent-team-manager", MANAGER, DIRECTOR):
        case.given(ask("national_alert_renewed"), by=by)


@pytest.mark.rule("KEN23-NA-7")
def test_there_is_none_to_update_before_it_was_issued_or_after_it_ended() -> None:
    for case in (missing_child(), issued(national_alert_ended_at=at(NOON - H))):
        case.when(ask("national_alert_renewed"), by=WORKER).refused("outcome_refused", rules=["KEN23-NA-7"])
        case.given(case.update({"national_alert_overtaken_at": at(NOON - H)}), by=WORKER)
        assert "national_alert_renewed" not in case.waiting


@pytest.mark.rule("KEN23-NA-8")
@pytest.mark.parametrize(
    ("ended", "clock"),
    [
        ({"seen_and_no_longer_missing_at": at(NOON - H)}, "de_alert"),
        ({"died_at": at(NOON - H)}, "de_alert_after_death"),
    ],
)
def test_a_de_alert_follows_within_3_working_days(ended: dict[str, str], clock: str) -> None:
    case = issued()
    case.given(case.update(ended), by=WORKER)
    due = datetime(2026, 11, 21, tzinfo=UTC)  # by the end of Friday
    assert (case.running(clock).due, case.running(clock).owner) == (due, "unit_service_manager")
    assert clock not in breached(case.until(due - timedelta(seconds=1)))
    assert clock in breached(case.until(due))
    assert "unit_service_manager" in told(case)
    in_time = issued()
    in_time.given(in_time.update(ended), by=WORKER)
    in_time.passes(days=2).given(in_time.update({"national_alert_ended_at": at(NOON + 40 * H)}), by=WORKER)
    assert in_time.running(clock).state == "met"


@pytest.mark.rule("KEN23-NA-8")
@pytest.mark.parametrize("fact", ["seen_and_no_longer_missing_at", "died_at"])
def test_no_de_alert_where_no_alert_was_issued_and_none_for_one_who_was_only_located(fact: str) -> None:
    never = missing_child()
    never.given(never.update({fact: at(NOON - H)}), by=WORKER)
    located = issued()
    located.given(located.update({"found_at": at(NOON - H)}), by=WORKER)
    for case in (never, located):
        assert not {"de_alert", "de_alert_after_death"} & {each.clock for each in case.routing.clocks.values()}


@pytest.mark.rule("KEN23-NA-13")
def test_strategy_discussion_and_planning_go_on_until_the_child_is_found() -> None:
    case = issued()
    assert "strategy_while_missing" in case.waiting
    case.given(ask("strategy_while_missing", "team_manager"), by=MANAGER)
    case.when(case.decide("strategy_while_missing", "held"), by="kent-team-manager").refused("comment_required")
    case.given(case.decide("strategy_while_missing", "held", sealed="plan"), by="kent-team-manager")
    assert "KEN23-NA-13" in cited(case.of(TaskDecidedV1))
    case.given(case.update({"seen_and_no_longer_missing_at": at(NOON - H)}), by=WORKER)
    case.when(ask("strategy_while_missing"), by=MANAGER).refused("outcome_refused", rules=["KEN23-NA-13"])


@pytest.mark.rule("KEN23-NA-13")
def test_each_update_of_the_alert_asks_for_it_again_but_not_once_the_child_was_seen() -> None:
    for seen, expected in (({}, True), ({"seen_and_no_longer_missing_at": at(NOON - 2 * H)}, False)):
        case = take(issued(), "strategy_while_missing", WORKER)
        case.given(case.decide("strategy_while_missing", "held", sealed="plan"), by=WORKER)
        case.given(case.update({"national_alert_updated_at": at(NOON - H), **seen}), by=WORKER)
        assert ("strategy_while_missing" in case.waiting) is expected
    assert "strategy_while_missing" not in missing_child().waiting
