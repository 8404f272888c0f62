"""Requests: what one person asks of another beside the route, and what opens by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from contracts.escalation import (
    ClockBreachedV1,
    ClockMetV1,
    ClockStartedV1,
    ClockStoppedV1,
    DutyOpenedV1,
    MakeRequestV1,
    NoticeGivenV1,
    RequestMadeV1,
    RoutingEndedV1,
    TaskDecidedV1,
    TaskOpenedV1,
    TaskReassignedV1,
    TaskWithdrawnV1,
)
from contracts.intake import RecordConsultationV1
from tests.unit.casework.authorities import fenshire
from tests.unit.casework.case import NOON, THIS, Case, close
from tests.unit.casework.events import event
from tests.unit.escalation.fen import ONE_STEP, raised

ANALYSIS = """
requests:
- id: analysis
  title: Fuller analysis
  rules: [FEN-1]
  by: [manager, head]
  of: [clerk, desk]
  within: 5d
  urgent: 24h
  records: [{name: lessons, question: "Does it say which lessons are to be learnt?"}]
  outcomes:
  - {id: given, title: Given}
  - {id: declined, title: Declined, comment: required}
  tells: [{role: liaison, rules: [FEN-3]}]
  on_breach: [{does: remind, rules: [FEN-4]}, {does: escalate, role: auditor, rules: [FEN-4]}]
"""
INTERVIEW = """
requests:
- id: interview
  title: Return interview
  rules: [FEN-1]
  of: [liaison]
  opens: ["decided:check.pass", updated]
  when: {happened: missing}
  outcomes: [{id: held, title: Held}]
duties:
- {id: college, title: Tell the college, rules: [FEN-3], to: College, lead: head, opens: ["decided:interview.held"]}
"""
LESSONS = {"lessons": True}
DAY = timedelta(days=1)


def with_analysis(stated: str = ANALYSIS) -> Case:
    return raised(ONE_STEP + stated)


def asked(urgent: bool = False) -> Case:
    case = with_analysis()
    return case.when(case.ask("analysis", urgent=urgent), by="manager")


def test_it_becomes_a_task_of_the_first_role_with_its_clock_and_who_is_told() -> None:
    asked().then(
        event(
            TaskOpenedV1, step="analysis", role="clerk", people=("clerk",), tray="person", beside=True, came_from=None
        ),
        event(RequestMadeV1, request="analysis", by="manager", urgent=False, sealed="sealed"),
        event(NoticeGivenV1, role="liaison", about="Fuller analysis"),
        event(ClockStartedV1, clock="analysis", owner="clerk", due=NOON + 5 * DAY, task_id="task-1-2"),
    )


def test_every_part_of_it_cites_its_rules() -> None:
    case = asked()
    decisions = [
        decision for each in case.of(TaskOpenedV1, RequestMadeV1, ClockStartedV1) for decision in each.decisions
    ]
    assert [decision.rules for decision in decisions] == [("FEN-1",)] * 3
    assert decisions[1].answer == "Yes, as manager."


def test_what_is_urgent_is_due_sooner() -> None:
    assert [each.due for each in asked(urgent=True).of(ClockStartedV1)] == [NOON + DAY]


def test_where_the_procedure_has_no_time_for_what_is_urgent_that_is_said() -> None:
    case = with_analysis(ANALYSIS.replace("  urgent: 24h\n", ""))
    case.given(case.ask("analysis", urgent=True), by="manager")
    assert "no shorter time" in case.of(RequestMadeV1)[0].decisions[0].answer
    assert [each.due for each in case.of(ClockStartedV1)] == [NOON + 5 * DAY]


def test_without_a_time_no_clock_runs() -> None:
    stated = ANALYSIS.replace("  within: 5d\n", "").replace("  urgent: 24h\n", "")
    case = with_analysis(stated.split("  on_breach")[0])
    assert case.given(case.ask("analysis"), by="manager").of(ClockStartedV1) == []


def test_the_asker_chooses_the_role_and_the_person() -> None:
    case = with_analysis()
    case.given(case.ask("analysis", "desk"), by="head")
    assert (case.task("analysis").tray, case.task("analysis").people) == ("group", ("desk-1", "desk-2"))
    case.given(case.ask("analysis", "desk", of_person="desk-2"), by="head")
    assert (case.task("analysis").tray, case.task("analysis").people) == ("person", ("desk-2",))


@pytest.mark.parametrize("of_person", [None, "clerk"])
def test_the_same_is_not_asked_twice_while_it_waits(of_person: str | None) -> None:
    asked().when(asked().ask("analysis", of_person=of_person), by="manager").refused("already_asked", rules=["FEN-1"])
    urgent = asked(urgent=True)
    urgent.when(urgent.ask("analysis", urgent=True), by="manager").refused("already_asked", rules=["FEN-1"])


def test_it_is_asked_again_by_somebody_else_of_somebody_else_with_more_haste_or_once_it_was_answered() -> None:
    case = asked()
    case.given(case.ask("analysis"), by="head")
    case.given(case.ask("analysis", "desk"), by="manager")
    case.given(case.ask("analysis", "desk", of_person="desk-2"), by="manager")
    case.given(case.ask("analysis", urgent=True), by="manager")
    assert len(case.routing.open_tasks) == 1 + 5
    case = asked()
    case.given(case.decide("analysis", "given", LESSONS), by="clerk")
    case.given(case.ask("analysis"), by="manager")


@pytest.mark.parametrize(
    ("of_role", "others", "by", "code"),
    [
        (None, {}, "worker", "not_permitted"),
        (None, {}, "hill-manager", "not_permitted"),
        ("head", {}, "manager", "unknown_role"),
        ("desk", {"of_person": "clerk"}, "manager", "unknown_person"),
    ],
)
def test_who_may_not_ask_or_be_asked(of_role: str | None, others: dict[str, Any], by: str, code: str) -> None:
    case = with_analysis()
    case.when(case.ask("analysis", of_role, **others), by=by).refused(code, rules=["FEN-1"])


def test_what_the_procedure_does_not_have_cannot_be_asked() -> None:
    case = with_analysis()
    refusal = case.when(case.ask("poem"), by="manager").refused("unknown_request")
    assert refusal["details"] == {"requests": {"analysis": "Fuller analysis"}}


def test_nobody_asks_by_hand_for_what_only_opens_by_itself_or_comes_round() -> None:
    case = raised(ONE_STEP + INTERVIEW)
    case.when(case.ask("interview"), by="manager").refused("not_permitted")


def test_a_case_of_another_edition_does_not_have_what_a_later_one_asks() -> None:
    case = raised(ONE_STEP)
    case.deploy(fenshire(ONE_STEP + ANALYSIS))
    case.when(case.ask("analysis"), by="manager").refused("edition_changed")


def test_a_notification_that_is_not_there_or_another_authoritys_is_not_found() -> None:
    case = with_analysis()
    case.when(MakeRequestV1("notification-9", "analysis"), by="manager").refused("not_found")


def test_it_is_asked_as_often_as_wanted_and_each_is_answered_by_itself() -> None:
    case = with_analysis()
    case.given(case.ask("analysis"), by="manager").passes(days=1).given(case.ask("analysis"), by="head")
    assert len([each for each in case.routing.open_tasks if each.step == "analysis"]) == 2
    case.given(case.decide("analysis", "given", LESSONS), by="clerk")
    assert [each.clock_id for each in case.of(ClockMetV1)] == ["clock-1-2"]
    assert [each.state for each in case.routing.clocks.values()] == ["running", "met"]


def test_the_same_command_twice_is_one_request() -> None:
    case = with_analysis()
    command = case.ask("analysis")
    case.when(command, by="manager", command_id="once").when(command, by="manager", command_id="once")
    assert len(case.ever(RequestMadeV1)) == 1


# --- answering -----------------------------------------------------------------------------------------------------------


def test_the_answer_is_recorded_meets_the_clock_and_leads_nowhere() -> None:
    case = asked()
    case.when(case.decide("analysis", "given", LESSONS), by="clerk").then(
        event(TaskDecidedV1, step="analysis", outcome="given", by="clerk", records=LESSONS, not_required=False),
        event(ClockMetV1, by_trigger="decided:analysis.given", late=False),
    )
    assert case.waiting == ["check"]


def test_it_wants_its_records_its_comment_and_its_own_outcomes_from_whom_it_was_asked() -> None:
    case = asked()
    case.when(case.decide("analysis", "given"), by="clerk").refused("record_required", rules=["FEN-1"])
    case.when(case.decide("analysis", "declined", LESSONS), by="clerk").refused("comment_required")
    case.when(case.decide("analysis", "pass", LESSONS), by="clerk").refused("unknown_outcome")
    case.when(case.decide("analysis", "given", LESSONS), by="manager").refused("not_permitted")
    case.when(case.give_back("analysis"), by="clerk").refused("cannot_return")
    case.given(case.decide("analysis", "given", LESSONS), by="clerk")
    case.when(case.decide("analysis", "given", LESSONS), by="clerk").refused("task_already_decided")


def test_a_late_answer_is_late() -> None:
    case = asked().passes(days=5)
    case.given(case.decide("analysis", "given", LESSONS), by="auditor")
    assert [each.late for each in case.of(ClockMetV1)] == [True]


def test_a_request_in_a_groups_tray_is_claimed_and_given_to_another() -> None:
    case = with_analysis()
    case.given(case.ask("analysis", "desk"), by="head")
    case.when(case.decide("analysis", "given", LESSONS), by="desk-1").refused("task_not_claimed")
    case.given(case.claim("analysis"), by="desk-1").given(case.reassign("analysis", "desk-2"), by="desk-1")
    case.given(case.claim("analysis"), by="desk-2") if case.task("analysis").tray == "group" else None
    case.given(case.decide("analysis", "given", LESSONS), by="desk-2")


def test_what_is_not_answered_in_time_is_chased_and_passed_on() -> None:
    case = asked().passes(days=5)
    assert len(case.of(ClockBreachedV1)) == 1
    assert [each.role for each in case.of(NoticeGivenV1)] == ["clerk"]
    assert [(each.task_id, each.people) for each in case.of(TaskReassignedV1)] == [("task-1-2", ("auditor",))]
    assert case.task("check").people == ("manager",), "the route is not touched"


def test_a_breach_of_the_route_does_not_touch_a_request() -> None:
    clocks = """
clocks:
- id: soon
  title: Soon
  rules: [FEN-2]
  within: 24h
  starts: raised
  met_by: ["decided:check.pass"]
  owner: manager
  on_breach: [{does: escalate, role: head, rules: [FEN-4]}]
"""
    case = with_analysis(ANALYSIS + clocks)
    case.given(case.ask("analysis"), by="manager").passes(days=1)
    assert [each.task_id for each in case.of(TaskReassignedV1)] == ["task-1-1"]


# --- beside the route ----------------------------------------------------------------------------------------------------


def test_it_holds_up_neither_the_route_nor_its_end() -> None:
    case = asked()
    case.given(case.decide("check", "pass"), by="manager")
    assert [each.how for each in case.of(RoutingEndedV1)] == ["finished"]
    case.given(case.ask("analysis"), by="head")
    assert case.routing.ended == "finished"
    case.given(case.decide("analysis", "given", LESSONS), by="clerk")
    assert case.of(RoutingEndedV1) == []


def test_it_stays_open_with_its_clock_when_the_notification_is_closed() -> None:
    case = asked()
    case.given(close(), by="manager")
    assert [each.task_id for each in case.of(TaskWithdrawnV1)] == ["task-1-1"]
    assert (case.of(ClockStoppedV1), case.waiting) == ([], ["analysis"])
    assert len(case.passes(days=5).of(ClockBreachedV1)) == 1
    case.given(case.decide("analysis", "given", LESSONS), by="auditor")


def test_it_may_be_asked_after_the_end() -> None:
    case = with_analysis()
    case.given(close(), by="manager")
    case.given(case.ask("analysis"), by="head").given(case.decide("analysis", "given", LESSONS), by="clerk")
    assert case.routing.ended == "closed"


# --- what stands against asking ------------------------------------------------------------------------------------------

GUARDED = (
    ANALYSIS
    + """
  refused:
  - {when: {happened: death, not: {consulted: head}}, rules: [FEN-5], sentence: Ask the head of service first.}
"""
)
CONSULT = "acts: [{kind: raise, roles: [worker], rules: [FEN-1]}, {kind: update, roles: [worker], rules: [FEN-1]}, {kind: consult, roles: [head], rules: [FEN-1]}, {kind: close, roles: [manager], rules: [FEN-1]}]\n"


def test_a_guard_refuses_with_its_sentence_until_somebody_was_consulted() -> None:
    case = raised(ONE_STEP + GUARDED + CONSULT, {"happened": ["death"]}, "FEN-B")
    case.when(case.ask("analysis"), by="manager").refused(
        "outcome_refused", rules=["FEN-5"], sentence="Ask the head of service first."
    )
    case.given(RecordConsultationV1(THIS, "head", "head", "raise", "sealed"), by="worker")
    assert case.routing.consulted == {"head"}
    case.given(case.ask("analysis"), by="manager")


def test_what_is_not_known_must_not_pass_for_no() -> None:
    case = raised(ONE_STEP + GUARDED + CONSULT)
    refusal = case.when(case.ask("analysis"), by="manager").refused("facts_needed", rules=["FEN-5"])
    assert list(refusal["details"]["facts"]) == ["happened"]
    case.given(case.update({"happened": ["arrest"]}), by="worker").given(case.ask("analysis"), by="manager")


def test_a_request_meant_for_other_cases_is_refused() -> None:
    case = raised(ONE_STEP + ANALYSIS + "  when: {happened: death}\n", {"happened": ["arrest"]}, "FEN-C")
    case.when(case.ask("analysis"), by="manager").refused("outcome_refused", rules=["FEN-1"])
    case.given(case.update({"happened": ["death"]}), by="worker").given(case.ask("analysis"), by="manager")


# --- what opens by itself ------------------------------------------------------------------------------------------------


def test_it_opens_by_itself_on_its_trigger_where_the_case_is_meant() -> None:
    case = raised(ONE_STEP + INTERVIEW, {"happened": ["missing"]}, "FEN-A")
    case.given(case.decide("check", "pass"), by="manager")
    assert [(each.step, each.role, each.beside) for each in case.of(TaskOpenedV1)] == [("interview", "liaison", True)]
    assert case.of(TaskOpenedV1)[0].decisions[0].facts == {"happened": ["missing"]}
    assert case.of(RequestMadeV1) == []
    other = raised(ONE_STEP + INTERVIEW, {"happened": ["arrest"]}, "FEN-C")
    assert other.given(other.decide("check", "pass"), by="manager").of(TaskOpenedV1) == []


def test_it_opens_once_for_each_time_and_never_twice_while_one_waits() -> None:
    case = raised(ONE_STEP + INTERVIEW, {"happened": ["missing"]}, "FEN-A")
    case.given(case.update({"age_years": 3}), by="worker").given(case.update({"age_years": 4}), by="worker")
    assert len(case.ever(TaskOpenedV1)) == 2
    case.given(case.decide("interview", "held"), by="liaison").given(case.update({"age_years": 5}), by="worker")
    assert len(case.of(TaskOpenedV1)) == 1


def test_what_became_meant_only_later_opens_then_and_once() -> None:
    stated = INTERVIEW.replace(", updated]", "]")
    case = raised(ONE_STEP + stated)
    case.given(case.decide("check", "pass"), by="manager")
    assert case.of(TaskOpenedV1) == []
    case.given(case.update({"happened": ["missing"]}), by="worker")
    assert len(case.of(TaskOpenedV1)) == 1
    case.given(case.decide("interview", "held"), by="liaison").given(case.update({"age_years": 5}), by="worker")
    assert case.of(TaskOpenedV1) == []


def test_its_answer_sets_off_what_waits_for_it() -> None:
    case = raised(ONE_STEP + INTERVIEW, {"happened": ["missing"]}, "FEN-A")
    case.given(case.decide("check", "pass"), by="manager").given(case.decide("interview", "held"), by="liaison")
    assert [each.duty for each in case.of(DutyOpenedV1)] == ["college"]


def test_a_vacant_post_is_shown_and_the_request_waits() -> None:
    case = raised(ONE_STEP + ANALYSIS, directory="absences: [{person: clerk, from: 2026-11-16}]")
    case.given(case.ask("analysis"), by="manager")
    assert [each.people for each in case.of(TaskOpenedV1)] == [()]
    assert "PostVacantV1" in [type(each).__name__ for each in case.events]


def test_what_waits_for_its_opening_begins_with_each_and_goes_on_after_the_end() -> None:
    clocks = """
clocks:
- id: chase
  title: Chase it
  rules: [FEN-2]
  within: 24h
  starts: "opened:analysis"
  met_by: ["decided:analysis.given"]
  owner: manager
  on_breach: [{does: escalate, role: head, rules: [FEN-4]}]
"""
    case = with_analysis(ANALYSIS + clocks)
    case.given(case.ask("analysis"), by="manager").given(close(), by="manager").passes(days=1)
    assert [(each.task_id, each.role) for each in case.of(TaskReassignedV1)] == [("task-1-2", "head")]
    case.given(case.decide("analysis", "given", LESSONS), by="head")
    assert {each.by_trigger for each in case.of(ClockMetV1)} == {"decided:analysis.given"}
    assert len(case.of(ClockMetV1)) == 2
