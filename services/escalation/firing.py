"""What a passed target or limit does, and what comes round."""

from __future__ import annotations

from contracts import escalation as contract
from contracts.refusals import Refusal
from needfire.guarding import guard_against
from needfire.procedure import BreachAction, ClockRule, Duty, Review
from services.escalation import clocks, reactions
from services.escalation.checks import outcome_of
from services.escalation.domain import decide, what_is_asked
from services.escalation.draft import Draft
from services.escalation.routing import RunningClock, Task
from services.escalation.telling import notify


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
    part = clocks.part_of(draft, clock)
    if isinstance(part, Review):
        _come_round(draft, part, clock)
        return
    _record_missed(draft, clock, target, must=getattr(part, "must", True))
    for action in clocks.actions_of(draft, clock, target):
        _act(draft, clock, action)
    # What was done may have met it, or ended the route.
    if isinstance(part, ClockRule) and part.repeats and draft.state.clocks[clock.clock_id].state == "breached":
        clocks.repeat_clock(draft, part, clock)
    if isinstance(part, Duty):
        _ask_again(draft, part, clock)


def _ask_again(draft: Draft, duty: Duty, clock: RunningClock) -> None:
    """What is owed and chased is asked for again, as often as the authority says, until it is there."""
    register, every = draft.grounds.edition.register, draft.grounds.edition.chased(duty)
    if register is None or every is None or clock.duty_id is None:
        return
    notify(draft, duty.lead, f"Ask again: {duty.title}", register.chased_rules)
    clocks.start_duty_clock(draft, duty, every, clock.duty_id, clock.due)


def _come_round(draft: Draft, review: Review, clock: RunningClock) -> None:
    """The review lies in its holder's tray; one that still waits there is not doubled, its holder is reminded."""
    draft.emit(contract.ClockCameRoundV1(clock.clock_id))
    if review.ends_when and draft.judge(review.ends_when).holds:
        clocks.withdraw_review(draft, review)
        return
    waiting = [task for task in draft.state.open_tasks if task.step == review.id]
    for task in waiting:
        notify(draft, task.role, f"Still waits: {review.title}", review.rules)
    if not waiting:
        task_id = reactions.open_beside(draft, review, review.by)
        reactions.began(draft, review, task_id, draft.grounds.now)
    clocks.review_comes_again(draft, review, clock)


def _record_missed(draft: Draft, clock: RunningClock, target: bool, must: bool) -> None:
    title, rules = clocks.title_and_rules(draft, clock)
    answer = "No: it was missed." if must else "No: it should have been done by then, and was not."
    if target:
        answer = "The target was missed; the limit still runs."
    decision = draft.grounds.decision(f"Was it done in time: {title}?", answer, rules)
    missed = contract.ClockTargetMissedV1 if target else contract.ClockBreachedV1
    draft.emit(missed(clock.clock_id, (decision,)))


def _act(draft: Draft, clock: RunningClock, action: BreachAction) -> None:
    title, _ = clocks.title_and_rules(draft, clock)
    about = f"Overdue: {title}"
    match action.does:
        case "remind":
            notify(draft, clock.owner, about, action.rules)
        case "tell":
            notify(draft, action.role or "", about, action.rules)
        case "escalate":
            _escalate(draft, clock, action)
        case "send_on":
            _send_on(draft, clock, action)


def _waiting_task(draft: Draft, clock: RunningClock) -> Task | None:
    if clock.duty_id:
        return None
    began = draft.state.tasks.get(clock.task_id or "")
    if began and began.beside:
        return began if began.state == "open" else None
    # The step may have been given back and opened again since, as another task.
    waiting = [task for task in draft.state.open_steps if began is None or task.step == began.step]
    return waiting[-1] if waiting else None


def _escalate(draft: Draft, clock: RunningClock, action: BreachAction) -> None:
    task, role = _waiting_task(draft, clock), action.role or ""
    title, _ = clocks.title_and_rules(draft, clock)
    if task is None:
        notify(draft, role, f"Overdue: {title}", action.rules)
        return
    holding = draft.who(role, title, action.rules)
    if holding is None:
        return
    decision = draft.grounds.decision(
        f"Who does “{what_is_asked(draft, task).title}” now?",
        f"The {draft.grounds.role_title(role)}, since it was not done in time.",
        action.rules,
        arithmetic=holding.because,
    )
    draft.emit(contract.TaskReassignedV1(task.task_id, role, holding.people, holding.tray, "needfire", (decision,)))


def _send_on(draft: Draft, clock: RunningClock, action: BreachAction) -> None:
    task = _waiting_task(draft, clock)
    step = what_is_asked(draft, task) if task else None
    outcome = outcome_of(step, action.outcome or "") if step else None
    if task is None or step is None or outcome is None:
        return
    if guard_against(outcome.refused, draft.setting):
        title, _ = clocks.title_and_rules(draft, clock)
        notify(draft, clock.owner, f"Overdue: {title}", action.rules)
        return
    decide(draft, task, step, outcome, None, "Sent on by itself, since it was not decided in time.", {}, None)
