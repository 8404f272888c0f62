"""Raising a page at a time: saved at every step, its author's own, sealed, and raised once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest
from markupsafe import escape

from gateway.drafts.keeping import KEPT, _note_raised, let_run_out
from gateway.identity.sessions import IDLE_SECONDS
from shared_kernel.messaging.calls_under_way import ServiceUnavailable, Unavailable
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House
from tests.unit.gateway.raising import (
    ANSWERS,
    CHOSEN,
    GONE,
    HAPPENED,
    NAMED,
    begun,
    draft_of,
    names_of,
    path_of,
    raised,
    walked,
)
from tests.unit.gateway.visiting import ORIGIN, Visitor, signed_in

LONG = "Maximiliane-Alexandrina " * 8 + "Invented"
ARABIC = "طفل مختلق"


@pytest.fixture
def worker(callers: Callers) -> Visitor:
    return signed_in(callers, "worker")


def test_one_thing_a_page_then_the_answers_then_the_receipt(callers: Callers, worker: Visitor) -> None:
    pages = walked(worker)
    assert names_of(pages)[-1] == "check"
    check = pages[-1].text
    assert "Invented Child" in check and "Not seen since breakfast." in check and "Nothing has been sent." in check
    assert callers.said("/v1/notifications")["notifications"] == []
    receipt = raised(worker, pages[-1])
    [line] = callers.said("/v1/notifications")["notifications"]
    assert line["notification_id"].removeprefix("notification-") in receipt.text
    assert "Check it" in receipt.text and "What happens next" in receipt.text


def test_what_will_happen_next_is_told_before_it_is_sent_as_it_then_happens(worker: Visitor) -> None:
    check = walked(worker)[-1]
    assert "What will happen next, and by when" in check.text and "Three stations" in check.text
    assert "It will wait with Bo Sedge, Manager." in check.text
    receipt = raised(worker, check)
    for said in ("Three stations", "Check it"):
        assert said in check.text and said in receipt.text


def away(_service: str, _method: str) -> None:
    raise ServiceUnavailable("escalation", Unavailable.NO_ANSWER_IN_TIME)


def newer(_service: str, _method: str) -> dict[str, Any]:
    return {"foreseen": [{"name": "RoutingStarted", "version": 99, "data": {"in": "words of tomorrow"}}]}


@pytest.mark.parametrize("instead", [away, newer])
def test_that_it_cannot_be_foreseen_keeps_nobody_from_raising(house: House, worker: Visitor, instead: Any) -> None:
    check = walked(worker)[-1]
    house.services.instead = instead
    assert "This cannot be told at the moment." in worker.get(path_of(check)).text
    house.services.instead = None
    assert "It has been raised" in raised(worker, check).text


def test_sent_twice_it_is_raised_once_and_the_second_is_led_to_the_receipt(callers: Callers, worker: Visitor) -> None:
    check = walked(worker)[-1]
    first = raised(worker, check)
    again = worker.sent(path_of(check), {"version": "1"})
    assert again.status_code == 303 and again.headers["location"] == path_of(first)
    assert worker.get(path_of(check)).headers["location"] == path_of(first)
    assert len(callers.said("/v1/notifications")["notifications"]) == 1


def test_an_answer_that_was_lost_on_its_way_is_given_again(house: House, callers: Callers, worker: Visitor) -> None:
    check = walked(worker)[-1]
    with patch("gateway.drafts.keeping._note_raised"):  # the gateway stops before it has noted it
        raised(worker, check)
    receipt = raised(worker, check)
    assert "It has been raised" in receipt.text
    assert len(callers.said("/v1/notifications")["notifications"]) == 1


def test_what_another_window_saved_while_it_was_raised_keeps_no_draft(house: House, worker: Visitor) -> None:
    check = walked(worker)[-1]
    [row] = house.drafts.of_author("fenshire", "worker", 9)
    house.drafts.replace(replace(row, version=row.version + 1))
    _note_raised(house.parts, row, "notification-1")
    [now] = house.drafts.of_author("fenshire", "worker", 9)
    assert now.sealed is None and worker.get(path_of(check)).headers["location"] == "/cases/notification-1/receipt"
    assert house.keys.find("fenshire", [row.person]) == {}


def test_what_was_typed_after_the_session_had_ended_comes_back_on_its_page(
    house: House, callers: Callers, worker: Visitor
) -> None:
    page = begun(worker)
    sessions = house.parts.identity.sessions
    now = sessions._now() + IDLE_SECONDS + 1
    word = page.text.partition('name="form_word" value="')[2].partition('"')[0]
    data = {"form_word": word, "asks": "area", "area": "hill"}
    with patch.object(sessions, "_now", lambda: now):
        late = callers.call("POST", path_of(page), data=data, headers={**worker._headers, **ORIGIN})
        back = signed_in(callers, "worker").get(late.headers["location"].partition("next=")[2])
    assert back.status_code == 409 and 'value="hill" checked' in back.text


def test_begun_twice_by_a_double_click_it_is_one_draft(house: House, worker: Visitor) -> None:
    key = worker.get("/raise").text.partition('name="form_key" value="')[2].partition('"')[0]
    ends = {worker.sent("/raise", {"form_key": key}).headers["location"] for _ in range(2)}
    assert len(ends) == 1 and len(house.drafts.of_author("fenshire", "worker", 9)) == 1
    assert path_of(begun(worker)) not in ends, "the next one is another"


def test_left_and_found_again_with_all_that_was_said(callers: Callers, worker: Visitor) -> None:
    named = next(each for each in walked(worker) if path_of(each).endswith("particulars.name"))
    later = signed_in(callers, "worker")  # the session has ended, and another begins
    listed = later.get("/raise").text
    assert "Your drafts" in listed and "Invented Child" in listed
    assert 'value="Invented Child"' in later.get(path_of(named)).text


def test_a_draft_is_its_authors_only(callers: Callers, worker: Visitor) -> None:
    page = walked(worker)[-1]
    other = signed_in(callers, "manager")
    for path in (path_of(page), f"{draft_of(page)}/particulars.name"):
        assert other.get(path).status_code == 404 == other.sent(path, {}).status_code
    assert other.sent(f"{draft_of(page)}/deletion", {}).status_code == 404
    assert "Your drafts" not in other.get("/raise").text


def test_nothing_that_was_typed_lies_in_clear(house: House, worker: Visitor) -> None:
    walked(worker)
    [row] = house.drafts.of_author("fenshire", "worker", 9)
    assert row.sealed and "Invented" not in repr(row) and "missing" not in repr(row)
    assert house.services.commands == []


def test_when_its_time_is_over_it_is_gone_with_its_key(house: House, worker: Visitor) -> None:
    page = walked(worker)[-1]
    [row] = house.drafts.of_author("fenshire", "worker", 9)
    house.case.clock.advance(KEPT)
    assert worker.get(path_of(page)).status_code == 404 and "Your drafts" not in worker.get("/raise").text
    assert let_run_out(house.key_ring, house.drafts, house.case.clock.now()) == 1
    assert house.drafts.of_author("fenshire", "worker", 9) == () and house.keys.find("fenshire", [row.person]) == {}


def test_thrown_away_or_raised_its_key_is_gone(house: House, worker: Visitor) -> None:
    page = walked(worker)[-1]
    raised(worker, page)
    second = begun(worker)
    people = [each.person for each in house.drafts.of_author("fenshire", "worker", 9)]
    assert worker.sent(f"{draft_of(second)}/deletion", {}).status_code == 303
    assert worker.get(path_of(second)).status_code == 404
    assert house.keys.find("fenshire", people) == {}


def test_what_cannot_be_read_is_said_and_kept_as_it_was_typed(worker: Visitor) -> None:
    pages = walked(worker)
    wrong = {"facts.missing_since-day": "16", "facts.missing_since-time": "eight"}
    path = f"{draft_of(pages[-1])}/facts.missing_since"
    answer = worker.filled_in(path, path, wrong)
    assert answer.status_code == 422 and 'value="eight"' in answer.text and "Give a day" in answer.text
    check = worker.get(path_of(pages[-1])).text
    assert "Give a day" in check and "Raise it now" not in check


def test_a_change_leads_back_to_the_answers_and_new_questions_are_asked_first(worker: Visitor) -> None:
    check = walked(
        worker, {**ANSWERS, "facts.happened": {"facts.happened.arrest": "yes"}, "category": {"category.FEN-X": "yes"}}
    )
    path = f"{draft_of(check[-1])}/particulars.name"
    back = worker.filled_in(path, path, {"particulars.name": "Another Child"})
    assert path_of(back) == path_of(check[-1]) and "Another Child" in back.text
    path = f"{draft_of(check[-1])}/facts.happened"
    onward = worker.filled_in(path, path, HAPPENED)
    assert path_of(onward).endswith("/category") and "What you have said meets" in onward.text, (
        "it must be answered for"
    )


def test_what_another_window_changed_is_checked_again_before_it_is_raised(callers: Callers, worker: Visitor) -> None:
    check = walked(worker)[-1]
    path = f"{draft_of(check)}/particulars.name"
    version = check.text.partition('name="version" value="')[2].partition('"')[0]
    worker.filled_in(path, path, {"particulars.name": "Another Child"})
    answer = worker.sent(path_of(check), {"version": version})
    assert answer.status_code == 409 and "It was changed in another window" in answer.text
    assert callers.said("/v1/notifications")["notifications"] == []


@pytest.mark.parametrize("name", [LONG.strip(), ARABIC, "<b>Bo</b> & 'Co'"])
def test_a_very_long_name_and_one_from_right_to_left_are_shown_as_they_were_typed(worker: Visitor, name: str) -> None:
    check = walked(worker, {**ANSWERS, "particulars.name": {"particulars.name": name}})[-1]
    assert f'dir="auto">{escape(name)}' in check.text
    assert str(escape(name)) in worker.get(f"{draft_of(check)}/particulars.name").text


def test_a_name_longer_than_can_be_kept_is_said_so_on_its_page(worker: Visitor) -> None:
    page = next(each for each in walked(worker) if path_of(each).endswith("particulars.name"))
    answer = worker.filled_in(path_of(page), path_of(page), {"particulars.name": "x" * 201})
    assert answer.status_code == 422 and "at most 200 characters" in answer.text


def test_what_was_begun_on_one_page_goes_on_a_page_at_a_time(worker: Visitor) -> None:
    form = {**HAPPENED, **NAMED, "area": "fen", "go": "later"}
    check = worker.filled_in("/raise/brief", "/raise/brief", form)
    assert path_of(check).endswith("/check") and "Invented Child" in check.text
    assert "Go on with the questions" in check.text


def test_what_no_page_of_ours_has_written_is_named_and_can_be_thrown_away(worker: Visitor) -> None:
    form = {**HAPPENED, **NAMED, **GONE, **CHOSEN, "area": "fen", "left_out.FEN-A": "because", "go": "later"}
    form |= {"particulars.account": "Not seen since breakfast."}
    check = worker.get(worker.sent("/raise/brief", form).headers["location"])
    assert (
        check.status_code == 200
        and "Before it can be raised" in check.text
        and "What will happen next" not in check.text
    )
    assert worker.filled_in("/raise", f"{draft_of(check)}/deletion", {}).status_code == 200
    assert worker.get(path_of(check)).status_code == 404


def test_two_are_raised_from_one_page_one_after_the_other(house: House, callers: Callers, worker: Visitor) -> None:
    for name in ("One Child", "Two Child"):
        form = {"area": "fen", "particulars.name": name, "category.FEN-X": "yes"}
        assert "It has been raised" in worker.filled_in("/raise/brief", "/raise/brief", form).text
        house.passes(seconds=30)
    assert len(callers.said("/v1/notifications")["notifications"]) == 2


def test_who_may_not_raise_is_not_asked(callers: Callers) -> None:
    page = signed_in(callers, "head").get("/raise")
    assert page.status_code == 403 and "It is for: Worker, Manager." in page.text


@pytest.mark.parametrize("page", ["nowhere", "facts.invented", "part-99", "particulars.invented"])
def test_there_is_no_page_for_what_is_not_asked(worker: Visitor, page: str) -> None:
    assert worker.get(f"{draft_of(begun(worker))}/{page}").status_code == 404
