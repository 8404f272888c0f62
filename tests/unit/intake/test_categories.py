"""Categories: suggested from the facts with their rules, chosen by a person, asked about when left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from types import SimpleNamespace

import pytest

from contracts.intake import LeftOut, SuggestedCategory
from needfire import hookimpl
from needfire.authority import Suggestion
from needfire.facts import Facts
from needfire.procedure import Edition
from tests.unit.casework.authorities import fenshire
from tests.unit.casework.case import Case, raise_it

GONE = {"happened": ["missing"]}


def decided(case: Case, rule: str) -> str | None:
    """What was decided on the category of this rule."""
    found = [each.answer for each in case.events[0].decisions[1:] if each.rules[0] == rule]
    assert len(found) <= 1
    return found[0] if found else None


def test_a_mandatory_category_that_the_facts_meet_and_nobody_chose_is_asked_about(fen: Case) -> None:
    fen.when(raise_it({"happened": ["missing", "death"]}, "FEN-X"), by="worker")
    fen.refused(
        "category_left_out",
        details={"categories": {"FEN-A": "Missing", "FEN-B": "Death"}},
        rules=["FEN-A", "FEN-B"],
    )


def test_only_those_that_were_not_answered_for_are_asked_about(fen: Case) -> None:
    answered = (LeftOut("FEN-A", "judged_not_needed"),)
    fen.when(raise_it({"happened": ["missing", "death"]}, "FEN-X", left_out=answered), by="worker")
    fen.refused("category_left_out", rules=["FEN-B"])


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("facts_need_correction", "facts need correction"),
        ("another_category_covers_it", "another category covers it"),
        ("judged_not_needed", "judged not needed"),
    ],
)
def test_the_answer_why_it_was_left_out_is_recorded(fen: Case, reason: str, said: str) -> None:
    left_out = LeftOut("FEN-A", reason)  # type: ignore[arg-type]
    fen.given(raise_it(GONE, "FEN-X", left_out=(left_out,)), by="worker")
    assert fen.events[0].left_out == (left_out,)
    assert decided(fen, "FEN-A") == f"The facts meet it; it was left out: {said}."


def test_what_the_facts_do_not_meet_cannot_have_been_left_out(fen: Case) -> None:
    answered = (LeftOut("FEN-A", "judged_not_needed"), LeftOut("FEN-B", "judged_not_needed"))
    fen.when(raise_it(GONE, "FEN-X", left_out=answered), by="worker")
    fen.refused("left_out_not_met", details={"categories": {"FEN-B": "Death"}}, rules=["FEN-B"])
    chosen = raise_it(GONE, "FEN-A", "FEN-B", left_out=answered)
    assert fen.given(chosen, by="worker").events[0].left_out == ()


def test_a_category_that_is_not_mandatory_may_be_left_out_without_a_word(fen: Case) -> None:
    fen.given(raise_it({"happened": ["arrest"]}, "FEN-X"), by="worker")
    assert decided(fen, "FEN-C") == "The facts meet it; it was not chosen."


def test_a_category_may_be_chosen_although_the_facts_do_not_meet_it(fen: Case) -> None:
    fen.given(raise_it({}, "FEN-B"), by="worker")
    assert fen.events[0].suggested == ()
    assert decided(fen, "FEN-B") == "Chosen by professional judgement."


def test_a_category_neither_met_nor_chosen_is_not_spoken_of(fen: Case) -> None:
    fen.given(raise_it({}, "FEN-X"), by="worker")
    assert [decided(fen, rule) for rule in ("FEN-A", "FEN-B", "FEN-C", "FEN-ALERT")] == [None] * 4


def test_an_alert_criterion_that_the_facts_meet_is_shown_and_never_chosen(fen: Case) -> None:
    fen.given(raise_it({"happened": ["death"]}, "FEN-B"), by="worker")
    assert [each.rule for each in fen.events[0].suggested] == ["FEN-B", "FEN-ALERT"]
    assert decided(fen, "FEN-ALERT") == "The facts meet this alert criterion."
    fen.when(raise_it({"happened": ["death"]}, "FEN-B", "FEN-ALERT"), by="worker").refused("unknown_category")


def test_a_decision_cites_the_definitions_and_categories_that_it_was_found_by() -> None:
    case = Case(fenshire("defining: {gone: [FEN-2]}"), alone=True)
    case.given(raise_it({"happened": ["missing", "death"]}, "FEN-A", "FEN-B"), by="worker")
    cited = [each.rules for each in case.events[0].decisions[1:]]
    assert cited == [("FEN-A", "FEN-2"), ("FEN-B",), ("FEN-ALERT", "FEN-B")]


def test_leaving_out_what_is_no_category_here_is_refused(fen: Case) -> None:
    left_out = (LeftOut("LUT-CLA-1", "judged_not_needed"),)
    fen.when(raise_it({}, "FEN-X", left_out=left_out), by="worker").refused("unknown_category")


def test_a_suggestion_says_which_facts_it_used_and_how_it_counted(luton: Case) -> None:
    facts = {"legal_status": "care_order", "missing_episodes_over_24h": 3, "age_years": 12}
    luton.given(raise_it(facts, "LUT-CLA-3B", area="north"), by="luton-social-worker")
    counted = "missing episodes over 24h is 3; the rule asks for at least 2."
    assert luton.events[0].suggested == (
        SuggestedCategory("LUT-CLA-3B", ("legal_status", "missing_episodes_over_24h"), (counted,)),
    )
    decision = luton.events[0].decisions[1]
    assert decision.facts == {"legal_status": "care_order", "missing_episodes_over_24h": 3}
    assert decision.arithmetic == (counted,)


def test_a_category_that_only_the_plugins_hook_suggests_is_asked_about_like_any_other(fen: Case) -> None:
    def judge(edition: Edition, facts: Facts, as_of: datetime) -> Sequence[Suggestion]:
        return [Suggestion("FEN-B", ("happened", "died_at"), ("as the hook counted",))]

    authority = fen.deployment.authorities["fenshire"]
    judging = SimpleNamespace(needfire_suggest_categories=hookimpl(judge))
    authority.plugins.register(judging)
    try:
        fen.when(raise_it(GONE, "FEN-A"), by="worker").refused("category_left_out", rules=["FEN-B"])
        fen.given(raise_it(GONE, "FEN-A", "FEN-B"), by="worker")
    finally:
        authority.plugins.unregister(judging)
    [decision] = [each for each in fen.events[0].decisions if each.rules == ("FEN-B",)]
    assert decision.facts == GONE  # of the facts that the hook names, those that are stated
    assert decision.arithmetic == ("as the hook counted",)
