"""What the edition as a whole holds: somebody for every post, no time that the source does not give, what is ours marked so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.escalation import NoticeGivenV1, RoutingEndedV1
from needfire.working_time import Period
from tests.rules.northumberland.assessing import edition, judged, scored, sound, with_evidence
from tests.rules.northumberland.playing import (
    GROUP,
    KEYWORKER,
    LEAD,
    LINE,
    ON_FILE,
    POLICE,
    PRACTITIONER,
    SENIOR,
    TEAM,
    discussed,
    due,
    in_step_down,
    level,
    on_register,
    raised,
    rules_of,
    started,
)
from tests.unit.casework.authorities import real
from tests.unit.casework.case import NOON, Case, at, close

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


# Who is responsible, and whether it must or should be, as the source has it.
RESPONSIBLE = {
    "discussion_medium": ("lead_professional", True, False),
    "discussion_high": ("lead_professional", True, False),
    "planning_meeting_in_time": ("lead_professional", True, False),
    "monthly_review": ("risk_management_group", True, True),
    "three_weekly_review": ("lead_professional", False, True),
    "step_down_review": ("lead_professional", True, True),
    "end_of_step_down": ("team_manager", True, False),
}


@pytest.mark.rule("NBL-P04", "NBL-P05", "NBL-P06", "NBL-P14", "NBL-P14B", "NBL-P16", "NBL-P18", "NBL-CLOCK-1")
def test_each_time_has_somebody_who_is_responsible() -> None:
    own = {clock.id: clock for clock in edition().clocks if clock.id in RESPONSIBLE}
    assert {key: (each.owner, each.must, each.repeats) for key, each in own.items()} == RESPONSIBLE


@pytest.mark.rule("NBL-P04", "NBL-P05", "NBL-P06", "NBL-P14", "NBL-P14B", "NBL-P16", "NBL-T03", "NBL-PLAT-1")
@pytest.mark.parametrize(
    ("begin", "clock", "person"),
    [
        (lambda: raised(level("medium")), "discussion_medium", LEAD),
        (lambda: raised(level("high")), "discussion_high", LEAD),
        (lambda: discussed(level("high")), "planning_meeting_in_time", LEAD),
        (on_register, "monthly_review", GROUP),
        (on_register, "three_weekly_review", LEAD),
        (in_step_down, "step_down_review", LEAD),
    ],
)
def test_whoever_is_late_is_reminded(begin: Callable[[], Case], clock: str, person: str) -> None:
    case = begin()
    title = case.running(clock)
    case.until(title.due - timedelta(minutes=1))
    before = len(reminders(case, clock))
    case.until(title.due)
    assert [each.people for each in reminders(case, clock)][before:] == [(person,)]


def reminders(case: Case, clock: str) -> list[NoticeGivenV1]:
    timed: tuple[Any, ...] = (*edition().clocks, *edition().duties)
    stated = next(each.title for each in timed if each.id == clock)
    return [each for each in case.ever(NoticeGivenV1) if each.about == f"Overdue: {stated}"]


@pytest.mark.rule("NBL-T03")
def test_harm_reduction_that_is_late_is_reminded_of_at_once() -> None:
    case = raised(level("low", poly_drug_use_scored=True))
    assert [each.people for each in reminders(case, "harm_reduction")] == [(LEAD,)]


@pytest.mark.rule("NBL-P05", "NBL-P06", "NBL-P04")
@pytest.mark.parametrize("value", ["low", "medium"])
def test_what_is_no_longer_high_no_longer_has_its_times(value: str) -> None:
    case = raised(level("high"))
    case.given(case.update({"vulnerability_level": value}), by=PRACTITIONER)
    assert {case.running(each).state for each in ("discussion_high", "planning_meeting_in_time")} == {"stopped"}


@pytest.mark.rule("NBL-P10", "NBL-P11", "NBL-P12", "NBL-P12A", "NBL-P13", "NBL-PLAN-1", "NBL-LOG-1", "NBL-LOG-2")
def test_the_register_names_those_whom_the_route_names() -> None:
    register = edition().register
    [route] = [each for each in edition().routes if each.id == "by_level"]
    steps = {step.id: step for step in route.steps}
    [change] = [each for each in edition().requests if each.id == "plan_change"]
    assert register and register.step_down
    assert register.referral.by == steps["refer"].role == "team_manager"
    assert register.concurrence.by == steps["rmg_decision"].role == register.plan.decided_by == change.of[0]
    assert register.plan.changes_by == change.by
    assert list(register.concurrence.views_of) == [each.name for each in steps["rmg_decision"].records]
    assert register.holder in [each.role for each in steps["rmg_decision"].outcomes[0].tells]
    assert (register.step_down.by, register.step_down.then_by) == ("lead_professional", "team_manager")
    assert {each.id for each in edition().reports if each.rules == ("NBL-USE-1",)} == set(register.reports)


@pytest.mark.rule("NBL-P16", "NBL-P17", "NBL-P18", "NBL-CLOCK-1")
def test_step_down_is_led_by_the_lead_professional_and_ended_by_a_team_manager() -> None:
    register = edition().register
    assert register and register.step_down
    assert (register.step_down.by, register.step_down.then_by) == ("lead_professional", "team_manager")
    case = in_step_down()
    assert {case.task("step_down").role, case.task("care_team_meeting").role} == {"lead_professional"}


@pytest.mark.rule("NBL-USE-1")
def test_the_group_reports_in_lists_to_who_keeps_the_log() -> None:
    own = [each for each in edition().reports if "NBL-USE-1" in each.rules]
    assert {each.id: (each.by, each.to, each.shows, each.every, each.sample) for each in own} == {
        "unmet_need": ("risk_management_group", ("register_log_holder", "director"), "lists", None, None),
        "runaways": ("risk_management_group", ("agency_representative", "register_log_holder"), "lists", None, None),
    }


@pytest.mark.rule("NBL-T01", "NBL-T02", "NBL-T03", "NBL-T04", "NBL-T05", "NBL-T08")
def test_each_of_these_is_a_must() -> None:
    own = {each.id for each in edition().duties if any(rule.startswith("NBL-T") for rule in each.rules) and each.must}
    assert own == {
        "sexual_health_summary",
        "sorted_referral",
        "harm_reduction",
        "missing_children_social_worker",
        "area_team_referral",
        "placing_authority_confirms",
    }
    assert all(each.must for each in edition().instruments[0].sets_off)


@pytest.mark.rule("NBL-T01", "NBL-T02", "NBL-T03", "NBL-T04")
def test_a_trigger_names_what_it_starts() -> None:
    answers = with_evidence(
        sound(SH1=scored("SH1", "3"), SM10=scored("SM10", "1"), AB1=scored("AB1", "1")),
        "substance_misuse",
        disclosed=True,
        sorted_involved=False,
    )
    found = judged(answers)
    assert [each.starts for each in found.triggers] == [
        ("sexual_health_summary",),
        ("discuss_sorted", "sorted_referral"),
        ("harm_reduction",),
        ("missing_children_social_worker",),
    ]
    facts: Mapping[str, Any] = found.facts
    case = raised(level("low", **facts))
    case.given(case.decide("discuss_sorted", "discussed"), by=LEAD)
    opened = {*case.duties, *(task.step for task in case.routing.tasks.values())}
    assert {started for each in found.triggers for started in each.starts} <= opened


@pytest.mark.rule("NBL-P07", "NBL-P04B")
@pytest.mark.parametrize("by", [LINE, TEAM, SENIOR])
@pytest.mark.parametrize("of", ["line_manager", "team_manager"])
def test_any_manager_can_have_it_looked_at_in_supervision(by: str, of: str) -> None:
    case = raised(level("medium"))
    case.given(case.ask("supervision", of_role=of), by=by)
    assert case.task("supervision").role == of


@pytest.mark.rule("NBL-USE-1", "NBL-LOG-2")
@pytest.mark.parametrize("request_id", ["resource_decision", "plan_change"])
@pytest.mark.parametrize("by", [POLICE, LEAD, TEAM, GROUP])
def test_agencies_managers_and_the_group_can_ask_it_of_the_group(request_id: str, by: str) -> None:
    case = on_register()
    case.given(case.ask(request_id), by=by)
    assert case.task(request_id).people == (GROUP,)
    case.when(case.ask(request_id), by=PRACTITIONER).refused("not_permitted")


@pytest.mark.rule("NBL-P01", "NBL-KEY-1", "NBL-FORM-1")
@pytest.mark.parametrize("role", ["keyworker", "line_manager"])
def test_keyworker_and_line_manager_can_be_named(role: str) -> None:
    raised(level("low"), named={role: KEYWORKER if role == "keyworker" else LINE})


@pytest.mark.rule("NBL-P19")
@pytest.mark.parametrize("standing", ["on_it", "step_down"])
def test_who_still_stands_on_the_register_has_not_left_it(standing: str) -> None:
    case = on_register()
    case.given(case.update({"register_standing": standing, "age_years": 18}), by=GROUP)
    leave = case.decide("on_register", "left_otherwise", {"why": "turned_18"}, sealed="why")
    assert "NBL-P19" in case.when(leave, by=GROUP).refused("outcome_refused")["rules"]
