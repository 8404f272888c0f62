"""What follows by itself when something happened: clocks met and started, duties and requests opened."""

from __future__ import annotations

from datetime import datetime

from contracts import escalation as contract
from needfire.conditions import Finding
from needfire.procedure import ClockRule, Duty, Request, Review, Trigger
from services.escalation import clocks
from services.escalation.draft import Draft
from services.escalation.routing import Task
from services.escalation.telling import tell


def happened(draft: Draft, trigger: Trigger, at: datetime, task_id: str | None = None) -> None:
    """Everything in the edition that waits for this trigger."""
    if starting := draft.grounds.edition.starting.get(trigger):
        clocks.meet(draft, trigger, at)
        for rule in starting.clocks:
            if not _has_run(draft, rule, trigger) and clocks.applies(draft, rule):
                clocks.start_clock(draft, rule, at, task_id)
        for review in starting.reviews:
            _start_review(draft, review, at)
        for duty in starting.duties:
            _open_duty(draft, duty, at, trigger)
        for request in starting.requests:
            _open_by_itself(draft, request, at)
    if trigger.kind == "updated":
        catch_up(draft, at)


def catch_up(draft: Draft, at: datetime) -> None:
    """What began, was decided or was known before can become owed by what is only known now: it is owed from now on."""
    edition = draft.grounds.edition
    for rule in edition.clocks:
        if _is_late(draft, rule) and clocks.applies(draft, rule):
            clocks.start_clock(draft, rule, at, None)
    for review in edition.reviews:
        if _has_been(draft, review.starts):
            _start_review(draft, review, at)
    for duty in edition.duties:
        if past := [each for each in duty.opens if _has_been(draft, each)]:
            _open_duty(draft, duty, _moment_of(draft, past, at), None)
    for request in edition.requests:
        past = [each for each in request.opens if _has_been(draft, each)]
        if past and not _tasks_of(draft, request):
            _open_by_itself(draft, request, _moment_of(draft, past, at))


def _has_been(draft: Draft, trigger: Trigger) -> bool:
    match trigger.kind:
        case "known":
            return trigger.of in draft.facts and trigger.of not in draft.changed
        case "opened":
            return any(task.step == trigger.of for task in draft.state.tasks.values())
        case "done":
            return any(duty.duty == trigger.of and duty.done_by for duty in draft.state.duties.values())
    return trigger.kind == "raised" or str(trigger) in draft.state.decided


def _moment_of(draft: Draft, past: list[Trigger], at: datetime) -> datetime:
    known = (draft.facts.get(each.of) for each in past if each.kind == "known")
    return next((each for each in known if isinstance(each, datetime) and each <= at), at)


def _is_late(draft: Draft, rule: ClockRule) -> bool:
    """Whether the clock could have begun before, had it applied then; one that has come to its end does not begin again."""
    if any(clock.over for clock in clocks.of_rule(draft, rule)):
        return False
    if rule.starts.kind == "raised":
        return not _has_run(draft, rule, rule.starts)
    return rule.starts.kind == "known" and _has_been(draft, rule.starts) and not _has_run_from(draft, rule)


def _has_run_from(draft: Draft, rule: ClockRule) -> bool:
    ran = [clock for clock in clocks.of_rule(draft, rule) if clock.state != "stopped"]
    start = clocks.first_start(draft, rule)
    if start is None or not rule.repeats:
        return bool(ran)
    return any(clock.waits or clock.began == start for clock in ran)


def _has_run(draft: Draft, rule: ClockRule, trigger: Trigger) -> bool:
    # A step may open again; what repeats may begin again, such as when a child goes missing once more; so may a new plan.
    if trigger.kind == "opened" or rule.repeats or clocks.counts_to_plan(rule):
        return bool(clocks.waiting_of(draft, rule))
    return any(clock.state != "stopped" for clock in clocks.of_rule(draft, rule))


def start_clocks_of_open_steps(draft: Draft, at: datetime) -> None:
    """An update can make a clock apply whose step has been open for a while: it is then counted from the update."""
    for rule in draft.grounds.edition.clocks:
        task = next((each for each in draft.state.open_tasks if rule.starts == Trigger("opened", each.step)), None)
        if task and not _has_begun_with(draft, rule, task) and clocks.applies(draft, rule):
            clocks.start_clock(draft, rule, at, task.task_id)


def _has_begun_with(draft: Draft, rule: ClockRule, task: Task) -> bool:
    if _has_run(draft, rule, rule.starts):
        return True
    return any(clock.task_id == task.task_id and clock.state != "stopped" for clock in clocks.of_rule(draft, rule))


def _start_review(draft: Draft, review: Review, at: datetime) -> None:
    if clocks.waiting_of(draft, review) or (review.ends_when and draft.judge(review.ends_when).holds):
        return
    if draft.judge(review.when).holds:
        clocks.start_review(draft, review, at)


def _open_duty(draft: Draft, duty: Duty, at: datetime, trigger: Trigger | None) -> None:
    """Opens the duty if the case asks for it and it is not open; one that was not required, only on other facts."""
    found = draft.judge(duty.when)
    if not found.holds or not _may_open(draft, duty, found, trigger):
        return
    area, grounds = draft.state.area, draft.grounds
    to = duty.to_by_area.get(area, duty.to)
    holding = draft.who(duty.lead, duty.title, duty.rules)
    if holding is None and duty.deputy:
        holding = draft.who(duty.deputy, duty.title, duty.rules)
    verb, lead = "must" if duty.must else "should", grounds.role_title(duty.lead)
    record = duty.does == "record"
    decision = grounds.decision(
        "What is to be recorded?" if record else "Which body outside is to be told?",
        f"{duty.title if record else to}: it {verb} be {'recorded' if record else 'told'}, led by the {lead}.",
        (*duty.rules, *sorted(found.rules)),
        facts=draft.used(found),
        arithmetic=(*found.arithmetic, *(holding.because if holding else ())),
    )
    duty_id = draft.state.next_id("duty")
    draft.emit(
        contract.DutyOpenedV1(
            duty_id=duty_id,
            duty=duty.id,
            title=duty.title,
            to=to,
            lead=duty.lead,
            people=holding.people if holding else (),
            consults=duty.consults,
            must=duty.must,
            decisions=(decision,),
            evidence=duty.evidence,
            deputy=duty.deputy,
            confirmed_by=draft.grounds.edition.confirming(duty),
        )
    )
    for told in duty.tells:
        tell(draft, told, duty.title)
    if within := duty.within or draft.grounds.edition.chased(duty):
        clocks.start_duty_clock(draft, duty, within, duty_id, at)


def _may_open(draft: Draft, duty: Duty, found: Finding, trigger: Trigger | None) -> bool:
    before = [each for each in draft.state.duties.values() if each.duty == duty.id]
    if not before:
        return True
    asks_anew = found.used & draft.changed or (trigger is not None and trigger.kind == "known")
    return before[-1].not_required and bool(asks_anew)


def _tasks_of(draft: Draft, part: Request | Review) -> list[Task]:
    return [task for task in draft.state.tasks.values() if task.step == part.id]


def _open_by_itself(draft: Draft, request: Request, at: datetime) -> None:
    """Opens the request for the first of its roles, unless one waits already."""
    if any(task.state == "open" for task in _tasks_of(draft, request)):
        return
    found = draft.judge(request.when)
    if not found.holds:
        return
    task_id = open_beside(draft, request, request.of[0], found)
    began(draft, request, task_id, at)


def open_beside(
    draft: Draft, part: Request | Review, role: str, found: Finding | None = None, person: str | None = None
) -> str:
    """Puts the request or review into the tray of whoever holds the role, or of this person; returns the task's id."""
    found = found or Finding(True)
    holding = None if person else draft.who(role, part.title, part.rules)
    decision = draft.grounds.decision(
        f"Who does “{part.title}”?",
        f"The {draft.grounds.role_title(role)}.",
        (*part.rules, *sorted(found.rules)),
        facts=draft.used(found),
        arithmetic=(*found.arithmetic, *(holding.because if holding else ())),
    )
    task_id = draft.state.next_id("task")
    draft.emit(
        contract.TaskOpenedV1(
            task_id=task_id,
            step=part.id,
            title=part.title,
            role=role,
            people=(person,) if person else holding.people if holding else (),
            tray="person" if person else holding.tray if holding else "group",
            decisions=(decision,),
            beside=True,
        )
    )
    return task_id


def began(draft: Draft, part: Request | Review, task_id: str, at: datetime) -> None:
    """What a request or review that was opened sets off: its clock, who is told, what waits for it."""
    if isinstance(part, Request):
        for told in part.tells:
            tell(draft, told, part.title)
        clocks.start_request_clock(draft, part, task_id, at)
    happened(draft, Trigger("opened", part.id), draft.grounds.now, task_id)


def answered(draft: Draft, task: Task, trigger: Trigger) -> None:
    """Deciding a request meets its own clock."""
    now = draft.grounds.now
    own = [clock for clock in draft.state.clocks.values() if clock.task_id == task.task_id and clock.clock == task.step]
    for clock in own:
        if clock.waits:
            draft.emit(contract.ClockMetV1(clock.clock_id, str(trigger), clock.is_late(now)))
