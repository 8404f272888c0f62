"""Instruments that have nothing in common but the model: words as answers, impact times likelihood, bands, triggers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needfire.instruments.assessments import Answers, Bounds, Given
from needfire.instruments.judging import About, judge_assessment
from needfire.instruments.levels import LevelSet, judge_level, standing
from tests.unit.sdk.instruments import CALENDAR, NOW, answered, judge, matrix, screen

QUIET = {"gifts": "no", "lifts": "no", "place": "nearby", "before": "no"}


def rules(said: Any) -> list[str]:
    return [each.rules[0] for each in said]


@pytest.mark.parametrize(
    ("items", "total"),
    [
        (QUIET, Bounds(0, 0)),
        ({**QUIET, "lifts": "yes", "gifts": "suspected"}, Bounds(3, 3)),
        ({**QUIET, "before": "not_applicable"}, Bounds(0, 0)),
        ({**QUIET, "before": "unknown"}, Bounds(0, 2)),
        ({"lifts": "suspected"}, Bounds(1, 5)),
        ({}, Bounds(0, 6)),
    ],
)
def test_yes_no_and_suspected_count_as_the_instrument_says(items: dict[str, str], total: Bounds) -> None:
    assert judge(screen(), items).total == total


def test_a_score_by_section_and_what_is_unanswered() -> None:
    found = judge(screen(), {"lifts": "yes"})
    assert found.sections == {"signs": Bounds(2, 4), "history": Bounds(0, 2)}
    assert found.unanswered == ("gifts", "place", "before")
    assert found.arithmetic == (
        "Signs: 2 to 4.",
        "History: 0 to 2.",
        "Total: 2 to 6. It is an indication; a person sets the level.",
    )


def test_must_refuses_should_warns_and_a_prompt_asks() -> None:
    worrying = {**QUIET, "lifts": "suspected", "gifts": "suspected", "place": "online"}
    found = judge(screen(), worrying)
    assert (rules(found.refusals), rules(found.warnings), rules(found.prompts)) == (["SCR-6"], ["SCR-5"], ["SCR-7"])
    assert found.warnings[0].about == "gifts" and not found.acceptable
    seen = judge(screen(), worrying, evidence={"signs": {"text": True}})
    assert seen.acceptable and rules(seen.warnings) == ["SCR-5"]


@pytest.mark.parametrize(("age", "warned"), [(12, True), (13, False), (None, False)])
def test_a_rule_may_speak_of_the_case_too(age: int | None, warned: bool) -> None:
    facts = {"age_years": age} if age else {}
    found = judge(screen(), {**QUIET, "before": "suspected"}, facts)
    assert rules(found.warnings) == (["SCR-8"] if warned else [])


@pytest.mark.parametrize(("lifts", "started"), [("yes", ("refer",)), ("suspected", ())])
def test_what_the_total_sets_off(lifts: str, started: tuple[str, ...]) -> None:
    found = judge(screen(), {**QUIET, "lifts": lifts, "before": "suspected"})
    assert tuple(each for trigger in found.triggers for each in trigger.starts) == started
    assert all(trigger.used == ("total",) and trigger.rules == ("SCR-9",) for trigger in found.triggers)


def test_bands_indicate_what_the_bounds_allow() -> None:
    def indicated(items: dict[str, str]) -> tuple[str, ...]:
        return judge_level(screen(), LevelSet("some"), judge(screen(), items)).indicated

    assert indicated(QUIET) == ("none",)
    assert indicated({**QUIET, "lifts": "yes", "before": "suspected"}) == ("some",)
    assert indicated({"lifts": "no"}) == ("none", "some")
    assert judge_level(screen(), LevelSet("some"), judge(screen(), QUIET)).differs
    with pytest.raises(ValueError, match="no levels"):
        judge_level(matrix(), LevelSet("some"), judge(matrix(), {}))


def test_impact_times_likelihood() -> None:
    found = judge(matrix(), {"arson": ("severe", "even"), "cooking": ("minor", "rare")})
    assert found.total == Bounds(16, 16)
    assert judge(matrix(), {"arson": ("severe", "even")}).total == Bounds(16, 40)  # the other one is 1 to 25
    assert rules(found.refusals) == ["MAT-3"] and found.refusals[0].about == "arson"
    owned = Given(("severe", "even"), asked={"owner": True})
    assert judge(matrix(), {"arson": owned, "cooking": ("minor", "rare")}).acceptable
    assert judge(matrix(), {"cooking": ("severe", "rare")}).acceptable  # 5 has no owner yet


def test_one_of_its_answers_and_a_sections_highest_can_be_spoken_of() -> None:
    certain = Given(("severe", "certain"), asked={"owner": True})
    found = judge(matrix(), {"arson": certain})
    assert (rules(found.prompts), rules(found.warnings)) == (["MAT-4"], ["MAT-5"])
    likely = Given(("severe", "even"), asked={"owner": True})
    assert (judge(matrix(), {"arson": likely}).prompts, judge(matrix(), {"arson": likely}).warnings) == ((), ())


@pytest.mark.parametrize(
    ("instrument", "items"),
    [
        (screen(), {**QUIET, "lifts": "maybe"}),
        (screen(), {**QUIET, "lifts": "2"}),
        (screen(), {**QUIET, "lifts": ("yes", "no")}),
        (screen(), {**QUIET, "lifts": ()}),
        (screen(), {**QUIET, "lifts": "unknown"}),
        (screen(), {**QUIET, "lifts": "not_applicable"}),
        (screen(), {**QUIET, "lifts": Given(("yes",), "unknown")}),
        (screen(), {**QUIET, "phones": "yes"}),
        (screen(), {key: value for key, value in QUIET.items() if key != "lifts"}),
        (matrix(), {"arson": ("severe",)}),
        (matrix(), {"arson": ("even", "severe")}),
        (matrix(), {"arson": Given(("minor", "rare"), asked={"owner": "a name"})}),
        (matrix(), {"arson": Given(("minor", "rare"), asked={"colour": True})}),
    ],
)
def test_bad_input_is_refused_at_its_item_and_never_raises(instrument: Any, items: dict[str, Any]) -> None:
    found = judge(instrument, items)
    assert len(found.refusals) == 1 and found.refusals[0].about in ("lifts", "phones", "arson")


def test_other_bad_input_is_refused_too() -> None:
    assert len(judge(screen(), QUIET, evidence={"attic": {"text": True}}).refusals) == 1
    assert len(judge(screen(), QUIET, evidence={"signs": {"text": "much"}}).refusals) == 1
    assert len(judge(screen(), QUIET, asked={"told_parents": "yes"}).refusals) == 1
    assert len(judge(screen(), QUIET, asked={"told_aunts": True}).refusals) == 1


def test_an_assessment_keeps_its_version() -> None:
    old = answered(screen(), QUIET)
    newer = replace(screen(), version="3")
    [said] = judge_assessment(newer, old, About({}, NOW, CALENDAR)).refusals
    assert "screen 2" in said.sentence and "screen 3" in said.sentence
    with pytest.raises(ValueError, match="one version"):
        standing([judge(screen(), QUIET), judge(matrix(), {})])


VALUES = st.one_of(
    st.sampled_from(["yes", "no", "suspected", "not_applicable", "unknown", "perhaps", "-1", ""]),
    st.tuples(st.text(max_size=3), st.text(max_size=3)),
)


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from(["gifts", "lifts", "place", "before", "other"]), VALUES))
def test_whatever_is_answered_the_bounds_hold_and_nothing_raises(items: dict[str, Any]) -> None:
    found = judge(screen(), items)
    assert 0 <= found.total.lowest <= found.total.highest <= 6
    assert found.total == sum(found.sections.values(), Bounds(0, 0))


@given(st.sampled_from(["yes", "no", "suspected"]), st.sampled_from(["yes", "no", "suspected"]))
def test_what_is_not_applicable_never_changes_a_total(gifts: str, lifts: str) -> None:
    rest = {"gifts": gifts, "lifts": lifts, "place": "online"}
    without = judge(screen(), {**rest, "before": "not_applicable"}).total
    assert without.settled
    assert without == judge(screen(), {**rest, "before": "no"}).total
    assert judge(screen(), rest).total == Bounds(without.lowest, without.lowest + 2)


def test_answers_of_nothing_are_a_draft_with_all_bounds_open() -> None:
    found = judge_assessment(screen(), Answers("screen 2"), About({}, NOW, CALENDAR))
    assert found.total == Bounds(0, 6) and not found.acceptable
