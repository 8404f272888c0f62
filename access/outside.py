"""What an agency's machine may do, and what the authority's people may do with what agencies tell them."""

from __future__ import annotations

from access.deeds import Deed
from access.readers import AgencyReader, Reader
from access.things import Concern, Thing
from contracts.refusals import Refusal

OWN_AFFAIRS: frozenset[Deed] = frozenset(
    {"raise_concern", "list", "read_owed", "read_deliveries", "replay_delivery", "subscribe", "read_flags"}
)
"""What concerns nothing but the agency itself: each lists, or makes, only its own."""
FOR_AGENCIES: tuple[Deed, ...] = (
    "raise_concern",
    "receive_feedback",
    "read_owed",
    "acknowledge_duty",
    "receive_share",
    "subscribe",
    "read_flags",
)
"""What nobody of the authority does."""
OF_CONCERNS: frozenset[Deed] = frozenset({"read_concern", "receive_feedback"})
OF_CASES: frozenset[Deed] = frozenset({"read_case", "receive_share", "answer_register"})
OF_ITEMS: frozenset[Deed] = frozenset({"read_item", "acknowledge_duty"})


def may_agency(reader: AgencyReader, deed: Deed, thing: Thing) -> bool:
    """Whether the agency may do this of its own, or with its own concern."""
    if isinstance(thing, Concern):
        own = (thing.authority, thing.agency) == (reader.authority, reader.agency)
        return own and deed in OF_CONCERNS
    return thing is None and deed in OWN_AFFAIRS


def of_front_door(reader: Reader, thing: Thing) -> Refusal | None:
    """Who holds the front door's role, and nobody else, knows of a concern."""
    if not isinstance(thing, Concern) or thing.authority != reader.authority:
        return Refusal("not_found")
    return None if reader.holds(thing.role, thing.area) else Refusal("not_found")
