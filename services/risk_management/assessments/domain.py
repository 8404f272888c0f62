"""An assessment as it stands: what was filled in where and at which version, what it came to, its levels. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from contracts import risk_assessments as contract
from contracts.refusals import Refusal
from contracts.risk_assessments import Filled
from needfire.assessing import Assessing
from needfire.instruments import Instrument
from needfire.procedure import Edition


@dataclass(frozen=True)
class Assessment:
    """One assessment. `changed` is the version at which each place was filled in last; `beside` are the places that two people
    filled in at the same time: what the later one saved lies beside what stands."""

    begun: contract.AssessmentBegunV1
    version: int = 0
    places: Mapping[str, Filled] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)
    beside: frozenset[str] = frozenset()
    completed: contract.AssessmentCompletedV1 | None = None
    level: contract.LevelSetV1 | None = None
    countersigned: bool = False


def evolve(state: Assessment, version: int, event: Any) -> Assessment:
    """The assessment after this event of the commit with that version."""
    state = replace(state, version=version)
    match event:
        case contract.DraftSavedV1():
            saved = {each.place: each for each in event.places if each.place not in event.beside}
            changed = {**state.changed, **dict.fromkeys(saved, version)}
            beside = (state.beside - saved.keys()) | set(event.beside)
            return replace(state, places={**state.places, **saved}, changed=changed, beside=beside)
        case contract.AssessmentCompletedV1():
            return replace(state, completed=event)
        case contract.LevelSetV1():
            return replace(state, level=event, countersigned=False)
        case contract.LevelCountersignedV1():
            return replace(state, countersigned=True)
    return state


def assessing_of(edition: Edition) -> Assessing:
    """How the edition has risk assessed. Raises Refusal `no_instrument`."""
    if edition.assessing is None:
        raise Refusal("no_instrument")
    return edition.assessing


def newest(edition: Edition) -> Instrument:
    """The instrument that a new assessment begins with. Raises Refusal `no_instrument`."""
    named = assessing_of(edition).instrument
    return [each for each in edition.instruments if each.id == named][-1]


def instrument_of(edition: Edition, state: Assessment) -> Instrument:
    """The instrument of this assessment, in the version that it began with. Raises Refusal `edition_changed`."""
    found = next((each for each in edition.instruments if each.name == state.begun.instrument), None)
    if found is None:
        raise Refusal("edition_changed")
    return found
