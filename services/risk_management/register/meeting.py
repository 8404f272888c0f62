"""A meeting of the group as it stands. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from contracts import risk_register as contract
from contracts.refusals import Refusal


@dataclass(frozen=True)
class Meeting:
    """A meeting as it stands."""

    meeting_id: str
    edition: str
    items: tuple[str, ...]
    held: bool = False


def meeting_of(events: tuple[Any, ...]) -> Meeting:
    """The meeting that these events tell. Raises Refusal `not_found`."""
    state: Meeting | None = reduce(_evolve, events, None)
    if state is None:
        raise Refusal("not_found")
    return state


def _evolve(state: Meeting | None, event: Any) -> Meeting | None:
    match event:
        case contract.MeetingCalledV1():
            return Meeting(event.meeting_id, event.edition, event.items)
        case contract.AgendaSetV1() if state:
            return replace(state, items=event.items)
        case contract.MeetingHeldV1() if state:
            return replace(state, held=True)
    return state
