"""Sharing over HTTP: the ways that a reader has, with whom it was shared, who then sees it, and what stays hidden."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from access import Case as Known
from access import Reader, hidden_particulars, sees
from access.visibility import area_mark, person_marks, role_mark, visibility
from tests.unit.casework.authorities import fenshire, fenshire_edition
from tests.unit.casework.case import NOON
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.house import House
from tests.unit.gateway.visiting import signed_in

V1 = "/v1/notifications"
STATED = """
circulation:
- {id: onward, title: On a need-to-know basis, rules: [FEN-1], to_anybody: true}
- {id: to_liaison, title: To the liaison officer, rules: [FEN-2], by: [manager], to_roles: [liaison, head], should: true}
- id: to_the_board
  title: To the board
  rules: [FEN-3]
  by: [manager]
  to_bodies: {board: the safeguarding children board}
  refused: [{when: {not: {consulted: manager}}, rules: [FEN-4], sentence: Consult the manager first.}]
- {id: for_a_death, title: For a death, rules: [FEN-3], to_bodies: {coroner: the coroner}, when: {happened: death}, should: true}
restrictions:
- {rule: FEN-5, title: The adult's name is hidden, hides: [adult_name], from_roles: [head, liaison]}
"""
WHY = {"particulars": {"comment": "They teach the child."}}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, fenshire(STATED))


def ways(callers: Callers, notification: str, by: str) -> dict[str, Any]:
    return {each["circulation"]: each for each in callers.said(f"{V1}/{notification}/shares", by)["ways"]}


def test_a_reader_is_told_the_ways_that_they_have_and_what_stands_against_one(callers: Callers) -> None:
    notification = callers.raised()
    assert list(ways(callers, notification, "worker")) == ["onward"]
    of_manager = ways(callers, notification, "manager")
    assert list(of_manager) == ["onward", "to_liaison", "to_the_board"]
    board = of_manager["to_the_board"]
    assert board["to_bodies"] == [{"id": "board", "name": "the safeguarding children board"}]
    assert (board["refused"], [each["id"] for each in board["rules"]]) == ("Consult the manager first.", ["FEN-4"])
    assert of_manager["to_liaison"]["refused"] is None
    consulted = {"with_role": "manager", "with_person": "manager", "advice": "unsure"}
    callers.done(f"{V1}/{notification}/consultations", consulted)
    assert ways(callers, notification, "manager")["to_the_board"]["refused"] is None


def test_with_whom_it_was_shared_is_told_with_the_reason(callers: Callers) -> None:
    notification = callers.raised()
    callers.done(f"{V1}/{notification}/shares", {"circulation": "onward", "to_person": "auditor", **WHY})
    callers.done(f"{V1}/{notification}/shares", {"circulation": "to_liaison", "to_role": "liaison", **WHY}, "manager")
    first, second = callers.said(f"{V1}/{notification}")["shares"]
    assert (first["to_person"]["name"], first["by"]["name"], first["to_role"]) == ("Jan Eau", "Ada Reed", None)
    assert first["opened"]["particulars"]["comment"] == "They teach the child."
    assert second["to_role"]["title"] == "Liaison officer"
    told = [each["sentence"] for each in callers.said(f"{V1}/{notification}/timeline")["entries"]]
    assert "Ada Reed shared it with Jan Eau: On a need-to-know basis." in told
    assert "Bo Sedge shared it with the liaison officer: To the liaison officer." in told


def test_with_whom_it_was_shared_has_a_notice_until_they_say_that_they_have_read_it(callers: Callers) -> None:
    notification = callers.raised()
    callers.done(f"{V1}/{notification}/shares", {"circulation": "to_liaison", "to_role": "liaison", **WHY}, "manager")
    callers.done(f"{V1}/{notification}/shares", {"circulation": "onward", "to_person": "auditor", **WHY})
    for recipient in ("liaison", "auditor"):
        [notice] = callers.said("/v1/notices", recipient)["notices"]
        assert notice["about"].startswith("Shared with you")
        callers.done(f"/v1/notices/{notice['notice_id']}/receipt", by=recipient)
        assert callers.said("/v1/notices", recipient)["notices"] == []


def test_a_body_outside_is_told_by_its_name(callers: Callers) -> None:
    notification = callers.raised(facts={"happened": ["death"]}, categories=["FEN-B"])
    callers.done(f"{V1}/{notification}/shares", {"circulation": "for_a_death", "to_body": "coroner", **WHY})
    [share] = callers.said(f"{V1}/{notification}/shares")["shares"]
    assert share["to_body"] == {"id": "coroner", "name": "the coroner"}
    told = [each["sentence"] for each in callers.said(f"{V1}/{notification}/timeline")["entries"]]
    assert "Ada Reed shared it with the coroner: For a death." in told


def test_what_is_expected_shows_until_it_is_done_and_only_in_its_cases(callers: Callers) -> None:
    notification = callers.raised()
    [expected] = callers.said(f"{V1}/{notification}")["expected_shares"]
    assert (expected["circulation"], expected["by"][0]["title"]) == ("to_liaison", "Manager")
    assert [each["id"] for each in expected["rules"]] == ["FEN-2"]
    page = signed_in(callers, "worker").get(f"/cases/{notification}").text
    assert "Not shared yet:" in page and "expected of the Manager" in page
    callers.done(f"{V1}/{notification}/shares", {"circulation": "to_liaison", "to_role": "head", **WHY}, "manager")
    assert callers.said(f"{V1}/{notification}")["expected_shares"] == []
    death = callers.raised(facts={"happened": ["death"]}, categories=["FEN-B"])
    expected_of_death = callers.said(f"{V1}/{death}")["expected_shares"]
    assert [each["circulation"] for each in expected_of_death] == ["to_liaison", "for_a_death"]


def test_with_whom_it_was_shared_sees_it_from_then_on_in_lists_too(callers: Callers) -> None:
    notification = callers.raised()
    for who, by, body in (
        ("auditor", "worker", {"circulation": "onward", "to_person": "auditor"}),
        ("liaison", "manager", {"circulation": "to_liaison", "to_role": "liaison"}),
    ):
        refused(callers.get(f"{V1}/{notification}", who), "not_found", 404)
        callers.done(f"{V1}/{notification}/shares", {**body, **WHY}, by)
        assert callers.said(f"{V1}/{notification}", who)["notification_id"] == notification
        listed = callers.said(V1, who)["notifications"]
        assert [each["notification_id"] for each in listed] == [notification]
    refused(callers.get(f"{V1}/{notification}", "clerk"), "not_found", 404)


def test_a_recipient_shares_it_further_and_a_stranger_does_not(callers: Callers) -> None:
    notification = callers.raised()
    onward = {"circulation": "onward", "to_person": "clerk", **WHY}
    refused(callers.post(f"{V1}/{notification}/shares", onward, "auditor"), "not_found", 404)
    callers.done(f"{V1}/{notification}/shares", {**onward, "to_person": "auditor"})
    callers.done(f"{V1}/{notification}/shares", onward, "auditor")
    assert callers.said(f"{V1}/{notification}", "clerk")["shares"][1]["by"]["id"] == "auditor"


def test_an_anonymised_version_stays_one_however_far_it_goes(callers: Callers) -> None:
    hidden = {"adult_name": "Invented Adult", "account": "What was said."}
    notification = callers.raised(restrictions=["FEN-5"], particulars=hidden)
    callers.done(f"{V1}/{notification}/shares", {"circulation": "to_liaison", "to_role": "liaison", **WHY}, "manager")
    callers.done(f"{V1}/{notification}/shares", {"circulation": "onward", "to_person": "auditor", **WHY}, "liaison")
    for recipient in ("liaison", "auditor"):
        for part in ("", "/timeline"):
            answer = callers.get(f"{V1}/{notification}{part}", recipient)
            assert "Invented Adult" not in answer.text
            assert "What was said." in answer.text
        assert callers.said(f"{V1}/{notification}", recipient)["opened"]["hidden"] == ["adult_name"]
    assert "Invented Adult" in callers.get(f"{V1}/{notification}", "manager").text


@pytest.mark.parametrize(
    ("body", "code", "status"),
    [
        ({"circulation": "by_pigeon", "to_person": "clerk", **WHY}, "unknown_circulation", 422),
        ({"circulation": "onward", "to_person": "Invented Child", **WHY}, "unknown_person", 422),
        ({"circulation": "to_liaison", "to_role": "Invented Child", **WHY}, "unknown_role", 422),
        ({"circulation": "to_the_board", "to_body": "Invented Child", **WHY}, "unknown_body", 422),
        ({"circulation": "onward", "to_person": "clerk"}, "comment_required", 422),
        ({"circulation": "onward", "to_person": "clerk", "particulars": {"account": "So."}}, "comment_required", 422),
    ],
)
def test_what_cannot_be_is_refused_before_it_is_sent(
    callers: Callers, house: House, body: Any, code: str, status: int
) -> None:
    notification = callers.raised()
    sent = len(house.services.commands)
    answer = callers.post(f"{V1}/{notification}/shares", body, "manager")
    refused(answer, code, status)
    assert "Invented Child" not in answer.text
    assert len(house.services.commands) == sent


def test_a_refused_share_says_under_which_rules_in_plain_words(callers: Callers) -> None:
    notification = callers.raised()
    body = {"circulation": "to_the_board", "to_body": "board", **WHY}
    problem = refused(callers.post(f"{V1}/{notification}/shares", body, "manager"), "share_refused", 409)
    assert problem["title"] == "Consult the manager first."
    assert [(each["id"], each["says"]) for each in problem["reasons"]] == [("FEN-4", "What is late is chased.")]


DIRECTORY = fenshire().directories["fenshire"]
EDITION = fenshire_edition(STATED)


def reader(person: str) -> Reader:
    return Reader(person, "fenshire", DIRECTORY, NOON)


def shared(area: str = "fen", people: tuple[str, ...] = (), roles: tuple[str, ...] = ()) -> Known:
    return Known("fenshire", area, EDITION, "worker", frozenset({"worker"}), frozenset(people), frozenset(roles))


@pytest.mark.parametrize(
    ("person", "known", "seen"),
    [
        ("auditor", shared(people=("auditor",)), True),
        ("auditor", shared(people=("clerk",)), False),
        ("liaison", shared(roles=("liaison",)), True),
        ("auditor", shared(roles=("liaison",)), False),
        ("hill-manager", shared(roles=("manager",)), False),
        ("hill-manager", shared("hill", roles=("manager",)), True),
    ],
)
def test_it_is_seen_one_by_one_as_it_is_found_in_a_list(person: str, known: Known, seen: bool) -> None:
    marks = {
        area_mark("fenshire", "trial", known.area),
        *person_marks("fenshire", known.involved | known.shared_people),
        *(role_mark("fenshire", role, known.area) for role in known.shared_roles),
    }
    assert sees(reader(person), known) is seen
    whose = visibility(reader(person), [EDITION])
    assert bool(whose.marks & marks) is bool(whose.list_marks & marks) is seen


def test_a_post_adds_no_question_to_a_list_where_its_area_is_seen_as_a_whole_anyway() -> None:
    manager, clerk = (visibility(reader(each), [EDITION]) for each in ("manager", "clerk"))
    assert manager.marks - manager.list_marks == {role_mark("fenshire", "manager", "fen")}
    assert clerk.list_marks == clerk.marks


def test_who_was_told_of_it_as_the_holder_of_a_post_and_has_left_it_is_bound_as_well() -> None:
    concerned = Known("fenshire", "fen", EDITION, "worker", frozenset({"worker", "hill-manager", "deputy"}))
    assert sees(reader("deputy"), concerned)
    assert hidden_particulars(reader("deputy"), concerned, ("FEN-5",)) == {"adult_name"}


def test_who_has_another_role_in_the_case_or_raised_it_is_not_bound_by_a_share() -> None:
    everybody = shared(people=("worker", "manager", "auditor"))
    hidden = {
        each: hidden_particulars(reader(each), everybody, ("FEN-5",)) for each in ("worker", "manager", "auditor")
    }
    assert hidden == {"worker": frozenset(), "manager": frozenset(), "auditor": {"adult_name"}}
