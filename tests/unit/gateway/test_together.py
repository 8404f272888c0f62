"""A case that has come to a national alert or to the register says so on its own page, for whoever may see the case."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.rules.kent_2023.playing import UNIT_MANAGER, WORKER
from tests.rules.northumberland.playing import GROUP, LEAD
from tests.unit.casework.authorities import real
from tests.unit.gateway import alerted
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House
from tests.unit.gateway.test_register import on_register
from tests.unit.gateway.visiting import Visitor, signed_in


def test_the_register_entry_stands_on_the_cases_page_with_what_is_due(tmp_path: Path) -> None:
    house = House(tmp_path, real("northumberland"))
    with house.open() as callers:
        case = on_register(callers, house)
        for person in (GROUP, LEAD):
            page = signed_in(callers, person).get(f"/cases/{case}").text
            together = page.partition('id="together"')[2].partition("</section>")[0]
            assert f'href="/register/entries/{case}"' in together
            assert "On the register. Level: " in together and " left</strong>" in together


def test_the_national_alert_stands_on_the_cases_page_once_it_was_put_to_the_threshold(tmp_path: Path) -> None:
    house = House(tmp_path, real("kent"))
    with house.open() as callers:
        alert = alerted.raised(callers)
        case = alert.replace("alert-", "notification-")
        worker = signed_in(callers, WORKER)
        assert 'id="together"' not in worker.get(f"/cases/{case}").text
        callers.done("/v1/alerts", alerted.proposal(alert), WORKER)
        page = worker.get(f"/cases/{case}").text
        assert f'<a href="/alerts/{alert}">National alert</a></strong>: Proposed' in page
        assert (
            signed_in(callers, UNIT_MANAGER).get(f"/alerts/{alert}").status_code
            == worker.get(f"/alerts/{alert}").status_code
            == 200
        )


@pytest.fixture
def of_one_child(callers: Callers, house: House) -> tuple[str, str]:
    """Two notifications about one child: in the fen, and in the hills."""
    first = callers.raised()
    return first, callers.raised(person=house.person_of(first), area="hill", categories=["FEN-A"])


def others(visitor: Visitor, case: str) -> list[str]:
    """The cases to which the page of this one leads as those about the same child."""
    card = visitor.get(f"/cases/{case}").text.partition('id="others"')[2].partition("</section>")[0]
    return re.findall(r'href="/cases/([^"]+)"', card)


def test_other_notifications_about_the_child_stand_on_the_page_and_in_the_access_log(
    callers: Callers, house: House, of_one_child: tuple[str, str]
) -> None:
    first, second = of_one_child
    unrelated = callers.raised()
    worker = signed_in(callers, "worker")
    assert (others(worker, first), others(worker, second), others(worker, unrelated)) == ([second], [first], [])
    worker.get(f"/cases/{first}")
    assert set(house.access_log.first(1000)[-1].entry.things) == {first, second}


def test_one_that_the_reader_may_not_see_is_not_there(callers: Callers, of_one_child: tuple[str, str]) -> None:
    first, second = of_one_child
    assert others(signed_in(callers, "manager"), first) == []
    assert others(signed_in(callers, "hill-manager"), second) == []


def test_where_a_restriction_keeps_who_it_is_nothing_leads_from_case_to_case(callers: Callers, house: House) -> None:
    hidden = callers.raised(restrictions=["FEN-5"], particulars={"adult_name": "Invented Adult"})
    plain = callers.raised(person=house.person_of(hidden), particulars={"adult_name": "Invented Adult"})
    worker, head = signed_in(callers, "worker"), signed_in(callers, "head")
    assert (others(worker, hidden), others(worker, plain)) == ([plain], [hidden])
    assert (others(head, hidden), others(head, plain)) == ([], [])
