"""Pages of those who keep the records, and the papers that they print."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from tests.unit.gateway.callers import RAISE, Callers
from tests.unit.gateway.house import House
from tests.unit.gateway.visiting import signed_in


def raised(callers: Callers) -> Any:
    return callers.done("/v1/notifications", {**RAISE, "particulars": {"name": "Łucja Źdźbło", "account": "In words."}})


def words(content: bytes) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_what_runs_out_is_shown_with_how_sure_the_basis_is(callers: Callers) -> None:
    page = signed_in(callers, "keeper").get("/records").text
    assert "Fen Act 1901, s. 1" in page and "The authority’s own choice" in page and "Nothing runs out" in page


@pytest.mark.parametrize("path", ["/records", "/people/person-unknown", "/people/{person}"])
def test_nobody_else_sees_them(callers: Callers, path: str) -> None:
    person = raised(callers)["person"]
    answer = signed_in(callers, "manager").get(path.format(person=person))
    assert answer.status_code == 403 and person not in answer.text


def test_what_is_held_is_shown_and_printed_for_whom_it_is_about(callers: Callers) -> None:
    person = raised(callers)["person"]
    callers.done(f"/v1/people/{person}/holds", {"reason": "public_inquiry", "reference": "INQ-7"}, "keeper")
    page = signed_in(callers, "keeper").get(f"/people/{person}").text
    assert "Kept without end" in page and "Legal hold 1" in page and "INQ-7" in page
    printed = signed_in(callers, "keeper").get(f"/people/{person}/export.pdf")
    assert printed.headers["content-type"] == "application/pdf", printed.text
    assert "Łucja Źdźbło" in words(printed.content) and "In words." not in words(printed.content)


def test_after_a_deletion_the_pages_say_when_and_the_certificate_is_printed(callers: Callers, house: House) -> None:
    case = raised(callers)
    person = case["person"]
    callers.done(f"/v1/people/{person}/deletion", {"reason": "court_order", "although_kept": True}, "keeper")
    assert "Deletion proposed" in signed_in(callers, "keeper").get(f"/people/{person}").text
    callers.done(f"/v1/people/{person}/deletion/confirmation", {"agrees": True}, "second-keeper")
    house.case.settle()
    house.follow()
    assert "Deleted on 17 November 2026" in signed_in(callers, "keeper").get(f"/people/{person}").text
    assert "Deleted on 17 November 2026" in signed_in(callers, "manager").get(f"/cases/{case['notification_id']}").text
    printed = words(signed_in(callers, "keeper").get(f"/people/{person}/certificate.pdf").content)
    assert "Certificate of deletion" in printed and "Kit Ings" in printed and "Lou Weir" in printed
    assert case["notification_id"] in printed.replace(" ", "") or case["notification_id"][:20] in printed
