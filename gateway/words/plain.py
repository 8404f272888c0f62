"""Small pieces of plain English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from contracts.gateway_answers import FactChanged, FactInWords
from needfire.london_time import day_in_words, moment_in_words, on_the_wall
from needfire.vocabulary import VOCABULARY

BEGINNING = 90


def beginning(words: str) -> str:
    """The first sentence, cut at a word where it is long; short words are whole."""
    if len(words) <= BEGINNING:
        return words
    sentence = re.split(r"(?<=[.;]) ", words, maxsplit=1)[0]
    return sentence if len(sentence) <= BEGINNING else f"{sentence[:BEGINNING].rsplit(' ', 1)[0].rstrip(',:;')} …"


def fact_in_words(name: str, value: Any) -> FactInWords:
    """A fact as a person reads it; one that the vocabulary no longer knows as it is written."""
    return FactInWords(name, question_of(name), value_in_words(name, value))


def question_of(name: str) -> str:
    """What is asked for this fact."""
    definition = VOCABULARY.definitions.get(name)
    return definition.question if definition else name.replace("_", " ")


def facts_in_words(facts: Mapping[str, Any]) -> tuple[FactInWords, ...]:
    """Facts in the vocabulary's order."""
    order = {name: place for place, name in enumerate(VOCABULARY.definitions)}
    return tuple(fact_in_words(name, facts[name]) for name in sorted(facts, key=lambda each: order.get(each, 10_000)))


def value_in_words(name: str, value: Any) -> str:
    """A fact's stored value in words: yes, no, a choice, a moment in England."""
    definition = VOCABULARY.definitions.get(name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value_in_words(name, each) for each in value)
    if definition and definition.kind == "moment" and isinstance(value, str):
        return moment_in_words(datetime.fromisoformat(value))
    return definition.in_words(str(value)) if definition else str(value)


def change_in_words(name: str, before: Any, after: Any) -> FactChanged:
    """What changed in one fact; None stays None, which is "not known"."""
    said = [None if each is None else value_in_words(name, each) for each in (before, after)]
    return FactChanged(name, question_of(name), *said)


def due_in_words(due: datetime) -> str:
    """When something is due, in England. The first moment of a day is the end of the day before."""
    wall = on_the_wall(due)
    if (wall.hour, wall.minute, wall.second) == (0, 0, 0):
        return f"the end of {day_in_words(wall - timedelta(days=1))}"
    return moment_in_words(due)


def span_in_words(span: timedelta) -> str:
    """A length of time by its largest two units: "2 days 3 hours"; under a minute: "less than a minute"."""
    minutes = int(abs(span).total_seconds() // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [(days, "day"), (hours, "hour"), (minutes, "minute")]
    said = [f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in parts if number]
    return " ".join(said[:2]) or "less than a minute"


def listed(words: Iterable[str], joint: str = "and") -> str:
    """ "a, b and c"."""
    given = list(words)
    return given[0] if len(given) == 1 else f"{', '.join(given[:-1])} {joint} {given[-1]}" if given else ""


def sentence(text: str) -> str:
    """With a capital letter and a full stop."""
    closed = text if text.endswith((".", "!", "?")) else f"{text}."
    return closed[:1].upper() + closed[1:]
