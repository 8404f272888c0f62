"""Working Together 2013: what was answered once is asked again when the facts that ask for it are recorded anew."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.england.playing import BOARD, LEAD, MANAGER, PAEDIATRICIAN, WORKER, ago, decided, raised, record
from tests.rules.england.test_whose_and_how import DISCUSSED, MINUTES
from tests.unit.casework.case import NOON, at

NOW, YESTERDAY = at(NOON), ago(days=1)
HELD = {"strategy_discussion_with": DISCUSSED}
LONG_AGO, LONGER_AGO = ago(days=100), ago(days=120)
UNEXPECTED_AT_HOME = {"death_unexpected": True, "death_place": "home"}
# What was answered and is asked again: the facts, the answer, what is recorded after it that asks for it anew.
AGAIN: list[tuple[str, str, dict[str, Any], str, str, dict[str, Any], list[dict[str, Any]]]] = [
    (
        "WT13-02",
        "law_judge_without_early_help",
        {"early_help_agreement": "refused"},
        "no_referral",
        LEAD,
        {},
        [{"early_help_agreement": "agreed"}, {"early_help_agreement": "refused"}],
    ),
    (
        "WT13-11",
        "law_reasons_for_long_assessment",
        {"referral_received_at": LONG_AGO, "assessment_concluded_at": YESTERDAY},
        "recorded",
        WORKER,
        {},
        [{"assessment_concluded_at": NOW}],
    ),
    (
        "WT13-11",
        "law_reasons_for_long_assessment",
        {"referral_received_at": LONG_AGO, "assessment_concluded_at": YESTERDAY},
        "recorded",
        WORKER,
        {},
        [{"referral_received_at": LONGER_AGO}],
    ),
    (
        "WT13-30",
        "law_strategy_discussion",
        {**HELD, "significant_harm_suspected": True},
        "held",
        MANAGER,
        MINUTES,
        [{"significant_harm_suspected": False}, {"significant_harm_suspected": True}],
    ),
    (
        "WT13-30",
        "law_strategy_discussion",
        {**HELD, "emergency_action_at": YESTERDAY},
        "held",
        MANAGER,
        MINUTES,
        [{"emergency_action_at": NOW}],
    ),
    (
        "WT13-26",
        "law_section_47_enquiries",
        {"significant_harm_suspected": True},
        "begun",
        MANAGER,
        {},
        [{"significant_harm_suspected": False}, {"significant_harm_suspected": True}],
    ),
    (
        "WT13-26",
        "law_section_47_enquiries",
        {"emergency_protection_order_at": YESTERDAY},
        "begun",
        MANAGER,
        {},
        [{"emergency_protection_order_at": NOW}],
    ),
    (
        "WT13-26",
        "law_section_47_enquiries",
        {"police_protection_began_at": YESTERDAY},
        "begun",
        MANAGER,
        {},
        [{"police_protection_began_at": NOW}],
    ),
    (
        "WT13-SCR8",
        "law_points_meanwhile",
        {"review_delayed": True},
        "captured",
        BOARD,
        {},
        [{"review_delayed": False}, {"review_delayed": True}],
    ),
    (
        "WT13-CD5",
        "law_discuss_unexpected_death",
        {"death_unexpected": True},
        "held",
        PAEDIATRICIAN,
        {},
        [{"death_unexpected": False}, {"death_unexpected": True}],
    ),
    (
        "WT13-CD9",
        "law_decide_on_visit",
        UNEXPECTED_AT_HOME,
        "no_visit",
        PAEDIATRICIAN,
        {},
        [{"death_unexpected": False}, {"death_unexpected": True}],
    ),
    (
        "WT13-CD9",
        "law_decide_on_visit",
        UNEXPECTED_AT_HOME,
        "no_visit",
        PAEDIATRICIAN,
        {},
        [{"death_place": "community"}],
    ),
    (
        "WT13-CD15",
        "law_joint_report_when_complete",
        {"crucial_information_missing": True},
        "given",
        PAEDIATRICIAN,
        {},
        [{"crucial_information_missing": False}, {"crucial_information_missing": True}],
    ),
]


@pytest.mark.parametrize(
    ("step", "facts", "outcome", "by", "records", "then"),
    [pytest.param(*each[1:], marks=pytest.mark.rule(each[0])) for each in AGAIN],
)
def test_what_was_answered_is_asked_again_when_its_facts_are_recorded_anew(
    step: str, facts: dict[str, Any], outcome: str, by: str, records: dict[str, Any], then: list[dict[str, Any]]
) -> None:
    case = decided(record(raised(), **facts), step, outcome, by, **records)
    assert step not in record(case, learned_at=NOW).waiting
    for each in then:
        assert step not in case.waiting
        record(case.passes(minutes=1), **each)
    assert step in case.waiting
