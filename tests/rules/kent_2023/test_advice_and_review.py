"""Advice, monitoring and review under Kent's edition of 2023 (KEN23-ALERT-9, KEN23-CONSULT-1, KEN23-MON, KEN23-REV)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.escalation import ClockBreachedV1, ClockMetV1, RequestMadeV1, TaskDecidedV1, TaskOpenedV1
from contracts.intake import NotificationUpdatedV1, RecordConsultationV1
from needfire.working_time import occurrence
from tests.rules.kent import CALENDAR, EDITIONS, ask, cited, read, take, told
from tests.unit.casework.case import NOON, THIS, Case
from tests.unit.escalation.kent import CHARGED, DIED_IN_CARE, DIRECTOR, HARMLESS, alerted, raised, with_director

EDITION = "2023-12"
H = timedelta(hours=1)
OFFICERS = ("kent-standards-officer-1", "kent-standards-officer-2")
UNIT_MANAGER = "kent-unit-service-manager"
ADVICE = {**HARMLESS, "practice_advice_wanted": True}
ON_PLAN = {**HARMLESS, "plan": "child_protection"}
IN_CARE = {**HARMLESS, "legal_status": "care_order"}
CONSULTED = {
    "reviewing_officer": "kent-reviewing-officer",
    "child_protection_chair": "kent-conference-chair",
    "service_manager": "kent-service-manager",
}


def consult(role: str) -> RecordConsultationV1:
    """The command that records what this role advised."""
    return RecordConsultationV1(THIS, role, CONSULTED[role], "raise")


# --- KEN23-ALERT-9 -------------------------------------------------------------------------------------------------


@pytest.mark.rule("KEN23-ALERT-9")
@pytest.mark.parametrize("role", ["reviewing_officer", "child_protection_chair"])
def test_an_alert_for_practice_advice_waits_for_the_reviewing_officer_or_the_chair(role: str) -> None:
    case = with_director(ADVICE, "KEN23-NTK-K")
    case.when(case.decide("assistant_director", "send_to_unit"), by=DIRECTOR)
    refusal = case.refused("outcome_refused", rules=["KEN23-ALERT-9"])
    assert "practice consultation" in refusal["sentence"]
    case.given(consult("service_manager"), by="kent-social-worker")
    case.when(case.decide("assistant_director", "send_to_unit"), by=DIRECTOR).refused("outcome_refused")
    case.given(consult(role), by="kent-social-worker")
    case.given(case.decide("assistant_director", "send_to_unit"), by=DIRECTOR)


@pytest.mark.rule("KEN23-ALERT-9")
@pytest.mark.parametrize("wanted", [{}, {"practice_advice_wanted": False}])
def test_an_alert_for_anything_else_does_not(wanted: dict[str, bool]) -> None:
    case = with_director({**HARMLESS, **wanted}, "KEN23-NTK-K")
    case.given(case.decide("assistant_director", "send_to_unit"), by=DIRECTOR)


@pytest.mark.rule("KEN23-ALERT-9", "KEN23-ALERT-0")
def test_what_must_be_alerted_does_not_wait_for_advice() -> None:
    case = with_director({**DIED_IN_CARE, "practice_advice_wanted": True}, "KEN23-NTK-A")
    case.given(case.decide("assistant_director", "send_to_unit"), by=DIRECTOR)


@pytest.mark.rule("KEN23-ALERT-9")
def test_a_practice_consultation_can_be_asked_for_in_its_place() -> None:
    case = with_director(ADVICE, "KEN23-NTK-K")
    case.given(ask("practice_consultation"), by="kent-service-manager")
    assert "KEN23-ALERT-9" in cited(case.of(TaskOpenedV1))


# --- KEN23-CONSULT-1 -----------------------------------------------------------------------------------------------


@pytest.mark.rule("KEN23-CONSULT-1")
@pytest.mark.parametrize(
    ("urgent", "due"),
    # Tuesday at noon; a time in working days ends with the day.
    [(False, datetime(2026, 11, 21, tzinfo=UTC)), (True, NOON + 24 * H)],
)
def test_a_consultation_is_answered_within_3_working_days_or_24_hours(urgent: bool, due: datetime) -> None:
    case = raised(HARMLESS, "KEN23-NTK-K").given(ask("practice_consultation", urgent=urgent), by="kent-social-worker")
    assert case.task("practice_consultation").people == OFFICERS
    assert case.running("practice_consultation").due == due
    assert case.until(due - timedelta(seconds=1)).of(ClockBreachedV1) == []
    assert len(case.until(due).of(ClockBreachedV1)) == 1
    assert told(case) == ["standards_officer"]


@pytest.mark.rule("KEN23-CONSULT-1")
def test_a_standards_officer_answers_it_and_records_it() -> None:
    case = raised(HARMLESS, "KEN23-NTK-K").given(ask("practice_consultation"), by="kent-social-worker")
    case.when(case.claim("practice_consultation"), by="kent-service-manager").refused("not_permitted")
    take(case, "practice_consultation", OFFICERS[0])
    case.when(case.decide("practice_consultation", "answered"), by=OFFICERS[0]).refused("comment_required")
    case.passes(hours=20).given(case.decide("practice_consultation", "answered", sealed="advice"), by=OFFICERS[0])
    assert [each.late for each in case.of(ClockMetV1)] == [False]
    assert "recorded on the child's file" in case.of(TaskDecidedV1)[0].title


@pytest.mark.rule("KEN23-CONSULT-1")
@pytest.mark.parametrize("facts", [ON_PLAN, IN_CARE])
@pytest.mark.parametrize("role", ["reviewing_officer", "child_protection_chair"])
def test_of_a_child_on_a_plan_or_looked_after_chair_or_reviewing_officer_hear_first(
    facts: dict[str, Any], role: str
) -> None:
    case = raised(facts, "KEN23-NTK-K")
    case.when(ask("practice_consultation"), by="kent-social-worker")
    case.refused("outcome_refused", rules=["KEN23-CONSULT-1"])
    case.given(consult("service_manager"), by="kent-social-worker")
    case.when(ask("practice_consultation"), by="kent-social-worker").refused("outcome_refused")
    case.given(consult(role), by="kent-social-worker")
    case.given(ask("practice_consultation"), by="kent-social-worker")


@pytest.mark.rule("KEN23-CONSULT-1")
@pytest.mark.parametrize("plan", ["none", "child_in_need"])
def test_of_other_children_it_is_asked_at_once_by_practitioners(plan: str) -> None:
    for by in ("kent-social-worker", "kent-youth-justice-worker", "kent-team-manager", "kent-operational-manager"):
        case = raised({**HARMLESS, "plan": plan}, "KEN23-NTK-K").given(ask("practice_consultation"), by=by)
        assert len(case.of(RequestMadeV1)) == 1
    raised(HARMLESS, "KEN23-NTK-K").when(ask("practice_consultation"), by="kent-lead-member").refused("not_permitted")


# --- KEN23-MON -----------------------------------------------------------------------------------------------------


def discussed(case: Case, outcome: str, sealed: str | None = None) -> Case:
    """The standards officer has discussed the alert."""
    take(case, "discuss_alert", OFFICERS[1])
    records = {"discussed_with": "principal_social_worker"}
    return case.when(case.decide("discuss_alert", outcome, records, sealed), by=OFFICERS[1])


@pytest.mark.rule("KEN23-MON-1")
def test_at_once_on_an_alert_a_standards_officer_is_to_discuss_it() -> None:
    case = alerted(HARMLESS, "KEN23-NTK-K")
    [opened] = [each for each in case.of(TaskOpenedV1) if each.step == "discuss_alert"]
    assert opened.people == OFFICERS
    assert "KEN23-MON-1" in cited([opened])
    take(case, "discuss_alert", OFFICERS[0])
    case.when(case.decide("discuss_alert", "no_further_reporting", {"discussed_with": "director"}), by=OFFICERS[0])
    case.refused("record_required")
    text = read(EDITION, "KEN23-MON-1")
    assert text.status == "conflict" and text.other_reading and "practice development manager" in text.other_reading


@pytest.mark.rule("KEN23-MON-1")
def test_not_of_a_need_to_know_that_is_finalised() -> None:
    case = with_director(HARMLESS, "KEN23-NTK-K")
    case.given(case.decide("assistant_director", "finalise"), by=DIRECTOR)
    assert case.waiting == []


@pytest.mark.rule("KEN23-MON-1")
@pytest.mark.parametrize(
    ("facts", "category", "more"),
    [(HARMLESS, "KEN23-NTK-K", []), (CHARGED, "KEN23-NTK-G", ["assistant_director_adolescents"])],
)
def test_agreed_reporting_is_raised_at_once_with_the_managers(
    facts: dict[str, Any], category: str, more: list[str]
) -> None:
    case = alerted(facts, category)
    discussed(case, "raise_onward").refused("comment_required")
    case.when(
        case.decide("discuss_alert", "raise_onward", {"discussed_with": "unit_service_manager"}, "which"),
        by=OFFICERS[1],
    )
    assert told(case) == ["principal_social_worker", "unit_service_manager", *more]
    none = discussed(alerted(facts, category), "no_further_reporting")
    assert "accepted" in none.answer and told(none) == []


@pytest.mark.rule("KEN23-MON-2", "KEN23-MON-2A")
def test_trends_are_reported_three_times_a_year_and_areas_follow_their_own() -> None:
    trends, own = EDITIONS[EDITION].reports
    assert trends.every is not None
    start = datetime(2026, 1, 1, 9, tzinfo=UTC)
    due = [occurrence(start, trends.every, number, CALENDAR).due for number in (1, 2, 3)]
    assert [each.date().isoformat() for each in due] == ["2026-05-01", "2026-09-01", "2027-01-01"]
    assert trends.by == "safeguarding_unit"
    assert (own.by, own.every) == ("assistant_director", None)
    assert "KEN23-MON-2A" in trends.rules and read(EDITION, "KEN23-MON-2A").status == "assumption"


# --- KEN23-REV -----------------------------------------------------------------------------------------------------


@pytest.mark.rule("KEN23-REV-1")
@pytest.mark.parametrize(
    "by", ["kent-social-worker", "kent-youth-justice-worker", "kent-team-manager", "kent-service-manager"]
)
def test_a_development_that_changes_the_risk_becomes_an_update(by: str) -> None:
    case = alerted(HARMLESS, "KEN23-NTK-K")
    case.given(case.update({"grave_risk": True}), by=by)
    assert "KEN23-REV-1" in cited(case.of(NotificationUpdatedV1))
    case.when(case.update({"grave_risk": False}), by="kent-lead-member").refused("not_permitted")


@pytest.mark.rule("KEN23-REV-1")
def test_no_interval_is_invented_for_a_continuous_review() -> None:
    case = alerted(HARMLESS, "KEN23-NTK-K")
    opened = len(case.ever(TaskOpenedV1))
    assert len(case.passes(days=400).ever(TaskOpenedV1)) == opened
    assert EDITIONS[EDITION].reviews == ()


@pytest.mark.rule("KEN23-REV-2")
def test_an_alert_may_require_a_safeguarding_review_with_learning() -> None:
    case = alerted(HARMLESS, "KEN23-NTK-K")
    assert "safeguarding_review" not in case.waiting
    case.when(ask("safeguarding_review"), by="kent-social-worker").refused("not_permitted")
    for by in (UNIT_MANAGER, "kent-unit-assistant-director", "kent-principal-social-worker", "kent-director"):
        case.given(ask("safeguarding_review"), by=by)
        case.when(case.decide("safeguarding_review", "reviewed"), by=UNIT_MANAGER).refused("comment_required")
        case.given(case.decide("safeguarding_review", "reviewed", sealed="learning"), by=UNIT_MANAGER)
        assert "KEN23-REV-2" in cited(case.of(TaskDecidedV1))
