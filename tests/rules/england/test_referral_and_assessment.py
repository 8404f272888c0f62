"""Working Together 2013: early help, referral, assessment, return home."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.escalation import DutyOpenedV1, NoticeGivenV1
from tests.rules.england.playing import (
    DAY,
    HOUR,
    LEAD,
    MANAGER,
    WORKER,
    ago,
    ask,
    cited,
    decided,
    due,
    met,
    missed_at,
    opened,
    raised,
    read,
    record,
    running,
    told,
)
from tests.unit.casework.case import NOON, at

MIDNIGHT = datetime(2026, 11, 19, tzinfo=UTC)  # after one working day from Tuesday noon


@pytest.mark.rule("WT13-02")
def test_early_help_needs_agreement_and_a_refusal_is_judged() -> None:
    case = raised()
    refusal = case.when(ask("law_early_help_assessment"), by=LEAD).refused("outcome_refused")
    assert "agreement" in str(refusal)
    assert opened(record(case, early_help_agreement="refused")) == {"law_judge_without_early_help"}
    case.when(ask("law_early_help_assessment"), by=LEAD).refused("outcome_refused")
    decided(case, "law_judge_without_early_help", "no_referral", LEAD)


@pytest.mark.rule("WT13-02")
def test_early_help_with_agreement_is_assessed_and_nothing_is_judged() -> None:
    case = raised()
    assert opened(record(case, early_help_agreement="agreed")) == set()
    case.given(ask("law_early_help_assessment"), by=LEAD)
    assert "law_early_help_assessment" in case.waiting


@pytest.mark.rule("WT13-03")
@pytest.mark.parametrize("fact", ["child_may_be_in_need", "harm_suffered_or_likely", "significant_harm_suspected"])
def test_a_child_in_need_or_harmed_is_referred_immediately(fact: str) -> None:
    case = record(raised(), **{fact: True})
    assert "law_refer" in opened(case)
    assert due(case, "law_refer") == NOON


@pytest.mark.rule("WT13-03")
def test_nobody_need_refer_who_is_referred_or_not_in_need() -> None:
    assert "law_refer" not in opened(record(raised(), child_may_be_in_need=False))
    assert "law_refer" not in opened(record(raised(referral_received_at=ago(hours=1)), child_may_be_in_need=True))


@pytest.mark.rule("WT13-05")
@pytest.mark.parametrize("clock", ["law_referral_decision", "law_referral_acknowledged"])
def test_a_referral_is_decided_and_acknowledged_within_one_working_day(clock: str) -> None:
    missed_at(record(raised(), referral_received_at=at(NOON)), clock, MIDNIGHT)


@pytest.mark.rule("WT13-05")
def test_the_decision_on_a_referral_and_its_receipt_are_two_things() -> None:
    case = record(raised(), referral_received_at=at(NOON))
    assert met(record(case, referral_decided_at=at(NOON))) == [False]
    assert running(case) == {"law_referral_acknowledged"}
    assert met(record(case.passes(hours=1), referral_acknowledged_at=at(NOON + HOUR))) == [False]
    assert running(case) == set()


@pytest.mark.rule("WT13-06")
def test_the_referrer_hears_the_decision_and_below_the_threshold_why() -> None:
    assert "law_feedback" in opened(record(raised(), referral_response="services"))
    below = opened(record(raised(), referral_response="below_threshold"))
    assert "law_feedback_below_threshold" in below
    assert "law_feedback" not in below


@pytest.mark.rule("WT13-06")
@pytest.mark.parametrize(
    "response",
    ["immediate_protection", "child_in_need_assessment", "section_47_enquiries", "specialist_assessment", "services"],
)
def test_whatever_is_done_the_referrer_hears_of_it_and_need_not_be_told_why_not(response: str) -> None:
    told_of = opened(record(raised(), referral_response=response))
    assert {"law_feedback", "law_feedback_below_threshold"} & told_of == {"law_feedback"}


@pytest.mark.rule("WT13-03")
@pytest.mark.parametrize("fact", ["child_may_be_in_need", "harm_suffered_or_likely", "significant_harm_suspected"])
def test_who_is_in_need_when_the_case_is_raised_is_to_be_referred_from_then_on(fact: str) -> None:
    facts: dict[str, Any] = {fact: True}
    assert "law_refer" in opened(raised(**facts))


@pytest.mark.rule("WT13-07")
@pytest.mark.parametrize("response", ["section_47_enquiries", "below_threshold"])
def test_the_family_must_be_told_what_will_be_done(response: str) -> None:
    case = record(raised(), referral_response=response)
    [duty] = [each for each in case.of(DutyOpenedV1) if each.duty == "law_family_told"]
    assert duty.must
    assert "law_family_told" not in opened(record(raised(), referral_received_at=at(NOON)))


@pytest.mark.rule("WT13-06", "WT13-07", "WT13-GAP-1")
def test_no_time_is_invented_for_what_has_none_and_the_reader_is_told() -> None:
    case = record(raised(), referral_response="services")
    assert running(case) == set()
    assert "WT13-GAP-1" in cited(case.of(DutyOpenedV1))
    assert read("WT13-GAP-1").status == "gap"


@pytest.mark.rule("WT13-11")
def test_an_assessment_takes_45_working_days_from_the_referral() -> None:
    case = record(
        raised(), referral_received_at=ago(days=1), referral_decided_at=at(NOON), referral_acknowledged_at=at(NOON)
    )
    record(case, referral_response="child_in_need_assessment")
    # Monday 16 November; Christmas, 28 December and New Year's Day do not count.
    missed_at(case, "law_assessment", datetime(2027, 1, 22, tzinfo=UTC))


@pytest.mark.rule("WT13-11")
@pytest.mark.parametrize("response", ["services", "below_threshold"])
def test_without_an_assessment_no_time_runs(response: str) -> None:
    case = record(raised(), referral_received_at=at(NOON), referral_response=response)
    assert "law_assessment" not in running(case)


@pytest.mark.rule("WT13-11")
@pytest.mark.parametrize(("days", "asked"), [(66, set()), (67, {"law_reasons_for_long_assessment"})])
def test_reasons_are_recorded_where_it_took_longer(days: int, asked: set[str]) -> None:
    case = record(raised(), referral_received_at=ago(days=1), referral_response="section_47_enquiries")
    concluded = NOON - DAY + timedelta(days=days)  # the last day is Thursday 21 January 2027
    record(case.until(concluded), assessment_concluded_at=at(concluded))
    assert opened(case) - {"law_assessment_told", "law_referrer_told"} == asked
    if asked:
        decided(case, "law_reasons_for_long_assessment", "recorded", WORKER)


@pytest.mark.rule("WT13-11")
@pytest.mark.parametrize(("minutes", "asked"), [(0, False), (1, True)])
def test_45_working_days_to_the_minute_are_not_longer(minutes: int, asked: bool) -> None:
    case = record(raised(), referral_received_at=ago(days=1), referral_response="section_47_enquiries")
    concluded = datetime(2027, 1, 22, tzinfo=UTC) + timedelta(minutes=minutes)
    record(case.until(concluded), assessment_concluded_at=at(concluded))
    assert ("law_reasons_for_long_assessment" in opened(case)) is asked


@pytest.mark.rule("WT13-11")
def test_while_an_assessment_goes_on_nobody_records_why_it_took_longer() -> None:
    assert "law_reasons_for_long_assessment" not in opened(record(raised(), referral_received_at=ago(days=100)))


@pytest.mark.rule("WT13-14")
def test_after_an_assessment_agencies_family_and_referrer_are_told() -> None:
    case = raised()
    assert opened(record(case, assessment_concluded_at=at(NOON))) == {"law_assessment_told", "law_referrer_told"}


@pytest.mark.rule("WT13-14")
def test_the_police_are_told_of_a_crime_and_of_nothing_else() -> None:
    assert opened(record(raised(), crime_committed=True)) == {"law_crime"}
    assert opened(record(raised(), crime_committed=False)) == set()


@pytest.mark.rule("WT13-18", "WT13-18A")
def test_a_return_home_is_assessed_before_the_child_returns() -> None:
    planned = NOON + 9 * DAY
    case = record(raised(legal_status="care_order"), return_home_planned_at=at(planned))
    missed_at(case, "law_assessment_before_return", planned)
    assert read("WT13-18A").status == "assumption"
    assert read("WT13-18A").other_reading


@pytest.mark.rule("WT13-18")
def test_the_assessment_of_a_return_in_time_meets_it_and_one_who_is_not_in_care_needs_none() -> None:
    planned = NOON + 9 * DAY
    case = record(raised(legal_status="care_order"), return_home_planned_at=at(planned))
    before = planned - HOUR
    assert met(record(case.until(before), return_home_assessed_at=at(before))) == [False]
    assert running(record(raised(), return_home_planned_at=at(planned))) == set()


@pytest.mark.rule("WT13-PLAT-1")
def test_what_a_missed_time_does_is_ours_and_is_said_where_somebody_is_reminded() -> None:
    case = record(raised(), referral_received_at=at(NOON)).until(MIDNIGHT)
    assert {"social_worker"} == told(case)
    assert "WT13-PLAT-1" in cited(case.of(NoticeGivenV1))
    assert (read("WT13-PLAT-1").status, bool(read("WT13-PLAT-1").other_reading)) == ("assumption", True)


def test_a_case_that_records_none_of_this_goes_as_before() -> None:
    case = raised()
    assert (opened(case), running(case)) == (set(), set())
    assert MANAGER not in case.waiting
