"""Particulars: what cannot be is named with what to mend, and never repeated."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needfire.particulars import PARTICULARS, problems_of

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("born", ["1900-01-01", "2015-04-03", "2026-11-20"])
def test_a_day_on_which_somebody_can_have_been_born(born: str) -> None:
    assert problems_of({"date_of_birth": born}, TODAY) == {}


@pytest.mark.parametrize(
    ("born", "said"),
    [
        ("2026-11-21", "This day lies in the future; check the year."),
        ("1899-12-31", "This is before 1900; check the year."),
        ("last spring", "Give a day, such as 2015-04-03."),
    ],
)
def test_a_day_on_which_nobody_can_have_been_born(born: str, said: str) -> None:
    assert problems_of({"date_of_birth": born}, TODAY) == {"date_of_birth": said}


# 999 is a range that is never given to a person.
@pytest.mark.parametrize("number", ["9990000026", "999 000 0026", " 9990 000026 ", "9990000018", "9990000050"])
def test_an_nhs_number_with_or_without_spaces(number: str) -> None:
    assert problems_of({"nhs_number": number}, TODAY) == {}


@pytest.mark.parametrize(
    "number", ["9990000027", "9900900026", "999000002", "99900000261", "999-000-0026", "٩٩٩٠٠٠٠٠٢٦", "none", ""]
)
def test_what_is_no_nhs_number_is_refused_and_not_repeated(number: str) -> None:
    [(name, said)] = problems_of({"nhs_number": number}, TODAY).items()
    assert name == "nhs_number"
    assert not number or number not in said


@given(st.integers(0, 999_999_999), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number: int, place: int, by: int) -> None:
    right = [f"{number:09d}{check}" for check in range(10)]
    fitting = [each for each in right if not problems_of({"nhs_number": each}, TODAY)]
    assert len(fitting) <= 1  # no number where the check digit would be ten
    for each in fitting:
        wrong = each[:place] + str((int(each[place]) + by) % 10) + each[place + 1 :]
        assert problems_of({"nhs_number": wrong}, TODAY)


def test_what_is_not_there_is_no_problem() -> None:
    assert problems_of({}, TODAY) == {}
    assert problems_of({"name": "Invented Child", "account": "9990000027"}, TODAY) == {}


def test_each_field_says_what_is_asked_and_what_it_is_called() -> None:
    assert all(each.question.endswith("?") and each.title and each.longest > 0 for each in PARTICULARS.values())
