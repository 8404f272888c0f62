"""What follows by itself when something happened: people are told, clocks met, started and stopped, duties opened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from contracts import escalation as contract
from needfire.facts import from_json
from needfire.london_time import moment_in_words
from needfire.procedure import ActKind, BreachAction, ClockRule, Duty, Tell, Trigger
from needfire.vocabulary import VOCABULARY
from needfire.working_time import Deadline, Period, deadline, occurrence
from services.escalation.draft import Draft
from services.escalation.routing import RunningClock, Task


def happened(draft: Draft, trigger: Trigger, at: datetime, task_id: str | None = None) -> None:
    """Everything in the edition that waits for this trigger."""
    _meet_clocks(draft, trigger, at)
    for rule in draft.grounds.edition.clocks:
        if _begins(rule.starts, trigger) and not _has_run(draft, rule, trigger) and _applies(draft, rule):
            start_clock(draft, rule, at, task_id)
    for duty in draft.grounds.edition.duties:
        if any(_begins(each, trigger) or _was(draft, each, trigger) for each in duty.opens) and not _is_open(
            draft, duty
        ):
            _open_duty(draft, duty, at)


def start_clocks_of_open_steps(draft: Draft, at: datetime) -> None:
    """An update can make a clock apply whose step has been open for a while: it is then counted from the update."""
    for rule in draft.grounds.edition.clocks:
        task = next((each for each in draft.state.open_tasks if rule.starts == Trigger("opened", each.step)), None)
        if task and not _has_begun_with(draft, rule, task) and _applies(draft, rule):
            start_clock(draft, rule, at, task.task_id)


def _has_begun_with(draft: Draft, rule: ClockRule, task: Task) -> bool:
    if _has_run(draft, rule, rule.starts):
        return True
    own = (clock for clock in draft.state.clocks.values() if clock.clock == rule.id and clock.task_id == task.task_id)
    return any(clock.state != "stopped" for clock in own)


def _begins(starts: Trigger, trigger: Trigger) -> bool:
    # What begins when a notification is raised begins with an update too, when only the update's facts meet it.
    return starts == trigger or (starts.kind == "raised" and trigger.kind == "updated")


def _was(draft: Draft, opens: Trigger, trigger: Trigger) -> bool:
    """An update may bring the facts for a duty whose moment has passed: it opens then."""
    return trigger.kind == "updated" and str(opens) in draft.state.decided


def _has_run(draft: Draft, rule: ClockRule, trigger: Trigger) -> bool:
    # A step may open again; what repeats may begin again, such as when a child goes missing once more.
    if trigger.kind == "opened" or rule.repeats:
        return any(clock.clock == rule.id and clock.waits for clock in draft.state.clocks.values())
    return any(clock.clock == rule.id and clock.state != "stopped" for clock in draft.state.clocks.values())


def _applies(draft: Draft, rule: ClockRule) -> bool:
    if rule.ends_when and draft.judge(rule.ends_when).holds:
        return False
    return bool(draft.judge(rule.applies_when).holds)


def _is_open(draft: Draft, duty: Duty) -> bool:
    return any(each.duty == duty.id for each in draft.state.duties.values())


def tell(draft: Draft, told: Tell, about: str) -> None:
    """Gives the role a notice, if it is to be told in this case."""
    found = draft.judge(told.when)
    if not found.holds or (told.if_named and told.role not in draft.state.named):
        return
    notify(draft, told.role, about, (*told.rules, *sorted(found.rules)))


def notify(draft: Draft, role: str, about: str, rules: Iterable[str]) -> None:
    """Gives whoever holds the role a notice."""
    holding = draft.who(role, about, rules)
    if holding is None:
        return
    title = draft.grounds.role_title(role)
    decision = draft.grounds.decision(
        f"Who is told: {about}?", f"The {title}.", dict.fromkeys(rules), arithmetic=holding.because
    )
    draft.emit(contract.NoticeGivenV1(draft.state.next_id("notice"), role, holding.people, about, (decision,)))


def tell_of_act(draft: Draft, kind: ActKind, about: str) -> None:
    """Tells everybody whom the edition has told of this act."""
    act = draft.grounds.edition.act(kind)
    for told in act.tells if act else ():
        tell(draft, told, about)


def start_clock(draft: Draft, rule: ClockRule, at: datetime, task_id: str | None) -> None:
    """Starts the clock, counted from the first of its facts that is known, else from `at`."""
    counted_from, fact = _start(draft, rule.from_facts, at)
    due = deadline(counted_from, rule.within, draft.grounds.calendar)
    target = deadline(counted_from, rule.target, draft.grounds.calendar) if rule.target else None
    _emit_clock(draft, rule.id, rule.title, rule.owner, rule.rules, due, target, fact, 1, task_id, None)


def repeat_clock(draft: Draft, rule: ClockRule, missed: RunningClock) -> None:
    """Starts it for the time after the one that was missed, counted from the same start, so that it never drifts."""
    due = occurrence(missed.counted_from, rule.within, missed.count + 1, draft.grounds.calendar)
    _emit_clock(
        draft, rule.id, rule.title, rule.owner, rule.rules, due, None, None, due.occurrence, missed.task_id, None
    )


def _start(draft: Draft, from_facts: tuple[str, ...], at: datetime) -> tuple[datetime, str | None]:
    facts = from_json(VOCABULARY, draft.state.facts)
    for name in from_facts:
        moment = facts.get(name)
        if isinstance(moment, datetime):
            return moment, name
    return at, None


def _emit_clock(
    draft: Draft,
    clock: str,
    title: str,
    owner: str,
    rules: tuple[str, ...],
    due: Deadline,
    target: Deadline | None,
    fact: str | None,
    count: int,
    task_id: str | None,
    duty_id: str | None,
) -> None:
    counted = f"Counted from the time recorded as “{fact.replace('_', ' ')}”, " if fact else "Counted from "
    aims = [f"Target: {line}" for line in target.arithmetic] if target else []
    said = [
        f"{counted}{moment_in_words(due.starts)}.",
        *due.arithmetic,
        *aims,
    ]
    by = f"By {moment_in_words(due.due)}"
    aim = f"; aim for {moment_in_words(target.due)}" if target else ""
    decision = draft.grounds.decision(
        f"By when: {title}?",
        f"{by}{aim}.",
        rules,
        facts={fact: draft.state.facts[fact]} if fact else {},
        arithmetic=tuple(said),
    )
    draft.emit(
        contract.ClockStartedV1(
            clock_id=draft.state.next_id("clock"),
            clock=clock,
            title=title,
            owner=owner,
            due=due.due,
            target=target.due if target else None,
            count=count,
            counted_from=due.starts,
            task_id=task_id,
            duty_id=duty_id,
            decisions=(decision,),
        )
    )


def _meet_clocks(draft: Draft, trigger: Trigger, at: datetime) -> None:
    for rule in draft.grounds.edition.clocks:
        waiting = [each for each in draft.state.clocks.values() if each.clock == rule.id and each.waits]
        if trigger not in rule.met_by or not waiting:
            continue
        for clock in waiting:
            draft.emit(contract.ClockMetV1(clock.clock_id, str(trigger), clock.is_late(at)))
        if rule.repeats and trigger.kind != "closed" and _applies(draft, rule):
            # The fact has done its part for the first time; from now on it counts from what met it.
            start_clock(draft, replace(rule, from_facts=()), at, None)


def stop_clocks_that_ended(draft: Draft) -> None:
    """Stops every clock whose `ends_when` holds now."""
    rules = {rule.id: rule for rule in draft.grounds.edition.clocks}
    for clock in draft.state.clocks.values():
        rule = rules.get(clock.clock)
        if clock.waits and rule and rule.ends_when and draft.judge(rule.ends_when).holds:
            reason = f"{rule.ends_when.in_words(VOCABULARY)}."
            draft.emit(contract.ClockStoppedV1(clock.clock_id, reason))


def count_anew(draft: Draft) -> None:
    """Counts a waiting clock again where the fact that it counts from became known, or was corrected, by an update."""
    parts: tuple[ClockRule | Duty, ...] = (*draft.grounds.edition.clocks, *draft.grounds.edition.duties)
    for clock in draft.state.clocks.values():
        part = next((each for each in parts if each.id == clock.clock), None)
        if clock.waits and part and not (isinstance(part, ClockRule) and part.repeats):
            _count_anew(draft, clock, part)


def _count_anew(draft: Draft, clock: RunningClock, part: ClockRule | Duty) -> None:
    starts, fact = _start(draft, part.from_facts, clock.counted_from)
    if fact is None or starts == clock.counted_from:
        return
    because = f"It is counted anew from the time recorded as “{fact.replace('_', ' ')}”."
    draft.emit(contract.ClockStoppedV1(clock.clock_id, because))
    if isinstance(part, ClockRule):
        start_clock(draft, part, starts, clock.task_id)
    elif part.within and clock.duty_id:
        _start_duty_clock(draft, part, part.within, clock.duty_id, starts)


def stop_clocks_of_route(draft: Draft, because: str) -> None:
    """Stops the clocks that run, but not those of duties: a body outside is owed its notice all the same."""
    for clock in draft.state.clocks.values():
        if clock.waits and clock.duty_id is None:
            draft.emit(contract.ClockStoppedV1(clock.clock_id, because))


def _open_duty(draft: Draft, duty: Duty, at: datetime) -> None:
    found = draft.judge(duty.when)
    if not found.holds:
        return
    rules = (*duty.rules, *sorted(found.rules))
    holding = draft.who(duty.lead, duty.title, duty.rules)
    decision = draft.grounds.decision(
        "Which body outside is to be told?",
        f"{duty.to}: it {'must' if duty.must else 'should'} be told, led by the {draft.grounds.role_title(duty.lead)}.",
        rules,
        facts=draft.used(found),
        arithmetic=(*found.arithmetic, *(holding.because if holding else ())),
    )
    duty_id = draft.state.next_id("duty")
    draft.emit(
        contract.DutyOpenedV1(
            duty_id=duty_id,
            duty=duty.id,
            title=duty.title,
            to=duty.to,
            lead=duty.lead,
            people=holding.people if holding else (),
            consults=duty.consults,
            must=duty.must,
            decisions=(decision,),
        )
    )
    for told in duty.tells:
        tell(draft, told, duty.title)
    if duty.within:
        _start_duty_clock(draft, duty, duty.within, duty_id, at)


def _start_duty_clock(draft: Draft, duty: Duty, within: Period, duty_id: str, at: datetime) -> None:
    counted_from, fact = _start(draft, duty.from_facts, at)
    due = deadline(counted_from, within, draft.grounds.calendar)
    _emit_clock(draft, duty.id, duty.title, duty.lead, duty.rules, due, None, fact, 1, None, duty_id)


def actions_of(draft: Draft, clock: RunningClock, target: bool) -> tuple[BreachAction, ...]:
    """What the edition has done when this clock's target or limit is missed."""
    rule = next((each for each in draft.grounds.edition.clocks if each.id == clock.clock), None)
    if rule:
        return rule.on_target if target else rule.on_breach
    duty = next((each for each in draft.grounds.edition.duties if each.id == clock.clock), None)
    return duty.on_breach if duty else ()


def title_and_rules(draft: Draft, clock: RunningClock) -> tuple[str, tuple[str, ...]]:
    """What the clock is for, in the edition's words, and its rules."""
    parts: tuple[ClockRule | Duty, ...] = (*draft.grounds.edition.clocks, *draft.grounds.edition.duties)
    return next(((part.title, part.rules) for part in parts if part.id == clock.clock), (clock.clock, ()))
