"""An agency's concern while it waits: the front door's task, the clocks of a referral, the referrer to be told. Pure."""

from __future__ import annotations

from access.grounds import CaseGrounds
from contracts import escalation as contract
from contracts import escalation_concerns as concern
from needfire.concerns import ACKNOWLEDGED, DECIDED, FEEDBACK, RECEIVED, STEP
from needfire.facts import as_json
from services.escalation import carried_over, domain
from services.escalation.draft import Draft


def start(command: concern.StartConcernV1, grounds: CaseGrounds) -> Draft:
    """The concern lies with the front door, and the edition's clocks of a referral run; it was acknowledged on arrival.

    `grounds` have the edition as `needfire.concerns.for_concerns` makes it.
    """
    known = as_json({RECEIVED: command.raised_at, ACKNOWLEDGED: command.raised_at})
    starting = contract.StartRoutingV1(
        notification_id=command.concern_id,
        person=command.person,
        area=command.area,
        edition=command.edition,
        edition_digest=command.edition_digest,
        raised_by=command.raised_by,
        raised_at=command.raised_at,
        facts=known,
        categories=(),
        named={},
    )
    return domain.start_routing(starting, grounds)


def follow_decision(command: concern.FollowConcernV1, draft: Draft) -> None:
    """The task is done and the clock is met; the referrer is to be told, within the authority's own time."""
    for task in draft.state.open_tasks:
        if task.step == STEP:
            step = domain.step_of(draft, task)
            outcome = step.outcome(command.outcome)
            if outcome:
                domain.decide(draft, task, step, outcome, command.decided_by, "", {}, None)
    if DECIDED not in draft.state.facts:
        facts = {**draft.state.facts, **as_json({DECIDED: command.decided_at})}
        carried_over.follow_update(
            contract.FollowUpdateV1(command.concern_id, command.decided_by, command.decided_at, facts), draft
        )


def follow_feedback(command: concern.FollowFeedbackV1, draft: Draft) -> None:
    """The referrer was told: nothing is owed any more."""
    for duty in draft.state.duties.values():
        if duty.duty == FEEDBACK and duty.done_by is None:
            draft.emit(contract.DutyDoneV1(duty.duty_id, duty.duty, command.by, command.concern_id, None))
            for clock in draft.state.clocks.values():
                if clock.duty_id == duty.duty_id and clock.waits:
                    draft.emit(contract.ClockMetV1(clock.clock_id, f"done:{FEEDBACK}", clock.is_late(command.given_at)))
