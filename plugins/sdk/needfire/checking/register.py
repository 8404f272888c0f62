"""Checks an edition's register: its roles, its instrument and levels, its cycles, its reports are all there."""

from __future__ import annotations

from collections.abc import Iterator

from needfire.instruments.register import ACTS, RegisterRules
from needfire.procedure import Edition, Trigger


def cited_parts(edition: Edition) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every part of the register with the rules that it cites."""
    register = edition.register
    if register is None:
        return
    yield "register", register.rules
    yield "register, holder", register.holder_rules
    yield "register, referral", register.referral.rules
    yield "register, concurrence", register.concurrence.rules
    yield "register, plan", register.plan.rules
    yield "register, changes of the plan", register.plan.change_rules
    yield "register, copies of the plan", register.plan.copy_rules
    if register.needs:
        yield "register, needs", register.needs_rules
    yield from ((f"register, plan field {each.id}", each.rules) for each in register.plan.fields)
    yield from ((f"register, review {each.id}", each.rules) for each in register.reviews)
    yield "register, leaving", register.leaving.rules
    yield "register, leaving otherwise", register.leaving.otherwise_rules
    if register.step_down:
        yield "register, step-down", register.step_down.rules
        yield "register, end of step-down", register.step_down.then_rules
        yield "register, rise in step-down", register.step_down.rises_rules


def roles_used(edition: Edition) -> Iterator[tuple[str, str]]:
    """Every role that the register gives something to do."""
    register = edition.register
    if register is None:
        return
    yield "register, holder", register.holder
    yield "register, referral", register.referral.by
    yield "register, concurrence", register.concurrence.by
    yield from (("register, plan", role) for role in (*register.plan.changes_by, register.plan.decided_by))
    yield from ((f"register, review {each.id}", each.by) for each in register.reviews if each.by)
    if register.step_down:
        yield from (("register, step-down", role) for role in (register.step_down.by, register.step_down.then_by))


def triggers(register: RegisterRules) -> Iterator[tuple[str, Trigger]]:
    """What acts on the register decide or open in the case."""
    for act, triggered in register.steps.items():
        yield from ((f"register, {act}", each) for each in triggered)


def problems(edition: Edition) -> Iterator[str]:
    """A sentence for each part of the register that leads nowhere."""
    register = edition.register
    if register is None:
        return
    instrument = next((each for each in edition.instruments if each.id == register.instrument), None)
    if instrument is None:
        yield f"register works with the instrument '{register.instrument}', which is not in instruments"
    known = {each.id for each in instrument.level.levels} if instrument and instrument.level else set()
    for level in (*register.referral.levels, *register.leaving.levels):
        if level not in known:
            yield f"register speaks of the level '{level}', which its instrument does not have"
    yield from _cycles(register)
    yield from _acts(register)
    reports = {each.id for each in edition.reports}
    yield from (
        f"register names the report '{each}', which is none" for each in register.reports if each not in reports
    )


def _acts(register: RegisterRules) -> Iterator[str]:
    known = (*ACTS, *(each.id for each in register.reviews))
    for act, triggered in register.steps.items():
        if act not in known:
            yield f"register, steps: '{act}' is nothing that is done on a register. There are: {', '.join(known)}"
        if any(each.kind not in ("decided", "opened") for each in triggered):
            yield f"register, steps: '{act}' decides or opens something: say decided:… or opened:…"


def _cycles(register: RegisterRules) -> Iterator[str]:
    if [each.governs for each in register.reviews].count(True) != 1:
        yield "register: exactly one of its reviews governs: say 'governs: true' at that one"
    for each in register.reviews:
        if not each.every.repeatable:
            yield f"register, review {each.id} cannot come round {each.every.in_words()}: give it a period, such as 1mo"
    step_down = register.step_down
    if step_down and not (step_down.every.repeatable and step_down.lasting.repeatable):
        yield "register, step-down: give it periods that can be counted, such as 3w and 6mo"
