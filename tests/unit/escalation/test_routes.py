"""Which route a notification takes, and how its steps follow each other."""

from __future__ import annotations

import pytest

from contracts.escalation import (
    NoticeGivenV1,
    RoutingEndedV1,
    RoutingStartedV1,
    StartRoutingV1,
    TaskClaimedV1,
    TaskDecidedV1,
    TaskOpenedV1,
)
from contracts.intake import LeftOut, NotificationNotRequiredV1, NotificationRaisedV1
from tests.unit.casework.authorities import fenshire
from tests.unit.casework.case import NOON, THIS, Case, close, raise_it
from tests.unit.casework.events import event
from tests.unit.escalation.fen import ONE_STEP, at_sign, at_sort, raised

TWO_ROUTES = """
routes:
- id: of_deaths
  title: Route of deaths
  rules: [FEN-2]
  when: {category: FEN-B}
  steps:
  - {id: sign, title: Sign it, role: head, rules: [FEN-1], outcomes: [{id: signed, title: Signed}]}
- id: of_the_rest
  title: Route of the rest
  rules: [FEN-1]
  steps:
  - {id: check, title: Check it, role: manager, rules: [FEN-1], outcomes: [{id: pass, title: Passed}]}
"""

BY_RAISER = """
routes:
- id: twice
  title: Checked twice
  rules: [FEN-1]
  steps:
  - id: check
    title: Check it
    role: manager
    rules: [FEN-1]
    done_by_raiser: pass
    outcomes: [{id: pass, title: Passed, next: sign, rules: [FEN-2]}]
  - id: sign
    title: Sign it
    role: head
    rules: [FEN-1]
    outcomes: [{id: signed, title: Signed}, {id: again, title: Check again, next: check}]
"""


def test_raising_opens_the_first_step_for_whoever_holds_its_role_in_the_area() -> None:
    case = Case(fenshire())
    case.when(raise_it({}, "FEN-X", area="hill", named={"clerk": "clerk"}), by="worker").then(
        event(NotificationRaisedV1, notification_id=THIS),
        event(
            RoutingStartedV1,
            notification_id=THIS,
            area="hill",
            edition="trial",
            route="three_stations",
            raised_by="worker",
            raised_at=NOON,
            facts={},
            categories=("FEN-X",),
            named={"clerk": "clerk"},
        ),
        event(
            TaskOpenedV1,
            task_id="task-1-1",
            step="check",
            title="Check it",
            role="manager",
            people=("hill-manager",),
            tray="person",
            came_from=None,
        ),
    )
    _, started, opened = case.events
    assert [(each.question, each.answer, each.rules) for each in started.decisions] == [
        ("Which route does it take?", "Three stations.", ("FEN-1",))
    ]
    assert [(each.question, each.answer, each.rules) for each in opened.decisions] == [
        ("Who does “Check it”?", "The manager.", ("FEN-1",))
    ]
    assert opened.decisions[0].arithmetic == ("manager in hill is held by hill-manager.",)
    assert (opened.decisions[0].edition, opened.decisions[0].decided_at) == ("fenshire trial", NOON)


@pytest.mark.parametrize(
    ("facts", "category", "route"),
    [
        ({"happened": ["death"]}, "FEN-B", "of_deaths"),
        ({}, "FEN-B", "of_deaths"),
        ({"happened": ["arrest"]}, "FEN-X", "of_the_rest"),
        ({}, "FEN-X", "of_the_rest"),
    ],
)
def test_the_first_route_whose_condition_holds_is_taken(facts: dict[str, list[str]], category: str, route: str) -> None:
    assert raised(TWO_ROUTES, facts, category).routing.route == route


def test_the_choice_of_route_cites_the_category_and_the_facts_that_led_there() -> None:
    left_out = (LeftOut("FEN-B", "judged_not_needed"),)
    case = raised(TWO_ROUTES, {"happened": ["death"], "age_years": 9}, "FEN-X", left_out=left_out)
    [decision] = case.of(RoutingStartedV1)[0].decisions
    assert decision.answer == "Route of deaths."
    assert (decision.rules, decision.facts) == (("FEN-2", "FEN-B"), {"happened": ["death"]})


def test_each_station_follows_the_one_before_until_the_route_ends() -> None:
    case = raised()
    case.when(case.decide("check", "pass"), by="manager").then(
        event(
            TaskDecidedV1,
            task_id="task-1-1",
            step="check",
            outcome="pass",
            title="Passed",
            by="manager",
            not_required=False,
            records={},
            sealed=None,
        ),
        event(
            TaskOpenedV1,
            task_id="task-1-2",
            step="sort",
            people=("desk-1", "desk-2"),
            tray="group",
            came_from="task-1-1",
        ),
    )
    case.when(case.claim("sort"), by="desk-2").then(event(TaskClaimedV1, task_id="task-1-2", by="desk-2"))
    case.when(case.decide("sort", "sorted", sealed="said"), by="desk-2").then(
        event(TaskDecidedV1, task_id="task-1-2", by="desk-2", sealed="said"),
        event(TaskOpenedV1, task_id="task-1-3", step="sign", people=("head",), came_from="task-1-2"),
    )
    case.when(case.decide("sign", "signed"), by="head").then(
        event(TaskDecidedV1, task_id="task-1-3"), event(RoutingEndedV1, how="finished")
    )
    assert case.waiting == []
    assert case.notification.ended is None


def test_a_decision_says_what_was_decided_and_by_which_rules() -> None:
    case = raised(BY_RAISER)
    case.given(case.decide("check", "pass"), by="manager")
    [decision] = case.of(TaskDecidedV1)[0].decisions
    assert (decision.question, decision.answer) == ("How was “Check it” decided?", "Passed.")
    assert decision.rules == ("FEN-1", "FEN-2")


def test_not_required_ends_the_notification_too() -> None:
    case = raised()
    case.when(case.decide("check", "drop", sealed="why"), by="manager").then(
        event(TaskDecidedV1, outcome="drop", not_required=True, sealed="why"),
        event(RoutingEndedV1, how="not_required"),
        event(NotificationNotRequiredV1, task_id="task-1-1", decided_by="manager"),
    )
    assert case.events[2].decisions[0].rules == ("FEN-1",)
    assert case.notification.ended == "not_required"


def test_a_step_that_the_raiser_holds_is_done_in_raising_it() -> None:
    case = Case(fenshire(BY_RAISER))
    case.when(raise_it({}, "FEN-X"), by="manager").then(
        event(NotificationRaisedV1),
        event(RoutingStartedV1),
        event(TaskOpenedV1, step="check"),
        event(TaskDecidedV1, step="check", outcome="pass", by="manager", records={}, sealed=None),
        event(TaskOpenedV1, step="sign", came_from="task-1-1"),
    )
    [decision] = case.of(TaskDecidedV1)[0].decisions
    assert decision.answer == "Passed. Done in raising it, by the one who holds this step."


def test_a_step_that_comes_back_is_not_done_by_having_raised() -> None:
    case = raised(BY_RAISER, by="manager")
    case.when(case.decide("sign", "again"), by="head").then(
        event(TaskDecidedV1, step="sign"), event(TaskOpenedV1, step="check", people=("manager",))
    )
    assert case.waiting == ["check"]


def test_a_step_of_somebody_else_is_not_done_in_raising_it() -> None:
    assert raised(BY_RAISER, by="worker").waiting == ["check"]


def test_a_step_that_does_not_say_so_is_not_done_in_raising_it() -> None:
    assert raised(by="manager").waiting == ["check"]


def test_acts_steps_and_outcomes_tell_those_whom_they_name() -> None:
    stated = """
    acts:
    - {kind: raise, roles: [worker], rules: [FEN-1], tells: [{role: clerk, rules: [FEN-2]}]}
    routes:
    - id: telling
      title: Telling
      rules: [FEN-1]
      steps:
      - id: check
        title: Check it
        role: manager
        rules: [FEN-1]
        tells: [{role: auditor, rules: [FEN-3]}]
        outcomes:
        - {id: pass, title: Passed, tells: [{role: liaison, rules: [FEN-4]}]}
        - {id: other, title: Otherwise}
    """
    case = raised(stated)
    assert [(each.role, each.people, each.about) for each in case.of(NoticeGivenV1)] == [
        ("clerk", ("clerk",), "A notification was raised"),
        ("auditor", ("auditor",), "Check it"),
    ]
    assert [type(each) for each in case.events][2:] == [NoticeGivenV1, TaskOpenedV1, NoticeGivenV1]
    case.given(case.decide("check", "pass"), by="manager")
    [told] = case.of(NoticeGivenV1)
    assert (told.role, told.about, told.notice_id) == ("liaison", "Passed", "notice-1-3")
    [decision] = told.decisions
    assert (decision.question, decision.answer) == ("Who is told: Passed?", "The liaison officer.")
    assert decision.rules == ("FEN-4",)
    assert decision.arithmetic[-1] == "liaison for the whole authority is held by liaison."


TELLS = """
acts:
- kind: raise
  roles: [worker]
  rules: [FEN-1]
  tells:
  - {role: clerk, rules: [FEN-2], if_named: true}
  - {role: auditor, rules: [FEN-3], when: {category: FEN-B}}
"""


def test_who_is_told_only_if_named_or_only_in_some_cases_is_told_only_then() -> None:
    assert raised(TELLS).of(NoticeGivenV1) == []
    [told] = raised(TELLS, named={"clerk": "clerk"}).of(NoticeGivenV1)
    assert (told.role, told.decisions[0].rules) == ("clerk", ("FEN-2",))
    [told] = raised(TELLS, {}, "FEN-B").of(NoticeGivenV1)
    assert (told.role, told.decisions[0].rules) == ("auditor", ("FEN-3", "FEN-B"))


def test_whoever_was_named_for_a_role_gets_what_the_role_gets_while_they_hold_it() -> None:
    two = (
        "posts: [{role: worker, area: '*', holders: [worker]}, {role: manager, area: '*', holders: [manager, deputy]}]"
    )
    case = raised(ONE_STEP, directory=two, named={"manager": "deputy"})
    assert (case.task("check").people, case.task("check").tray) == (("deputy",), "person")
    because = "Named for this when the notification was raised."
    assert case.of(TaskOpenedV1)[0].decisions[0].arithmetic == (because,)
    away = f"{two}\nabsences: [{{person: deputy, from: 2026-11-16}}]"
    absent = raised(ONE_STEP, directory=away, named={"manager": "deputy"})
    assert (absent.task("check").people, absent.task("check").tray) == (("manager",), "group")


def test_a_routing_is_begun_once() -> None:
    case = at_sort()
    [edition] = case.deployment.authorities["fenshire"].editions.values()
    again = StartRoutingV1(THIS, "person-1", "fen", edition.edition, edition.digest, "worker", NOON, {}, ("FEN-X",), {})
    case.when_own(again).then()
    assert case.waiting == ["sort"]


def test_closing_withdraws_what_waits_and_nothing_moves_after_it() -> None:
    case = at_sign()
    case.given(close(), by="manager")
    assert [type(each).__name__ for each in case.events] == [
        "NotificationClosedV1",
        "TaskWithdrawnV1",
        "RoutingEndedV1",
    ]
    assert (case.routing.ended, case.task("sign").state) == ("closed", "withdrawn")
    case.when(case.decide("sign", "signed"), by="head").refused("notification_ended", details={"ended": "closed"})
