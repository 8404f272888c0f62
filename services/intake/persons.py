"""What intake decides on what is held about a person: holds, deletion by two, redactions, time that runs out. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from access import Reader
from contracts import intake_persons as contract
from contracts.refusals import Refusal
from needfire.directory import Directory
from needfire.london_time import on_the_wall

ITSELF = "service:intake"


@dataclass(frozen=True)
class Actor:
    """Who acts, for which authority, with its directory, and when."""

    person: str
    authority: str
    directory: Directory
    now: datetime

    @property
    def reader(self) -> Reader:
        """The actor as access knows them."""
        return Reader(self.person, self.authority, self.directory, self.now)


@dataclass(frozen=True)
class Subject:
    """What was decided on a person's records. `holds` are those in force, by number; `placed` counts all there were."""

    person: str
    placed: int = 0
    holds: Mapping[int, str] = field(default_factory=dict)
    proposed: contract.DeletionProposedV1 | None = None
    confirmed: contract.DeletionConfirmedV1 | None = None
    deleted: bool = False
    told: frozenset[tuple[str, str]] = frozenset()
    unread: Mapping[str, contract.RetentionEndsSoonV1] = field(default_factory=dict)


def evolve(state: Subject, event: Any) -> Subject:
    """The records after this event."""
    match event:
        case contract.HoldPlacedV1():
            return replace(state, placed=event.hold, holds={**state.holds, event.hold: event.reason})
        case contract.HoldLiftedV1():
            return replace(state, holds={n: each for n, each in state.holds.items() if n != event.hold})
        case contract.DeletionProposedV1():
            return replace(state, proposed=event)
        case contract.DeletionRejectedV1():
            return replace(state, proposed=None)
        case contract.DeletionConfirmedV1():
            return replace(state, confirmed=event)
        case contract.PersonDeletedV1():
            return replace(state, deleted=True)
        case contract.RetentionEndsSoonV1():
            told = state.told | {(event.record_id, event.kept_until.isoformat())}
            return replace(state, told=told, unread={**state.unread, event.record_id: event})
        case contract.RetentionReadV1():
            return replace(state, unread=_without(state.unread, event.record_id))
    return state


def _without(
    unread: Mapping[str, contract.RetentionEndsSoonV1], record_id: str
) -> Mapping[str, contract.RetentionEndsSoonV1]:
    return {key: each for key, each in unread.items() if key != record_id}


def place_hold(command: contract.PlaceHoldV1, state: Subject, actor: Actor) -> tuple[Any, ...]:
    """Places a hold; a deletion that was proposed waits for its end. Raises Refusal."""
    _not_deleted(state)
    number = state.placed + 1
    return (contract.HoldPlacedV1(state.person, number, command.reason, command.reference, actor.person, actor.now),)


def lift_hold(command: contract.LiftHoldV1, state: Subject, actor: Actor) -> tuple[Any, ...]:
    """Lifts a hold. Raises Refusal."""
    if command.hold not in state.holds:
        raise Refusal("no_such_hold", {"holds": sorted(state.holds)})
    lifted = (state.person, command.hold, command.reason, command.reference)
    return (contract.HoldLiftedV1(*lifted, actor.person, actor.now),)


def propose_deletion(command: contract.ProposeDeletionV1, state: Subject, actor: Actor) -> tuple[Any, ...]:
    """Proposes it, unless a hold is in force, or it is kept still and nobody says that it is meant so. Raises Refusal."""
    _not_deleted(state)
    _not_held(state)
    if state.proposed:
        raise Refusal("already_proposed")
    kept = command.kept_until is None or on_the_wall(actor.now).date() < command.kept_until
    if kept and not command.although_kept:
        day = command.kept_until.isoformat() if command.kept_until else None
        raise Refusal("kept_still", {"kept_until": day, "because": list(command.because)})
    return (
        contract.DeletionProposedV1(
            person=state.person,
            reason=command.reason,
            reference=command.reference,
            although_kept=kept,
            kept_until=command.kept_until,
            because=command.because,
            by=actor.person,
            at=actor.now,
        ),
    )


def confirm_deletion(command: contract.ConfirmDeletionV1, state: Subject, actor: Actor) -> tuple[Any, ...]:
    """Confirms or rejects what another proposed. Raises Refusal."""
    _not_deleted(state)
    if state.proposed is None:
        raise Refusal("nothing_proposed")
    if state.proposed.by == actor.person:
        raise Refusal("second_person_needed")
    decided = (state.person, state.proposed.by, actor.person, actor.now)
    if not command.agrees:
        return (contract.DeletionRejectedV1(*decided),)
    _not_held(state)
    return (contract.DeletionConfirmedV1(*decided),)


def record_deletion(command: contract.RecordDeletionV1, state: Subject, actor: Actor) -> tuple[Any, ...]:
    """Records what the gateway has done, once two people wanted it. Raises Refusal."""
    if state.proposed is None or state.confirmed is None:
        raise Refusal("nothing_proposed")
    if state.deleted:
        raise Refusal("person_deleted")
    return (
        contract.PersonDeletedV1(
            person=state.person,
            texts=sum(each.texts for each in command.chains),
            chains=command.chains,
            reason=state.proposed.reason,
            reference=state.proposed.reference,
            although_kept=state.proposed.although_kept,
            proposed_by=state.proposed.by,
            confirmed_by=state.confirmed.by,
            confirmed_at=state.confirmed.at,
            deleted_at=actor.now,
        ),
    )


def redact(command: contract.RedactTextV1, state: Subject, actor: Actor) -> tuple[Any, ...]:
    """Records what of a text is about others. Raises Refusal."""
    _not_deleted(state)
    ends = [0, *(place for cut in command.cuts for place in (cut.start, cut.end))]
    if any(cut.start >= cut.end for cut in command.cuts) or ends != sorted(ends):
        raise Refusal("cuts_refused")
    return (contract.TextRedactedV1(state.person, command.text, command.name, actor.person, actor.now, command.cuts),)


def tell_retention(command: contract.TellRetentionV1, state: Subject, actor: Actor) -> tuple[Any, ...]:
    """Tells, once for each day that it comes to, that a record's time runs out. Nothing where there is nobody to tell."""
    retention = actor.directory.retention
    if state.deleted or retention is None or (command.record_id, command.kept_until.isoformat()) in state.told:
        return ()
    told = (state.person, command.record_id, command.kept_until, command.because)
    return (contract.RetentionEndsSoonV1(*told, retention.records_role, actor.now),)


def chase_retention(command: contract.ChaseRetentionV1, state: Subject, actor: Actor) -> tuple[Any, ...]:
    """Gives the second role notice, once, of what the first has not read. Nothing where it was read meanwhile."""
    retention, told = actor.directory.retention, state.unread.get(command.record_id)
    if state.deleted or retention is None or told is None or told.role != retention.records_role:
        return ()
    return (replace(told, role=retention.second_role, told_at=actor.now),)


def receive_retention(command: contract.ReceiveRetentionV1, state: Subject, actor: Actor) -> tuple[Any, ...]:
    """Says that it was read. Raises Refusal."""
    if command.record_id not in state.unread:
        given = any(record_id == command.record_id for record_id, _ in state.told)
        raise Refusal("already_received" if given else "nothing_to_receive")
    return (contract.RetentionReadV1(state.person, command.record_id, actor.person, actor.now),)


def _not_deleted(state: Subject) -> None:
    if state.confirmed or state.deleted:
        raise Refusal("person_deleted")


def _not_held(state: Subject) -> None:
    if state.holds:
        raise Refusal("held", {"holds": {str(number): reason for number, reason in state.holds.items()}})
