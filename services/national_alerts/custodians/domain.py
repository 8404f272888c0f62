"""Who is told at each body, from when on, and whether a person there has shown that they are. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from contracts import custodians as contract
from contracts.custodians import ContactKind, Contacts
from contracts.refusals import Refusal

STALE_AFTER = timedelta(days=92)
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?=.{1,253}\Z)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_CHANGE = re.compile(r"change-[a-z0-9-]{1,64}")


@dataclass(frozen=True)
class Body:
    """A body with children's social care duties; it exists from the start of `begins` to the end of `ends`."""

    code: str
    name: str
    official_name: str
    gss: str | None
    nation: str
    kind: str
    begins: date | None = None
    ends: date | None = None

    def exists_on(self, day: date) -> bool:
        """Whether it does on this day."""
        return (self.begins is None or self.begins <= day) and (self.ends is None or day <= self.ends)


@dataclass(frozen=True)
class Held:
    """Contacts and the moment from which they hold (None: from the first)."""

    contacts: Contacts
    begins: datetime | None = None


@dataclass(frozen=True)
class Custodian:
    """A body and how it is reached. `proofs` are tests that were sent; `given` holds when each address last proved itself."""

    body: Body
    held: tuple[Held, ...]
    proposed: Mapping[str, contract.ContactsProposedV1] = field(default_factory=dict)
    decided: frozenset[str] = frozenset()
    proofs: Mapping[str, contract.ProofAskedV1] = field(default_factory=dict)
    answered: frozenset[str] = frozenset()
    given: Mapping[str, datetime] = field(default_factory=dict)

    def contacts_at(self, moment: datetime) -> Contacts:
        """Those that hold then: of all that have begun, the one that began last; of two at once, the one confirmed last."""
        begun = [each for each in self.held if each.begins is None or each.begins <= moment]
        return max(begun, key=lambda each: each.begins.timestamp() if each.begins else float("-inf")).contacts


@dataclass(frozen=True)
class Grounds:
    """Who acts, and when."""

    actor: str
    now: datetime


def first_contacts(body: Body, contacts: Contacts) -> Custodian:
    """A custodian as the data file states it."""
    return Custodian(body, (Held(contacts),))


def evolve(state: Custodian, event: Any) -> Custodian:
    """The custodian after this event."""
    match event:
        case contract.ContactsProposedV1():
            return replace(state, proposed={**state.proposed, event.change_id: event})
        case contract.ContactsConfirmedV1():
            # Put first: of two that begin at the same moment, the one that was confirmed last holds.
            held = (Held(event.contacts, event.begins), *state.held)
            return replace(state, held=held, decided=state.decided | {event.change_id})
        case contract.ContactsRejectedV1():
            return replace(state, decided=state.decided | {event.change_id})
        case contract.ProofAskedV1():
            return replace(state, proofs={**state.proofs, event.proof_id: event})
        case contract.ProofGivenV1():
            given = {**state.given, event.address: event.given_at}
            return replace(state, given=given, answered=state.answered | {event.proof_id})
        case _:
            return state


def propose(command: contract.ProposeContactsV1, state: Custodian, grounds: Grounds) -> tuple[Any, ...]:
    """A change that waits for a second person. Several may wait at once, each by itself."""
    if not _CHANGE.fullmatch(command.change_id):
        raise Refusal("malformed", {"change_id": "Give 'change-' and small letters, digits or hyphens."})
    if command.change_id in state.proposed:
        raise Refusal("command_id_reused")
    _check(command.contacts)
    if command.begins < grounds.now:
        raise Refusal("period_past")
    return (
        contract.ContactsProposedV1(
            command.custodian, command.change_id, command.contacts, command.begins, grounds.actor, grounds.now
        ),
    )


def _check(contacts: Contacts) -> None:
    given = {"primary": contacts.primary, "second": contacts.second, "out_of_hours": contacts.out_of_hours}
    wrong = {name: "Give an address of mail." for name, each in given.items() if each and not _MAIL.fullmatch(each)}
    if not contacts.primary:
        wrong["primary"] = "Give an address of mail."
    if contacts.second and contacts.second.lower() == contacts.primary.lower():
        wrong["second"] = "Give another address than the first contact's."
    wanted: set[str] = {"webhook", "mail"} if contacts.webhook else {"mail"}
    if not contacts.channels or len(set(contacts.channels)) < len(contacts.channels) or set(contacts.channels) - wanted:
        wrong["channels"] = "Give each way once; webhook only where there is an address for it."
    if wrong:
        raise Refusal("malformed", wrong)


def confirm(command: contract.ConfirmContactsV1, state: Custodian, grounds: Grounds) -> tuple[Any, ...]:
    """What another proposed holds, from the moment that it names; from now on where that has passed by while it waited."""
    proposed = _waiting(state, command.change_id)
    if proposed.proposed_by == grounds.actor:
        raise Refusal("second_person_needed", sentence="Somebody other than the one who proposed it must confirm it.")
    begins = max(proposed.begins, grounds.now)
    return (
        contract.ContactsConfirmedV1(
            command.custodian, command.change_id, proposed.contacts, begins, proposed.proposed_by, grounds.actor
        ),
    )


def reject(command: contract.RejectContactsV1, state: Custodian, grounds: Grounds) -> tuple[Any, ...]:
    """What was proposed will not hold."""
    _waiting(state, command.change_id)
    return (contract.ContactsRejectedV1(command.custodian, command.change_id, grounds.actor),)


def _waiting(state: Custodian, change_id: str) -> contract.ContactsProposedV1:
    if change_id not in state.proposed or change_id in state.decided:
        raise Refusal("nothing_proposed", sentence="No change of this id waits for a second person.")
    return state.proposed[change_id]


def ask_proof(command: contract.AskProofV1, state: Custodian, grounds: Grounds, proof_id: str) -> tuple[Any, ...]:
    """A test message for the address that this contact has now."""
    address: str | None = getattr(state.contacts_at(grounds.now), command.contact)
    if address is None:
        raise Refusal("no_such_contact")
    return (contract.ProofAskedV1(command.custodian, proof_id, command.contact, address, grounds.actor, grounds.now),)


def give_proof(command: contract.GiveProofV1, state: Custodian, grounds: Grounds) -> tuple[Any, ...]:
    """A person's confirmation; it proves the address that the test went to, also when it has changed since."""
    asked = state.proofs.get(command.proof_id)
    if asked is None:
        raise Refusal("not_found")
    if command.proof_id in state.answered:
        raise Refusal("already_received")
    if asked.asked_by == grounds.actor:
        raise Refusal("second_person_needed", sentence="Somebody other than the one who sent the test must confirm it.")
    return (
        contract.ProofGivenV1(
            command.custodian, command.proof_id, asked.contact, asked.address, grounds.actor, grounds.now
        ),
    )


@dataclass(frozen=True)
class Liveness:
    """Whether a contact has proven itself: `stale` when the last proof of this very address is too old."""

    contact: ContactKind
    address: str
    state: Literal["never_proven", "alive", "stale"]
    proven_at: datetime | None = None


def liveness(state: Custodian, moment: datetime, stale_after: timedelta = STALE_AFTER) -> tuple[Liveness, ...]:
    """Of each contact that holds at this moment. A changed address has yet to prove itself."""
    return tuple(
        Liveness(kind, address, _proven(proven := state.given.get(address), moment, stale_after), proven)
        for kind, address in _addresses(state.contacts_at(moment))
    )


def _proven(at: datetime | None, moment: datetime, stale_after: timedelta) -> Literal["never_proven", "alive", "stale"]:
    if at is None:
        return "never_proven"
    return "stale" if moment - at > stale_after else "alive"


def _addresses(contacts: Contacts) -> tuple[tuple[ContactKind, str], ...]:
    found: tuple[tuple[ContactKind, str | None], ...] = (
        ("primary", contacts.primary),
        ("second", contacts.second),
        ("out_of_hours", contacts.out_of_hours),
    )
    return tuple((kind, address) for kind, address in found if address)


def whom_to_tell(state: Custodian, moment: datetime, in_hours: bool) -> tuple[tuple[ContactKind, str], ...]:
    """Who is told at this moment, in the order in which silence leads from one to the next."""
    found = _addresses(state.contacts_at(moment))
    if in_hours:
        return tuple(each for each in found if each[0] != "out_of_hours")
    return tuple(sorted(found, key=lambda each: each[0] != "out_of_hours"))
