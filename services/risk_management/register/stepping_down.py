"""Step-down: the care team's meetings, a rise, and the review at the end. Pure."""

from __future__ import annotations

from typing import Any

from contracts import risk_register as contract
from contracts.refusals import Refusal
from needfire.instruments.assessments import Said
from needfire.instruments.register import StepDown
from services.risk_management.register.entry import Entry, assessed_of, refuse_unless
from services.risk_management.register.grounds import Grounds, refuse_for, step_down_due


def _step_down(state: Entry, grounds: Grounds) -> StepDown:
    stated = grounds.register.step_down
    refuse_unless(state, "step_down", rules=stated.rules if stated else grounds.register.rules)
    if stated is None:
        raise Refusal("edition_changed")
    return stated


def review_step_down(command: contract.ReviewStepDownV1, state: Entry, grounds: Grounds) -> tuple[Any, ...]:
    """The care team has met, with the checklist updated since the last meeting; the next is counted from now."""
    stated = _step_down(state, grounds)
    assessed, last = assessed_of(state, stated.rules), state.reviewed[contract.STEP_DOWN]
    if assessed.assessment_id == last.assessment_id:
        raise Refusal("assessment_needed", {"cycle": contract.STEP_DOWN}, stated.rules)
    ends = state.step_down_ends or grounds.now
    due, counted = step_down_due(grounds, grounds.now, ends)
    rises = assessed.level in grounds.register.referral.levels
    answer = "The level is up: it is referred to the group again." if rises else f"By {due[0].due.date().isoformat()}."
    decision = grounds.decision(
        "What follows in step-down?",
        answer,
        stated.rises_rules if rises else stated.rules,
        facts={"vulnerability_level": assessed.level},
        arithmetic=() if rises else counted.arithmetic,
    )
    return (
        contract.StepDownReviewedV1(
            risk_id=state.risk_id,
            notification_id=state.notification_id,
            number=state.step_down_meetings + 1,
            level=assessed.level,
            assessment_id=assessed.assessment_id,
            keyworker_still_right=command.keyworker_still_right,
            by=grounds.actor,
            at=grounds.now,
            due=due,
            decisions=(decision,),
        ),
    )


def end_step_down(command: contract.EndStepDownV1, state: Entry, grounds: Grounds) -> tuple[Any, ...]:
    """The review at the end: once the time is over, and only while the level is not up again."""
    stated = _step_down(state, grounds)
    if state.step_down_ends and grounds.now < state.step_down_ends:
        raise Refusal("step_down_runs", {"until": state.step_down_ends.isoformat()}, stated.then_rules)
    if state.level in grounds.register.referral.levels:
        said = Said(
            (*stated.then_rules, *stated.rises_rules), "The level is up again, so it is referred to the group again."
        )
        refuse_for("leaving_refused", (said,))
    if command.sealed is None:
        raise Refusal("comment_required", {}, stated.then_rules)
    decision = grounds.decision(
        "What follows step-down?", "The care team sets how often it meets from now on.", stated.then_rules
    )
    return (
        contract.StepDownEndedV1(
            state.risk_id,
            state.notification_id,
            command.further_concern,
            grounds.actor,
            grounds.now,
            (decision,),
            command.sealed,
        ),
    )
