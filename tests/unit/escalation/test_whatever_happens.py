"""What holds of every case, whatever people do with it and in whatever order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings

from access.policies import Itself, Policy
from contracts import escalation as contract
from contracts.intake import CloseNotificationV1
from needfire.loading.deployment import Deployment
from needfire.procedure import Edition
from services.escalation import handlers as escalation_handlers
from services.escalation.draft import Draft
from services.escalation.handlers import OF_NOTIFICATION, Decide, Handlers, Naming
from services.escalation.routing import RunningClock
from shared_kernel.command_desk import Handler
from shared_kernel.commits import verify_chain
from tests.unit.casework.authorities import fenshire, real
from tests.unit.casework.case import THIS, Case, raise_it
from tests.unit.escalation.whatever import ACTS, Act, Player

EVERYTHING = """
acts:
- {kind: raise, roles: [worker, manager], rules: [FEN-1], tells: [{role: clerk, rules: [FEN-2]}]}
- {kind: update, roles: [worker, manager], rules: [FEN-1], tells: [{role: desk, rules: [FEN-2]}]}
- {kind: close, roles: [manager], rules: [FEN-1], tells: [{role: auditor, rules: [FEN-2]}]}
- {kind: consult, roles: [manager, head], rules: [FEN-1]}
clocks:
- id: interviewed
  title: Visit after the return
  rules: [FEN-2]
  within: 1mo
  first: 3d
  lasting: 100d
  starts: "known:found_at"
  met_by: ["decided:interview.held", "known:missing_since"]
  owner: liaison
  repeats: true
- id: check_in_time
  title: Check in time
  rules: [FEN-2]
  target: 4h
  within: 24h
  starts: "opened:check"
  met_by: ["decided:check.pass"]
  owner: manager
  on_target: [{does: remind, rules: [FEN-4]}]
  on_breach: [{does: send_on, outcome: pass, rules: [FEN-4]}]
- id: sort_in_time
  title: Sort in time
  rules: [FEN-2]
  within: 2wd
  starts: "decided:check.pass"
  met_by: ["decided:sort.sorted", closed]
  owner: desk
  on_breach: [{does: escalate, role: head, rules: [FEN-4]}, {does: tell, role: auditor, rules: [FEN-4]}]
- id: weekly
  title: Weekly update
  rules: [FEN-2]
  within: 1w
  starts: raised
  met_by: [updated]
  owner: manager
  from_facts: [missing_since]
  applies_when: {happened: missing}
  ends_when: {found_at: known}
  repeats: true
  on_breach: [{does: remind, rules: [FEN-4]}]
duties:
- id: college
  title: Tell the college
  rules: [FEN-3]
  to: College of Reeds
  lead: liaison
  when: {category: FEN-B}
  opens: [raised, updated]
  within: 24h
  on_breach: [{does: remind, rules: [FEN-4]}, {does: tell, role: head, rules: [FEN-4]}]
- {id: again, title: Ask back, rules: [FEN-3], to: College, lead: liaison, when: {category: FEN-B}, opens: ["done:college"]}
requests:
- id: analysis
  title: Fuller analysis
  rules: [FEN-1]
  by: [manager, head]
  of: [worker, clerk]
  within: 5wd
  urgent: 24h
  outcomes: [{id: given, title: Given}, {id: declined, title: Declined, comment: required}]
  on_breach: [{does: remind, rules: [FEN-4]}, {does: escalate, role: head, rules: [FEN-4]}]
- id: interview
  title: Return interview
  rules: [FEN-1]
  of: [liaison]
  opens: ["known:found_at"]
  within: 72h
  outcomes: [{id: held, title: Held}]
reviews:
- id: weekly_review
  title: Weekly review
  rules: [FEN-1]
  by: auditor
  every: 1w
  outcomes: [{id: seen, title: Seen}]
"""
FEN_FACTS: Sequence[Mapping[str, Any]] = (
    {"happened": ["missing"], "missing_since": "now"},
    {"found_at": "now"},
    {"happened": ["death"]},
    {"happened": ["arrest"]},
    {"age_years": 12},
)
REAL_FACTS: Sequence[Mapping[str, Any]] = (
    {"happened": ["missing"], "missing_since": "now", "subject_kind": "child", "plan": "child_protection"},
    {"found_at": "now"},
    {"happened": ["death"], "legal_status": "care_order"},
    {"happened": ["charge"], "offence": "rape", "charged_at": "now", "subject_kind": "child"},
    {"happened": ["media_matter"], "placement": "family_home", "plan": "none", "legal_status": "not_looked_after"},
)
FENSHIRE, KENT, LUTON = fenshire(EVERYTHING), real("kent"), real("luton")
PLAYED = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DRAFTS: list[Draft] = []


class Watched(Handlers):
    """Keeps every draft, to compare what was decided upon with what is read back."""

    def on_routing(self, decide: Decide, policy: Policy | Itself, of: Naming = OF_NOTIFICATION) -> Handler:
        def watched(command: Any, draft: Draft) -> None:
            decide(command, draft)
            DRAFTS.append(draft)

        return super().on_routing(watched, policy, of)


def begun(deployment: Deployment, raised: Any, by: str) -> Case:
    with patch.object(escalation_handlers, "Handlers", Watched):
        return Case(deployment).given(raised, by=by)


def play(deployment: Deployment, raised: Any, by: str, facts: Sequence[Mapping[str, Any]], acts: list[Act]) -> None:
    case = begun(deployment, raised, by)
    player = Player(deployment, case, facts)
    for act in acts:
        DRAFTS.clear()
        player.play(act)
        assert all(draft.state.notification_id == THIS for draft in DRAFTS)
        assert not DRAFTS or DRAFTS[-1].state == case.routing, "folding the events is not the state decided upon"
        check(case)
    assert "internal" not in player.refused
    check_history(case)
    check_end(case)


def check(case: Case) -> None:
    """What holds at every moment."""
    routing = case.routing
    edition = edition_of(case)
    if routing.ended in ("closed", "not_required"):
        assert not routing.open_steps
        assert not {task.step for task in routing.open_tasks} & {review.id for review in edition.reviews}
        waiting = [clock for clock in routing.clocks.values() if clock.waits and clock.duty_id is None]
        assert all(clock.task_id and routing.tasks[clock.task_id].beside for clock in waiting)
    if routing.ended == "finished":
        assert not routing.open_steps
    if routing.ended is None:
        assert routing.open_steps
    for review in edition.reviews:
        assert len([task for task in routing.open_tasks if task.step == review.id]) < 2
    running = [clock for clock in routing.clocks.values() if clock.state == "running"]
    marks = sum(1 + bool(clock.target and not clock.target_missed) for clock in running)
    assert case.clocks.count() == marks, "every clock that runs waits to fire, and no other"
    assert all(clock.due > case.clock.now() for clock in running), "what is due has fired"


def edition_of(case: Case) -> Edition:
    return case.deployment.authorities[case.authority].editions[case.routing.edition]


def check_history(case: Case) -> None:
    """What holds of all that happened."""
    for stream in (case.intake.stream(THIS), case.escalation.stream("routing-1")):
        verify_chain(stream)
    check_tasks(case)
    check_clocks(case)
    edition = edition_of(case)
    for event in case.ever(object):
        for decision in getattr(event, "decisions", ()):
            assert decision.rules, decision
            assert set(decision.rules) <= edition.rules.keys()
            assert decision.edition == edition.name
    assert all(notice.people for notice in case.routing.notices.values())


def check_tasks(case: Case) -> None:
    """Each task ends once, if it does, and nothing is done with it after that."""
    ends = (contract.TaskDecidedV1, contract.TaskReturnedV1, contract.TaskWithdrawnV1)
    lives: dict[str, list[type]] = {}
    for event in case.ever(contract.TaskOpenedV1, contract.TaskClaimedV1, contract.TaskReassignedV1, *ends):
        lives.setdefault(event.task_id, []).append(type(event))
    for kinds in lives.values():
        assert kinds[0] is contract.TaskOpenedV1
        assert not [kind for kind in kinds[:-1] if kind in ends]
        assert kinds.count(contract.TaskOpenedV1) == 1


def check_clocks(case: Case) -> None:
    """A clock starts, may miss its target, may be breached, is met or stopped, in this order, each at most once."""
    order = (
        contract.ClockStartedV1,
        contract.ClockTargetMissedV1,
        contract.ClockBreachedV1,
        contract.ClockMetV1,
        contract.ClockStoppedV1,
    )
    lives: dict[str, list[int]] = {}
    for event in case.ever(*order):
        if isinstance(event, contract.ClockStoppedV1) and event.for_good:
            continue  # that it comes round no more is said of one that was met, too
        lives.setdefault(event.clock_id, []).append(order.index(type(event)))
    for steps in lives.values():
        assert steps == sorted(set(steps))
        assert steps[0] == 0
        assert not {3, 4} <= set(steps)


def check_end(case: Case) -> None:
    """In the end every clock was met, breached or stopped, unless it comes again."""
    case.passes(days=60)
    [authority] = case.deployment.authorities.values()
    repeating = {rule.id for edition in authority.editions.values() for rule in edition.clocks if rule.repeats}
    repeating |= {review.id for edition in authority.editions.values() for review in edition.reviews}
    assert {clock.clock for clock in still_running(case)} <= repeating
    closer = {"fenshire": "manager", "kent": "kent-service-manager", "luton": "luton-service-manager"}[case.authority]
    case.when(CloseNotificationV1(THIS, "sealed"), by=closer).passes(days=400)
    if case.notification.ended:
        assert still_running(case) == []
        assert case.clocks.count() == 0
    assert case.parked.count() == 0


def still_running(case: Case) -> list[RunningClock]:
    return [clock for clock in case.routing.clocks.values() if clock.state == "running"]


@PLAYED
@given(ACTS)
def test_in_fenshire_where_everything_occurs(acts: list[Act]) -> None:
    facts = {"happened": ["missing", "death"]}
    play(FENSHIRE, raise_it(facts, "FEN-A", "FEN-B"), "worker", FEN_FACTS, acts)


@PLAYED
@given(ACTS)
def test_in_kent(acts: list[Act]) -> None:
    raised = raise_it(
        REAL_FACTS[-1], "KEN23-NTK-X", area="ashford", named={"reviewing_officer": "kent-reviewing-officer"}
    )
    play(KENT, raised, "kent-social-worker", REAL_FACTS, acts)


@PLAYED
@given(ACTS)
def test_in_luton(acts: list[Act]) -> None:
    play(
        LUTON, raise_it({"subject_kind": "child"}, "LUT-OTHER-1", area="north"), "luton-social-worker", REAL_FACTS, acts
    )
