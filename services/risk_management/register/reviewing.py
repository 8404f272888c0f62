"""Reviews while on the register: each cycle by its own clock, counted from its own last. Pure."""

from __future__ import annotations

from typing import Any

from contracts import risk_register as contract
from contracts.refusals import Refusal
from needfire.instruments.register import ReviewCycle
from services.risk_management.register.entry import Assessed, Entry, Reviewed, assessed_of, refuse_unless
from services.risk_management.register.grounds import Grounds, cycles_due
from services.risk_management.register.needs import check_needs


def cycle_of(cycle: str, grounds: Grounds) -> ReviewCycle:
    """The cycle of that id. Raises Refusal `unknown_cycle`."""
    for each in grounds.register.reviews:
        if each.id == cycle:
            return each
    raise Refusal("unknown_cycle", {"cycles": {each.id: each.title for each in grounds.register.reviews}})


def review_entry(command: contract.ReviewEntryV1, state: Entry, grounds: Grounds) -> tuple[Any, ...]:
    """Records a review and counts the next from it. One of the checklist rests on an assessment made since the last."""
    cycle = cycle_of(command.cycle, grounds)
    refuse_unless(state, "on_register", rules=cycle.rules)
    assessed = _made_since(state, cycle, grounds)
    check_needs(command.unmet, grounds)
    if cycle.with_assessment and command.keyworker_still_right is None:
        raise Refusal(
            "record_required",
            {"records": {"keyworker_still_right": "Is the keyworker still the right one?"}},
            cycle.rules,
        )
    reviewed = {**state.reviewed, cycle.id: Reviewed(grounds.now, assessed.assessment_id)}
    due, counted = cycles_due(grounds, reviewed)
    use = grounds.register.needs_rules if command.unmet else ()
    decision = grounds.decision(
        f"When is the next review ({cycle.title.lower()})?",
        f"At level {assessed.level.replace('_', ' ')}: {_next_of(cycle, due)}.",
        (*cycle.rules, *use),
        facts={"vulnerability_level": assessed.level},
        arithmetic=counted,
    )
    return (
        contract.EntryReviewedV1(
            risk_id=state.risk_id,
            notification_id=state.notification_id,
            cycle=cycle.id,
            level=assessed.level,
            assessment_id=assessed.assessment_id,
            unmet=command.unmet,
            keyworker_still_right=command.keyworker_still_right,
            by=grounds.actor,
            at=grounds.now,
            due=due,
            decisions=(decision,),
            sealed=command.sealed,
        ),
    )


def _next_of(cycle: ReviewCycle, due: tuple[contract.ReviewDue, ...]) -> str:
    return next(each.due for each in due if each.cycle == cycle.id).date().isoformat()


def _made_since(state: Entry, cycle: ReviewCycle, grounds: Grounds) -> Assessed:
    """The assessment that the review rests on. Raises Refusal `assessment_needed` where none was made since the last."""
    assessed = assessed_of(state, cycle.rules)
    last = state.reviewed.get(cycle.id)
    before = (last and last.assessment_id) or state.entered_with
    if cycle.with_assessment and assessed.assessment_id == before:
        raise Refusal("assessment_needed", {"cycle": cycle.id}, cycle.rules)
    return assessed
