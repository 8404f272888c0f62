"""What is sent is read strictly: what is only like a number, a yes or a text is none, and what was typed is not repeated."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from contracts.refusals import Refusal
from contracts.schema import read


@dataclass(frozen=True)
class SentV1:
    number: int = 0
    yes: bool = False
    words: dict[str, str] = field(default_factory=dict)
    several: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"number": "1"}, {"number": "Give a whole number."}),
        ({"number": 0.9}, {"number": "Give a whole number."}),
        ({"number": 1.0}, {"number": "Give a whole number."}),
        ({"number": True}, {"number": "Give a whole number."}),
        ({"yes": "true"}, {"yes": "Answer true or false."}),
        ({"yes": 1}, {"yes": "Answer true or false."}),
        ({"yes": "Quillon"}, {"yes": "Answer true or false."}),
        ({"words": {"Quillon": 7}}, {"words.(a name).value": "Not a valid string."}),
        ({"several": ["fine", 7]}, {"several.1": "Not a valid string."}),
        ({"several": "Quillon"}, {"several": "Not a valid list."}),
    ],
    ids=str,
)
def test_what_is_only_like_it_is_refused(sent: dict[str, Any], problem: dict[str, str]) -> None:
    with pytest.raises(Refusal) as refused:
        read(SentV1, sent)
    assert refused.value.details == problem


def test_what_is_it_is_read() -> None:
    sent = {"number": -1, "yes": True, "words": {"a": "b"}, "several": ["c"]}
    assert read(SentV1, sent) == SentV1(-1, True, {"a": "b"}, ("c",))
