"""What escalation decides: how a notification is routed, who must act by when, what a missed deadline does. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from contracts import escalation as contract
from contracts.refusals import Refusal
from needfire.decisions import Decision
from needfire.directory import holds
from needfire.procedure import BreachAction, Outcome, Step, Trigger
from services.escalation import reactions
from services.escalation.checks import (
    check_outcome,
    check_records,
    guard_against,
    may_act,
    refuse_unless_mine,
    refuse_unless_open,
)
from services.escalation.draft import Draft, Grounds
from services.escalation.routing import RunningClock, Task, evolve


def start_routing(command: contract.StartRoutingV1, grounds: Grounds) -> Draft:
    """Chooses the route, tells whom the raising concerns, opens the first step, starts clocks and duties."""
    route = grounds.edition.routes[-1]
    draft = _begin(command, grounds, route.id)
    for candidate in grounds.edition.routes:
        found = draft.judge(candidate.when)
        if found.holds:
            route = candidate
            break
    decision = grounds.decision(
        "Which route does it take?",
        f"{route.title}.",
        (*route.rules, *sorted(found.rules)),
        facts=draft.used(found),
        arithmetic=found.arithmetic,
    )
    draft = _begin(command, grounds, route.id, decision)
    reactions.tell_of_act(draft, "raise", "A notification was raised")
    open_step(draft, route.steps[0], None)
    reactions.happened(draft, Trigger("raised"), command.raised_at)
    return draft


def _begin(command: contract.StartRoutingV1, grounds: Grounds, route: str, *decisions: Decision) -> Draft:
    started = contract.RoutingStartedV1(
        notification_id=command.notification_id,
        area=command.area,
        edition=command.edition,
        edition_digest=command.edition_digest,
        route=route,
        raised_by=command.raised_by,
        raised_at=command.raised_at,
        facts=command.facts,
        categories=command.categories,
        named=command.named,
        decisions=decisions,
    )
    return Draft(grounds, evolve(None, started), [started])


def open_step(draft: Draft, step: Step, came_from: str | None) -> None:
    """Puts the step into the tray of whoever holds its role, tells whom it tells, and sets off what waits for it."""
    holding = draft.who(step.role, step.title, step.rules)
    title = draft.grounds.role_title(step.role)
    decision = draft.grounds.decision(
        f"Who does “{step.title}”?",
        f"The {title}.",
        step.rules,
        arithmetic=holding.because if holding else (),
    )
    task_id = draft.state.next_id("task")
    people = holding.people if holding else ()
    tray = holding.tray if holding else "group"
    draft.emit(contract.TaskOpenedV1(task_id, step.id, step.title, step.role, people, tray, (decision,), came_from))
    for told in step.tells:
        reactions.tell(draft, told, step.title)
    reactions.happened(draft, Trigger("opened", step.id), draft.grounds.now, task_id)
    _done_by_raiser(draft, step, task_id)


def _done_by_raiser(draft: Draft, step: Step, task_id: str) -> None:
    outcome = step.outcome(step.done_by_raiser) if step.done_by_raiser else None
    task, raiser = draft.state.tasks[task_id], draft.state.raised_by
    again = any(each.step == step.id for each in draft.state.tasks.values() if each is not task)
    if outcome is None or again or raiser not in task.people:
        return
    _decide(draft, task, step, outcome, raiser, "Done in raising it, by the one who holds this step.", {}, None)


def claim_task(command: contract.ClaimTaskV1, draft: Draft) -> None:
    """Takes it out of the group's tray; nothing happens when the same person claims it again."""
    task = refuse_unless_open(draft, command.task_id)
    may_act(draft, task.role)
    if task.claimed_by == draft.grounds.actor:
        return
    if task.claimed_by:
        raise Refusal("task_claimed")
    draft.emit(contract.TaskClaimedV1(task.task_id, draft.grounds.actor))


def decide_task(command: contract.DecideTaskV1, draft: Draft) -> None:
    """Records the outcome and goes where it leads; refused where the procedure does not allow it here."""
    task = refuse_unless_open(draft, command.task_id)
    refuse_unless_mine(draft, task)
    step = _step(draft, task)
    outcome = step.outcome(command.outcome)
    if outcome is None:
        raise Refusal("unknown_outcome", {"outcomes": {each.id: each.title for each in step.outcomes}})
    check_records(step, command.records)
    check_outcome(draft, step, outcome, commented=command.sealed is not None)
    _decide(draft, task, step, outcome, draft.grounds.actor, "", command.records, command.sealed)


def _decide(
    draft: Draft,
    task: Task,
    step: Step,
    outcome: Outcome,
    by: str | None,
    note: str,
    records: Mapping[str, Any],
    sealed: str | None,
) -> None:
    answer = f"{outcome.title}. {note}".strip() if note else f"{outcome.title}."
    decision = draft.grounds.decision(
        f"How was “{step.title}” decided?", answer, dict.fromkeys((*step.rules, *outcome.rules))
    )
    draft.emit(
        contract.TaskDecidedV1(
            task_id=task.task_id,
            step=step.id,
            outcome=outcome.id,
            title=outcome.title,
            by=by,
            not_required=outcome.not_required,
            records=records,
            decisions=(decision,),
            sealed=sealed,
        )
    )
    for told in outcome.tells:
        reactions.tell(draft, told, outcome.title)
    reactions.happened(draft, Trigger("decided", step.id, outcome.id), draft.grounds.now)
    _go_on(draft, task, outcome)


def _go_on(draft: Draft, task: Task, outcome: Outcome) -> None:
    following = draft.route.step(outcome.next) if outcome.next else None
    if following:
        open_step(draft, following, task.task_id)
    elif outcome.not_required:
        _end(draft, "not_required", "It was decided that no notification is required.")
    elif not draft.state.open_tasks and not draft.state.ended:
        draft.emit(contract.RoutingEndedV1("finished"))


def _end(draft: Draft, how: contract.Ending, because: str) -> None:
    for open_task in draft.state.open_tasks:
        draft.emit(contract.TaskWithdrawnV1(open_task.task_id))
    reactions.stop_clocks_of_route(draft, because)
    draft.emit(contract.RoutingEndedV1(how))


def return_task(command: contract.ReturnTaskV1, draft: Draft) -> None:
    """Gives the matter back to whoever decided the step before."""
    task = refuse_unless_open(draft, command.task_id)
    refuse_unless_mine(draft, task)
    before = draft.state.tasks.get(task.came_from or "")
    if before is None:
        raise Refusal("cannot_return")
    if command.sealed is None:
        raise Refusal("comment_required", rules=draft.route.rules)
    step = _step(draft, before)
    decision = draft.grounds.decision(
        "Where does it go?", f"Back to “{step.title}”.", dict.fromkeys((*draft.route.rules, *step.rules))
    )
    draft.emit(contract.TaskReturnedV1(task.task_id, draft.grounds.actor, (decision,), command.sealed))
    open_step(draft, step, before.came_from)


def reassign_task(command: contract.ReassignTaskV1, draft: Draft) -> None:
    """Gives the task to somebody else who holds the post."""
    task = refuse_unless_open(draft, command.task_id)
    may_act(draft, task.role)
    grounds = draft.grounds
    if not holds(grounds.directory, command.to_person, task.role, draft.state.area, grounds.now):
        raise Refusal("unknown_person", {"role": grounds.role_title(task.role)})
    step = _step(draft, task)
    decision = grounds.decision(f"Who does “{step.title}”?", "Reassigned by hand.", step.rules)
    draft.emit(
        contract.TaskReassignedV1(task.task_id, task.role, (command.to_person,), "person", grounds.actor, (decision,))
    )


def receive_notice(command: contract.ReceiveNoticeV1, draft: Draft) -> None:
    """Records the receipt: now they are told."""
    notice = draft.state.notices.get(command.notice_id)
    if notice is None:
        raise Refusal("not_found")
    may_act(draft, notice.role)
    if notice.received_by:
        raise Refusal("already_received")
    draft.emit(contract.NoticeReceivedV1(notice.notice_id, draft.grounds.actor))


def complete_duty(command: contract.CompleteDutyV1, draft: Draft) -> None:
    """Records that the body outside was told, with the reference that it gave."""
    duty = draft.state.duties.get(command.duty_id)
    if duty is None:
        raise Refusal("not_found")
    may_act(draft, duty.lead)
    if duty.done_by:
        raise Refusal("duty_already_done")
    if not command.reference.strip():
        raise Refusal("reference_required")
    actor, now = draft.grounds.actor, draft.grounds.now
    draft.emit(contract.DutyDoneV1(duty.duty_id, duty.duty, actor, command.reference.strip(), command.sealed))
    for clock in draft.state.clocks.values():
        if clock.duty_id == duty.duty_id and clock.waits:
            draft.emit(contract.ClockMetV1(clock.clock_id, f"done:{duty.duty}", clock.is_late(now)))
    reactions.happened(draft, Trigger("done", duty.duty), now)


def follow_update(command: contract.FollowUpdateV1, draft: Draft) -> None:
    """The facts have moved: clocks are met, stopped and started, duties open, people are told."""
    if draft.state.ended in ("not_required", "closed"):
        return
    draft.emit(contract.RoutingFactsChangedV1(command.facts, command.updated_at))
    reactions.tell_of_act(draft, "update", "A notification was updated")
    reactions.happened(draft, Trigger("updated"), command.updated_at)
    reactions.start_clocks_of_open_steps(draft, command.updated_at)
    _reopen(draft)
    reactions.stop_clocks_that_ended(draft)
    reactions.count_anew(draft)


def _reopen(draft: Draft) -> None:
    """A step that was decided opens again where the new facts ask for another answer."""
    for reopening in draft.route.reopens:
        states = [task.state for task in draft.state.tasks.values() if task.step == reopening.step]
        step = draft.route.step(reopening.step)
        # One that was given back comes again by itself.
        if states[-1:] != ["decided"] or step is None or str(reopening.unless) in draft.state.decided:
            continue
        found = draft.judge(reopening.when)
        if found.holds:
            open_step(draft, replace(step, rules=(*step.rules, *reopening.rules, *sorted(found.rules))), None)


def end_routing(command: contract.EndRoutingV1, draft: Draft) -> None:
    """The notification was closed: what waits on the route ends; duties to bodies outside remain."""
    if draft.state.ended in ("not_required", "closed"):
        return
    reactions.tell_of_act(draft, "close", "A notification was closed")
    reactions.happened(draft, Trigger("closed"), draft.grounds.now)
    _end(draft, "closed", "The notification was closed.")


def fire_clock(command: contract.FireClockV1, draft: Draft) -> None:
    """What a passed target or limit does; nothing when it was met meanwhile, has fired before, or is not yet due."""
    clock = draft.state.clocks.get(command.clock_id)
    if clock is None or clock.state != "running":
        return
    target = command.mark == "target"
    passes = clock.target if target else clock.due
    if passes is None or (target and clock.target_missed):
        return
    if passes > draft.grounds.now:
        raise Refusal("clock_not_due")
    _record_missed(draft, clock, target)
    for action in reactions.actions_of(draft, clock, target):
        _act(draft, clock, action)
    rule = next((each for each in draft.grounds.edition.clocks if each.id == clock.clock), None)
    # What was done may have met it, or ended the route.
    if rule and rule.repeats and draft.state.clocks[clock.clock_id].state == "breached":
        reactions.repeat_clock(draft, rule, clock)


def _record_missed(draft: Draft, clock: RunningClock, target: bool) -> None:
    title, rules = reactions.title_and_rules(draft, clock)
    answer = "The target was missed; the limit still runs." if target else "No: it was missed."
    decision = draft.grounds.decision(f"Was it done in time: {title}?", answer, rules)
    missed = contract.ClockTargetMissedV1 if target else contract.ClockBreachedV1
    draft.emit(missed(clock.clock_id, (decision,)))


def _act(draft: Draft, clock: RunningClock, action: BreachAction) -> None:
    title, _ = reactions.title_and_rules(draft, clock)
    about = f"Overdue: {title}"
    match action.does:
        case "remind":
            reactions.notify(draft, clock.owner, about, action.rules)
        case "tell":
            reactions.notify(draft, action.role or "", about, action.rules)
        case "escalate":
            _escalate(draft, clock, action)
        case "send_on":
            _send_on(draft, clock, action)


def _waiting_task(draft: Draft, clock: RunningClock) -> Task | None:
    if clock.duty_id:
        return None
    # The step may have been given back and opened again since, as another task.
    began = draft.state.tasks.get(clock.task_id or "")
    waiting = [task for task in draft.state.open_tasks if began is None or task.step == began.step]
    return waiting[-1] if waiting else None


def _escalate(draft: Draft, clock: RunningClock, action: BreachAction) -> None:
    task, role = _waiting_task(draft, clock), action.role or ""
    title, _ = reactions.title_and_rules(draft, clock)
    if task is None:
        reactions.notify(draft, role, f"Overdue: {title}", action.rules)
        return
    holding = draft.who(role, title, action.rules)
    if holding is None:
        return
    decision = draft.grounds.decision(
        f"Who does “{_step(draft, task).title}” now?",
        f"The {draft.grounds.role_title(role)}, since it was not done in time.",
        action.rules,
        arithmetic=holding.because,
    )
    draft.emit(contract.TaskReassignedV1(task.task_id, role, holding.people, holding.tray, "needfire", (decision,)))


def _send_on(draft: Draft, clock: RunningClock, action: BreachAction) -> None:
    task = _waiting_task(draft, clock)
    step = _step(draft, task) if task else None
    outcome = step.outcome(action.outcome or "") if step else None
    if task is None or step is None or outcome is None:
        return
    if guard_against(draft, outcome):
        title, _ = reactions.title_and_rules(draft, clock)
        reactions.notify(draft, clock.owner, f"Overdue: {title}", action.rules)
        return
    _decide(draft, task, step, outcome, None, "Sent on by itself, since it was not decided in time.", {}, None)


def _step(draft: Draft, task: Task) -> Step:
    step = draft.route.step(task.step)
    if step is None:
        raise Refusal("edition_changed")
    return step
