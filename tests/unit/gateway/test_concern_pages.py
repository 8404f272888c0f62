"""The front door's pages: what agencies are concerned about, by when it is decided, taken up or answered."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.gateway.browsing import fields_of
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House
from tests.unit.gateway.raising import draft_of, path_of
from tests.unit.gateway.test_agency_concerns import DESK, KENT_POLICE, POLICE, raised
from tests.unit.gateway.visiting import Visitor, signed_in

KENT_DOOR = "kent-social-worker"


def agencys(callers: Callers, concern: str, by: str = POLICE) -> Any:
    return callers.said(f"/v1/agency/concerns/{concern}", by)


def test_what_waits_is_listed_with_the_time_by_which_it_is_decided(callers: Callers, house: House) -> None:
    concern = raised(callers, KENT_POLICE)
    door = signed_in(callers, KENT_DOOR)
    page = door.get("/concerns").text
    assert f"/concerns/{concern}" in page and "Waits for you" in page and "Today" in page
    assert "decide by the end of Wednesday 18 November 2026" in page
    told = door.get(f"/concerns/{concern}").text
    assert "Invented Child" in told and "Seen alone at night." in told
    assert "WT13-05" in told and "working day" in told, "why it is decided by then can be read"
    house.passes(days=2)
    late = door.get(f"/concerns/{concern}").text
    assert "overdue" in late and "Reminded" in late


def test_nobody_else_learns_of_one(callers: Callers) -> None:
    concern = raised(callers)
    for person in ("worker", "auditor", "kent-director"):
        visitor = signed_in(callers, person)
        unknown = visitor.get("/concerns/concern-none")
        assert visitor.get(f"/concerns/{concern}").content == unknown.content
        assert (unknown.status_code, concern in visitor.get("/concerns").text) == (404, False)


def test_it_is_decided_and_the_referrer_is_told(callers: Callers) -> None:
    concern = raised(callers)
    said = {
        "outcome": "no_further_action",
        "reason": "known_already",
        "particulars.comment": "Known to us.",
        "particulars.feedback": "Thank you; we know the family.",
    }
    path = f"/concerns/{concern}"
    page = signed_in(callers, DESK).filled_in(path, f"{path}/decision", said).text
    assert "we know of it already" in page and "Known to us." in page and "Decide by" not in page
    told = agencys(callers, concern)
    assert told["feedback"]["opened"]["particulars"]["feedback"] == "Thank you; we know the family."
    assert "Known to us" not in str(told)


def test_the_answer_may_follow(callers: Callers) -> None:
    concern, desk = raised(callers), signed_in(callers, DESK)
    path = f"/concerns/{concern}"
    desk.filled_in(path, f"{path}/decision", {"outcome": "referred_elsewhere", "reason": "other"})
    assert "The referrer was not told yet" in desk.get("/concerns").text
    blank = desk.filled_in(path, f"{path}/feedback", {"particulars.feedback": " "})
    assert blank.status_code == 422 and '<a href="#particulars.feedback">Fill this in.</a>' in blank.text
    page = desk.filled_in(path, f"{path}/feedback", {"particulars.feedback": "Early help will ring you."}).text
    assert "Early help will ring you." in page and "have not said that they have read it" in page


def test_what_is_left_blank_is_asked_for_and_nothing_is_decided(callers: Callers) -> None:
    concern, desk = raised(callers), signed_in(callers, DESK)
    path = f"/concerns/{concern}"
    answer = desk.filled_in(path, f"{path}/decision", {"particulars.comment": "Still thinking."})
    assert answer.status_code == 422 and "Still thinking." in answer.text
    assert agencys(callers, concern)["state"] == "waiting"


def test_sent_twice_it_is_decided_once(callers: Callers) -> None:
    concern, desk = raised(callers), signed_in(callers, DESK)
    path, form = f"/concerns/{concern}", {"outcome": "referred_elsewhere", "reason": "other"}
    before = desk.get(path).text
    key = before.split('name="form_key" value="')[1].split('"')[0]
    answers = [desk.sent(f"{path}/decision", {**form, "form_key": key}) for _ in range(2)]
    assert [each.status_code for each in answers] == [303, 303]


@pytest.fixture
def door(callers: Callers) -> Visitor:
    return signed_in(callers, KENT_DOOR)


def taken_up(door: Visitor, concern: str) -> Any:
    """The first page of the draft that takes it up."""
    return door.filled_in(f"/concerns/{concern}", f"/concerns/{concern}/notification", {})


ANSWERS = {
    "area": {"area": "thanet"},
    "facts.happened": {"facts.happened.complaint": "yes"},
    "particulars.account": {"particulars.account": "Seen by our worker, too."},
    "category": {"category.KEN23-NTK-X": "yes"},
}


def to_the_check(door: Visitor, page: Any) -> list[Any]:
    """The pages from this one up to the check; what was told already is left as it stands."""
    pages = [page]
    while not path_of(pages[-1]).endswith("/check"):
        path = path_of(pages[-1])
        said = ANSWERS.get(path.rpartition("/")[2], {})
        pages.append(landed(door, door.sent(path, {**fields_of(pages[-1].text), **said})))
        assert len(pages) < 40
    return pages


def landed(door: Visitor, answer: Any) -> Any:
    return door.get(answer.headers["location"]) if answer.status_code == 303 else answer


def test_it_is_taken_up_a_page_at_a_time_with_the_agencys_words_beside(
    callers: Callers, house: House, door: Visitor
) -> None:
    concern = raised(callers, KENT_POLICE, area="thanet", facts={"subject_kind": "child"})
    pages = to_the_check(door, taken_up(door, concern))
    assert all("Seen alone at night." in each.text and f"/concerns/{concern}" in each.text for each in pages)
    check = pages[-1].text
    assert "Invented Child" in check and "What will happen next, and by when" in check
    done = landed(door, door.sent(path_of(pages[-1]), fields_of(check)))
    assert "It has been raised" in done.text
    told = callers.said(f"/v1/concerns/{concern}", KENT_DOOR)
    assert told["state"] == "taken_up"
    [notification] = told["notifications"]
    assert house.person_of(notification) == told["person"]
    assert f"/cases/{notification}" in door.get(f"/concerns/{concern}").text


def test_begun_twice_it_is_one_draft_which_is_left_and_found_again(callers: Callers, door: Visitor) -> None:
    concern = raised(callers, KENT_POLICE)
    first, second = (draft_of(taken_up(door, concern)) for _ in range(2))
    assert first == second
    assert f'href="{first}/check"' in door.get("/raise").text


def test_what_was_decided_meanwhile_is_said_and_keeps_nobody_from_raising(callers: Callers, door: Visitor) -> None:
    concern = raised(callers, KENT_POLICE, area="thanet", facts={"subject_kind": "child"})
    check = to_the_check(door, taken_up(door, concern))[-1]
    decision = {"outcome": "no_further_action", "reason": "known_already"}
    callers.done(f"/v1/concerns/{concern}/decision", decision, KENT_DOOR)
    assert "Decided meanwhile" in door.get(path_of(check)).text
    assert "It has been raised" in landed(door, door.sent(path_of(check), fields_of(check.text))).text
    assert callers.said(f"/v1/concerns/{concern}", KENT_DOOR)["state"] == "taken_up"
    assert path_of(landed(door, door.sent(f"/concerns/{concern}/notification", {}))) == f"/concerns/{concern}"


def test_who_raises_nothing_takes_nothing_up(callers: Callers) -> None:
    concern = raised(callers)
    assert signed_in(callers, DESK).sent(f"/concerns/{concern}/notification", {}).status_code == 403
    for path in (f"/concerns/{concern}", "/concerns/concern-none"):
        assert signed_in(callers, "worker").sent(f"{path}/notification", {}).status_code == 404
