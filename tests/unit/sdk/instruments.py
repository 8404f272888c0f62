"""Two instruments that are quite unlike a scored checklist from 0 to 4: answers by words, and impact times likelihood."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from needfire.instruments import Instrument
from needfire.instruments.assessments import Answers, Assessed, Given
from needfire.instruments.judging import About, judge_assessment
from needfire.instruments.reading import read_instrument
from needfire.working_time import england_and_wales

NOW = datetime(2026, 11, 17, 12, tzinfo=UTC)
CALENDAR = england_and_wales()

SCREEN = """
id: screen
version: "2"
title: Screening for exploitation
rules: [SCR-1]
answer_sets:
- id: said
  title: Is it so?
  answers:
  - {value: "yes", title: "Yes", score: 2}
  - {value: suspected, title: Suspected, score: 1}
  - {value: "no", title: "No", score: 0}
- id: where
  title: Where?
  answers: [{value: online, title: Online}, {value: nearby, title: Nearby}]
sections:
- id: signs
  title: Signs
  rules: [SCR-2]
  items:
  - {id: gifts, title: Gifts that nobody explains, answers: [said]}
  - {id: lifts, title: Lifts from adults, answers: [said], required: true}
  - {id: place, title: Place, answers: [where]}
- id: history
  title: History
  rules: [SCR-3]
  items:
  - {id: before, title: Known before, answers: [said], not_applicable: true}
asks:
- {id: told_parents, asks: "Were the parents told?", kind: flag, rules: [SCR-4]}
definitions:
  adult_contact: {lifts: {at_least: 1}}
answer_rules:
- {kind: should, rules: [SCR-5], when: {gifts.answer: suspected}, sentence: Ask once more within a week., among: [gifts]}
- {kind: must, rules: [SCR-6], when: {adult_contact: true, signs.text: false}, sentence: Say what was seen.}
- {kind: prompt, rules: [SCR-7], when: {place: online}, sentence: "Is the phone safe?"}
- {kind: should, rules: [SCR-8], when: {age_years: {under: 13}, total: {at_least: 1}}, sentence: Under 13 this is a crime.}
sets_off:
- {id: referral, title: Refer, rules: [SCR-9], when: {total: {at_least: 3}}, starts: [refer]}
level:
  rules: [SCR-10]
  levels: [{id: none, title: None, says: Nothing}, {id: some, title: Some, says: Something}]
  bands: [{at_least: 0, level: none}, {at_least: 3, level: some}]
"""

MATRIX = """
id: matrix
version: "2026-11"
title: Risk of an event
rules: [MAT-1]
answer_sets:
- id: impact
  title: How bad would it be?
  answers: [{value: minor, title: Minor, score: 1}, {value: severe, title: Severe, score: 5}]
- id: likelihood
  title: How likely is it?
  answers:
  - {value: rare, title: Rare, score: 1}
  - {value: even, title: Even, score: 3}
  - {value: certain, title: Certain, score: 5}
sections:
- id: fire
  title: Fire
  rules: [MAT-2]
  items:
  - {id: arson, title: Arson, answers: [impact, likelihood]}
  - {id: cooking, title: Cooking alone, answers: [impact, likelihood]}
item_asks:
- {id: owner, asks: "Who owns it?", kind: text}
answer_rules:
- {kind: must, rules: [MAT-3], each: item, when: {item: {at_least: 15}, item.owner: false}, sentence: Name an owner.}
- {kind: prompt, rules: [MAT-4], when: {arson.likelihood: certain}, sentence: Call the fire service.}
- {kind: should, rules: [MAT-5], each: section, when: {section.highest: {at_least: 25}}, sentence: Meet today.}
"""


def screen() -> Instrument:
    return read_instrument(SCREEN, "screen.yaml")


def matrix() -> Instrument:
    return read_instrument(MATRIX, "matrix.yaml")


def answered(instrument: Instrument, items: dict[str, Any], **others: Any) -> Answers:
    """Answers by item: a value, several values, a Given as it is, or the state in which an item is."""
    given = {
        name: value
        if isinstance(value, Given)
        else Given(state=value)
        if value in ("unknown", "not_applicable")
        else Given((value,) if isinstance(value, str) else value)
        for name, value in items.items()
    }
    return Answers(instrument.name, given, **others)


def judge(
    instrument: Instrument, items: dict[str, Any], facts: dict[str, Any] | None = None, **others: Any
) -> Assessed:
    return judge_assessment(instrument, answered(instrument, items, **others), About(facts or {}, NOW, CALENDAR))
