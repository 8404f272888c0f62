"""What a decision of the register stands on: the edition and its register, the directory, the calendar, now, who acts. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from access.grounds import CaseGrounds
from contracts.refusals import Refusal
from contracts.risk_register import END_OF_STEP_DOWN, STEP_DOWN, ReviewDue
from needfire.instruments.assessments import Said
from needfire.instruments.register import RegisterRules
from needfire.instruments.register_judging import reviews_due
from needfire.working_time import Deadline, deadline, occurrence
from services.risk_management.register.entry import Reviewed


@dataclass(frozen=True)
class Grounds(CaseGrounds):
    """As of all risk management, with the register that the edition states."""

    register: RegisterRules

    @classmethod
    def over(cls, grounds: CaseGrounds) -> Grounds:
        """With the register of the edition. Raises Refusal `no_register`."""
        if grounds.edition.register is None:
            raise Refusal("no_register")
        return cls(**vars(grounds), register=grounds.edition.register)


def refuse_for(code: str, said: tuple[Said, ...]) -> None:
    """Refuses for what stands against it, each with its rules; nothing where nothing does."""
    if said:
        rules = tuple(dict.fromkeys(rule for each in said for rule in each.rules))
        details = {"against": [{"about": each.about, "says": each.sentence} for each in said]}
        raise Refusal(code, details, rules, " ".join(dict.fromkeys(each.sentence for each in said)))


def cycles_due(grounds: Grounds, reviewed: dict[str, Reviewed]) -> tuple[tuple[ReviewDue, ...], tuple[str, ...]]:
    """When each cycle is due next, the governing one first, counted from its own last review; and how that was counted."""
    due: list[ReviewDue] = []
    counted: list[str] = []
    for cycle in grounds.register.reviews:
        [found] = reviews_due(replace(grounds.register, reviews=(cycle,)), reviewed[cycle.id].at, grounds.calendar)
        due.append(ReviewDue(cycle.id, cycle.title, found.due, cycle.governs))
        counted += [f"{cycle.title}: {line}" for line in found.arithmetic]
    return tuple(sorted(due, key=lambda each: not each.governs)), tuple(counted)


def step_down_due(grounds: Grounds, last: datetime, ends: datetime) -> tuple[tuple[ReviewDue, ...], Deadline]:
    """What is due next in step-down: the next meeting, unless it lies beyond the end, and the review at the end."""
    stated = grounds.register.step_down
    if stated is None:
        raise Refusal("register_stage", {"stage": "ended", "fits": []}, grounds.register.rules)
    following = occurrence(last, stated.every, 1, grounds.calendar)
    meeting = ReviewDue(STEP_DOWN, "Care team meeting and checklist", following.due, governs=True)
    end = ReviewDue(END_OF_STEP_DOWN, "Review at the end of step-down", ends, governs=following.due > ends)
    return ((meeting, end) if following.due <= ends else (end,)), following


def step_down_ends(grounds: Grounds) -> Deadline | None:
    """When step-down that begins now is over; None for a register without one."""
    stated = grounds.register.step_down
    return deadline(grounds.now, stated.lasting, grounds.calendar) if stated else None
