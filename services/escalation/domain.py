"""What escalation decides: how a notification is routed, who must act, how a task is decided, how it ends. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from access.grounds import CaseGrounds
from contracts import escalation as contract
from contracts.refusals import Refusal
from needfire.decisions import Decision
from needfire.directory import holds
from needfire.procedure import Outcome, Step, Trigger
from services.escalation import clocks, knowing, reactions
from services.escalation.checks import (
    Asked,
    check_outcome,
    check_records,
    outcome_of,
    refuse_unless_mine,
    refuse_unless_open,
)
from services.escalation.draft import Draft
from services.escalation.on_register import NOTE, asked_of, done_already, refuse_what_it_decides
from services.escalation.passing import check_message, note_passed
from services.escalation.routing import Task, evolve
from services.escalation.telling import tell, tell_of_act


def start_routing(command: contract.StartRoutingV1, grounds: CaseGrounds) -> Draft:
    """Chooses the route, tells whom the raising concerns, opens the first step, starts clocks and duties."""
    route = grounds.edition.routes[-1]
    before = _begin(command, grounds, route.id)
    for candidate in grounds.edition.routes:
        found = before.judge(candidate.when)
        if found.holds:
            route = candidate
            break
    decision = grounds.decision(
        "Which route does it take?",
        f"{route.title}.",
        (*route.rules, *sorted(found.rules)),
        facts=before.used(found),
        arithmetic=found.arithmetic,
    )
    draft = _begin(command, grounds, route.id, decision).judging_as(before)
    knowing.all_recorded(draft)
    tell_of_act(draft, "raise", "A notification was raised")
    open_step(draft, route.steps[0], None)
    reactions.happened(draft, Trigger("raised"), command.raised_at)
    knowing.now_known(draft, command.raised_at)
    return draft


def _begin(command: contract.StartRoutingV1, grounds: CaseGrounds, route: str, *decisions: Decision) -> Draft:
    started = contract.RoutingStartedV1(
        notification_id=command.notification_id,
        person=command.person,
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
        tell(draft, told, step.title)
    reactions.happened(draft, Trigger("opened", step.id), draft.grounds.now, task_id)
    _done_by_raiser(draft, step, task_id)
    _done_on_register(draft, step, task_id)


def _done_on_register(draft: Draft, step: Step, task_id: str) -> None:
    done = done_already(draft, step)
    outcome = step.outcome(done[1].outcome) if done else None
    task = draft.state.tasks[task_id]
    if done is None or outcome is None or task.state != "open":
        return
    followed = replace(done[0], waits=False)
    draft.emit(followed)
    decide(draft, task, step, outcome, followed.by, NOTE, asked_of(step, followed.records), None)


def _done_by_raiser(draft: Draft, step: Step, task_id: str) -> None:
    outcome = step.outcome(step.done_by_raiser) if step.done_by_raiser else None
    task, raiser = draft.state.tasks[task_id], draft.state.raised_by
    again = any(each.step == step.id for each in draft.state.tasks.values() if each is not task)
    if outcome is None or again or raiser not in task.people:
        return
    decide(draft, task, step, outcome, raiser, "Done in raising it, by the one who holds this step.", {}, None)


def claim_task(command: contract.ClaimTaskV1, draft: Draft) -> None:
    """Takes it out of the group's tray; nothing happens when the same person claims it again."""
    task = refuse_unless_open(draft, command.task_id)
    if task.claimed_by == draft.grounds.actor:
        return
    if task.claimed_by:
        raise Refusal("task_claimed")
    draft.emit(contract.TaskClaimedV1(task.task_id, draft.grounds.actor))


def decide_task(command: contract.DecideTaskV1, draft: Draft) -> None:
    """Records the outcome and goes where it leads; refused where the procedure does not allow it here."""
    task = refuse_unless_open(draft, command.task_id)
    refuse_unless_mine(draft, task)
    step = what_is_asked(draft, task)
    outcome = outcome_of(step, command.outcome)
    if outcome is None:
        raise Refusal("unknown_outcome", {"outcomes": {each.id: each.title for each in step.outcomes}})
    check_message(draft, task, outcome.id)
    refuse_what_it_decides(draft, Trigger("decided", step.id, outcome.id))
    check_records(step, command.records)
    check_outcome(draft, step, outcome, commented=command.sealed is not None)
    decide(draft, task, step, outcome, draft.grounds.actor, "", command.records, command.sealed)


def decide(
    draft: Draft,
    task: Task,
    step: Asked,
    outcome: Outcome,
    by: str | None,
    note: str,
    records: Mapping[str, Any],
    sealed: str | None,
) -> None:
    """Records the outcome and lets follow what follows from it; `by` is null where a missed deadline sent it on."""
    answer = f"{outcome.title}. {note}".strip() if note else f"{outcome.title}."
    decision = draft.grounds.decision(f"How was “{step.title}” decided?", answer, (*step.rules, *outcome.rules))
    draft.emit(
        contract.TaskDecidedV1(
            task_id=task.task_id,
            step=step.id,
            outcome=outcome.id,
            title=outcome.title,
            by=by,
            not_required=outcome.not_required and not task.beside,
            records=records,
            decisions=(decision,),
            sealed=sealed,
        )
    )
    for told in outcome.tells:
        tell(draft, told, outcome.title)
    trigger = Trigger("decided", step.id, outcome.id)
    note_passed(draft, trigger)
    reactions.answered(draft, task, trigger)
    reactions.happened(draft, trigger, draft.grounds.now)
    if not task.beside:
        _go_on(draft, task, outcome)


def _go_on(draft: Draft, task: Task, outcome: Outcome) -> None:
    following = draft.route.step(outcome.next) if outcome.next else None
    if following:
        open_step(draft, following, task.task_id)
    elif outcome.not_required:
        _end(draft, "not_required", "It was decided that no notification is required.")
    elif not draft.state.open_steps and not draft.state.ended:
        draft.emit(contract.RoutingEndedV1("finished"))


def _end(draft: Draft, how: contract.Ending, because: str) -> None:
    for open_task in draft.state.open_steps:
        draft.emit(contract.TaskWithdrawnV1(open_task.task_id))
    for review in draft.grounds.edition.reviews:
        clocks.withdraw_review(draft, review)
    clocks.stop_clocks_of_route(draft, because)
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
    step = step_of(draft, before)
    decision = draft.grounds.decision(
        "Where does it go?", f"Back to “{step.title}”.", (*draft.route.rules, *step.rules)
    )
    draft.emit(contract.TaskReturnedV1(task.task_id, draft.grounds.actor, (decision,), command.sealed))
    open_step(draft, step, before.came_from)


def reassign_task(command: contract.ReassignTaskV1, draft: Draft) -> None:
    """Gives the task to somebody else who holds the post."""
    task = refuse_unless_open(draft, command.task_id)
    grounds = draft.grounds
    if not holds(grounds.directory, command.to_person, task.role, draft.state.area, grounds.now):
        raise Refusal("unknown_person", {"role": grounds.role_title(task.role)})
    step = what_is_asked(draft, task)
    decision = grounds.decision(f"Who does “{step.title}”?", "Reassigned by hand.", step.rules)
    draft.emit(
        contract.TaskReassignedV1(task.task_id, task.role, (command.to_person,), "person", grounds.actor, (decision,))
    )


def receive_notice(command: contract.ReceiveNoticeV1, draft: Draft) -> None:
    """Records the receipt: now they are told."""
    notice = draft.state.notices[command.notice_id]
    if notice.received_by:
        raise Refusal("already_received")
    draft.emit(contract.NoticeReceivedV1(notice.notice_id, draft.grounds.actor))


def end_routing(command: contract.EndRoutingV1, draft: Draft) -> None:
    """The notification was closed: what waits on the route ends; duties to bodies outside remain."""
    if draft.state.ended in ("not_required", "closed"):
        return
    tell_of_act(draft, "close", "A notification was closed")
    reactions.happened(draft, Trigger("closed"), draft.grounds.now)
    _end(draft, "closed", "The notification was closed.")


def what_is_asked(draft: Draft, task: Task) -> Asked:
    """The step, request or review that the task is of. Raises Refusal when the edition no longer has it."""
    if not task.beside:
        return step_of(draft, task)
    part = draft.grounds.edition.request(task.step)
    if part is None:
        raise Refusal("edition_changed")
    return part


def step_of(draft: Draft, task: Task) -> Step:
    """The step of the route that the task is of. Raises Refusal when the edition no longer has it."""
    step = draft.route.step(task.step)
    if step is None:
        raise Refusal("edition_changed")
    return step
