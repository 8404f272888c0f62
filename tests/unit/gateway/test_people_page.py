"""People are found by name on a page, among the cases that one may see; the name never stands in an address."""

from __future__ import annotations

import pytest

from tests.unit.gateway.callers import RAISE, Callers
from tests.unit.gateway.house import House
from tests.unit.gateway.visiting import signed_in

LUCJA = {"name": "Łucja Źdźbło", "date_of_birth": "2015-04-03", "account": "Not seen."}


def test_somebody_is_found_as_it_sounds_and_why_is_said(callers: Callers) -> None:
    notification = callers.raised(particulars=LUCJA)
    page = signed_in(callers, "manager").filled_in("/people", "/people", {"name": "lucja"}).text
    assert "Łucja Źdźbło" in page and "Born on 3 April 2015" in page and f"/cases/{notification}" in page
    assert "is part of the name" in page and 'value="lucja"' in page


def test_the_date_of_birth_narrows_it_down(callers: Callers) -> None:
    callers.raised(particulars=LUCJA)
    born = {"born-day": "3", "born-month": "4", "born-year": "2015"}
    visitor = signed_in(callers, "manager")
    assert "Łucja" in visitor.filled_in("/people", "/people", {"name": "luc", **born}).text
    assert "Nobody found" in visitor.filled_in("/people", "/people", {"name": "luc", **born, "born-year": "2016"}).text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"name": ""}, "name"),
        ({"name": "--"}, "Give a name"),
        ({"name": "Ada", "born-day": "31", "born-month": "2", "born-year": "2015"}, "Give a day, a month and a year"),
        ({"name": "Ada", "born-day": "x"}, "Give a day, a month and a year"),
    ],
)
def test_what_cannot_be_read_is_said_beside_it(callers: Callers, form: dict[str, str], said: str) -> None:
    answer = signed_in(callers, "manager").filled_in("/people", "/people", form)
    assert answer.status_code == 422 and "There is a problem" in answer.text and said in answer.text


def test_a_case_that_one_may_not_see_finds_nobody_and_the_search_is_on_record(callers: Callers, house: House) -> None:
    callers.raised(particulars=LUCJA)
    page = signed_in(callers, "auditor").filled_in("/people", "/people", {"name": "Łucja"}).text
    assert "Nobody found" in page and "Źdźbło" not in page
    found = house.access_log.first(1000)[-1].entry
    assert (found.actor, found.operation, found.things) == ("auditor", "/people", ())
    signed_in(callers, "manager").filled_in("/people", "/people", {"name": "Łucja"})
    assert house.access_log.first(1000)[-1].entry.things


def test_pages_that_no_tray_leads_to_are_offered_to_whoever_may_see_them(callers: Callers) -> None:
    offered = {
        "worker": {"/raise", "/people"},
        "desk-1": {"/people", "/concerns", "/deliveries"},
        "keeper": {"/people", "/records"},
        "auditor": {"/people"},
    }
    every = {path for paths in offered.values() for path in paths}
    for person, paths in offered.items():
        visitor = signed_in(callers, person)
        page = visitor.get("/").text
        assert {path for path in every if f'href="{path}"' in page} == paths, person
        assert {visitor.get(path).status_code for path in paths} == {200}


def test_who_may_not_is_told_by_which_roles(callers: Callers) -> None:
    page = signed_in(callers, "worker").get("/records")
    assert page.status_code == 403 and "It is for: records officer, head of information." in page.text


def test_a_name_that_is_typed_is_shown_and_not_run(callers: Callers) -> None:
    page = signed_in(callers, "worker").filled_in("/people", "/people", {"name": '"><script>x'}).text
    assert "<script>" not in page and RAISE["particulars"]["name"] not in page
