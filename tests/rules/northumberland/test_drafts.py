"""Drafts of an assessment: no words in clear, no answer lost, none that counts where it does not apply."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts import risk_assessments as contract
from contracts.risk_assessments import Filled
from needfire.instruments.assessments import Answers, Given
from tests.rules.northumberland.assessing import checklist, judged
from tests.rules.northumberland.filling import (
    FIRST,
    begin,
    complete,
    concerned,
    places_of,
    refused_rules,
    save,
)
from tests.rules.northumberland.playing import (
    LEAD,
    LINE,
    PRACTITIONER,
)
from tests.unit.casework.case import close


@pytest.mark.parametrize(
    "filled_in",
    [
        Filled("EH1", "answered", ("Invented Child",)),
        Filled("EH1", "answered", ("1",), {"effect": "Invented Child"}),
        Filled("EH1", "answered", ("1",), {"name": True}),
        Filled("EH1", "answered", ("1",), {}, (100,)),
        Filled("EH1", texts={"name": "s2.1.x:eA"}),
        Filled("EH1", texts={"reason": 7}),
        Filled("Invented Child", "answered", ("1",)),
    ],
)
def test_words_in_clear_are_never_stored(filled_in: Filled) -> None:
    case = concerned().given(begin(), by=LEAD)
    case.when(contract.SaveDraftV1(FIRST, checklist().name, 0, (filled_in,)), by=LEAD).refused("malformed")
    other = contract.SaveDraftV1(FIRST, "vulnerability_checklist 9", 0, (Filled("EH1"),))
    assert "NBL-FORM-1" in refused_rules(case.when(other, by=LEAD), "answers_refused")


def test_two_saves_at_once_merge_or_lie_beside_each_other() -> None:
    case = concerned().given(begin(), by=LEAD)
    case.given(save(Answers("", {"EH1": Given(("1",))})), by=LEAD)
    case.given(save(Answers("", {"EH2": Given(("2",))})), by=PRACTITIONER)
    case.given(save(Answers("", {"EH1": Given(("3",))})), by=PRACTITIONER)
    assert case.answer["accepted"]["beside"] == ["EH1"]
    case.when(complete(), by=LEAD).refused("answers_conflict")
    case.given(save(Answers("", {"EH1": Given(("3",))}), based_on=3), by=LEAD)
    case.when(complete(), by=LEAD).refused("assessment_refused")


def test_a_closed_case_is_not_assessed() -> None:
    case = concerned()
    case.given(close(), by=LINE)
    case.when(begin(), by=LEAD).refused("notification_ended")


SCORES = st.dictionaries(
    st.sampled_from(
        [item.id for item in checklist().items if item.not_applicable is False and item.answers == ("risk",)]
    ),
    st.sampled_from(["0", "1", "2", "3", "4", "unknown"]),
)


@pytest.mark.rule("NBL-DEF-SCORED", "NBL-V07")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SCORES, st.sampled_from(["SE3", "SE5"]))
def test_an_item_that_is_not_applicable_never_changes_a_total(scores: dict[str, str], item: str) -> None:
    given_ones = {
        name: Given(state="unknown") if value == "unknown" else Given((value,)) for name, value in scores.items()
    }
    answers = Answers(checklist().name, {**given_ones, item: Given(state="not_applicable")})
    found = judged(answers)
    others = Answers(checklist().name, {**given_ones, item: Given(("0",))})
    assert found.total == judged(others).total if item == "SE3" else found.total.lowest == judged(others).total.lowest
    assert places_of(answers)
