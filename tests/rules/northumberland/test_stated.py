"""What the edition as a whole holds: somebody for every post, no time that the source does not give, what is ours marked so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.escalation import RoutingEndedV1
from needfire.working_time import Period
from tests.rules.northumberland.assessing import edition
from tests.rules.northumberland.playing import (
    GROUP,
    LEAD,
    LINE,
    ON_FILE,
    PRACTITIONER,
    due,
    in_step_down,
    level,
    raised,
    rules_of,
    started,
)
from tests.unit.casework.authorities import real
from tests.unit.casework.case import NOON, at, close

TIMES = {
    "discussion_medium": "5wd",
    "discussion_high": "end_of_day",
    "planning_meeting_in_time": "5wd",
    "monthly_review": "1mo",
    "three_weekly_review": "3w",
    "step_down_review": "3w",
    "end_of_step_down": "6mo",
    "harm_reduction": "immediate",
    "immediate_action": "immediate",
}
HELD = {"checklist_updated": True, "keyworker_still_right": True}


def test_every_part_leads_to_somebody() -> None:
    assert list(real("northumberland").vacancies(NOON)) == []


def test_no_time_is_counted_that_the_source_does_not_give() -> None:
    timed: tuple[Any, ...] = (*edition().clocks, *edition().duties, *edition().requests)
    own = [each for each in timed if any(rule.startswith("NBL-") for rule in each.rules)]
    assert {each.id: str(each.within) for each in own if each.within} == TIMES
    assert [each.id for each in edition().reviews if any(rule.startswith("NBL-") for rule in each.rules)] == []


@pytest.mark.rule("NBL-P14", "NBL-P14B", "NBL-P16", "NBL-P18")
def test_the_registers_cycles_are_those_of_the_clocks_that_run() -> None:
    register = edition().register
    assert register and register.step_down
    clocks = {clock.id: clock for clock in edition().clocks}
    for cycle in register.reviews:
        assert (clocks[cycle.id].within, clocks[cycle.id].must) == (cycle.every, cycle.governs)
    assert clocks["step_down_review"].within == register.step_down.every
    assert clocks["step_down_review"].lasting == clocks["end_of_step_down"].within == register.step_down.lasting
    assert register.step_down.lasting == Period(6, "mo")


@pytest.mark.rule("NBL-P16")
def test_when_the_6_months_are_over_no_further_meeting_is_asked_for() -> None:
    case = in_step_down()
    case.until(datetime(2027, 5, 17, 10, tzinfo=UTC))
    case.given(case.decide("care_team_meeting", "held", HELD), by=LEAD)
    assert "care_team_meeting" in case.waiting
    case.passes(hours=1)
    case.given(case.decide("care_team_meeting", "held", HELD), by=LEAD)
    assert "care_team_meeting" not in case.waiting


@pytest.mark.rule("NBL-PLAT-3")
def test_a_manager_closes_it_and_says_why() -> None:
    case = raised(level("low"))
    case.when(close(), by=PRACTITIONER).refused("not_permitted")
    case.given(close(), by=LINE)
    assert [each.how for each in case.of(RoutingEndedV1)] == ["closed"]


@pytest.mark.rule("NBL-PLAT-4")
def test_low_that_becomes_medium_goes_to_the_line_manager_again() -> None:
    case = raised(level("low"))
    case.given(case.decide("line_manager", "countersigned", ON_FILE), by=LINE)
    case.passes(days=1)
    medium = {"vulnerability_level": "medium", "level_set_at": at(case.clock.now())}
    case.given(case.update(medium), by=PRACTITIONER)
    assert case.waiting == ["line_manager"] and started(case) == ["discussion_medium"]
    assert due(case, "discussion_medium") == datetime(2026, 11, 26, tzinfo=UTC)


@pytest.mark.rule("NBL-PLAT-4")
def test_medium_on_the_way_down_does_not() -> None:
    case = in_step_down()
    case.given(case.update({"new_information_at": at(NOON - timedelta(days=1))}), by=GROUP)
    assert "line_manager" not in case.waiting


@pytest.mark.rule("NBL-PLAT-1")
def test_what_is_late_reminds_whoever_is_responsible() -> None:
    case = raised(level("high"))
    case.until(due(case, "discussion_high"))
    reminded = [each for each in case.events if getattr(each, "people", None) == (LEAD,)]
    assert reminded and all("NBL-PLAT-1" in rules_of(each) for each in reminded)


@pytest.mark.rule("NBL-PLAT-2")
def test_the_day_is_ours_and_says_so() -> None:
    authority = real("northumberland").authorities["northumberland"]
    assert authority.edition_at(datetime(2012, 12, 31, 12, tzinfo=UTC)) is None
    held = authority.edition_at(datetime(2013, 1, 1, 12, tzinfo=UTC))
    assert held and held.rules["NBL-PLAT-2"].other_reading
