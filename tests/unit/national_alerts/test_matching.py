"""Whether a child of the own records is the one who is missing: what counts, and that it is explained without naming anybody."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.received_alerts import Likeness
from custody.matching import Person, candidates, compared
from custody.nhs_number import nhs_number

NUMBER, OTHER = "9434765919", "9434765870"
BORN = date(2012, 5, 7)
WANTED = Person(("Zoë O’Quillon-Marsh", "Zoe Marsh"), BORN, NUMBER)


@pytest.mark.parametrize("text", ["9434765919", "943 476 5919", "943-476-5919", "9434765870"])
def test_a_number_whose_check_digit_is_right_is_one(text: str) -> None:
    assert nhs_number(text) == text.replace(" ", "").replace("-", "")


@pytest.mark.parametrize(
    "text", ["9434765918", "943476591", "94347659190", "943476591x", "", "٩٤٣٤٧٦٥٩١٩", "1234567890"]
)
def test_a_number_whose_check_digit_is_wrong_is_none(text: str) -> None:
    assert nhs_number(text) is None


@pytest.mark.parametrize(
    ("found", "likeness"),
    [
        (Person(("Zoe O'Quillon Marsh",), BORN, NUMBER), "certain"),
        (Person(("Marsh, Zoe",), None, NUMBER), "certain"),
        (Person(("Somebody Else",), BORN, NUMBER), "certain"),
        (Person(("Somebody Else",), date(1999, 1, 1), NUMBER), "possible"),
        (Person(("marsh ZOE",), BORN, None), "likely"),
        (Person(("Zoe Marsh",), BORN, "9434765918"), "likely"),
        (Person(("Zoey Marsh",), BORN, None), "possible"),
        (Person(("Zoe Marsh",), date(2012, 7, 5), None), "possible"),
        (Person(("Zoe Marsh",), date(2012, 5, 8), None), "possible"),
        (Person(("Zoe Marsh",), None, None), "possible"),
        (Person(("Zoe Marsh",), BORN, OTHER), "possible"),
        (Person(("Zoe Marsh",), date(2009, 1, 1), None), "none"),
        (Person(("Somebody Else",), BORN, None), "none"),
        (Person(("Zoey Marsh",), BORN, OTHER), "none"),
        (Person((), None, None), "none"),
    ],
)
def test_how_alike_two_are(found: Person, likeness: Likeness) -> None:
    assert compared(WANTED, "record-1", found).likeness == likeness


def test_it_says_why_and_names_nobody() -> None:
    found = compared(WANTED, "record-1", Person(("Zoe Marsh",), date(2012, 7, 5), OTHER))
    assert len(found.why) == 3
    said = " ".join(found.why)
    assert "another" in said and "the same (100 of 100" in said and "the other way round" in said
    assert not any(each in said for each in ("Zoe", "Marsh", "2012", NUMBER, OTHER))
    assert "Marsh" not in repr(WANTED)


def test_the_most_alike_come_first_and_the_others_not_at_all() -> None:
    records = [
        ("d", Person(("Somebody Else",))),
        ("c", Person(("Zoe Marsh",))),
        ("b", Person(("Zoe Marsh",), BORN)),
        ("a", Person(("Zoe Marsh",), BORN, NUMBER)),
    ]
    assert [each.record for each in candidates(WANTED, records)] == ["a", "b", "c"]
