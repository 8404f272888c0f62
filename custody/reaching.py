"""Who is told at a body at a moment, and whether a person there has shown that they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from contracts.custodians import ContactKind, Contacts
from custody.records import Custodian

STALE_AFTER = timedelta(days=92)


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
