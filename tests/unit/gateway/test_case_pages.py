"""A case on its page, and what is done to it there: update, share, ask, consult, close, duties with their evidence, print."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.unit.casework.authorities import fenshire
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House
from tests.unit.gateway.visiting import Visitor, signed_in

STATED = """
duties:
- {id: police, title: Tell the police, rules: [FEN-3], to: the police, lead: liaison, opens: [raised], within: 24h, confirmed_by: [head], evidence: the log number}
circulation:
- {id: onward, title: Onward, rules: [FEN-1], to_anybody: true}
- {id: archive, title: To the auditor, rules: [FEN-1], by: [worker], to_roles: [auditor]}
requests:
- {id: analysis, title: A fuller analysis, rules: [FEN-2], by: [manager], of: [desk], within: 5wd, outcomes: [{id: given, title: Given}]}
"""


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, fenshire(STATED))


@pytest.fixture
def case(callers: Callers) -> str:
    return "/cases/" + callers.raised(restrictions=["FEN-5"])


@pytest.fixture
def worker(callers: Callers) -> Visitor:
    return signed_in(callers, "worker")


def test_what_can_be_done_is_offered_to_whom_it_is_for(callers: Callers, case: str, worker: Visitor) -> None:
    offered = {
        person: set(re.findall(rf'href="{case}/([a-z]+)"', signed_in(callers, person).get(case).text))
        for person in ("worker", "manager")
    }
    assert offered == {
        "worker": {"updates", "shares", "consultations"},
        "manager": {"updates", "shares", "requests", "consultations", "closure"},
    }
    refused = worker.get(f"{case}/closure")
    assert refused.status_code == 403 and "It is for: Manager." in refused.text
    assert signed_in(callers, "auditor").get(f"{case}/updates").status_code == 404


def test_an_update_changes_only_what_was_changed(callers: Callers, case: str, worker: Visitor) -> None:
    path = f"{case}/updates"
    form = worker.get(path).text
    assert 'name="facts.missing_since-time" value="08:00"' in form, "what is known stands there"
    found = {
        "facts.found_at-day": "17",
        "facts.found_at-month": "11",
        "facts.found_at-year": "2026",
        "facts.found_at-time": "10:30",
    }
    kept = {
        "facts.subject_kind": "child", "facts.happened.missing": "yes", "facts.missing_since-day": "16", "facts.missing_since-month": "11",
        "facts.missing_since-year": "2026", "facts.missing_since-time": "08:00",
    }  # fmt: skip
    page = worker.filled_in(path, path, {**kept, **found, "particulars.account": "Found at the station."}).text
    assert "Update 1" in page and "not known → <strong>Tuesday 17 November 2026 at 10:30</strong>" in page
    assert "Found at the station." in page
    changed = callers.said(case.replace("/cases", "/v1/notifications"))["updates"][0]["changed"]
    assert [each["fact"] for each in changed] == ["found_at"]
    blank = worker.filled_in(path, path, {**kept, **found})
    assert blank.status_code == 422 and "An update must change a fact" in blank.text


def test_one_who_updates_what_another_has_updated_is_told_what_changed(
    callers: Callers, case: str, worker: Visitor
) -> None:
    api = case.replace("/cases", "/v1/notifications")
    callers.done(f"{api}/updates", {"based_on": 0, "particulars": {"account": "Her bag was found."}}, "manager")
    late = worker.sent(f"{case}/updates", {"based_on": "0", "form_key": "x", "particulars.account": "Seen."})
    assert late.status_code == 409 and "Somebody has updated this" in late.text
    assert "Her bag was found." in late.text and 'name="based_on" value="1"' in late.text


def test_it_is_shared_with_a_role_or_somebody_and_why_is_said(callers: Callers, case: str, worker: Visitor) -> None:
    path, why = f"{case}/shares", {"particulars.comment": "For the file."}
    blank = worker.filled_in(path, path, {"way": "archive role auditor"})
    assert blank.status_code == 422 and '<a href="#particulars.comment">' in blank.text
    page = worker.filled_in(path, path, {"way": "archive role auditor", **why}).text
    assert "<strong>Auditor</strong>, by Ada Reed" in page and "No receipt yet" in page and "For the file." in page
    page = worker.filled_in(path, path, {"way": "onward person", "to_person": "head", **why}).text
    assert "Ada Reed shared it with Gus Dyke" in page
    assert "The adult&#39;s name is hidden" in page and "not shown to the Head of service" in page


def test_something_is_asked_and_the_task_says_what(callers: Callers, case: str) -> None:
    boss, path = signed_in(callers, "manager"), f"{case}/requests"
    page = boss.filled_in(path, path, {"request": "analysis desk", "particulars.comment": "Look at the pattern."}).text
    assert "A fuller analysis" in page
    tray = signed_in(callers, "desk-1").get("/tray").text
    task = re.search(r'href="(/tasks/[^"]+)">A fuller analysis', tray)
    assert task and "Look at the pattern." in signed_in(callers, "desk-1").get(task[1]).text


def test_a_consultation_is_recorded_and_it_is_closed(callers: Callers, case: str) -> None:
    boss, path = signed_in(callers, "manager"), f"{case}/consultations"
    said = {"with_role": "manager", "with_person": "manager", "advice": "raise"}
    answer = boss.filled_in(path, path, said)
    assert "advised to raise it" in answer.text or answer.status_code == 422
    path = f"{case}/closure"
    blank = boss.filled_in(path, path, {})
    assert blank.status_code == 422 and "Say why it is considered resolved" in blank.text
    page = boss.filled_in(path, path, {"particulars.resolution": "She is home."}).text
    assert "Bo Sedge closed the notification." in page and f"{case}/closure" not in page


def test_a_duty_is_met_with_its_evidence(callers: Callers, house: House, case: str) -> None:
    liaison = signed_in(callers, "liaison")
    found = re.search(r'href="(/duties/[^"]+)"', liaison.get("/tray").text)
    assert found
    page = liaison.get(found[1]).text
    assert "The log number" in page and "Bodies outside are told." in page and "left</strong>" in page
    blank = liaison.filled_in(found[1], f"{found[1]}/completion", {"reference": " "})
    assert blank.status_code == 422 and '<a href="#reference">' in blank.text
    done = liaison.filled_in(found[1], f"{found[1]}/completion", {"reference": "LOG-7"}).text
    assert "<strong>LOG-7</strong>" in done and "Ivy Wash" in done
    assert "LOG-7" in liaison.get(case).text
    again = liaison.sent(f"{found[1]}/completion", {"reference": "LOG-8", "form_key": "late"})
    assert again.status_code == 409 and "LOG-7" in again.text


def test_that_it_is_not_required_is_proposed_and_agreed_by_two(callers: Callers, case: str) -> None:
    liaison, head = signed_in(callers, "liaison"), signed_in(callers, "head")
    [duty] = re.findall(r'href="(/duties/[^"]+)"', liaison.get("/tray").text)
    liaison.filled_in(duty, f"{duty}/not-required", {"particulars.comment": "They were there."})
    assert "/not-required" not in liaison.get(duty).text
    page = head.filled_in(duty, f"{duty}/not-required/confirmation", {"agrees": "yes"}).text
    assert "Proposed by Ivy Wash, agreed by Gus Dyke" in page and "They were there." in page


def test_why_leads_to_where_it_came_up(case: str, worker: Visitor) -> None:
    page = worker.get(case).text
    places = set(re.findall(r'href="#(story-\d+)"', page))
    assert places and all(f'id="{place}"' in page for place in places)


def test_it_is_printed_with_what_the_reader_may_see(callers: Callers, case: str, worker: Visitor) -> None:
    answer = worker.get(f"{case}/case.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    for said in ("Invented Child", "Bodies outside, and records", "Ada Reed raised a notification", "Printed on"):
        assert said in text
    assert signed_in(callers, "auditor").get(f"{case}/case.pdf").status_code == 404
