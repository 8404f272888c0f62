"""The pages of an assessment: a section a page, saved and come back to, two people at once, checked, given a level, compared."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from tests.rules.northumberland.playing import GROUP, LEAD, PRACTITIONER
from tests.unit.gateway.assessing import RAISED, begun, filled, house_of, levelled, saved, written
from tests.unit.gateway.browsing import Browser
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House


@pytest.fixture
def house(tmp_path: Path) -> House:
    return house_of(tmp_path)


def test_begun_filled_in_checked_and_given_a_level(callers: Callers) -> None:
    notification = callers.done("/v1/notifications", RAISED, PRACTITIONER)["notification_id"]
    lead = Browser(callers, LEAD)
    assert f"/cases/{notification}/risk" in lead.get(f"/cases/{notification}").text
    begun_at = lead.post(f"/cases/{notification}/risk", {"which": "first"})
    assert begun_at.status_code == 303
    path = begun_at.headers["location"]
    assert "0 of 9 answered" in lead.get(path).text
    page = lead.get(f"{path}/sections/sexual_health")
    assert "somebody who is older by 5 years or more" in page.text.lower()
    onward = lead.submitted(f"{path}/sections/sexual_health", {"SH4.answer.0": "3", "go": "next"})
    assert onward.headers["location"] == f"{path}/sections/social"
    assert re.search(r'name="SH4.answer.0" value="3" checked', lead.get(f"{path}/sections/sexual_health").text)
    checked = lead.get(f"{path}/check").text
    assert "It cannot be completed like this" in checked and "NBL-V03" in checked and "summary sheet" in checked
    refused = lead.submitted(f"{path}/check", {})
    assert refused.status_code == 422 and "There is a problem" in refused.text
    assessment = path.rpartition("/")[2]
    saved(callers, assessment, written(), 1)
    assert lead.submitted(f"{path}/check", {}).headers["location"] == f"{path}/level"
    level = {"level": "high", "asked.because": "Harm could come.", "asked.age_and_functioning": "yes"}
    assert "Is a social worker involved?" in lead.submitted(f"{path}/level", level).text
    assert lead.submitted(f"{path}/level", {**level, "facts.social_worker_involved": "yes"}).status_code == 303
    assert "Level: High" in lead.get(path).text and "Harm could come." in lead.get(path).text


def test_what_is_complete_can_be_read_and_no_longer_filled_in(callers: Callers) -> None:
    assessment, lead = begun(callers), Browser(callers, LEAD)
    page = f"/assessments/{assessment}/sections/sexual_health"
    assert fixed(lead.get(page).text) == set()
    page = f"/assessments/{levelled(callers)}/sections/sexual_health"
    assert "SH4.answer.0" in fixed(lead.get(page).text)
    assert fixed(lead.get(page).text) >= set(filled_in(lead.get(page).text))


def fixed(page: str) -> set[str]:
    """The names of what a browser shows and does not let anybody change."""
    sets = html.document_fromstring(page).iterfind(".//fieldset[@disabled]")
    return {each.get("name", "") for one in sets for each in one.iterfind(".//*[@name]")}


def filled_in(page: str) -> list[str]:
    """The names of what is answered on it."""
    main = html.document_fromstring(page).find(".//main")
    assert main is not None
    asked = [each for each in main.iter("input", "textarea") if each.get("type", "radio") == "radio"]
    return [each.get("name", "") for each in asked]


def test_a_page_sends_only_what_was_changed_on_it(callers: Callers) -> None:
    assessment = begun(callers)
    page = f"/assessments/{assessment}/sections/emotional_health"
    lead, other = Browser(callers, LEAD), Browser(callers, PRACTITIONER)
    both = [lead.form(page), other.form(page)]
    assert lead.post(page, {**both[0], "EH1.answer.0": "2"}).status_code == 303
    assert other.post(page, {**both[1], "EH2.answer.0": "3"}).status_code == 303
    told = {each["place"]: each["answer"] for each in callers.said(f"/v1/assessments/{assessment}", LEAD)["places"]}
    assert told == {"EH1": ["2"], "EH2": ["3"]}
    shown = other.post(page, {**both[1], "EH1.answer.0": "4", "EH1.asked.reason": "Seen today."})
    assert shown.status_code == 409
    assert "Filled in at the same time" in shown.text and "Seen today." in shown.text
    assert lead.post(page, lead.form(page)).status_code == 303
    assert "Filled in at the same time" in lead.get(page).text, "nothing was changed, so nothing is settled"


def test_what_cannot_stand_is_shown_as_it_was_typed(callers: Callers) -> None:
    assessment = begun(callers)
    page = f"/assessments/{assessment}/sections/whole"
    lead = Browser(callers, LEAD)
    assert "10 is best" in lead.get(page).text
    shown = lead.submitted(page, {"young_person_scale.asked.young_person_scale": "as well as can be"})
    assert shown.status_code == 422
    assert "Give a whole number from 0 to 10." in shown.text and 'value="as well as can be"' in shown.text
    agencies = {"agencies.asked.agencies.police": "yes", "agencies.asked.agencies.sorted": "yes"}
    lead.submitted(page, {**agencies, "young_person_scale.asked.young_person_scale": "4"})
    told = {each["place"]: each["asked"] for each in callers.said(f"/v1/assessments/{assessment}", LEAD)["places"]}
    assert told["agencies"] == {"agencies": ["police", "sorted"]}
    assert told["young_person_scale"] == {"young_person_scale": 4}


def test_every_place_of_a_page_comes_back_as_it_was_sent(callers: Callers) -> None:
    assessment = filled(callers)
    lead = Browser(callers, LEAD)
    version = callers.said(f"/v1/assessments/{assessment}", LEAD)["version"]
    for section in ("emotional_health", "social", "substance_misuse", "offending", "absconding", "whole"):
        page = f"/assessments/{assessment}/sections/{section}"
        assert lead.post(page, lead.form(page)).status_code == 303
    assert callers.said(f"/v1/assessments/{assessment}", LEAD)["version"] == version


def test_the_row_of_reviews_shows_the_trend_with_a_table_beside(callers: Callers) -> None:
    first = levelled(callers)
    notification = callers.said(f"/v1/assessments/{first}", LEAD)["notification_id"]
    review = begun(callers, "review", notification)
    worse = {
        **written(),
        "SM10": {
            "answer": "2",
            "asked": {"history": True, "current": True, "intervention": "Sorted.", "effect": "positive"},
            "rests_on": [1],
        },
    }
    assert saved(callers, review, worse).status_code == 201
    path = f"/v1/assessments/{review}"
    answer = callers.post(f"{path}/completion", {}, LEAD)
    read = [each["key"] for each in answer.json()["details"].get("said", ())] if answer.status_code == 409 else []
    if read:
        callers.done(f"{path}/completion", {"acknowledged": read}, LEAD)
    levelled_by = {"level": "very_high", "asked": {"because": "Several drugs at once.", "age_and_functioning": True}}
    callers.done(f"{path}/level", levelled_by, LEAD)
    page = Browser(callers, GROUP).get(f"/cases/{notification}/risk").text
    assert "Original score 0, current score 2: 2 higher" in page
    assert '<svg class="trend"' in page and 'role="img"' in page and "<caption>" in page
    assert page.count("<circle") == 2 * 8
    assert "Very high" in page and "Begin a review" in page
    row = callers.said(f"/v1/notifications/{notification}/assessments", LEAD)
    assert [each["total"]["lowest"] for each in row["assessments"]] == [0, 2] and row["change"] == 2


def test_who_may_not_assess_is_told_so(callers: Callers) -> None:
    assessment = begun(callers)
    chair = Browser(callers, GROUP)
    page = f"/assessments/{assessment}/sections/emotional_health"
    assert chair.get(page).status_code == 200
    assert chair.submitted(page, {"EH1.answer.0": "2"}).status_code == 403
