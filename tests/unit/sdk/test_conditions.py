"""Conditions on facts: yes, no, or not known; which facts they rest on; how they counted; how they are said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from needfire.conditions import (
    All,
    AnyOf,
    Condition,
    Counts,
    Defined,
    Finding,
    InCategory,
    Is,
    Known,
    Lasted,
    Not,
    OnOrAfter,
    Setting,
    Within,
)
from needfire.vocabulary import VOCABULARY
from needfire.working_time import Period, england_and_wales

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
H = timedelta(hours=1)
CALENDAR = england_and_wales()
YES, NO = Is("happened", ("missing",)), Is("happened", ("death",))
UNKNOWN, UNKNOWN_TOO = Is("offence", ("rape",)), Is("plan", ("none",))


def judged(condition: Condition, *chosen: str, as_of: datetime = NOW, **facts: Any) -> Finding:
    """The condition judged on these facts, of a child who is missing."""
    categories: Mapping[str, Condition | None] = {"YES": YES, "NO": NO, "UNKNOWN": UNKNOWN, "JUDGED": None}
    definitions = {"gone": YES, "unclear": UNKNOWN}
    stated = VOCABULARY.read({"happened": ["missing"], **facts}, NOW)
    return condition.judge(Setting(stated, as_of, definitions, categories, VOCABULARY, CALENDAR, frozenset(chosen)))


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (All((YES, YES)), True),
        (All((YES, NO)), False),
        (All((YES, UNKNOWN)), None),
        (All((NO, UNKNOWN)), False),
        (All((UNKNOWN, NO)), False),
        (AnyOf((NO, NO)), False),
        (AnyOf((NO, YES)), True),
        (AnyOf((NO, UNKNOWN)), None),
        (AnyOf((YES, UNKNOWN)), True),
        (AnyOf((UNKNOWN, YES)), True),
        (Not(YES), False),
        (Not(NO), True),
        (Not(UNKNOWN), None),
        (Defined("gone"), True),
        (Defined("unclear"), None),
    ],
)
def test_what_is_not_known_stays_so_unless_another_part_settles_it(condition: Condition, holds: bool | None) -> None:
    assert judged(condition).holds is holds


def test_what_was_settled_by_one_part_cites_that_part_alone() -> None:
    found = judged(AnyOf((Is("plan", ("none",)), UNKNOWN, YES)), plan="child_protection")
    assert found.used == {"happened"}
    assert not found.needs


def test_what_no_part_settled_cites_all_and_names_what_would_settle_it() -> None:
    found = judged(All((YES, UNKNOWN, UNKNOWN_TOO)))
    assert found.used == {"happened"}
    assert found.needs == {"offence", "plan"}
    assert judged(All((YES, Is("plan", ("none",)))), plan="none").used == {"happened", "plan"}


def test_turning_a_condition_round_keeps_its_reasons() -> None:
    assert judged(Not(UNKNOWN)).needs == {"offence"}
    assert judged(Not(InCategory(("NO",)))) == Finding(True, frozenset({"happened"}))


def test_a_choice_of_several_holds_when_one_of_them_is_there() -> None:
    both = Is("happened", ("death", "missing"))
    assert judged(both).holds is True
    assert judged(Is("happened", ("arrest", "death")), happened=["missing", "arrest"]).holds is True
    assert judged(Is("broken_bones", (True,)), broken_bones=False).holds is False


def test_a_fact_is_known_or_not_and_both_are_answers() -> None:
    assert judged(Known("happened")) == Finding(True, frozenset({"happened"}))
    assert judged(Known("offence")) == Finding(False)


@pytest.mark.parametrize(
    ("comparison", "below", "equal", "above"),
    [
        ("at_least", False, True, True),
        ("more_than", False, False, True),
        ("at_most", True, True, False),
        ("under", True, False, False),
    ],
)
def test_counts_compare_at_their_border(comparison: Any, below: bool, equal: bool, above: bool) -> None:
    condition = Counts("age_years", comparison, 25)
    assert [judged(condition, age_years=years).holds for years in (24, 25, 26)] == [below, equal, above]
    assert judged(condition) == Finding(None, needs=frozenset({"age_years"}))


def test_a_count_says_how_it_compared() -> None:
    found = judged(Counts("age_years", "under", 25), age_years=24)
    assert found.arithmetic == ("age years is 24; the rule asks for under 25.",)


@pytest.mark.parametrize(
    ("comparison", "lasted", "holds"),
    [
        ("at_least", timedelta(hours=48), True),
        ("at_least", timedelta(hours=47, minutes=59), False),
        ("more_than", timedelta(hours=48), False),
        ("more_than", timedelta(hours=48, seconds=1), True),
    ],
)
def test_what_has_lasted_so_long_is_counted_to_now(comparison: Any, lasted: timedelta, holds: bool) -> None:
    condition = Lasted("missing_since", comparison, Period(48, "h"))
    found = judged(condition, missing_since=(NOW - lasted).isoformat())
    assert found.holds is holds
    assert found.used == {"missing_since"}


def test_what_has_ended_is_counted_to_its_end() -> None:
    condition = Lasted("missing_since", "at_least", Period(48, "h"))
    since = (NOW - 60 * H).isoformat()
    ended = judged(condition, missing_since=since, found_at=(NOW - 20 * H).isoformat())
    assert ended.holds is False
    assert ended.used == {"missing_since", "found_at"}
    assert "40 hours 0 minutes until it ended; the rule asks for at least 48 hours." in ended.arithmetic[0]
    going_on = judged(condition, missing_since=since)
    assert "60 hours 0 minutes so far" in going_on.arithmetic[0]
    assert judged(condition) == Finding(None, needs=frozenset({"missing_since"}))


def test_a_moment_lies_within_so_long_after_another() -> None:
    condition = Within("died_at", Period(20, "d"), "youth_justice_supervision_ended_at")
    ended = datetime(2026, 10, 1, 12, tzinfo=UTC)

    def died(moment: datetime) -> bool | None:
        return judged(condition, died_at=moment.isoformat(), youth_justice_supervision_ended_at=ended.isoformat()).holds

    assert died(ended + timedelta(days=20)) is True
    assert died(ended - timedelta(days=20)) is True
    assert died(ended + timedelta(days=21)) is False
    missing = judged(condition, died_at=NOW.isoformat())
    assert missing.holds is None
    assert missing.needs == {"youth_justice_supervision_ended_at"}
    assert judged(condition, youth_justice_supervision_ended_at=ended.isoformat()).needs == {"died_at"}
    assert judged(condition).needs == {"died_at", "youth_justice_supervision_ended_at"}


def test_a_moment_lies_on_a_day_in_england_or_later() -> None:
    condition = OnOrAfter("died_at", date(2026, 7, 1))
    assert judged(condition, died_at="2026-06-30T22:59:59+00:00").holds is False
    assert judged(condition, died_at="2026-06-30T23:00:00+00:00").holds is True
    assert judged(condition) == Finding(None, needs=frozenset({"died_at"}))


def test_a_category_holds_when_a_person_chose_it_or_the_facts_meet_it_and_is_cited() -> None:
    assert judged(InCategory(("NO", "YES"))) == Finding(True, frozenset({"happened"}), rules=frozenset({"YES"}))
    assert judged(InCategory(("NO", "JUDGED")), "JUDGED") == Finding(True, rules=frozenset({"JUDGED"}))
    assert judged(InCategory(("NO",)), "NO").rules == {"NO"}


def test_a_category_that_is_not_met_is_not_cited() -> None:
    assert judged(InCategory(("NO", "JUDGED"))) == Finding(False, frozenset({"happened"}))
    unclear = judged(InCategory(("UNKNOWN", "NO")))
    assert unclear.holds is None
    assert unclear.needs == {"offence"}
    assert not unclear.rules


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Is("happened", ("missing", "death")), "happened: missing or death"),
        (Is("offence", ("rape", "section_20", "other")),
         "offence: rape, grievous bodily harm or wounding without intent (section 20) or another offence"),
        (Is("broken_bones", (True,)), "broken bones: yes"),
        (Is("broken_bones", (False,)), "broken bones: no"),
        (Known("found_at"), "found at is recorded"),
        (Counts("age_years", "at_most", 24), "age years at most 24"),
        (Lasted("missing_since", "at_least", Period(48, "h")), "missing since: for at least 48 hours"),
        (Lasted("missing_since", "more_than", Period(1, "d")), "missing since: for more than 1 day"),
        (OnOrAfter("died_at", date(2024, 1, 1)), "died at on or after Monday 1 January 2024"),
        (Within("died_at", Period(20, "d"), "arose_at"), "died at within 20 days after arose at"),
        (Defined("kent_child"), "kent child"),
        (InCategory(("A", "B", "C")), "in category A, B or C"),
        (Not(Known("found_at")), "not (found at is recorded)"),
        (All((Known("found_at"), Known("died_at"))), "found at is recorded and died at is recorded"),
        (AnyOf((Known("found_at"),)), "found at is recorded"),
    ],
)  # fmt: skip
def test_conditions_are_said_in_words(condition: Condition, words: str) -> None:
    assert condition.in_words(VOCABULARY) == words
