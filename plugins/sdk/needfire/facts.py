"""Facts: what is known of an event, as typed values that rules reason over.

A fact never identifies a person: names, addresses, birth dates and free text are particulars and are kept apart.
Facts travel as JSON (`{"happened": ["charge"], "charged_at": "2026-11-20T21:40:00+00:00"}`) and are read here into
Python values: flag -> bool, choice -> str, choices -> tuple of str, count -> int, moment -> aware datetime in UTC.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

FactKind = Literal["flag", "choice", "choices", "count", "moment"]
FactValue = bool | str | tuple[str, ...] | int | datetime
Facts = Mapping[str, FactValue]

LARGEST_COUNT = 100_000
NOT_KNOWN = "This fact is not known; see the list of facts."
UNKNOWN = "(a name that is not known)"
"""Stands for what was given as a fact's name and is none: it may be somebody's name, typed into the wrong field."""


@dataclass(frozen=True)
class FactDefinition:
    """One fact that may be recorded.

    `ended_by` names the moment that ends what this moment starts (missing since … returned at): a condition on how long
    it lasted counts to that moment, or to now. `planned`: a moment that may lie in the future. `words` are the choices in plain English, keyed by their stored value.
    """

    name: str
    kind: FactKind
    question: str
    words: Mapping[str, str] | None = None
    ended_by: str | None = None
    planned: bool = False

    @property
    def values(self) -> tuple[str, ...]:
        """The stored values that may be chosen; empty for a fact that is not a choice."""
        return tuple(self.words or ())

    def in_words(self, value: str) -> str:
        """A stored choice in plain English."""
        return (self.words or {}).get(value, value)


class FactsRefused(ValueError):
    """Facts that cannot be accepted. `problems` maps a fact's name to a sentence that says what to mend."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(f"{len(problems)} facts cannot be accepted: {', '.join(sorted(problems))}")
        self.problems = dict(problems)


@dataclass(frozen=True)
class Vocabulary:
    """The facts that can be recorded, by name."""

    definitions: Mapping[str, FactDefinition]

    @classmethod
    def of(cls, definitions: Sequence[FactDefinition]) -> Vocabulary:
        """A vocabulary of these definitions. Raises ValueError on a name used twice or an unknown `ended_by`."""
        by_name = {definition.name: definition for definition in definitions}
        if len(by_name) != len(definitions):
            raise ValueError("a fact is defined twice")
        unknown = {d.ended_by for d in definitions if d.ended_by} - by_name.keys()
        if unknown:
            raise ValueError(f"ended_by names facts that are not defined: {sorted(unknown)}")
        return cls(by_name)

    def read(self, raw: Mapping[str, Any], now: datetime) -> Facts:
        """Facts as typed values. `now` is the moment after which nothing can have happened.

        Raises FactsRefused, also where what ended did so before it began (on the fact that ends it).
        """
        facts = self._values(raw, now)
        if backwards := self._backwards(facts):
            raise FactsRefused(backwards)
        return facts

    def check_names(self, names: Collection[str]) -> None:
        """Raises FactsRefused where one of these names no fact."""
        if set(names) - self.definitions.keys():
            raise FactsRefused({UNKNOWN: NOT_KNOWN})

    def _backwards(self, facts: Facts) -> dict[str, str]:
        problems: dict[str, str] = {}
        for definition in self.definitions.values():
            starts, ends = facts.get(definition.name), facts.get(definition.ended_by or "")
            if isinstance(starts, datetime) and isinstance(ends, datetime) and ends < starts:
                problems[definition.ended_by or ""] = (
                    f"This lies before what “{definition.question}” gives; check both."
                )
        return problems

    def _values(self, raw: Mapping[str, Any], now: datetime) -> Facts:
        facts: dict[str, FactValue] = {}
        problems: dict[str, str] = {}
        for name, value in raw.items():
            definition = self.definitions.get(name)
            try:
                if definition is None:
                    raise ValueError(NOT_KNOWN)
                facts[name] = _read(definition, value, now)
            except ValueError as problem:
                problems[name if definition else UNKNOWN] = str(problem)
        if problems:
            raise FactsRefused(problems)
        return facts


def _read(definition: FactDefinition, value: Any, now: datetime) -> FactValue:
    match definition.kind:
        case "flag":
            return _flag(value)
        case "choice":
            return _choice(definition, value)
        case "choices":
            return _choices(definition, value)
        case "count":
            return _count(value)
        case "moment":
            return _moment(value, None if definition.planned else now)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("Answer true or false.")
    return value


def _choice(definition: FactDefinition, value: Any) -> str:
    if not isinstance(value, str) or value not in definition.values:
        raise ValueError(f"Choose one of: {', '.join(definition.values)}.")
    return value


def _choices(definition: FactDefinition, value: Any) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or not value or len(value) > len(definition.values):
        raise ValueError(f"Give a list with at least one of: {', '.join(definition.values)}.")
    return tuple(sorted({_choice(definition, each) for each in value}))


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_COUNT:
        raise ValueError(f"Give a whole number from 0 to {LARGEST_COUNT}.")
    return value


def _moment(value: Any, latest: datetime | None) -> datetime:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("Give a date and time with its offset, such as 2026-11-20T21:40:00+00:00.") from None
    if moment.tzinfo is None:
        raise ValueError("Say which offset the time has, such as 2026-11-20T21:40:00+00:00.")
    if moment.year < 1990:
        raise ValueError("This is before 1990; check the year.")
    if latest and moment > latest:
        raise ValueError("This lies in the future; a fact is something that has happened.")
    if moment.year > 2100:
        raise ValueError("This is after 2100; check the year.")
    return moment.astimezone(UTC)


def as_json(facts: Facts) -> dict[str, Any]:
    """Facts as they are stored and sent, in a stable order."""
    return {name: _json(facts[name]) for name in sorted(facts)}


def _json(value: FactValue) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def from_json(vocabulary: Vocabulary, stored: Mapping[str, Any]) -> Facts:
    """Facts that were accepted before, read again without judging them anew: by the clock, or against each other."""
    return vocabulary._values(stored, datetime.max.replace(tzinfo=UTC))
