"""On the pages of those who keep the records: holds, deletion by two, texts gone through for an export."""

from __future__ import annotations

import re

import pytest

from tests.unit.gateway.callers import RAISE, Callers
from tests.unit.gateway.house import House
from tests.unit.gateway.visiting import Visitor, signed_in

PARTICULARS = {"name": "Invented Child", "account": "Bo Example told us. Not seen since breakfast."}


@pytest.fixture
def person(callers: Callers) -> str:
    return str(callers.done("/v1/notifications", {**RAISE, "particulars": PARTICULARS})["person"])


@pytest.fixture
def keeper(callers: Callers) -> Visitor:
    return signed_in(callers, "keeper")


def test_a_hold_is_placed_and_lifted_with_its_reason(keeper: Visitor, person: str) -> None:
    at = f"/people/{person}"
    page = keeper.filled_in(at, f"{at}/holds", {"reason": "public_inquiry", "reference": "INQ-7"}).text
    assert "Legal hold 1" in page and "A public inquiry (INQ-7), placed by Kit Ings" in page
    page = keeper.filled_in(at, f"{at}/holds/lift", {"reason": "inquiry_ended"}).text
    assert "was lifted by Kit Ings" in page and "the inquiry has ended" in page and "Lift the hold" not in page


def test_a_name_in_place_of_a_reference_is_refused_and_not_repeated_in_the_sentence(
    keeper: Visitor, person: str
) -> None:
    at = f"/people/{person}"
    answer = keeper.filled_in(at, f"{at}/holds", {"reason": "complaint", "reference": "Bo Example"})
    assert answer.status_code == 422 and "Give a number such as IG-2026-0042" in answer.text
    assert keeper.filled_in(at, f"{at}/holds", {"reason": ""}).status_code == 422


def test_nothing_goes_before_its_time_or_by_one_alone(
    callers: Callers, keeper: Visitor, person: str, house: House
) -> None:
    at, second = f"/people/{person}", signed_in(callers, "second-keeper")
    refused = keeper.filled_in(at, f"{at}/deletion", {"reason": "court_order"})
    assert refused.status_code == 409 and "has not run out" in refused.text
    form = {"reason": "court_order", "reference": "IG-2026-1", "although_kept": "yes"}
    page = keeper.filled_in(at, f"{at}/deletion", form).text
    assert "Deletion proposed" in page and "Somebody else who keeps the records has to agree" in page
    assert keeper.sent(f"{at}/deletion/confirmation", {"agrees": "yes"}).status_code == 403
    page = second.filled_in(at, f"{at}/deletion/confirmation", {"agrees": "no"}).text
    assert "Deletion proposed" not in page
    keeper.filled_in(at, f"{at}/deletion", form)
    assert second.filled_in(at, f"{at}/deletion/confirmation", {}).status_code == 422
    second.filled_in(at, f"{at}/deletion/confirmation", {"agrees": "yes"})
    house.case.settle()
    house.follow()
    page = keeper.get(at).text
    assert "Deleted on 17 November 2026" in page and f"{at}/certificate.pdf" in page and "Place a hold" not in page


def test_a_text_is_gone_through_for_the_export(keeper: Visitor, person: str) -> None:
    at = f"/people/{person}/export"
    page = keeper.get(at).text
    assert "1 text waits" in page and "Bo Example" not in page and "Invented Child" in page
    [text] = re.findall(rf'href="(/people/{person}/texts/[^"]+)"', page)
    assert PARTICULARS["account"] in keeper.get(text).text
    wrong = keeper.filled_in(text, text, {"marked": "[[Bo Example]] told me."})
    assert wrong.status_code == 422 and "not the text any more" in wrong.text
    page = keeper.filled_in(text, text, {"marked": "[[Bo Example]] told us. Not seen since breakfast."}).text
    assert "█" * 10 + " told us." in page and "Every text has been gone through" in page
    assert "[[Bo Example]]" in keeper.get(text).text, "what was marked can be looked at again"


def test_others_see_none_of_it(callers: Callers, keeper: Visitor, person: str) -> None:
    [text] = re.findall(r'href="(/people/[^"]+/texts/[^"]+)"', keeper.get(f"/people/{person}/export").text)
    for path in (f"/people/{person}/export", text):
        answer = signed_in(callers, "manager").get(path)
        assert answer.status_code == 403 and "Bo Example" not in answer.text


def test_a_form_without_the_sessions_word_does_nothing(callers: Callers, keeper: Visitor, person: str) -> None:
    path = f"/people/{person}/holds"
    answer = callers.call(
        "POST", path, data={"reason": "complaint"}, headers={**keeper._headers, "Origin": "http://gateway.example"}
    )
    assert answer.status_code == 403
    assert callers.said(f"/v1/people/{person}/records", "keeper")["holds"] == []
