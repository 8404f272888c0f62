"""What may be changed in the custodian directory, by whom, and how a contact proves that it is alive. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts import custodians as contract
from contracts.custodians import Contacts
from contracts.refusals import Refusal
from custody.document_keys import public_key
from custody.records import Custodian

_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?=.{1,253}\Z)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_CHANGE = re.compile(r"change-[a-z0-9-]{1,64}")


@dataclass(frozen=True)
class Grounds:
    """Who acts, and when."""

    actor: str
    now: datetime


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
        contract.ContactsProposedV2(
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
    if contacts.key and not contacts.webhook:
        wrong["key"] = "Give a key only where there is a webhook: by it alone documents are sent."
    if wrong:
        raise Refusal("malformed", wrong)
    if contacts.key:
        public_key(contacts.key)


def confirm(command: contract.ConfirmContactsV1, state: Custodian, grounds: Grounds) -> tuple[Any, ...]:
    """What another proposed holds, from the moment that it names; from now on where that has passed by while it waited."""
    proposed = _waiting(state, command.change_id)
    if proposed.proposed_by == grounds.actor:
        raise Refusal("second_person_needed", sentence="Somebody other than the one who proposed it must confirm it.")
    begins = max(proposed.begins, grounds.now)
    return (
        contract.ContactsConfirmedV2(
            command.custodian, command.change_id, proposed.contacts, begins, proposed.proposed_by, grounds.actor
        ),
    )


def reject(command: contract.RejectContactsV1, state: Custodian, grounds: Grounds) -> tuple[Any, ...]:
    """What was proposed will not hold."""
    _waiting(state, command.change_id)
    return (contract.ContactsRejectedV1(command.custodian, command.change_id, grounds.actor),)


def _waiting(state: Custodian, change_id: str) -> contract.ContactsProposedV2:
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
