"""A task on its page: what is known, the rule and the deadline beside it; claimed, decided, given back, given to somebody else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.unit.casework.authorities import fenshire
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House
from tests.unit.gateway.visiting import Visitor, signed_in

STATED = """
acts:
- {kind: raise, roles: [worker, manager], rules: [FEN-1], tells: [{role: clerk, rules: [FEN-1]}]}
- {kind: update, roles: [worker, manager], rules: [FEN-1]}
- {kind: close, roles: [manager], rules: [FEN-1]}
routes:
- id: three_stations
  title: Three stations
  rules: [FEN-1]
  steps:
  - id: check
    title: Check it
    role: manager
    rules: [FEN-1]
    records: [{name: seen, question: "Was the child seen?"}, {name: where, question: "Where?", words: {home: At home, away: Elsewhere}}]
    outcomes:
    - {id: pass, title: Passed, next: sort}
    - {id: drop, title: Dropped, not_required: true, comment: required}
  - id: sort
    title: Sort it
    role: desk
    rules: [FEN-1]
    outcomes: [{id: sorted, title: Sorted}]
clocks:
- {id: checked, title: Check it in time, rules: [FEN-2], within: 4h, starts: "opened:check", met_by: ["decided:check.pass", "decided:check.drop"], owner: manager}
"""


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, fenshire(STATED))


@pytest.fixture
def task(callers: Callers) -> str:
    return "/tasks/" + callers.raised().replace("notification", "task") + "-1"


def manager(callers: Callers) -> Visitor:
    return signed_in(callers, "manager")


PASS = {"outcome": "pass", "flags.seen": "yes", "records.where": "home"}


def state(callers: Callers, task: str, by: str = "manager") -> Any:
    return callers.said(f"/v1{task}", by)


def test_what_is_needed_to_decide_stands_beside_it(callers: Callers, task: str) -> None:
    page = manager(callers).get(task).text
    for said in (
        "It was given to you as the manager.",
        "A worker raises it and three stations deal with it.",
        "A procedure made for tests, 1",
        "Not seen since breakfast.",
        "4 hours left",
        "How was it counted?",
        "Was the child seen?",
        "Dropped (say why below)",
    ):
        assert said in page, said
    assert "Give it back" not in page, "it is the first step"
    assert "Invented Child" not in re.findall("<title>.*</title>", page)[0]


def test_it_is_decided_and_what_comes_next_is_said(callers: Callers, task: str) -> None:
    page = manager(callers).filled_in(task, f"{task}/decision", {**PASS, "particulars.comment": "Seen by me."}).text
    assert "<strong>Passed</strong>" in page and "Bo Sedge, Manager" in page and "Seen by me." in page
    assert "<strong>At home</strong>" in page and "Was the child seen? <strong>yes</strong>" in page.replace(" \n", " ")
    assert "“Sort it” waits with Eli Marsh, Flo Lode" in page
    assert state(callers, task)["records"] == {"seen": True, "where": "home"}


@pytest.mark.parametrize(
    ("form", "field", "said"),
    [
        ({}, "outcome", "Choose one of the outcomes."),
        ({"outcome": "pass", "records.where": "home"}, "records.seen", "Answer this question."),
        ({**PASS, "outcome": "drop"}, "particulars.comment", "This outcome needs a reason in the comment."),
    ],
)
def test_what_is_missing_is_said_at_its_place_and_what_was_filled_in_stays(
    callers: Callers, task: str, form: dict[str, str], field: str, said: str
) -> None:
    answer = manager(callers).filled_in(task, f"{task}/decision", {**form, "particulars.comment": " "})
    assert answer.status_code == 422 and "There is a problem" in answer.text
    assert f'<a href="#{field}">{said}</a>' in answer.text and f'id="{field}"' in answer.text
    assert answer.text.count(f'id="{field}"') == 1
    if "records.where" in form:
        assert '<option value="home" selected>' in answer.text
    assert state(callers, task)["state"] == "open"


def test_sent_twice_it_is_decided_once(callers: Callers, house: House, task: str) -> None:
    boss = manager(callers)
    hidden = dict(
        re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', boss.get(task).text.split("/decision")[1])
    )
    form = {**PASS, "form_key": hidden["form_key"]}
    first, second = boss.sent(f"{task}/decision", form), boss.sent(f"{task}/decision", form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert len(callers.said(f"/v1/notifications/{_case(task)}", "worker")["tasks"]) == 2
    later = boss.sent(
        f"{task}/decision", {**PASS, "outcome": "drop", "form_key": "another", "particulars.comment": "No."}
    )
    assert later.status_code == 409 and "already been decided" in later.text and "Bo Sedge, Manager" in later.text


def _case(task: str) -> str:
    return task.removeprefix("/tasks/").replace("task", "notification").rpartition("-")[0]


def test_out_of_the_group_s_tray_it_is_claimed_before_it_is_decided(callers: Callers, task: str) -> None:
    manager(callers).filled_in(task, f"{task}/decision", PASS)
    second = f"{task[:-1]}2"
    desk, other = signed_in(callers, "desk-1"), signed_in(callers, "desk-2")
    assert "It waits in the group’s tray of the duty desk" in desk.get(second).text
    page = desk.filled_in(second, f"{second}/claim", {}).text
    assert "You took it out of the group’s tray." in page and "What do you decide?" in page
    waits = other.get(second).text
    assert "Eli Marsh claimed it." in waits and "What do you decide?" not in waits
    late = other.sent(f"{second}/claim", {"form_key": "x"})
    assert late.status_code == 409 and "Somebody else has claimed this task" in late.text
    done = other.filled_in(second, f"{second}/reassignment", {"to_person": "desk-2"}).text
    assert "It was given to you" in done or "You took it" in done or "What do you decide?" in done


def test_it_is_given_back_with_what_is_wanted(callers: Callers, task: str) -> None:
    manager(callers).filled_in(task, f"{task}/decision", PASS)
    second = f"{task[:-1]}2"
    desk = signed_in(callers, "desk-1")
    desk.filled_in(second, f"{second}/claim", {})
    blank = desk.filled_in(second, f"{second}/return", {"particulars.comment": ""})
    assert blank.status_code == 422 and "what is wanted" in blank.text
    page = desk.filled_in(second, f"{second}/return", {"particulars.comment": "Who saw her?"}).text
    assert "Given back" in page and "Who saw her?" in page
    assert "Who saw her?" in manager(callers).get(f"{task[:-1]}3").text


def test_whose_it_is_not_reads_and_is_told_whom_to_ask(callers: Callers, task: str) -> None:
    page = signed_in(callers, "worker").get(task)
    assert page.status_code == 200 and "Not yours to decide" in page.text and "It is for: Manager." in page.text
    assert "/decision" not in page.text
    stranger = signed_in(callers, "auditor")
    assert stranger.get(task).content == stranger.get("/tasks/task-none").content


def test_what_is_overdue_is_told_by_a_word(callers: Callers, house: House, task: str) -> None:
    house.passes(hours=5)
    for page in (manager(callers).get(task).text, manager(callers).get("/tray").text):
        assert '<strong class="flag">' in page and "Overdue</strong>" in page and "1 hour overdue" in page
    assert "1 overdue" in manager(callers).get("/tray").text


def test_the_tray_says_whose_each_is(callers: Callers, house: House, task: str) -> None:
    boss = manager(callers)
    assert '<h2 id="group-1">Yours</h2>' in boss.get("/tray").text
    callers.done(
        "/v1/absences",
        {"delegate": "deputy", "starts": "2026-11-17T13:00:00+00:00", "ends": "2026-11-20T13:00:00+00:00"},
        "manager",
    )
    house.passes(hours=2)
    deputy = signed_in(callers, "deputy")
    page = deputy.get("/tray").text
    assert "Of those for whom you are there" in page and f'href="{task}"' in page
    deputy.filled_in(task, f"{task}/decision", PASS)
    assert "Your groups’" in signed_in(callers, "desk-1").get("/tray").text


def test_a_notice_is_read_once(callers: Callers, task: str) -> None:
    clerk = signed_in(callers, "clerk")
    path = re.search(r'action="(/notices/[^"]+/receipt)"', clerk.get("/tray").text)
    assert path and _case(task) in clerk.get("/tray").text
    clerk.filled_in("/tray", path[1], {})
    assert path[1] not in clerk.get("/tray").text
    assert clerk.sent(path[1], {"form_key": "again"}).status_code == 303
