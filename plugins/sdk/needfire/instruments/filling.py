"""What was filled in, place by place, as answers that can be judged: a draft may hold anything, and nothing of it is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from needfire.instruments import Instrument, Question
from needfire.instruments.answers import unfit
from needfire.instruments.assessments import Answers, Given, Said, Values

UNREADABLE = "unreadable"
"""Stands where what was typed is no answer that is offered: what was typed is kept, sealed."""
UNPLACED = "unplaced"
"""The place of what was sent for a place that this version of the instrument does not have: kept, sealed."""
KNOWN = ("completed_by", "completed_on", "set_by", "set_on")
"""Questions that nobody is asked: who completes it or sets the level, and when, is known of itself."""


class Placed(Protocol):
    """What stands at one place of the form: an item, a section's evidence, or a question on the whole."""

    @property
    def state(self) -> Any: ...
    @property
    def values(self) -> tuple[str, ...]: ...
    @property
    def asked(self) -> Values: ...
    @property
    def rests_on(self) -> tuple[int, ...]: ...
    @property
    def texts(self) -> Mapping[str, Any]: ...


def answers_of(instrument: Instrument, places: Mapping[str, Placed]) -> Answers:
    """The answers: a place without one is none."""
    items = {item.id: _given(places[item.id]) for item in instrument.items if _answered(places, item.id)}
    if UNPLACED in places and places[UNPLACED].texts:
        items[UNPLACED] = Given((UNREADABLE,))
    evidence = {section.id: places[section.id].asked for section in instrument.sections if section.id in places}
    known = {each.id: True for each in instrument.asks if each.id in KNOWN}
    asked = {each.id: places[each.id].asked[each.id] for each in instrument.asks if _says(places, each.id)}
    return Answers(instrument.name, items, evidence, {**known, **asked})


def _answered(places: Mapping[str, Placed], item: str) -> bool:
    return item in places and places[item].state != "missing"


def _given(placed: Placed) -> Given:
    return Given(placed.values, placed.state, placed.asked, tuple(map(str, placed.rests_on)))


def _says(places: Mapping[str, Placed], name: str) -> bool:
    return name in places and name in places[name].asked


def questions_by_place(instrument: Instrument) -> Mapping[str, tuple[Question, ...]]:
    """What is asked at each place besides an item's score: of items, of sections' evidence, on the whole."""
    found = {item.id: (*instrument.item_asks, *item.asks) for item in instrument.items}
    found |= {
        each.id: (evidence_asked(instrument), *instrument.section_asks, *each.evidence) for each in instrument.sections
    }
    return {**found, **{each.id: (each,) for each in instrument.asks}}


def evidence_asked(instrument: Instrument) -> Question:
    """The evidence of a section, which every section has."""
    return Question("text", "What is the evidence? Number its pieces.", "text", instrument.rules)


def unfit_among(instrument: Instrument, places: Mapping[str, Placed], saved: frozenset[str]) -> Iterator[Said]:
    """What was just filled in at these places and is no answer that is offered there."""
    wrong = {name for name in saved if _unreadable(places[name])} | ({UNPLACED} & saved)
    if UNPLACED in saved and not places[UNPLACED].texts:
        wrong -= {UNPLACED}
    yield from (each for each in unfit(instrument, answers_of(instrument, places)) if each.about in wrong)


def _unreadable(placed: Placed) -> bool:
    return UNREADABLE in placed.values or UNREADABLE in placed.asked.values()
