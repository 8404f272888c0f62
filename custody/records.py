"""A body that is a custodian, and how it is reached: as the data file states it, and after what happened since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from contracts import custodians as contract
from contracts.custodians import Contacts


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
    proposed: Mapping[str, contract.ContactsProposedV2] = field(default_factory=dict)
    decided: frozenset[str] = frozenset()
    proofs: Mapping[str, contract.ProofAskedV1] = field(default_factory=dict)
    answered: frozenset[str] = frozenset()
    given: Mapping[str, datetime] = field(default_factory=dict)

    def contacts_at(self, moment: datetime) -> Contacts:
        """Those that hold then: of all that have begun, the one that began last; of two at once, the one confirmed last."""
        begun = [each for each in self.held if each.begins is None or each.begins <= moment]
        return max(begun, key=lambda each: each.begins.timestamp() if each.begins else float("-inf")).contacts


def first_contacts(body: Body, contacts: Contacts) -> Custodian:
    """A custodian as the data file states it."""
    return Custodian(body, (Held(contacts),))


def evolve(state: Custodian, event: Any) -> Custodian:
    """The custodian after this event."""
    match event:
        case contract.ContactsProposedV2():
            return replace(state, proposed={**state.proposed, event.change_id: event})
        case contract.ContactsConfirmedV2():
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
