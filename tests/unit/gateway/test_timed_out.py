"""A session that ends is told of in time, and what was typed into a form that was open comes back after signing in again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from gateway.identity.sessions import IDLE_SECONDS, SECONDS
from gateway.web import unsent
from tests.unit.gateway.callers import Callers, cookie_of
from tests.unit.gateway.house import House
from tests.unit.gateway.visiting import ORIGIN, Visitor

TYPED = {"particulars.resolution": "Found at her aunt's.", "particulars.learning": "Ask the family first."}


@pytest.fixture
def form(callers: Callers) -> str:
    """Where a case is closed."""
    return f"/cases/{callers.raised()}/closure"


def signed_in(callers: Callers, person: str = "manager", **asked: str) -> Visitor:
    return Visitor(callers, cookie_of(callers.signed_in(person, **asked)))


def later(house: House, seconds: float) -> None:
    sessions = house.parts.identity.sessions
    now = sessions._now()
    sessions._now = lambda: now + seconds


def hidden(page: str, action: str) -> Mapping[str, str]:
    own = re.search(rf'action="{re.escape(action)}">(.*?)</form>', page, re.DOTALL)
    assert own, page
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', own[1]))


def sent(callers: Callers, by: Visitor, form: str, page: str) -> Any:
    return callers.call("POST", form, data={**hidden(page, form), **TYPED}, headers={**by._headers, **ORIGIN})


def test_each_page_says_until_when_one_stays_signed_in(callers: Callers, house: House) -> None:
    by = signed_in(callers)
    page = by.get("/tray").text
    assert 'data-session-seconds="3540"' in page and "you stay signed in until 12:59" in page
    assert "Until 12:59" in by.get("/stay").text
    later(house, SECONDS - 600)
    assert by.get("/tray").status_code == 303
    by = signed_in(callers)
    for _ in range(10):
        later(house, IDLE_SECONDS - 60)
        assert by.get("/stay").status_code == 200
    assert 'data-session-seconds="600"' in by.get("/tray").text


def test_looking_out_for_changes_does_not_keep_anybody_signed_in(callers: Callers, house: House) -> None:
    by, case = signed_in(callers), callers.raised()
    later(house, IDLE_SECONDS - 10)
    watched = by.get(f"/cases/{case}/changes?seen=other")
    assert watched.status_code == 200
    later(house, 11)
    assert by.get("/tray").status_code == 303


def test_what_was_sent_too_late_comes_back_after_signing_in(callers: Callers, house: House, form: str) -> None:
    by = signed_in(callers)
    page, before = by.get(form).text, len(house.services.commands)
    later(house, IDLE_SECONDS + 1)
    answer = sent(callers, by, form, page)
    assert answer.status_code == 303 and answer.headers["location"].startswith("/sign-in?next=/unsent/")
    onward = answer.headers["location"].partition("next=")[2]
    again = callers.signed_in("manager", next=onward)
    assert again.headers["location"] == onward
    anew = Visitor(callers, cookie_of(again))
    for _ in range(2):  # a page may be loaded once more
        back = anew.get(onward)
        assert back.status_code == 409 and "signed out before this was sent" in back.text
        assert all(each.replace("'", "&#39;") in back.text for each in TYPED.values())
    assert len(house.services.commands) == before
    assert sent(callers, anew, form, back.text).headers["location"] == form.removesuffix("/closure")
    assert len(house.services.commands) == before + 1


def test_nobody_else_is_shown_it_and_the_store_does_not_tell_it(callers: Callers, house: House, form: str) -> None:
    by = signed_in(callers)
    page = by.get(form).text
    later(house, IDLE_SECONDS + 1)
    onward = sent(callers, by, form, page).headers["location"].partition("next=")[2]
    assert "aunt" not in repr(vars(house.parts.identity.once)) and onward.split("/")[-1] not in repr(
        vars(house.parts.identity.once)
    )
    assert signed_in(callers, "worker").get(onward).status_code == 404
    assert signed_in(callers).get(onward).status_code == 409
    assert signed_in(callers).get("/unsent/another").status_code == 404


def test_after_an_hour_it_is_gone(callers: Callers, house: House, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    by = signed_in(callers)
    page = by.get(form).text
    later(house, IDLE_SECONDS + 1)
    monkeypatch.setattr(unsent, "SECONDS", -1)
    onward = sent(callers, by, form, page).headers["location"].partition("next=")[2]
    assert signed_in(callers).get(onward).status_code == 404


def test_a_form_of_somebody_who_signed_out_or_was_never_here_is_not_kept(
    callers: Callers, house: House, form: str
) -> None:
    by = signed_in(callers)
    page = by.get(form).text
    by.post("/sign-out")
    assert sent(callers, by, form, page).headers["location"] == f"/sign-in?next={form}"
    assert sent(callers, Visitor(callers, ""), form, page).headers["location"] == f"/sign-in?next={form}"


def test_a_form_that_was_open_while_one_signed_in_beside_it_is_shown_again(
    callers: Callers, house: House, form: str
) -> None:
    page, before = signed_in(callers).get(form).text, len(house.services.commands)
    anew = signed_in(callers)
    back = sent(callers, anew, form, page)
    assert back.status_code == 409 and TYPED["particulars.learning"] in back.text
    assert len(house.services.commands) == before
    assert sent(callers, anew, form, back.text).status_code == 303


def test_where_the_page_has_no_form_to_fill_what_was_sent_is_shown_and_can_be_sent(
    callers: Callers, house: House
) -> None:
    page = signed_in(callers).get("/people").text
    anew = signed_in(callers)
    data = {**hidden(page, "/people"), "name": "Invented Child"}
    back = callers.call("POST", "/people", data=data, headers={**anew._headers, **ORIGIN})
    assert back.status_code == 409 and "Invented Child" in back.text and "Send it now" in back.text
    word = hidden(back.text, "/people")["form_word"]
    found = callers.call("POST", "/people", data={**data, "form_word": word}, headers={**anew._headers, **ORIGIN})
    assert found.status_code == 200
