"""The template of a national alert where the source does not have it: each part is offered as it is meant, none is required."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from contracts.national_alerts import MessageWrittenV1
from tests.rules.alerting import IN_OWN_WORDS, TEMPLATE, fill, propose
from tests.rules.kent_2016 import playing as kent
from tests.rules.luton import playing as luton
from tests.unit.casework.case import Case


def in_kent(**facts: Any) -> Case:
    """The threshold is met under Kent's edition of 2016, and the template is to be completed."""
    case = kent.at_step("national_template", **facts)
    return case.given(propose(case, kent.SOCIAL_WORKER), by=kent.SOCIAL_WORKER)


def in_luton(**facts: Any) -> Case:
    """The threshold is met under Luton's guidance, and the template is to be completed."""
    case = luton.forwarded({**luton.ON_A_PLAN, "happened": ["missing"], **facts}, "LUT-CP-1")
    return case.given(propose(case, luton.SOCIAL_WORKER, luton.THRESHOLD), by=luton.SOCIAL_WORKER)


EACH = pytest.mark.parametrize(
    ("to_complete", "by"),
    [
        pytest.param(in_kent, kent.SOCIAL_WORKER, marks=pytest.mark.rule("KEN16-FORM-1"), id="kent 2016"),
        pytest.param(in_luton, luton.SOCIAL_WORKER, marks=pytest.mark.rule("LUT-FORM-2"), id="luton"),
    ],
)
ToComplete = Callable[..., Case]


@EACH
def test_it_takes_each_part_in_ones_own_words_or_as_a_day_localities_or_photograph(
    to_complete: ToComplete, by: str
) -> None:
    case = to_complete().given(fill("initial", TEMPLATE), by=by)
    [written] = case.of(MessageWrittenV1)
    assert set(written.given) == {name for name, answer in TEMPLATE.items() if answer is IN_OWN_WORDS}
    assert written.answers == {name: answer for name, answer in TEMPLATE.items() if answer is not IN_OWN_WORDS}


@EACH
def test_what_is_said_in_ones_own_words_never_stands_in_clear_nor_what_is_typed_among_it(
    to_complete: ToComplete, by: str
) -> None:
    case = to_complete()
    for part, answer in TEMPLATE.items():
        other = "Invented Child" if answer is IN_OWN_WORDS else IN_OWN_WORDS
        details = case.when(fill("initial", {**TEMPLATE, part: other}), by=by).refused("alert_parts_required")[
            "details"
        ]
        assert set(details["parts"]) == {part} and "Invented" not in str(details)


@EACH
def test_the_day_of_birth_is_offered_of_an_unborn_child_and_of_no_other(to_complete: ToComplete, by: str) -> None:
    expecting = fill("initial", {**TEMPLATE, "expected_birth": "2027-02-01"})
    to_complete().when(expecting, by=by).refused("alert_parts_required")
    unborn = to_complete(subject_kind="unborn_child")
    unborn.when(fill("initial", {"expected_birth": "soon"}), by=by).refused("alert_parts_required")
    unborn.given(expecting, by=by)


@EACH
@pytest.mark.parametrize("facts", [{}, {"subject_kind": "unborn_child"}])
def test_nothing_of_it_is_required(to_complete: ToComplete, by: str, facts: dict[str, Any]) -> None:
    to_complete(**facts).given(fill("initial", {}), by=by)
