"""Judges what is done with a register: a referral, an entry, a plan, leaving it. Pure; each answer cites its rules."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from needfire.instruments.assessments import Said
from needfire.instruments.register import PlanField, RegisterRules
from needfire.working_time import Deadline, WorkingCalendar, deadline, occurrence

View = Literal["agrees", "does_not_agree", "not_represented"]


def judge_referral(register: RegisterRules, level: str | None, has: Collection[str]) -> tuple[Said, ...]:
    """What stands against referring somebody at this level with these papers (ids of what the referral wants)."""
    return tuple(_against_referral(register, level, has))


def _against_referral(register: RegisterRules, level: str | None, has: Collection[str]) -> Iterator[Said]:
    referral = register.referral
    if level not in referral.levels:
        yield Said(referral.rules, f"Only {_listed(referral.levels)} is referred.", "level")
    for name, title in referral.wants.items():
        if name not in has:
            yield Said(referral.rules, f"A referral without this is refused: {title}.", name)


def judge_entry(
    register: RegisterRules, concurs: bool, views: Mapping[str, View], reasons_given: bool
) -> tuple[Said, ...]:
    """What stands against recording this decision of the group: a body's view missing, or no reasons where it goes back."""
    return tuple(_against_entry(register, concurs, views, reasons_given))


def _against_entry(
    register: RegisterRules, concurs: bool, views: Mapping[str, View], reasons_given: bool
) -> Iterator[Said]:
    rules = register.concurrence.rules
    for body, title in register.concurrence.views_of.items():
        if body not in views:
            yield Said(rules, f"The view of {title} is not recorded.", body)
    for body in sorted(views.keys() - register.concurrence.views_of.keys()):
        yield Said(rules, "This body has no view to give here.", body)
    if not concurs and not reasons_given:
        yield Said(rules, "Where the group does not agree with the agency, it says why.", "reasons")


@dataclass(frozen=True)
class Plan:
    """A plan by the ids of what is stated: for each action, for each professional, and for the whole."""

    actions: Sequence[Collection[str]]
    professionals: Mapping[str, Collection[str]]
    states: Collection[str]


def judge_plan(register: RegisterRules, plan: Plan) -> tuple[Said, ...]:
    """What the plan lacks, field by field. `about` is "action 2", the professional, or "plan"."""
    return tuple(_lacking(register, plan))


def _lacking(register: RegisterRules, plan: Plan) -> Iterator[Said]:
    if not plan.actions:
        yield Said(register.plan.rules, "A plan has at least one action.", "plan")
    if not plan.professionals:
        yield Said(register.plan.rules, "A plan names the professionals involved.", "plan")
    for number, action in enumerate(plan.actions, start=1):
        yield from _missing(register, "action", action, f"action {number}")
    for professional, states in plan.professionals.items():
        yield from _missing(register, "professional", states, professional)
    yield from _missing(register, "plan", plan.states, "plan")


def _missing(register: RegisterRules, of: str, stated: Collection[str], about: str) -> Iterator[Said]:
    wanted: list[PlanField] = [each for each in register.plan.fields if each.of == of]
    yield from (Said(each.rules, f"Missing: {each.asks}", about) for each in wanted if each.id not in stated)


def judge_leaving(register: RegisterRules, level: str | None, otherwise: str | None, reason: bool) -> tuple[Said, ...]:
    """What stands against taking a name off: the level still being too high, or a reason that is not recorded.

    `otherwise` is another reason than a reduction (an id of those stated); `reason` whether it is written why.
    """
    leaving = register.leaving
    if otherwise is not None:
        known = otherwise in leaving.otherwise
        unknown = Said(leaving.otherwise_rules, f"Choose one of: {', '.join(leaving.otherwise)}.", "otherwise")
        unwritten = Said(leaving.otherwise_rules, "Say why in your own words: it is recorded.", "reason")
        return (*(() if known else (unknown,)), *(() if reason else (unwritten,)))
    if level in leaving.levels:
        return ()
    return (Said(leaving.rules, f"A name comes off only once the level is {_listed(leaving.levels)}.", "level"),)


@dataclass(frozen=True)
class ReviewDue:
    """When the next review of one cycle is due, by how it was counted; one cycle governs."""

    cycle: str
    title: str
    due: datetime
    governs: bool
    rules: tuple[str, ...]
    arithmetic: tuple[str, ...]


def reviews_due(register: RegisterRules, counted_from: datetime, calendar: WorkingCalendar) -> tuple[ReviewDue, ...]:
    """The next review of every cycle, counted from the last one, at first from the entry; the governing one comes first."""
    found = [(cycle, deadline(counted_from, cycle.every, calendar)) for cycle in register.reviews]
    due = [
        ReviewDue(cycle.id, cycle.title, at.due, cycle.governs, cycle.rules, tuple(at.arithmetic))
        for cycle, at in found
    ]
    return tuple(sorted(due, key=lambda each: not each.governs))


def step_down_reviews(register: RegisterRules, left: datetime, calendar: WorkingCalendar) -> tuple[Deadline, ...]:
    """Every review of the step-down, from leaving the register to its end. Empty for a register without one."""
    stated = register.step_down
    if stated is None:
        return ()
    ends = deadline(left, stated.lasting, calendar).due
    most = (ends - left) // timedelta(days=1)
    every = (occurrence(left, stated.every, count, calendar) for count in range(1, most + 1))
    return tuple(each for each in every if each.due <= ends)


def _listed(levels: Sequence[str]) -> str:
    return " or ".join(level.replace("_", " ") for level in levels)
