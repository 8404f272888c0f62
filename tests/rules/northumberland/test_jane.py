"""Jane's story, as the article tells it, on the moved clock: 12 weeks on the register, and the step-down of the procedure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from contracts.escalation import ClockBreachedV1, ClockMetV1, ClockStartedV1
from needfire.instruments.assessments import Answers
from needfire.instruments.levels import LevelSet, judge_level, standing
from tests.rules.northumberland.assessing import checklist, edition, judged, scored, sound, with_evidence
from tests.rules.northumberland.playing import (
    AGREED,
    COMPLETE,
    GROUP,
    LEAD,
    level,
    reduce,
    referred,
    rules_of,
)
from tests.unit.casework.case import NOON, at

WEEK = timedelta(weeks=1)
DECIDED = {"set_by": True, "set_on": True, "because": True, "age_and_functioning": True}
# At the start, and at the reviews of weeks 3, 6, 9 and 12: heroin, poly drug use, the risk of overdose, low mood.
SCORES = [("4", "4", "4", "2"), ("3", "3", "3", "2"), ("3", "2", "3", "2"), ("2", "2", "2", "1"), ("2", "1", "1", "1")]
LEVELS = ["very_high", "very_high", "high", "high", "medium"]


def assessment(scores: tuple[str, str, str, str]) -> Answers:
    items = dict(zip(("SM5", "SM10", "SM15", "EH2"), scores, strict=True))
    answers = sound(OF1=scored("OF1", "2"), **{item: scored(item, value) for item, value in items.items()})
    return with_evidence(answers, "substance_misuse", disclosed=True, sorted_involved=True)


@pytest.mark.rule("NBL-JANE")
def test_the_scores_fall_over_the_reviews() -> None:
    found = [judged(assessment(scores)) for scores in SCORES]
    assert all(each.acceptable for each in found)
    assert [each.lowest for each in standing(found).totals] == [16, 13, 12, 9, 7]
    assert standing(found).change == -9
    for each, value in zip(found, LEVELS, strict=True):
        assert judge_level(checklist(), LevelSet(value, DECIDED), each).refusals == ()
    assert found[0].facts == {"poly_drug_use_scored": True}


@pytest.mark.rule("NBL-JANE")
def test_she_is_on_the_log_for_12_weeks_with_reviews_every_3_and_then_steps_down() -> None:
    first: Mapping[str, Any] = judged(assessment(SCORES[0])).facts
    facts = level("very_high", happened=["arrest"], offence="other", **COMPLETE, **first)
    case = referred(facts)
    assert "harm_reduction" in case.duties
    case.given(case.decide("rmg_decision", "concurs", AGREED), by=GROUP)
    case.given(case.update({"register_standing": "on_it"}), by=GROUP)
    for week, value in zip((3, 6, 9, 12), LEVELS[1:], strict=True):
        case.until(NOON + week * WEEK - timedelta(hours=week))  # each time well within 3 weeks of the last
        case.given(case.decide("checklist_review", "reviewed", {"keyworker_still_right": True}), by=LEAD)
        assert [(each.by_trigger, each.late) for each in case.of(ClockMetV1)] == [
            ("decided:checklist_review.reviewed", False)
        ]
        case.given(case.decide("plan_review", "reviewed", {"unmet_need": "none"}), by=GROUP)
        if week < 12:
            anew = {"vulnerability_level": value, "level_set_at": at(case.clock.now())}
            case.given(case.update(anew), by=LEAD)
            assert "on_register" in case.waiting and case.of(ClockStartedV1) == []
    reduce(case, LEVELS[-1])
    assert "step_down" in case.waiting  # the article goes back to the agency at once; the procedure does not
    assert "without a step-down" in (edition().rules["NBL-JANE"].other_reading or "")
    assert case.running("step_down_review").due == case.clock.now() + 3 * WEEK
    case.passes(days=200)
    assert "child_in_need_review" in case.waiting


@pytest.mark.rule("NBL-JANE")
def test_a_review_that_is_3_weeks_and_a_minute_away_is_late() -> None:
    case = referred(level("high", **COMPLETE))
    case.given(case.decide("rmg_decision", "concurs", AGREED), by=GROUP)
    case.until(NOON + 3 * WEEK + timedelta(minutes=1))
    [breached] = case.of(ClockBreachedV1)
    assert "NBL-P14B" in rules_of(breached)
    case.given(case.update({"new_information_at": at(NOON)}), by=LEAD)
    assert "level_review" in case.waiting
