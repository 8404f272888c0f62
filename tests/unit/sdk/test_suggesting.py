"""Suggesting categories from facts, and finding those that a person left out."""

from __future__ import annotations

from datetime import UTC, datetime

from needfire.authority import Suggestion
from needfire.conditions import Finding, Is
from needfire.suggesting import holds, left_out, setting, suggest
from needfire.vocabulary import VOCABULARY
from needfire.working_time import england_and_wales
from tests.unit.casework.authorities import fenshire_edition

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
EDITION, CALENDAR = fenshire_edition(), england_and_wales()
FACTS = VOCABULARY.read({"happened": ["death", "missing", "arrest"]}, NOW)


def test_the_categories_that_the_facts_meet_are_suggested_in_the_editions_order() -> None:
    assert suggest(EDITION, FACTS, NOW, CALENDAR) == (
        Suggestion("FEN-A", ("happened",)),
        Suggestion("FEN-B", ("happened",)),
        Suggestion("FEN-C", ("happened",)),
        Suggestion("FEN-ALERT", ("happened",), rests_on=("FEN-B",)),
    )


def test_of_one_set_only_if_asked() -> None:
    assert [each.rule for each in suggest(EDITION, FACTS, NOW, CALENDAR, "alert")] == ["FEN-ALERT"]
    assert [each.rule for each in suggest(EDITION, FACTS, NOW, CALENDAR, "need_to_know")] == ["FEN-A", "FEN-B", "FEN-C"]


def test_what_is_not_known_is_not_suggested_and_a_persons_judgement_never() -> None:
    assert suggest(EDITION, {}, NOW, CALENDAR) == ()


def test_left_out_are_mandatory_need_to_know_categories_that_the_facts_meet_and_nobody_chose() -> None:
    suggested = suggest(EDITION, FACTS, NOW, CALENDAR)
    assert left_out(EDITION, suggested, ["FEN-X"]) == ("FEN-A", "FEN-B")
    assert left_out(EDITION, suggested, ["FEN-A", "FEN-B"]) == ()


def test_a_condition_is_judged_in_the_setting_of_the_edition_and_the_chosen_categories() -> None:
    within = setting(EDITION, FACTS, NOW, CALENDAR, ["FEN-X"])
    assert (within.facts, within.as_of) == (FACTS, NOW)
    assert within.chosen == {"FEN-X"}
    assert within.categories["FEN-X"] is None
    assert within.definitions == EDITION.definitions
    assert holds(Is("happened", ("death",)), within).holds is True
    assert holds(None, within) == Finding(True)
