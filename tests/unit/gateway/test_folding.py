"""Views are folded from two streams that may arrive in any order between them, and from each in its own order only."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from contracts import escalation, intake
from gateway.read_models import absences, cases, cases_intake, concerns, persons, routing, tray_items
from gateway.read_models.folding import Document, OutOfOrder, View
from services.escalation.handlers import stream_of
from shared_kernel.commits import EventRecord, canonical_json
from shared_kernel.upcasting import UnknownEvent
from tests.unit.casework.authorities import real
from tests.unit.casework.case import THIS, Case
from tests.unit.casework.test_concerns import CLIENT, ID, SOCIAL_WORKER, deciding, raising
from tests.unit.gateway.commits import Sourced, a_long_case, of_this

CASE = a_long_case()
INTAKE, ROUTING = of_this("intake", CASE), of_this("escalation", CASE)


def folded(view: View, commits: list[Sourced]) -> Document:
    document: Document | None = None
    for source, commit in commits:
        if view.key(source, commit) is not None:
            document = view.fold(document, source, commit)
    assert document is not None
    return document


IN_ORDER = folded(cases.VIEW, [*INTAKE, *ROUTING])


def test_there_is_an_answer_to_every_event() -> None:
    told = cases_intake.CHANGES.keys() | concerns.PARTS["intake"].keys() | persons.CHANGES.keys()
    assert told == intake.EVENTS.keys()
    assert routing.CHANGES.keys() == escalation.EVENTS.keys()


@settings(max_examples=60, deadline=None)
@given(some.data())
def test_the_two_sources_may_arrive_in_any_order_between_them(data: some.DataObject) -> None:
    turns = data.draw(some.permutations([True] * len(INTAKE) + [False] * len(ROUTING)))
    left = {True: list(INTAKE), False: list(ROUTING)}
    mixed = [left[turn].pop(0) for turn in turns]
    assert canonical_json(folded(cases.VIEW, mixed)) == canonical_json(IN_ORDER)
    assert list(folded(cases.VIEW, mixed)) == list(IN_ORDER)


@pytest.mark.parametrize("view", [cases.VIEW, tray_items.VIEW], ids=lambda view: view.name)
def test_what_comes_again_changes_nothing(view: View) -> None:
    commits = [each for each in (*INTAKE, *ROUTING) if view.key(*each)]
    once = folded(view, commits)
    again = once
    for source, commit in commits:
        again = view.fold(again, source, commit)
    assert canonical_json(again) == canonical_json(once)


def test_a_fold_leaves_the_document_it_was_given_alone() -> None:
    before = folded(cases.VIEW, INTAKE[:1])
    kept = canonical_json(before)
    cases.VIEW.fold(before, *INTAKE[1])
    assert canonical_json(before) == kept


def test_a_commit_before_its_predecessor_is_refused() -> None:
    first = folded(cases.VIEW, INTAKE[:1])
    with pytest.raises(OutOfOrder):
        cases.VIEW.fold(first, *INTAKE[2])


@pytest.mark.parametrize(
    "event", [EventRecord("NotificationRaised", 2, {}), EventRecord("NotificationForgotten", 1, {})]
)
def test_an_event_that_is_not_known_is_not_passed_over(event: EventRecord) -> None:
    source, commit = INTAKE[0]
    with pytest.raises(UnknownEvent):
        cases.VIEW.fold(None, source, replace(commit, events=(event,)))


def test_a_case_tells_what_was_raised_and_how_it_stands() -> None:
    assert IN_ORDER["_id"] == THIS
    assert IN_ORDER["state"] == "closed"
    assert IN_ORDER["intake"]["number"] == 1
    assert "found_at" in IN_ORDER["intake"]["facts"]
    assert IN_ORDER["versions"] == {"intake": len(INTAKE), "escalation": len(ROUTING)}


def test_everybody_who_has_to_do_with_it_is_involved() -> None:
    assert {"worker", "manager", "desk-1", "desk-2", "liaison", "clerk"} <= set(IN_ORDER["involved"])
    assert "auditor" not in IN_ORDER["involved"]


def test_an_open_case_says_what_is_due_next_and_what_was_missed() -> None:
    half = folded(cases.VIEW, [*INTAKE[:1], *ROUTING[:2]])
    assert half["next_due_title"] == "Tell the police"
    later = [each for each in ROUTING if each[1].recorded_at <= ROUTING[0][1].recorded_at.replace(day=24)]
    missed = folded(cases.VIEW, [*INTAKE[:1], *later])
    assert missed["breached"]


def test_a_tray_holds_what_waits_and_for_whom_until_it_is_dealt_with() -> None:
    first = folded(tray_items.VIEW, ROUTING[:1])
    waits_for = {"task person manager", "task role manager fen", "duty person liaison", "duty role liaison fen"}
    assert {f"fenshire {each}" for each in waits_for} <= set(first["marks"])
    last = folded(tray_items.VIEW, ROUTING)
    open_tasks = [each for each in last["routing"]["tasks"].values() if each["state"] == "open"]
    assert open_tasks == []
    before, after = (folded(cases.VIEW, ROUTING[:end])["items"] for end in (1, None))
    assert set(before) < set(after)


def test_a_duty_is_due_when_its_clock_is() -> None:
    part = folded(tray_items.VIEW, ROUTING[:1])["routing"]
    waiting = {each["id"]: each for each in tray_items.waiting_items(part)}
    duty = next(each for each in waiting.values() if each["kind"] == "duty")
    assert duty["due"] == next(each["due"] for each in part["clocks"].values() if each["duty_id"] == duty["id"])


def test_a_delegation_is_kept_by_authority() -> None:
    found = [("escalation", commit) for commit in CASE.escalation.feed(0, 1000) if commit.stream.startswith("absences")]
    document = folded(absences.VIEW, found)
    assert document["authority"] == "fenshire"
    assert [(each["person"], each["delegate"]) for each in document["absences"]] == [("liaison", "clerk")]
    assert cases.VIEW.key(*found[0]) is None


def test_a_concern_is_folded_from_both_sources_in_any_order() -> None:
    case = Case(real("kent")).given(raising(), by=CLIENT).given(deciding(), by=SOCIAL_WORKER)
    told = [("intake", each) for each in case.intake.stream(ID)]
    routed = [("escalation", each) for each in case.escalation.stream(stream_of(ID))]
    one, other = folded(concerns.VIEW, [*told, *routed]), folded(concerns.VIEW, [*routed, *told])
    assert canonical_json(one) == canonical_json(other)
    assert list(one) == list(other)
    assert (one["state"], one["due"], one["marks"]) == (
        "no_further_action",
        None,
        ["kent agency kent-police", "kent area *"],
    )
    assert not [view for view in (cases.VIEW, tray_items.VIEW, absences.VIEW) if view.key(*routed[0])]
