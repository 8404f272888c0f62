"""Three ways lead to the area assistant director, and on each a child in care's alert goes to the director."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from contracts.escalation import ClockStartedV1, NoticeGivenV1
from tests.rules.kent import binds, told
from tests.rules.kent_2016.playing import (
    DIRECTOR_OF_AREA,
    MISSING,
    NOW,
    ORGANISED_ABUSE,
    SERVICE_MANAGER,
    TEAM_MANAGER,
    H,
    forwarded,
    in_care,
    raised,
    with_director,
)
from tests.unit.casework.case import Case, at

KNOWN = {"legal_status": "not_looked_after", "plan": "none", "unaccompanied_asylum_seeker": False}


def ordinary() -> Case:
    case = raised({**ORGANISED_ABUSE, **KNOWN}, "KEN16-CAT-4")
    return case.given(case.decide("service_manager", "forward"), by=SERVICE_MANAGER)


def on_plan() -> Case:
    return forwarded(raised({**MISSING, **KNOWN, "plan": "child_in_need"}, "KEN16-CAT-6"))


def of_another_service() -> Case:
    case = raised({**ORGANISED_ABUSE, **KNOWN, "services_open": ["care_leaving"]}, "KEN16-CAT-4")
    case.given(case.decide("operational_manager", "send_on"), by="kent-operational-manager")
    return case.given(case.decide("county_manager", "send_on"), by="kent-county-manager")


WAYS = pytest.mark.parametrize("way", [ordinary, on_plan, of_another_service])
EVERYBODY = ["director", "unit_assistant_director", "practice_development_officer", "unit_service_manager"]


def gone_for(hours: float, minutes: float = 0) -> str:
    return at(NOW - timedelta(hours=hours, minutes=minutes))


def now_in_care(way: Callable[[], Case], since: str) -> Case:
    """By an update the child is in care and missing since then."""
    facts = {"happened": ["missing"], "legal_status": "care_order", "whereabouts": "unknown", "missing_since": since}
    case = way()
    return case.given(case.update(facts), by=TEAM_MANAGER)


def bring(case: Case) -> list[str]:
    """The roles that are told when the assistant director brings it to the director."""
    case.given(case.decide("assistant_director", "bring_to_director"), by=DIRECTOR_OF_AREA)
    return told(case)


@pytest.mark.rule("KEN16-ROUTE-1", "KEN16-CPCIN-1", "KEN16-RAISE-2", "KEN16-CIC-3")
@WAYS
def test_of_other_children_the_assistant_director_judges_and_two_directors_are_told(way: Callable[[], Case]) -> None:
    kept = way()
    kept.given(kept.decide("assistant_director", "keep"), by=DIRECTOR_OF_AREA)
    assert (told(kept), kept.notification.ended, kept.routing.ended) == ([], None, "finished")
    brought = way()
    assert bring(brought) == ["director", "unit_assistant_director"]
    assert (brought.notification.ended, brought.routing.ended) == (None, "finished")
    assert told(brought.passes(days=9)) == []


@pytest.mark.rule("KEN16-CIC-3")
@WAYS
@pytest.mark.parametrize("since", [gone_for(50), gone_for(2)])
def test_of_one_not_in_care_management_information_has_nothing(way: Callable[[], Case], since: str) -> None:
    case = way()
    case.given(case.update({"missing_since": since}), by=TEAM_MANAGER)
    assert bring(case) == ["director", "unit_assistant_director"]


@pytest.mark.rule("KEN16-ROUTE-1", "KEN16-CIC-3")
@WAYS
def test_of_a_child_in_care_there_is_no_choice(way: Callable[[], Case]) -> None:
    case = now_in_care(way, gone_for(5))
    case.when(case.decide("assistant_director", "keep"), by=DIRECTOR_OF_AREA)
    assert case.refused("outcome_refused")["rules"][:2] == ["KEN16-CIC-3", "KEN16-ROUTE-1"]
    assert bring(case) == EVERYBODY


@pytest.mark.rule("KEN16-CIC-3")
@WAYS
@pytest.mark.parametrize(("since", "now"), [(gone_for(48), True), (gone_for(47, 30), False), (gone_for(49), True)])
def test_management_information_is_told_once_at_48_hours(way: Callable[[], Case], since: str, now: bool) -> None:
    case = now_in_care(way, since)
    assert bring(case) == [*EVERYBODY, *(["management_information"] if now else [])]
    later = told(case.passes(days=9))
    assert later == ([] if now else ["management_information"])


@pytest.mark.rule("KEN16-CIC-3")
@pytest.mark.parametrize(("since", "now"), [(gone_for(48), True), (gone_for(47, 30), False)])
def test_so_it_is_of_one_who_was_in_care_from_the_beginning(since: str, now: bool) -> None:
    case = with_director(in_care(missing_since=since))
    assert told(case).count("management_information") == (1 if now else 0)
    assert told(case.passes(days=9)) == ([] if now else ["management_information"])


@pytest.mark.rule("KEN16-CIC-3")
@pytest.mark.parametrize(
    "started", [lambda: now_in_care(ordinary, gone_for(40)), lambda: in_care(missing_since=gone_for(40))]
)
def test_the_48_hours_are_the_assistant_directors_and_end_when_the_child_is_found(started: Callable[[], Case]) -> None:
    case = started()
    if "assistant_director" in case.waiting:
        bring(case)
    else:
        with_director(case)
    [clock] = [each for each in case.ever(ClockStartedV1) if each.clock.startswith("missing_48_hours")]
    assert (clock.owner, clock.due, clock.count) == ("assistant_director", NOW + 8 * H, 1)
    assert binds(case, clock.clock)
    case.given(case.update({"reported_to_police": True}), by=TEAM_MANAGER)
    assert case.running(clock.clock).state == "running"
    case.given(case.update({"found_at": gone_for(1)}), by=TEAM_MANAGER)
    assert case.running(clock.clock).state == "met"


@pytest.mark.rule("KEN16-CIC-3", "KEN16-ROUTE-1")
@WAYS
def test_what_was_brought_to_the_director_is_not_opened_again(way: Callable[[], Case]) -> None:
    case = now_in_care(way, gone_for(5))
    bring(case)
    case.given(case.update({"reported_to_police": True}), by=TEAM_MANAGER)
    assert "assistant_director" not in case.waiting


@pytest.mark.rule("KEN16-CIC-5")
@WAYS
def test_the_director_is_asked_only_once_it_was_brought(way: Callable[[], Case]) -> None:
    case = now_in_care(way, gone_for(5))
    assert "tell_corporate_director" not in case.waiting
    bring(case)
    assert "tell_corporate_director" in case.waiting


@pytest.mark.rule("KEN16-CIC-5", "KEN16-CIC-4")
def test_nor_before_it_was_forwarded_to_the_director() -> None:
    for case in (in_care(), forwarded(in_care())):
        assert {"tell_corporate_director", "quality_in_care", "amended_alert"} & set(case.waiting) == set()


@pytest.mark.rule("KEN16-RAISE-2", "KEN16-CIC-1", "KEN16-CPCIN-1", "KEN16-ROUTE-1")
@pytest.mark.parametrize("way", [ordinary, on_plan, of_another_service, lambda: with_director(in_care())])
def test_no_step_on_the_way_says_that_it_is_not_required(way: Callable[[], Case]) -> None:
    case = way()
    assert case.notification.ended is None
    assert [each for each in case.ever(NoticeGivenV1) if each.role == "alerts_inbox"]


@pytest.mark.rule("KEN16-CPCIN-1")
@pytest.mark.parametrize("category", ["KEN16-CAT-6", "KEN16-CAT-7"])
def test_a_person_who_judges_a_child_on_a_plan_missing_sets_it_on_its_way(category: str) -> None:
    facts: dict[str, Any] = {**ORGANISED_ABUSE, **KNOWN}
    assert raised(facts, "KEN16-CAT-4", category).routing.route == "missing_on_plan"
    assert raised(facts, "KEN16-CAT-4").routing.route == "alert"
