"""Duties: recorded as done, by whoever leads them; or proposed as not required, and confirmed by somebody else."""

from __future__ import annotations

from contracts import escalation as contract
from contracts.refusals import Refusal
from needfire.directory import is_held
from needfire.procedure import Duty, Trigger
from services.escalation import clocks
from services.escalation.checks import holds_here, may_act
from services.escalation.draft import Draft
from services.escalation.reactions import happened
from services.escalation.routing import OpenDuty

LEAD_IS_THERE = (
    "The deputy may do this only while nobody who holds the leading post is there. Ask them, or whoever covers."
)


def complete_duty(command: contract.CompleteDutyV1, draft: Draft) -> None:
    """Records that the body outside was told, with the reference that it gave."""
    duty, part = _open_duty(command.duty_id, draft)
    _may_do(draft, duty, part)
    _refuse_if_over(duty)
    if not command.reference.strip():
        raise Refusal("reference_required", {"evidence": part.evidence}, part.rules)
    _done(draft, duty, command.reference.strip(), command.sealed)


def acknowledge_duty(command: contract.AcknowledgeDutyV1, draft: Draft) -> None:
    """The body says that it was told, with the reference that it gives: its own word, and the best evidence there is."""
    duty, part = _open_duty(command.duty_id, draft)
    agency = draft.grounds.directory.agency_by_id.get(command.agency)
    if agency is None or duty.to not in agency.bodies:
        raise Refusal("not_found")
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


def _open_duty(duty_id: str, draft: Draft) -> tuple[OpenDuty, Duty]:
    duty = draft.state.duties.get(duty_id)
    if duty is None:
        raise Refusal("not_found")
    part = next((each for each in draft.grounds.edition.duties if each.id == duty.duty), None)
    if part is None:
        raise Refusal("edition_changed")
    return duty, part


def _refuse_if_over(duty: OpenDuty) -> None:
    if duty.done_by:
        raise Refusal("duty_already_done")
    if duty.not_required:
        raise Refusal("duty_not_required")


def _may_do(draft: Draft, duty: OpenDuty, part: Duty) -> None:
    """Who holds the lead may; the deputy too, while nobody who holds the lead is there."""
    if holds_here(draft, draft.grounds.actor, duty.lead):
        return
    may_act(draft, *_leading(duty, part), rules=part.rules)
    if is_held(draft.grounds.directory, duty.lead, draft.state.area, draft.grounds.now):
        raise Refusal("not_permitted", {"roles": [draft.grounds.role_title(duty.lead)]}, part.rules, LEAD_IS_THERE)


def _leading(duty: OpenDuty, part: Duty) -> tuple[str, ...]:
    return (duty.lead, part.deputy) if part.deputy else (duty.lead,)


def propose_not_required(command: contract.ProposeDutyNotRequiredV1, draft: Draft) -> None:
    """Proposes, with a reason, that the body outside need not be told; its deadline runs on until somebody else agrees."""
    duty, part = _open_duty(command.duty_id, draft)
    may_act(draft, *_leading(duty, part), rules=part.rules)
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
    """A second person, never the one who proposed it, says whether the duty is not required, or stands."""
    duty, part = _open_duty(command.duty_id, draft)
    may_act(draft, *_leading(duty, part), *draft.grounds.edition.confirming(part), rules=part.rules)
    _refuse_if_over(duty)
    if duty.proposed_by is None:
        raise Refusal("nothing_proposed", {}, part.rules)
    actor = draft.grounds.actor
    if duty.proposed_by == actor:
        raise Refusal("second_person_needed", {}, part.rules)
    answer = "No: two people agree that it is not." if command.agrees else "Yes: the second person did not agree."
    decision = draft.grounds.decision(f"Is it required: {part.title}?", answer, part.rules)
    said = contract.DutyNotRequiredConfirmedV1 if command.agrees else contract.DutyNotRequiredRejectedV1
    draft.emit(said(duty.duty_id, duty.duty, actor, (decision,), sealed=command.sealed))
    if command.agrees:
        own = [clock for clock in draft.state.clocks.values() if clock.duty_id == duty.duty_id]
        clocks.stop(draft, own, "It was confirmed as not required.")
