"""Working Together 2013: strategy discussion, section 47 enquiries, conferences, plans and their end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.rules.england.playing import (
    BOARD,
    CHAIR,
    DAY,
    LEAD,
    MANAGER,
    WORKER,
    ago,
    ask,
    decided,
    due,
    met,
    missed_at,
    opened,
    raised,
    read,
    record,
    running,
    sent_to,
)
from tests.unit.casework.case import NOON, Case, at

FOUR = ["social_worker", "manager", "health", "police"]
RECORDS = {
    "able_to_decide": True,
    "who_does_what_by_when": True,
    "section_47": True,
    "family_may_be_told": "withheld_for_investigation",
}


def held(case: Case, **records: Any) -> Case:
    """The manager says that the strategy discussion was held."""
    answer = case.decide("law_strategy_discussion", "held", {**RECORDS, **records}, sealed="sealed")
    return case.when(answer, by=MANAGER)


@pytest.mark.rule("WT13-30")
def test_reasonable_cause_leads_to_a_strategy_discussion() -> None:
    case = record(raised(), significant_harm_suspected=True)
    assert "law_strategy_discussion" in opened(case)
    not_needed = case.decide("law_strategy_discussion", "not_needed", RECORDS, sealed="sealed")
    case.when(not_needed, by=MANAGER).refused("outcome_refused")
    assert "law_strategy_discussion" not in opened(record(raised(), significant_harm_suspected=False))


@pytest.mark.rule("WT13-30")
@pytest.mark.parametrize("missing", FOUR)
def test_it_needs_social_worker_manager_health_and_police(missing: str) -> None:
    case = record(raised(), significant_harm_suspected=True)
    held(case).refused("outcome_refused")
    record(case, strategy_discussion_with=[*(each for each in FOUR if each != missing), "school"])
    held(case).refused("outcome_refused")
    record(case, strategy_discussion_with=[*FOUR, "school"])
    assert "accepted" in held(case).answer


@pytest.mark.rule("WT13-30")
@pytest.mark.parametrize("record_of", RECORDS)
def test_what_was_decided_and_what_the_family_may_be_told_is_recorded(record_of: str) -> None:
    case = record(raised(), significant_harm_suspected=True, strategy_discussion_with=FOUR)
    assert "refused" in held(case, **{record_of: None}).answer
    assert "accepted" in held(case).answer


@pytest.mark.rule("WT13-33")
@pytest.mark.parametrize(("request_id", "by"), [("law_ask_for_conference", MANAGER), ("law_settle_difference", BOARD)])
def test_other_professionals_may_ask_for_a_conference_that_was_decided_against(request_id: str, by: str) -> None:
    case = raised()
    case.when(ask(request_id), by=LEAD).refused("outcome_refused")
    record(case, conference_decision="held")
    case.when(ask(request_id), by=LEAD).refused("outcome_refused")
    record(case, conference_decision="not_held")
    case.when(ask(request_id), by=WORKER).refused("not_permitted")
    case.given(ask(request_id), by=LEAD)
    outcome = "convened" if by == MANAGER else "settled"
    decided(case, request_id, outcome, by)


@pytest.mark.rule("WT13-34", "WT13-34A")
def test_the_initial_conference_comes_within_15_working_days_of_the_discussion() -> None:
    case = record(raised(), strategy_discussion_at=at(NOON))
    missed_at(case, "law_initial_conference", datetime(2026, 12, 9, tzinfo=UTC))


@pytest.mark.rule("WT13-34")
def test_of_several_discussions_that_counts_at_which_enquiries_were_started() -> None:
    case = record(raised(), strategy_discussion_at=ago(days=7))
    assert due(case, "law_initial_conference") == datetime(2026, 12, 2, tzinfo=UTC)
    record(case, section_47_discussion_at=at(NOON))
    assert due(case, "law_initial_conference") == datetime(2026, 12, 9, tzinfo=UTC)


@pytest.mark.rule("WT13-34", "WT13-34A")
@pytest.mark.parametrize("outcome", ["not_substantiated", "not_started"])
def test_without_substantiated_harm_no_conference_is_due(outcome: str) -> None:
    case = record(raised(), strategy_discussion_at=at(NOON))
    record(case, section_47_outcome="substantiated")
    assert "law_initial_conference" in running(case)
    record(case, section_47_outcome=outcome)
    assert "law_initial_conference" not in running(case)
    assert read("WT13-34A").other_reading


@pytest.mark.rule("WT13-39")
def test_the_core_group_meets_within_10_working_days_of_the_conference() -> None:
    case = record(raised(), initial_conference_at=at(NOON), initial_conference_outcome="plan")
    missed_at(case, "law_core_group", datetime(2026, 12, 2, tzinfo=UTC))


@pytest.mark.rule("WT13-39", "WT13-41")
def test_without_a_plan_nobody_waits_for_a_core_group_or_a_review() -> None:
    case = record(raised(), initial_conference_at=at(NOON), initial_conference_outcome="no_plan")
    assert running(case) == set()


@pytest.mark.rule("WT13-41")
def test_the_first_review_comes_after_3_months_and_is_missed_then() -> None:
    case = record(
        raised(), initial_conference_at=at(NOON), initial_conference_outcome="plan", core_group_met_at=at(NOON)
    )
    missed_at(case.until(NOON + 80 * DAY), "law_review_conference", datetime(2027, 2, 17, 12, tzinfo=UTC))


@pytest.mark.rule("WT13-41")
def test_the_next_reviews_come_at_most_6_months_apart_until_the_plan_ends() -> None:
    case = record(
        raised(), initial_conference_at=at(NOON), initial_conference_outcome="plan", core_group_met_at=at(NOON)
    )
    first = datetime(2027, 2, 1, 12, tzinfo=UTC)
    assert met(record(case.until(first), review_conference_at=at(first))) == [False]
    assert due(case, "law_review_conference") == datetime(2027, 8, 1, 11, tzinfo=UTC)
    second = datetime(2027, 7, 1, 11, tzinfo=UTC)
    assert met(record(case.until(second), review_conference_at=at(second))) == [False]
    assert due(case, "law_review_conference") == datetime(2028, 1, 1, 12, tzinfo=UTC)
    record(case, protection_plan_ended_at=at(second))
    assert "law_review_conference" not in running(case)


@pytest.mark.rule("WT13-44")
def test_a_child_who_has_moved_here_has_a_conference_within_15_working_days() -> None:
    case = record(raised(), moved_in_notified_at=at(NOON))
    missed_at(case, "law_conference_after_move", datetime(2026, 12, 9, tzinfo=UTC))


@pytest.mark.rule("WT13-44")
def test_the_plan_of_a_child_who_moved_away_ends_only_after_the_others_conference() -> None:
    case = raised(moved_away_at=ago(days=3))
    refusal = case.when(ask("law_end_protection_plan"), by=WORKER).refused("outcome_refused")
    assert refusal["rules"] == ["WT13-44"]
    record(case, receiving_conference_at=ago(days=1))
    case.given(ask("law_end_protection_plan"), by=WORKER)
    decided(case, "law_end_protection_plan", "ended", CHAIR)
    raised().given(ask("law_end_protection_plan"), by=WORKER)


@pytest.mark.rule("WT13-47")
def test_when_a_plan_ends_all_who_were_invited_are_told() -> None:
    case = record(raised(), protection_plan_ended_at=at(NOON))
    assert opened(case) == {"law_plan_ended"}
    assert "invited to the initial conference" in sent_to(case, "law_plan_ended")
    assert opened(record(raised(), initial_conference_at=at(NOON - timedelta(days=9)))) == set()


@pytest.mark.rule("WT13-39", "WT13-41")
def test_both_count_from_the_conference_itself_and_not_from_when_its_outcome_was_recorded() -> None:
    case = record(raised(), initial_conference_at=ago(days=1), initial_conference_outcome="plan")
    assert due(case, "law_core_group") == datetime(2026, 12, 1, tzinfo=UTC)
    assert due(case, "law_review_conference") == datetime(2027, 2, 16, 12, tzinfo=UTC)
    record(case, learned_at=at(NOON))
    assert due(case, "law_review_conference") == datetime(2027, 2, 16, 12, tzinfo=UTC)
