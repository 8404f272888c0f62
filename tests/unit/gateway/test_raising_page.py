"""A notification is raised on a page: the form of the edition in force, read as the API reads it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from markupsafe import escape

from contracts.refusals import Refusal
from gateway.drafts.keeping import let_run_out
from gateway.web.asking import facts_in, filled_with
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House
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


def form_of(visitor: Visitor) -> str:
    """The address of a form that is shown anew."""
    answer = visitor.get("/raise/brief")
    assert answer.status_code == 303
    return str(answer.headers["location"])


def key_on(page: str) -> str:
    found = re.search(r'name="form_key" value="([^"]*)"', page)
    assert found
    return found[1]


def test_who_goes_back_to_the_form_is_led_to_the_receipt(house: House, callers: Callers, worker: Visitor) -> None:
    address = form_of(worker)
    assert form_of(worker) != address, "another is another"
    form = {**GONE, "category.FEN-A": "yes", "form_key": key_on(worker.get(address).text)}
    assert key_on(worker.get(address).text) == form["form_key"]
    receipt = worker.sent("/raise/brief", form).headers["location"]
    assert "Raised once" not in worker.get(receipt).text
    back = worker.get(address)
    assert (back.status_code, back.headers["location"]) == (303, f"{receipt}?again=yes")
    assert "was not raised a second time" in worker.get(back.headers["location"]).text
    assert signed_in(callers, "manager").get(address).status_code == 200, "it is the sender's own"
    assert let_run_out(house.key_ring, house.drafts, house.case.clock.now() + timedelta(days=8)) == 1
    assert worker.get(address).status_code == 200


@pytest.mark.parametrize("changed", [{}, {"particulars.name": "Another Child"}, {"area": "hull"}])
def test_what_is_sent_again_from_a_page_that_the_browser_kept_is_raised_once(
    callers: Callers, worker: Visitor, changed: dict[str, str]
) -> None:
    form = {**GONE, "category.FEN-A": "yes", "form_key": key_on(worker.get(form_of(worker)).text)}
    receipt = worker.sent("/raise/brief", form).headers["location"]
    again = worker.sent("/raise/brief", {**form, **changed})
    assert (again.status_code, again.headers["location"]) == (303, f"{receipt}?again=yes")
    told = worker.get(again.headers["location"]).text
    assert "what you changed meanwhile was not taken over" in told
    assert len(callers.said("/v1/notifications")["notifications"]) == 1


def test_what_was_to_be_mended_is_sent_from_the_same_form(callers: Callers, worker: Visitor) -> None:
    form = {**GONE, "category.FEN-A": "yes", "area": "hull", "form_key": key_on(worker.get(form_of(worker)).text)}
    answer = worker.sent("/raise/brief", form)
    assert answer.status_code == 422 and key_on(answer.text) == form["form_key"]
    assert worker.sent("/raise/brief", {**form, "area": "fen"}).status_code == 303
    assert len(callers.said("/v1/notifications")["notifications"]) == 1


def test_a_form_that_was_saved_as_a_draft_leads_on_to_it(callers: Callers, worker: Visitor) -> None:
    address = form_of(worker)
    form = {**GONE, "category.FEN-A": "yes", "form_key": key_on(worker.get(address).text)}
    check = worker.sent("/raise/brief", {**form, "go": "later"}).headers["location"]
    assert worker.get(address).headers["location"] == check
    receipt = worker.sent("/raise/brief", form).headers["location"]
    assert worker.get(check).headers["location"] == receipt, "raised from here, it is not raised from there again"
    assert worker.get("/raise/brief?form=none").status_code == 404


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
