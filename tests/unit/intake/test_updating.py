"""Updates: copied forward, based on what was read, showing what changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from contracts.intake import FactChange, NotificationUpdatedV1, SuggestedCategory, UpdateNotificationV1
from needfire.facts import UNKNOWN
from tests.unit.casework.case import NOON, THIS, Case, at, close, raise_it
from tests.unit.casework.events import event

SINCE, FOUND = at(NOON - timedelta(hours=3)), at(NOON - timedelta(hours=1))


@pytest.fixture
def raised(fen: Case) -> Case:
    facts = {"happened": ["missing"], "missing_since": SINCE}
    return fen.given(raise_it(facts, "FEN-A"), by="worker")


def test_what_is_not_said_anew_is_copied_forward_and_what_changed_is_shown(raised: Case) -> None:
    raised.when(raised.update({"found_at": FOUND, "happened": ["arrest"]}, withdrawn=("missing_since",)), by="worker")
    raised.then(
        event(
            NotificationUpdatedV1,
            notification_id=THIS,
            number=1,
            updated_by="worker",
            updated_at=NOON,
            facts={"found_at": FOUND, "happened": ["arrest"]},
            changed=(
                FactChange("found_at", None, FOUND),
                FactChange("happened", ["missing"], ["arrest"]),
                FactChange("missing_since", SINCE, None),
            ),
            suggested=(SuggestedCategory("FEN-C", ("happened",)),),
            sealed=None,
        )
    )
    [decision] = raised.events[0].decisions
    assert (decision.question, decision.answer) == ("May this person update it?", "Yes, as worker.")


def test_the_notification_then_stands_as_updated(raised: Case) -> None:
    raised.given(raised.update({"found_at": FOUND}), by="manager")
    state = raised.notification
    assert (state.number, state.facts["found_at"], state.facts["missing_since"]) == (1, FOUND, SINCE)
    raised.given(raised.update(sealed="something new to read"), by="worker")
    assert raised.notification.number == 2
    assert raised.events[0].changed == ()


def test_a_fact_both_withdrawn_and_stated_is_stated(raised: Case) -> None:
    later = at(NOON - timedelta(hours=2))
    raised.given(raised.update({"missing_since": later}, withdrawn=("missing_since",)), by="worker")
    assert raised.events[0].changed == (FactChange("missing_since", SINCE, later),)


def test_the_same_moment_written_with_another_offset_is_no_change(raised: Case) -> None:
    raised.when(raised.update({"missing_since": "2026-11-17T10:00:00+01:00"}), by="worker")
    raised.refused("nothing_changed")


def test_an_update_that_says_nothing_new_is_refused(raised: Case) -> None:
    for nothing in (raised.update(), raised.update({"missing_since": SINCE}), raised.update(withdrawn=("found_at",))):
        raised.when(nothing, by="worker").refused("nothing_changed")


@pytest.mark.parametrize("based_on", [0, 2, -1])
def test_an_update_based_on_another_number_than_the_latest_is_refused(raised: Case, based_on: int) -> None:
    raised.given(raised.update({"found_at": FOUND}), by="worker")
    raised.when(UpdateNotificationV1(THIS, based_on, {"happened": ["arrest"]}), by="worker")
    raised.refused("update_out_of_date", details={"latest": 1})


def test_facts_that_cannot_be_are_refused_and_the_old_ones_stand(raised: Case) -> None:
    before = raised.notification
    raised.when(raised.update({"found_at": at(NOON + timedelta(minutes=1))}), by="worker").refused("facts_refused")
    assert raised.notification == before


def test_a_name_that_is_no_fact_cannot_be_withdrawn_and_is_not_repeated(raised: Case) -> None:
    raised.when(raised.update({"found_at": FOUND}, withdrawn=("missing_since", "Mr Smith")), by="worker")
    assert list(raised.refused("facts_refused")["details"]["facts"]) == [UNKNOWN]


def test_an_end_before_the_beginning_that_stands_is_refused(raised: Case) -> None:
    raised.when(raised.update({"found_at": at(NOON - timedelta(hours=4))}), by="worker")
    assert list(raised.refused("facts_refused")["details"]["facts"]) == ["found_at"]


@pytest.mark.parametrize("based_on", [0.9, "0", False, 0.0])
def test_the_number_that_was_read_is_a_whole_number(raised: Case, based_on: Any) -> None:
    asked = raised.envelope(raised.update({"found_at": FOUND}), "worker")
    answer = raised.intake_desk.answer({**asked, "data": {**asked["data"], "based_on": based_on}})
    assert answer["refused"]["details"] == {"based_on": "Give a whole number."}


def test_who_holds_no_post_that_may_update_is_refused(raised: Case) -> None:
    raised.when(raised.update({"found_at": FOUND}), by="head")
    raised.refused("not_permitted", details={"roles": ["Worker", "Manager"]}, rules=["FEN-1"])


def test_nothing_is_updated_after_the_end_or_before_the_beginning(raised: Case, kent: Case) -> None:
    raised.given(close(), by="manager")
    raised.when(UpdateNotificationV1(THIS, 0, {"found_at": FOUND}), by="worker").refused("notification_ended")
    kent.when(UpdateNotificationV1(THIS, 0, {"found_at": FOUND}), by="kent-social-worker").refused("not_found")
