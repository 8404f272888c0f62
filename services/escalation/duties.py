"""Duties: recorded as done; or proposed as not required, and confirmed by somebody else."""

from __future__ import annotations

from contracts import escalation as contract
from contracts.refusals import Refusal
from needfire.procedure import Trigger
from services.escalation import clocks
from services.escalation.draft import Draft
from services.escalation.reactions import happened
from services.escalation.routing import OpenDuty
from services.escalation.things import open_duty


def complete_duty(command: contract.CompleteDutyV1, draft: Draft) -> None:
    """Records that the body outside was told, with the reference that it gave."""
    duty, part = open_duty(command.duty_id, draft)
    _refuse_if_over(duty)
    if not command.reference.strip():
        raise Refusal("reference_required", {"evidence": part.evidence}, part.rules)
    _done(draft, duty, command.reference.strip(), command.sealed)


def acknowledge_duty(command: contract.AcknowledgeDutyV1, draft: Draft) -> None:
    """The body says that it was told, with the reference that it gives: its own word, and the best evidence there is."""
    duty, part = open_duty(command.duty_id, draft)
    _refuse_if_over(duty)
    if not command.reference.strip():
        raise Refusal("reference_required", {"evidence": part.evidence}, part.rules)
    _done(draft, duty, command.reference.strip(), None)


def _done(draft: Draft, duty: OpenDuty, reference: str, sealed: str | None) -> None:
    actor, now = draft.grounds.actor, draft.grounds.now
    draft.emit(contract.DutyDoneV1(duty.duty_id, duty.duty, actor, reference, sealed))
    for clock in draft.state.clocks.values():
        if clock.duty_id == duty.duty_id and clock.waits:
            draft.emit(contract.ClockMetV1(clock.clock_id, f"done:{duty.duty}", clock.is_late(now)))
    happened(draft, Trigger("done", duty.duty), now)


def _refuse_if_over(duty: OpenDuty) -> None:
    if duty.done_by:
        raise Refusal("duty_already_done")
    if duty.not_required:
        raise Refusal("duty_not_required")


def propose_not_required(command: contract.ProposeDutyNotRequiredV1, draft: Draft) -> None:
    """Proposes, with a reason, that the body outside need not be told; its deadline runs on until somebody else agrees."""
    duty, part = open_duty(command.duty_id, draft)
    _refuse_if_over(duty)
    if duty.proposed_by:
        raise Refusal("already_proposed", {}, part.rules)
    if command.sealed is None:
        raise Refusal("comment_required", {}, part.rules)
    decision = draft.grounds.decision(
        f"Is it required: {part.title}?", "It was proposed that it is not; a second person has to agree.", part.rules
    )
    draft.emit(
        contract.DutyNotRequiredProposedV1(
            duty.duty_id, duty.duty, draft.grounds.actor, (decision,), sealed=command.sealed
        )
    )


def confirm_not_required(command: contract.ConfirmDutyNotRequiredV1, draft: Draft) -> None:
    """A second person says whether the duty is not required, or stands."""
    duty, part = open_duty(command.duty_id, draft)
    _refuse_if_over(duty)
    if duty.proposed_by is None:
        raise Refusal("nothing_proposed", {}, part.rules)
    answer = "No: two people agree that it is not." if command.agrees else "Yes: the second person did not agree."
    decision = draft.grounds.decision(f"Is it required: {part.title}?", answer, part.rules)
    said = contract.DutyNotRequiredConfirmedV1 if command.agrees else contract.DutyNotRequiredRejectedV1
    draft.emit(said(duty.duty_id, duty.duty, draft.grounds.actor, (decision,), sealed=command.sealed))
    if command.agrees:
        own = [clock for clock in draft.state.clocks.values() if clock.duty_id == duty.duty_id]
        clocks.stop(draft, own, "It was confirmed as not required.")
