"""A notification is raised on a page: the form of the edition in force, read as the API reads it."""

from __future__ import annotations

import pytest
from markupsafe import escape

from contracts.refusals import Refusal
from gateway.web.asking import facts_in, filled_with
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.visiting import Visitor, signed_in

GONE = {
    "area": "fen",
    "facts.subject_kind": "child",
    "facts.happened.missing": "yes",
    "facts.missing_since-day": "16",
    "facts.missing_since-month": "11",
    "facts.missing_since-year": "2026",
    "facts.missing_since-time": "08:00",
    "particulars.name": "Invented Child",
}


@pytest.fixture
def worker(callers: Callers) -> Visitor:
    return signed_in(callers, "worker")


def test_what_was_filled_in_is_raised_and_the_case_is_shown(callers: Callers, worker: Visitor) -> None:
    page = worker.filled_in("/raise/brief", "/raise/brief", {**GONE, "category.FEN-A": "yes"})
    assert page.status_code == 200 and "It has been raised" in page.text and "Check it" in page.text
    [line] = callers.said("/v1/notifications")["notifications"]
    facts = callers.said(f"/v1/notifications/{line['notification_id']}")["facts"]
    assert facts == {
        "subject_kind": "child",
        "happened": ["missing"],
        "missing_since": "2026-11-16T08:00:00+00:00",
    }


def test_a_category_that_the_facts_meet_is_asked_about_and_left_out_with_a_reason(worker: Visitor) -> None:
    left = worker.filled_in("/raise/brief", "/raise/brief", {**GONE, "category.FEN-X": "yes"})
    assert left.status_code == 409 and "Why is it left out?" in left.text and "Invented Child" in left.text
    form = {**GONE, "category.FEN-X": "yes", "left_out.FEN-A": "judged_not_needed"}
    done = worker.sent("/raise/brief", form)
    assert done.status_code == 303
    case = done.headers["location"].removesuffix("/receipt")
    assert "Left out, although the facts meet it" in worker.get(case).text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"facts.missing_since-time": "8 o'clock"}, "Give a time such as 21:40"),
        ({"facts.missing_since-year": "2027"}, "This lies in the future"),
        ({"area": "hull"}, "no area of that name"),
        ({"area": ""}, "no area of that name"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(worker: Visitor, wrong: dict[str, str], said: str) -> None:
    answer = worker.filled_in("/raise/brief", "/raise/brief", {**GONE, "category.FEN-A": "yes", **wrong})
    assert answer.status_code == 422 and said in answer.text and "Invented Child" in answer.text


def test_who_may_not_raise_is_not_asked(callers: Callers) -> None:
    page = signed_in(callers, "head").get("/raise/brief")
    assert page.status_code == 403 and "It is for: Worker, Manager." in page.text


def test_facts_come_out_as_they_were_filled_in() -> None:
    facts = {
        "subject_kind": "child",
        "happened": ["missing", "charge"],
        "missing_since": "2026-07-16T07:00:00+00:00",
    }
    form = filled_with(facts)
    assert form["facts.missing_since-time"] == "08:00", "as clocks in England showed it"
    assert facts_in(form, tuple(facts)) == facts


def test_a_count_and_a_yes_or_no_are_read_strictly() -> None:
    from needfire.vocabulary import VOCABULARY

    flag = next(each.name for each in VOCABULARY.definitions.values() if each.kind == "flag")
    count = next(each.name for each in VOCABULARY.definitions.values() if each.kind == "count")
    names = (flag, count)
    assert facts_in({f"facts.{flag}": "no", f"facts.{count}": "3"}, names) == {flag: False, count: 3}
    assert facts_in({f"facts.{flag}": "", f"facts.{count}": ""}, names) == {}
    with pytest.raises(Refusal) as refusal:
        facts_in({f"facts.{count}": "three"}, names)
    assert refusal.value.details == {f"facts.{count}": "Give a whole number."}


@pytest.mark.parametrize(
    ("form", "place", "said"),
    [
        ({"category.FEN-A": "yes"}, "area", "Choose an area."),
        (GONE, "categories", Refusal("no_category").sentence),
    ],
)
def test_what_was_forgotten_is_reached_from_the_summary(
    worker: Visitor, form: dict[str, str], place: str, said: str
) -> None:
    page = worker.filled_in("/raise/brief", "/raise/brief", form).text
    assert f'<a href="#{place}">{escape(said)}</a>' in page
