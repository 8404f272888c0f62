"""A case that has come to a national alert or to the register says so on its own page, for whoever may see the case."""

from __future__ import annotations

from pathlib import Path

from tests.rules.kent_2023.playing import UNIT_MANAGER, WORKER
from tests.rules.northumberland.playing import GROUP, LEAD
from tests.unit.casework.authorities import real
from tests.unit.gateway import alerted
from tests.unit.gateway.house import House
from tests.unit.gateway.test_register import on_register
from tests.unit.gateway.visiting import signed_in


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
