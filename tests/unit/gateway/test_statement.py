"""The accessibility statement: for anybody, from every page, with whom to write to where somebody is named."""

from __future__ import annotations

from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House
from tests.unit.gateway.visiting import Visitor, signed_in


def test_every_page_leads_to_it_and_nobody_needs_to_sign_in(callers: Callers) -> None:
    for visitor, path in ((Visitor(callers, ""), "/sign-in"), (signed_in(callers, "worker"), "/tray")):
        assert 'href="/accessibility"' in visitor.get(path).text
        page = visitor.get("/accessibility")
        assert page.status_code == 200
        assert "What was not tried" in page.text and "Screen readers" in page.text


def test_it_names_whom_to_write_to_as_it_is_set_up(house: House) -> None:
    house.with_parts(accessibility_contact="access@council.example")
    with house.open() as callers:
        assert 'href="mailto:access@council.example"' in Visitor(callers, "").get("/accessibility").text


def test_where_nobody_is_named_it_says_whom_to_ask(callers: Callers) -> None:
    page = Visitor(callers, "").get("/accessibility").text
    assert "mailto:" not in page and "Ask the person in your council" in page
