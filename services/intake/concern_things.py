"""An agency's concern as access knows it, and who asks about it: a person of the authority, or the agency that raised it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from access import AgencyReader, AnyReader, Deed
from access import Concern as KnownConcern
from contracts import intake_concerns as contract
from contracts.refusals import Refusal
from needfire.concerns import front_door
from services.intake.concerns import Concern
from services.intake.domain import Grounds


def known_concern(state: Concern, grounds: Grounds) -> KnownConcern:
    """The concern: it lies with the front door."""
    role = front_door(grounds.edition, grounds.directory).role
    return KnownConcern(grounds.directory.authority, state.area, role, state.agency)


def agency_of(command: contract.RaiseConcernV1 | contract.ReceiveFeedbackV1, grounds: Grounds) -> AgencyReader:
    """The agency that asks, as the gateway knows it by its token. Raises Refusal where the directory has none of that id."""
    known = grounds.directory.agency_by_id.get(command.agency)
    if known is None:
        raise Refusal("not_permitted")
    authority, bodies = grounds.directory.authority, frozenset(known.bodies)
    return AgencyReader(grounds.actor, authority, command.agency, bodies, frozenset(), grounds.now)


def _person(_command: object, grounds: Grounds) -> AnyReader:
    return grounds.reader


@dataclass(frozen=True)
class ConcernPolicy:
    """What a command on a concern declares: the deed, and as whom it is asked."""

    deed: Deed
    reader: Callable[[Any, Grounds], AnyReader] = _person
