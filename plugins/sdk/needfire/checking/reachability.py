"""Whether conditions can hold in one case: a bounded search over the facts that they speak of.

Choices and yes/no facts are enumerated; counts and moments are sampled around every limit. So "can" is proved by an example; "cannot" is
certain for facts that are chosen, and for counts and moments as good as the sample. A search that grows too large says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from needfire.bank_holidays import england_and_wales
from needfire.checking.possible_values import moment_to_judge_at, possible_values
from needfire.conditions import (
    All,
    AnyOf,
    Condition,
    Consulted,
    Defined,
    Finding,
    InCategory,
    Lasted,
    Not,
    OnOrAfter,
    Setting,
    Within,
)
from needfire.facts import Facts, FactValue, Vocabulary
from needfire.procedure import Edition
from needfire.vocabulary import VOCABULARY
from needfire.working_time import WorkingCalendar

_TRUE, _FALSE, _OPEN = 1, 2, 4
HOLDS, FAILS = _TRUE, _FALSE | _OPEN
"""What is wanted of a condition: that it holds; that it does not, or cannot be said to."""
MOST_STEPS = 20_000
_CHOSEN, _CONSULTED = "chosen:", "consulted:"


class Undecided(Exception):
    """The search grew too large before it found an example, or that there is none."""


@dataclass(frozen=True)
class Example:
    """A case in which everything wanted comes true: facts, categories chosen by a person, roles consulted."""

    facts: Facts
    chosen: frozenset[str]
    consulted: frozenset[str]


@dataclass(frozen=True)
class Chosen:
    """A person chose this category, whatever the facts."""

    rule: str

    def judge(self, setting: Setting) -> Finding:
        return Finding(self.rule in setting.chosen)

    def in_words(self, vocabulary: Vocabulary) -> str:
        return f"{self.rule} was chosen"


def example(edition: Edition, wanted: Sequence[tuple[Condition, int]], *, all_recorded: bool = False) -> Example | None:
    """A case in which each condition comes out as wanted (HOLDS or FAILS); None when there is none. Raises Undecided.

    `all_recorded`: only cases in which every fact that the conditions speak of is recorded.
    """
    return _Search(edition, [(expanded(condition, edition), mask) for condition, mask in wanted], all_recorded).run()


def can_hold(edition: Edition, *conditions: Condition | None) -> bool:
    """Whether these can hold together in one case; none at all always does, and an undecided search counts as yes."""
    try:
        return example(edition, [(each, HOLDS) for each in conditions if each]) is not None
    except Undecided:
        return True


def contradicting(edition: Edition, condition: Condition) -> tuple[Condition, ...]:
    """The parts of a condition that never holds which cannot hold together, as few as were found; itself, where it is one."""
    parts = _conjuncts(condition)
    for part in parts:
        if len(parts) > 1 and not can_hold(edition, part):
            return contradicting(edition, part)
    for index, one in enumerate(parts):
        for other in parts[index + 1 :]:
            if not can_hold(edition, one, other):
                return one, other
    return tuple(parts)


def _conjuncts(condition: Condition) -> list[Condition]:
    if isinstance(condition, All):
        return [each for part in condition.parts for each in _conjuncts(part)]
    return [condition]


def expanded(condition: Condition, edition: Edition) -> Condition:
    """The condition in facts, choices and consultations alone: definitions and categories written out."""
    match condition:
        case All(parts):
            return All(tuple(expanded(part, edition) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(expanded(part, edition) for part in parts))
        case Not(part):
            return Not(expanded(part, edition))
        case Defined(name):
            return expanded(edition.definitions[name], edition)
        case InCategory(rules):
            ways: list[Condition] = [Chosen(rule) for rule in rules if _may_be_chosen(edition, rule)]
            ways += [expanded(c.when, edition) for rule in rules if (c := edition.category(rule)) and c.when]
            return AnyOf(tuple(ways))
        case _:
            return condition


def _may_be_chosen(edition: Edition, rule: str) -> bool:
    category = edition.category(rule)
    return category is not None and category.belongs_to == "need_to_know"


def leaves_of(condition: Condition) -> Iterator[Condition]:
    """What an expanded condition ends in."""
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves_of(part)
        case Not(part):
            yield from leaves_of(part)
        case _:
            yield condition


def variables_of(leaf: Condition) -> tuple[str, ...]:
    """The facts that a leaf speaks of, and what people do that it asks for."""
    match leaf:
        case Chosen(rule):
            return (_CHOSEN + rule,)
        case Consulted(roles):
            return tuple(_CONSULTED + role for role in roles)
        case Within(fact, _, after):
            return (fact, after)
        case Lasted(fact):
            ending = VOCABULARY.definitions[fact].ended_by
            return (fact, ending) if ending else (fact,)
        case _:
            return (str(getattr(leaf, "fact")),)  # noqa: B009 - every other leaf is about one fact


@dataclass
class _Search:
    edition: Edition
    wanted: list[tuple[Condition, int]]
    all_recorded: bool = False
    calendar: WorkingCalendar = field(default_factory=england_and_wales)
    steps: int = 0

    def __post_init__(self) -> None:
        self.leaves = list(dict.fromkeys(leaf for condition, _ in self.wanted for leaf in leaves_of(condition)))
        self.variables = {leaf: variables_of(leaf) for leaf in self.leaves}
        days = [leaf.day for leaf in self.leaves if isinstance(leaf, OnOrAfter)]
        begun = [datetime.combine(day, time(), UTC) for day in (self.edition.in_force_from, *days)]
        self.as_of = moment_to_judge_at(begun)
        names = dict.fromkeys(name for used in self.variables.values() for name in used)
        self.values = {name: self._values(name) for name in names}

    def _values(self, name: str) -> list[FactValue | None]:
        if name.startswith((_CHOSEN, _CONSULTED)):
            return [True, False]
        values = possible_values(VOCABULARY.definitions[name], self.leaves, self.as_of)
        return [each for each in values if each is not None] if self.all_recorded else values

    def run(self) -> Example | None:
        found = self._extend({}, {})
        return None if found is None else _as_example(found)

    def _extend(
        self, given: dict[str, FactValue | None], judged: dict[Condition, int]
    ) -> dict[str, FactValue | None] | None:
        """The values given so far, with more until everything is as wanted; None where that cannot be."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise Undecided
        masks = [(_mask(condition, judged), mask, condition) for condition, mask in self.wanted]
        if any(not found & mask for found, mask, _ in masks):
            return None
        unsettled = [condition for found, mask, condition in masks if found & ~mask]
        if not unsettled:
            return given
        name = self._next(unsettled, given, judged)
        for value in self.values[name]:
            now = {**given, name: value}
            found = self._extend(now, self._judged(now, name, judged))
            if found is not None:
                return found
        return None

    def _next(
        self, unsettled: list[Condition], given: dict[str, FactValue | None], judged: dict[Condition, int]
    ) -> str:
        """What to try next: of the smallest part that is not settled, so that a contradiction shows soon."""
        parts = [part for condition in unsettled for part in _conjuncts(condition)]
        open_parts = [
            [n for leaf in leaves_of(part) if leaf not in judged for n in self.variables[leaf] if n not in given]
            for part in parts
            if _mask(part, judged) not in (_TRUE, _FALSE, _OPEN)
        ]
        return min((names for names in open_parts if names), key=len)[0]

    def _judged(
        self, given: dict[str, FactValue | None], name: str, judged: dict[Condition, int]
    ) -> dict[Condition, int]:
        settled = dict(judged)
        setting: Setting | None = None
        for leaf, names in self.variables.items():
            if name in names and all(each in given for each in names):
                setting = setting or self._setting(given)
                holds = leaf.judge(setting).holds
                settled[leaf] = _OPEN if holds is None else _TRUE if holds else _FALSE
        return settled

    def _setting(self, given: dict[str, FactValue | None]) -> Setting:
        case = _as_example(given)
        return Setting(case.facts, self.as_of, {}, {}, VOCABULARY, self.calendar, case.chosen, case.consulted)


def _as_example(given: dict[str, FactValue | None]) -> Example:
    people = (_CHOSEN, _CONSULTED)
    facts = {name: value for name, value in given.items() if value is not None and not name.startswith(people)}
    chosen = frozenset(n.removeprefix(_CHOSEN) for n, value in given.items() if n.startswith(_CHOSEN) and value)
    asked = frozenset(n.removeprefix(_CONSULTED) for n, value in given.items() if n.startswith(_CONSULTED) and value)
    return Example(facts, chosen, asked)


def _mask(condition: Condition, judged: dict[Condition, int]) -> int:
    """Which answers are still possible, as a set of bits."""
    match condition:
        case All(parts):
            return _all([_mask(part, judged) for part in parts])
        case AnyOf(parts):
            return _turned(_all([_turned(_mask(part, judged)) for part in parts]))
        case Not(part):
            return _turned(_mask(part, judged))
        case _:
            return judged.get(condition, _TRUE | _FALSE | _OPEN)


def _all(masks: list[int]) -> int:
    """As `All` answers: no when one part says no; else not known when one is not known; else yes."""
    found = _TRUE if all(mask & _TRUE for mask in masks) else 0
    found |= _FALSE if any(mask & _FALSE for mask in masks) else 0
    if all(mask & (_TRUE | _OPEN) for mask in masks) and any(mask & _OPEN for mask in masks):
        found |= _OPEN
    return found


def _turned(mask: int) -> int:
    return (mask & _OPEN) | (_FALSE if mask & _TRUE else 0) | (_TRUE if mask & _FALSE else 0)
