"""Whatever is deleted by hand is found, and mended; what cannot be mended is an alarm."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest

from auditor.auditor import STUCK_SECONDS
from auditor.findings import Finding
from gateway.read_models.folding import Document
from gateway.read_models.projecting import Projection
from shared_kernel.commits import Commit
from shared_kernel.loops import Loop
from tests.unit.auditor.audited import Audited
from tests.unit.guarantees.plant import raising


@pytest.fixture
def audited() -> Audited:
    """One case that has gone its way, and an auditor that has found nothing."""
    found = Audited()
    found.raised()
    assert found.looks() == ()
    return found


def codes(found: tuple[Finding, ...]) -> set[tuple[str, bool]]:
    return {(each.code, each.mended) for each in found}


def view(audited: Audited, name: str) -> Projection:
    return next(each for each in audited.kept.views if each.view.name == name)


def test_a_clock_row_that_was_deleted_is_found_and_comes_back(audited: Audited) -> None:
    rows = audited._clocks()
    assert rows
    for clock_id, _ in rows:
        audited.kept.clocks.remove(clock_id)
        assert audited.looks(1) == (), "between a feed and a row there is always a moment"
        assert codes(audited.looks(1)) == {("lost", True)}
        assert audited._clocks() == rows
        assert audited.looks() == ()


def test_a_clock_row_that_was_put_to_another_time_is_put_right(audited: Audited) -> None:
    [clock, *_] = audited.kept.clocks.claim_due(audited.clock.now() + timedelta(days=900), "x", 0.0, 1)
    rows = audited._clocks()
    audited.kept.clocks.put(
        type(clock)(clock.clock_id, clock.stream, clock.authority, clock.due + timedelta(1), clock.data)
    )
    assert codes(audited.looks()) == {("lost", True)}
    assert audited._clocks() == rows


def test_a_clock_row_that_nothing_explains_is_an_alarm(audited: Audited) -> None:
    [clock, *_] = audited.kept.clocks.claim_due(audited.clock.now() + timedelta(days=900), "x", 0.0, 1)
    audited.kept.clocks.put(type(clock)("nobody:due", clock.stream, clock.authority, clock.due, clock.data))
    assert codes(audited.looks()) == {("unexpected", False)}


def test_clocks_that_are_due_and_do_not_fire_are_an_alarm(audited: Audited) -> None:
    audited.clock.advance(timedelta(days=30))
    assert codes(audited.looks()) == {("late", False)}
    audited.plant.settle()
    assert audited.looks() == ()


@pytest.mark.parametrize("name", ["cases", "tray_items"])
def test_a_document_of_a_view_that_was_deleted_is_found_and_comes_back(audited: Audited, name: str) -> None:
    documents = view(audited, name).documents
    before = documents.every()  # type: ignore[attr-defined]
    assert before
    documents.drop()
    assert codes(audited.looks()) == {("lost", True)}
    assert documents.every() == before  # type: ignore[attr-defined]
    assert audited.looks() == ()


def test_a_case_that_went_on_after_its_document_was_deleted_is_whole_again(audited: Audited) -> None:
    """What followed could not be folded, and was parked: it is driven again with what was missing before it."""
    view(audited, "cases").documents.drop()
    audited.clock.advance(timedelta(days=30))
    audited.plant.settle()
    assert audited.kept.parked.count()
    audited.looks()
    audited.plant.settle()
    assert audited.kept.parked.count() == 0
    assert audited.looks() == ()


def test_a_delivery_that_was_deleted_is_found_and_goes_out(audited: Audited) -> None:
    [(delivery_id, state)] = audited._deliveries()
    assert state == "delivered"
    del audited.kept.ledger._kept[delivery_id]  # type: ignore[attr-defined]
    assert codes(audited.looks()) == {("lost", True)}
    assert audited._deliveries() == [[delivery_id, "pending"]]


def test_a_delivery_that_was_given_up_is_an_alarm() -> None:
    audited = Audited()
    audited.arrives = False
    audited.raised()
    assert codes(audited.looks()) == {("given_up", False)}


def test_a_wake_up_that_was_deleted_leaves_a_reader_behind_until_it_looks_by_itself(audited: Audited) -> None:
    audited.plant.intake.answer(raising(2, audited.clock.now())[1])
    audited.plant.steps["intake relays"]()  # and nobody is woken
    assert ("behind", False) in codes(audited.looks(3))
    audited.plant.settle()  # as a loop does every second
    assert audited.looks() == ()


def test_what_is_parked_is_an_alarm_until_it_was_driven_again(audited: Audited) -> None:
    """A poisonous event parks its case and no other; somebody is told; after the mend it is driven again, in order."""
    projection = view(audited, "cases")
    healthy = projection.view

    def poisonous(document: Document, source: str, commit: Commit) -> Document:
        if commit.stream == "notification-2":
            raise ValueError("on purpose")
        return healthy.take(document, source, commit)

    object.__setattr__(projection, "view", replace(healthy, take=poisonous))
    audited.raised(2)
    audited.raised(3)
    assert {each.stream for each in audited.kept.parked.listed(10)} == {"notification-2"}
    assert "notification-3" in projection.documents.load(["notification-3"])
    assert ("parked", False) in codes(audited.looks())

    object.__setattr__(projection, "view", healthy)
    [parked] = audited.ask("gateway", "parked", limit=10)
    audited.ask("gateway", "drive", reader=parked["reader"], source=parked["source"], stream=parked["stream"])
    audited.plant.settle()
    assert audited.looks() == ()


def test_a_worker_that_does_not_answer_is_an_alarm_and_the_others_are_looked_at(audited: Audited) -> None:
    audited.away.add("escalation")
    view(audited, "cases").documents.drop()
    assert codes(audited.looks()) == {("cannot_look", False), ("lost", True)}
    audited.away.clear()
    assert audited.looks() == ()


def test_a_relay_that_hangs_is_an_alarm_although_its_worker_answers(audited: Audited) -> None:
    """Else nobody would see it: what has no position is in no feed."""
    began, ends = Event(), Event()

    def hangs() -> int:
        began.set()
        return int(not ends.wait())

    relay = Loop("relay", hangs)
    relay.start()
    assert began.wait(10)
    audited.workers["escalation"].loops = lambda: [replace(relay.state(), seconds_since_success=STUCK_SECONDS + 1)]
    [found] = audited.looks()
    assert (found.code, found.where) == ("stuck", "escalation: relay")
    ends.set()
    audited.workers["escalation"].loops = lambda: [relay.state()]
    assert audited.looks() == ()
    assert relay.stop()


def test_one_that_was_started_again_finds_the_same(audited: Audited) -> None:
    audited.kept.clocks.remove(audited._clocks()[0][0])
    fresh = type(audited.auditor)(
        audited.ask, audited.kept.commits, audited.auditor._expectations, ("gateway",), audited.clock
    )
    assert codes([fresh.run_once(), fresh.run_once()][-1]) == {("lost", True)}


def test_commits_that_are_gone_are_an_alarm() -> None:
    audited = Audited()
    audited.raised(1)
    audited.raised(2)
    audited.kept.commits["escalation"]._by_position.pop(1)  # type: ignore[attr-defined]
    assert ("hole", False) in codes(audited.looks(1))
