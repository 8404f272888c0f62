"""The pages of whoever receives national alerts, without a script: three steps, documents, and nothing for anybody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.kent_2023.playing import WORKER
from tests.unit.casework.authorities import real
from tests.unit.gateway.alerted import CUSTODIAN, SECRET, released
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House, deployment_of
from tests.unit.gateway.visiting import Visitor, signed_in


@pytest.fixture
def callers(tmp_path: Path) -> Iterator[Callers]:
    with House(tmp_path, deployment_of(real("kent"), real("luton"))).open() as callers:
        yield callers


@pytest.fixture
def page(callers: Callers) -> str:
    return f"/national-alerts/{released(callers)}.1"


@pytest.fixture
def custodian(callers: Callers, page: str) -> Visitor:
    return signed_in(callers, CUSTODIAN)


def test_three_steps_lead_to_the_answer(callers: Callers, custodian: Visitor, page: str) -> None:
    inbox = custodian.get("/national-alerts").text
    assert f'href="{page}"' in inbox and "Not opened yet" in inbox
    assert SECRET in custodian.get(page).text
    for receipt, said in (
        ("acknowledged", "You said that you have it."),
        ("searched", "You said that your records were searched."),
        ("linked", "You answered: the child is linked to the area."),
    ):
        answer = custodian.sent(f"{page}/receipts", {"receipt": receipt, "form_key": receipt})
        assert (answer.status_code, answer.headers["location"]) == (303, page)
        assert said in custodian.get(page).text
    assert "Answered: linked" in custodian.get("/national-alerts").text


def test_a_second_press_does_nothing_twice_and_no_choice_is_said_on_the_page(custodian: Visitor, page: str) -> None:
    press = {"receipt": "acknowledged", "form_key": "one"}
    assert [custodian.sent(f"{page}/receipts", press).status_code for _ in range(2)] == [303, 303]
    answer = custodian.sent(f"{page}/receipts", {"form_key": "two"})
    assert answer.status_code == 422 and "Choose what your search has found." in answer.text


def test_words_go_with_a_result_into_the_case(callers: Callers, custodian: Visitor, page: str) -> None:
    fields = {"receipt": "sighting", "comment": "Seen at the station.", "form_key": "one"}
    assert custodian.sent(f"{page}/receipts", fields).status_code == 303
    case = page.removeprefix("/national-alerts/alert-").removesuffix(".1")
    story = signed_in(callers, WORKER).get(f"/cases/notification-{case}").text
    assert "Luton answered the national alert: the child was seen." in story and "Seen at the station." in story


def test_the_message_as_pdf_and_as_cap(custodian: Visitor, page: str) -> None:
    pdf, cap = custodian.get(f"{page}/alert.pdf"), custodian.get(f"{page}/alert.cap.xml")
    assert pdf.headers["content-type"] == "application/pdf" and pdf.content.startswith(b"%PDF")
    assert cap.headers["content-type"] == "application/cap+xml" and SECRET not in cap.text
    assert b"urn:oasis:names:tc:emergency:cap:1.2" in cap.content


def test_the_link_of_a_letter_leads_behind_the_sign_in(callers: Callers, custodian: Visitor, page: str) -> None:
    asked = Visitor(callers, "").get(page)
    assert (asked.status_code, asked.headers["location"]) == (303, f"/sign-in?next={page}")
    assert callers.signed_in(CUSTODIAN, page).headers["location"] == page


@pytest.mark.parametrize("person", [WORKER, "luton-social-worker", "kent-standards-officer-1"])
def test_others_find_their_own_or_nothing(callers: Callers, page: str, person: str) -> None:
    visitor = signed_in(callers, person)
    is_custodian = person == "kent-standards-officer-1"  # Kent is a custodian, too
    for path in (page, f"{page}/alert.pdf", f"{page}/alert.cap.xml"):
        assert visitor.get(path).status_code == (200 if is_custodian else 404)
    assert (page in visitor.get("/national-alerts").text) == is_custodian
