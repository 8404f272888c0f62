"""What is about others is marked in the text itself, between brackets, and nothing else of it is changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.records.marking import MarksUnclear, cuts_of, marked

TEXT = "Bo Example told us.\nNot seen since breakfast."


@pytest.mark.parametrize(
    ("written", "cuts"),
    [
        (TEXT, ()),
        ("[[Bo Example]] told us.\nNot seen since breakfast.", ((0, 10),)),
        ("Bo Example told [[us]].\r\nNot seen since [[breakfast.]]", ((16, 18), (35, 45))),
        ("[[]]" + TEXT, ()),
        (f"[[{TEXT}]]", ((0, len(TEXT)),)),
    ],
)
def test_what_stands_between_brackets_is_cut(written: str, cuts: object) -> None:
    assert cuts_of(TEXT, written) == cuts


@pytest.mark.parametrize(
    "written",
    [
        "",
        TEXT[1:],
        TEXT + "!",
        "[[Bo Example told us.",
        TEXT + "]]",
        "[[Bo [[Example]] told us.",
        TEXT.replace("us", "me"),
    ],
)
def test_what_cannot_be_told_is_refused(written: str) -> None:
    with pytest.raises(MarksUnclear):
        cuts_of(TEXT, written)


def test_a_text_with_such_brackets_of_its_own_is_not_guessed_at() -> None:
    with pytest.raises(MarksUnclear, match="itself"):
        cuts_of("a [[b]] c", "a [[b]] c")


@given(st.text(alphabet="ab \n", max_size=30), st.lists(st.integers(0, 30), max_size=6, unique=True))
def test_marked_and_read_again_it_is_the_same(text: str, places: list[int]) -> None:
    ends = sorted(each for each in places if each <= len(text))
    cuts = [{"start": a, "end": b} for a, b in zip(ends[::2], ends[1::2], strict=False)]
    assert cuts_of(text, marked(text, cuts)) == tuple((each["start"], each["end"]) for each in cuts)
