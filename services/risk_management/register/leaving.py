"""Off the register, only once the level is down, or for another reason that is recorded; then step-down begins. Pure."""

from __future__ import annotations

from typing import Any

from contracts import risk_register as contract
from contracts.refusals import Refusal
from needfire.instruments.assessments import Said
from needfire.instruments.register_judging import judge_leaving
from services.risk_management.register.entry import Entry, assessed_of, refuse_unless
from services.risk_management.register.grounds import Grounds, refuse_for, step_down_due, step_down_ends


def leave(command: contract.LeaveRegisterV1, state: Entry, grounds: Grounds) -> tuple[Any, ...]:
    """Takes the name off, by the level at the last review; otherwise with one of the edition's reasons, in one's own words."""
    stated = grounds.register.leaving
    refuse_unless(state, "on_register", rules=stated.rules)
    against = judge_leaving(grounds.register, state.level, command.otherwise, command.sealed is not None)
    refuse_for("leaving_refused", (*against, *_not_looked_at(command, state, grounds)))
    if command.sealed is None:
        raise Refusal("comment_required", {}, (*stated.rules, *stated.otherwise_rules))
    level = assessed_of(state, stated.rules).level
    ends = step_down_ends(grounds) if command.otherwise is None else None
    due, counted = step_down_due(grounds, grounds.now, ends.due) if ends else ((), None)
    why = "the level is down" if command.otherwise is None else stated.otherwise[command.otherwise]
    begins = f" Step-down begins, until {ends.due.date().isoformat()}." if ends else ""
    rules = stated.rules if command.otherwise is None else stated.otherwise_rules
    step_down = grounds.register.step_down.rules if grounds.register.step_down and ends else ()
    decision = grounds.decision(
        "Does the name come off the register?",
        f"Yes: {why}.{begins}",
        (*rules, *step_down),
        facts={"vulnerability_level": level},
        arithmetic=(*(ends.arithmetic if ends else ()), *(counted.arithmetic if counted else ())),
    )
    return (
        contract.LeftRegisterV1(
            risk_id=state.risk_id,
            notification_id=state.notification_id,
            level=level,
            otherwise=command.otherwise,
            step_down_ends=ends.due if ends else None,
            by=grounds.actor,
            at=grounds.now,
            due=due,
            told=(grounds.register.holder, *((grounds.register.step_down.by,) if grounds.register.step_down else ())),
            decisions=(decision,),
            sealed=command.sealed,
        ),
    )


def _not_looked_at(command: contract.LeaveRegisterV1, state: Entry, grounds: Grounds) -> tuple[Said, ...]:
    """A level that came down counts once a review on the register has looked at it."""
    rules = grounds.register.leaving.rules
    if command.otherwise is not None or (state.assessed and state.assessed.assessment_id == state.looked_at):
        return ()
    return (Said(rules, "No review has looked at the latest assessment. Record the review first.", "review"),)
