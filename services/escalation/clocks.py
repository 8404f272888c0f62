"""Clocks: how one is started, met, repeated and stopped, each time with how it was counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from contracts import escalation as contract
from needfire.london_time import moment_in_words
from needfire.procedure import BreachAction, ClockRule, Duty, Edition, Request, Review, Trigger
from needfire.vocabulary import VOCABULARY
from needfire.working_time import Deadline, Period, deadline, occurrence
from services.escalation.counting import counted_from, first_time, later_time, over_since
from services.escalation.draft import Draft
from services.escalation.routing import RunningClock

Part = ClockRule | Duty | Request | Review


def parts_of(edition: Edition) -> tuple[Part, ...]:
    """Every part of the edition that has a clock."""
    return (*edition.clocks, *edition.duties, *edition.requests, *edition.reviews)


def part_of(draft: Draft, clock: RunningClock) -> Part | None:
    """What the clock counts for."""
    return next((each for each in parts_of(draft.grounds.edition) if each.id == clock.clock), None)


def title_and_rules(draft: Draft, clock: RunningClock) -> tuple[str, tuple[str, ...]]:
    """What the clock is for, in the edition's words, and its rules."""
    part = part_of(draft, clock)
    return (part.title, part.rules) if part else (clock.clock, ())


def actions_of(draft: Draft, clock: RunningClock, target: bool) -> tuple[BreachAction, ...]:
    """What the edition has done when this clock's target or limit is missed."""
    part = part_of(draft, clock)
    if isinstance(part, ClockRule):
        return part.on_target if target else part.on_breach
    return part.on_breach if isinstance(part, Duty | Request) else ()


def of_rule(draft: Draft, rule: ClockRule | Review) -> tuple[RunningClock, ...]:
    """The clocks of this rule, the oldest first."""
    return tuple(clock for clock in draft.state.clocks.values() if clock.clock == rule.id)


def waiting_of(draft: Draft, rule: ClockRule | Review) -> tuple[RunningClock, ...]:
    """Those of them that can still be met or stopped."""
    return tuple(clock for clock in of_rule(draft, rule) if clock.waits)


def applies(draft: Draft, rule: ClockRule) -> bool:
    """Whether the clock is meant for the case as it stands."""
    if rule.ends_when and draft.judge(rule.ends_when).holds:
        return False
    return bool(draft.judge(rule.applies_when).holds)


@dataclass(frozen=True)
class Starting:
    """A clock that is about to start. `fact` is the moment that it is counted from; `began` the first start of all."""

    part: Part
    owner: str
    due: Deadline
    target: Deadline | None = None
    fact: str | None = None
    count: int = 1
    task_id: str | None = None
    duty_id: str | None = None
    began: datetime | None = None


def emit_start(draft: Draft, starting: Starting) -> RunningClock:
    """Starts it, with the decision that says by when and how that was counted."""
    due, target, fact, part = starting.due, starting.target, starting.fact, starting.part
    named = f"the time recorded as “{fact.replace('_', ' ')}”, " if fact else ""
    aims = [f"Target: {line}" for line in target.arithmetic] if target else []
    aim = f"; aim for {moment_in_words(target.due)}" if target else ""
    wish = " That is what should be; the procedure does not require it." if getattr(part, "must", True) is False else ""
    decision = draft.grounds.decision(
        f"By when: {part.title}?",
        f"By {moment_in_words(due.due)}{aim}.{wish}",
        part.rules,
        facts={fact: draft.state.facts[fact]} if fact else {},
        arithmetic=(f"Counted from {named}{moment_in_words(due.starts)}.", *due.arithmetic, *aims),
    )
    clock_id = draft.state.next_id("clock")
    draft.emit(
        contract.ClockStartedV1(
            clock_id=clock_id,
            clock=part.id,
            title=part.title,
            owner=starting.owner,
            due=due.due,
            target=target.due if target else None,
            count=starting.count,
            counted_from=due.starts,
            task_id=starting.task_id,
            duty_id=starting.duty_id,
            began=starting.began,
            decisions=(decision,),
        )
    )
    return draft.state.clocks[clock_id]


def counts_from(rule: ClockRule) -> tuple[str, ...]:
    """The moments that the clock's first time is counted from, the first that is known before the others."""
    known = (rule.starts.of,) if rule.starts.kind == "known" else ()
    return (*rule.from_facts, *known)


def first_start(draft: Draft, rule: ClockRule) -> datetime | None:
    """The moment that its first time is counted from, if one is recorded."""
    start, fact = counted_from(draft.facts, counts_from(rule), draft.grounds.now)
    return start if fact else None


def start_clock(draft: Draft, rule: ClockRule, at: datetime, task_id: str | None) -> None:
    """Starts the clock for its first time, counted from the first of its facts that is known, else from `at`."""
    calendar = draft.grounds.calendar
    start, fact = counted_from(draft.facts, counts_from(rule), at)
    if rule.counts == "before" and fact is None:
        return  # Back from what is not known yet nothing can be counted.
    due = first_time(rule, start, calendar)
    target = deadline(start, rule.target, calendar) if rule.target else None
    _meet_if_known(draft, rule, emit_start(draft, Starting(rule, rule.owner, due, target, fact, task_id=task_id)))


def restart(draft: Draft, rule: ClockRule, stopped: RunningClock, moment: datetime, fact: str) -> None:
    """Starts a stopped clock again from a moment that was corrected; what it was begun by stays what it was."""
    if fact in counts_from(rule):
        start_clock(draft, rule, moment, stopped.task_id)
    else:
        due = deadline(moment, rule.within, draft.grounds.calendar)
        emit_start(draft, Starting(rule, rule.owner, due, fact=fact, began=stopped.began))


def start_once_more(draft: Draft, rule: ClockRule, met: RunningClock) -> None:
    """Starts a clock again that was met by what turned out otherwise: due as it was, and waiting as it did."""
    calendar, anew = draft.grounds.calendar, met.began != met.counted_from
    first = (
        first_time(rule, met.counted_from, calendar) if not anew else deadline(met.counted_from, rule.within, calendar)
    )
    due = later_time(rule, met.counted_from, met.count, calendar, anew=anew) if met.count > 1 else first
    target = deadline(met.counted_from, rule.target, calendar) if rule.target and met.count == 1 else None
    starting = Starting(rule, rule.owner, due, target, None, met.count, met.task_id, None, met.began if anew else None)
    emit_start(draft, starting)


def start_duty_clock(draft: Draft, duty: Duty, within: Period, duty_id: str, at: datetime) -> None:
    """Starts the clock of a duty, counted from the first of its facts that is known, else from `at`."""
    start, fact = counted_from(draft.facts, duty.from_facts, at)
    due = deadline(start, within, draft.grounds.calendar)
    emit_start(draft, Starting(duty, duty.lead, due, fact=fact, duty_id=duty_id))


def start_request_clock(draft: Draft, request: Request, task_id: str, at: datetime) -> None:
    """Starts the clock of a request that has one, the shorter where it was asked for as urgent."""
    task = draft.state.tasks[task_id]
    within = (request.urgent if task.urgent else None) or request.within
    if within is None:
        return
    start, fact = counted_from(draft.facts, request.from_facts, at)
    due = deadline(start, within, draft.grounds.calendar)
    emit_start(draft, Starting(request, task.role, due, fact=fact, task_id=task_id))


def start_review(draft: Draft, review: Review, at: datetime) -> None:
    """Starts the clock at whose coming round the review lies in a tray for the first time."""
    due = occurrence(at, review.every, 1, draft.grounds.calendar)
    emit_start(draft, Starting(review, review.by, due))


def review_comes_again(draft: Draft, review: Review, last: RunningClock) -> None:
    """Starts it for the time after the one that came round, counted from the same start."""
    due = occurrence(last.counted_from, review.every, last.count + 1, draft.grounds.calendar)
    emit_start(draft, Starting(review, review.by, due, count=due.occurrence))


def repeat_clock(draft: Draft, rule: ClockRule, missed: RunningClock) -> None:
    """Starts it for the time after the one that was missed, counted from the same start, so that it never drifts."""
    anew = missed.began != missed.counted_from
    due = later_time(rule, missed.counted_from, missed.count + 1, draft.grounds.calendar, anew=anew)
    if _over(draft, rule, missed, due):
        return
    starting = Starting(
        rule, rule.owner, due, count=due.occurrence, task_id=missed.task_id, began=missed.began if anew else None
    )
    emit_start(draft, starting)


def _begin_again(draft: Draft, rule: ClockRule, met: RunningClock, at: datetime, fact: str | None) -> None:
    """What repeats counts from what met it, each time; the facts that it began with have done their part."""
    calendar = draft.grounds.calendar
    due = deadline(at, rule.within, calendar)
    if _over(draft, rule, met, due):
        return
    target = deadline(at, rule.target, calendar) if rule.target else None
    emit_start(draft, Starting(rule, rule.owner, due, target, fact, began=met.began))


def _over(draft: Draft, rule: ClockRule, last: RunningClock, following: Deadline) -> bool:
    because = over_since(rule, last.began, following.due, draft.grounds.calendar)
    if because:
        ending = dict.fromkeys((*waiting_of(draft, rule), draft.state.clocks[last.clock_id]))
        for clock in ending:
            draft.emit(contract.ClockStoppedV1(clock.clock_id, because, for_good=True))
    return because is not None


def meet(draft: Draft, trigger: Trigger, at: datetime) -> None:
    """Meets every clock that waits for this; what repeats begins again from it."""
    for rule in draft.grounds.edition.clocks:
        if trigger not in rule.met_by:
            continue
        waiting = [clock for clock in waiting_of(draft, rule) if not _is_older(rule, clock, trigger, at)]
        for clock in waiting:
            draft.emit(contract.ClockMetV1(clock.clock_id, str(trigger), clock.is_late(at)))
        if waiting and rule.repeats and trigger.kind != "closed" and applies(draft, rule):
            fact = trigger.of if trigger.kind == "known" and draft.facts.get(trigger.of) == at else None
            _begin_again(draft, rule, waiting[-1], at, fact)


def _is_older(rule: ClockRule, clock: RunningClock, trigger: Trigger, at: datetime) -> bool:
    """A moment from before what the clock is counted from tells of an earlier time, and does not meet this one."""
    if trigger.kind != "known":
        return False
    if clock.began != clock.counted_from:  # counted from what met it last, which does not meet it again
        return at <= clock.counted_from
    return rule.starts.kind == "known" and at < clock.counted_from and not counts_to_plan(rule)


def counts_to_plan(rule: ClockRule) -> bool:
    """What is due before a planned moment is met before it, too."""
    return rule.counts == "before" or any(VOCABULARY.definitions[name].planned for name in counts_from(rule))


def _meet_if_known(draft: Draft, rule: ClockRule, clock: RunningClock) -> None:
    """What meets it may have been recorded before what starts it: the order of recording does not matter."""
    facts, now = draft.facts, draft.grounds.now
    for trigger in rule.met_by:
        moment = facts.get(trigger.of) if trigger.kind == "known" and trigger.of not in draft.pending else None
        in_time = isinstance(moment, datetime) and (moment >= clock.counted_from or counts_to_plan(rule))
        if isinstance(moment, datetime) and in_time and trigger.of not in counts_from(rule):
            meet(draft, trigger, min(moment, now))
            return


def stop(draft: Draft, clocks: Iterable[RunningClock], because: str) -> None:
    """Stops those of them that wait."""
    for clock in clocks:
        if clock.waits:
            draft.emit(contract.ClockStoppedV1(clock.clock_id, because))


def stop_clocks_that_ended(draft: Draft) -> None:
    """Stops every clock whose `ends_when` holds now; a review's item that still waits is not wanted any more."""
    edition = draft.grounds.edition
    rules: tuple[ClockRule | Review, ...] = (*edition.clocks, *edition.reviews)
    for rule in rules:
        waiting = waiting_of(draft, rule)
        if waiting and rule.ends_when and draft.judge(rule.ends_when).holds:
            stop(draft, waiting, f"{rule.ends_when.in_words(VOCABULARY)}.")
            if isinstance(rule, Review):
                withdraw_review(draft, rule)


def withdraw_review(draft: Draft, review: Review) -> None:
    """Takes the review's item back, if one waits."""
    for task in draft.state.open_tasks:
        if task.step == review.id:
            draft.emit(contract.TaskWithdrawnV1(task.task_id))


def stop_clocks_of_route(draft: Draft, because: str) -> None:
    """Stops what runs, but not for duties and requests: a body outside is owed its notice, an asker an answer all the same."""
    beside = {task.task_id for task in draft.state.open_tasks if task.beside}
    own = (clock for clock in draft.state.clocks.values() if clock.duty_id is None and clock.task_id not in beside)
    stop(draft, own, because)
