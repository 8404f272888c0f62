"""Conditions on facts: what an edition says of when a rule applies.

A condition answers yes, no, or "not known" with the facts that would settle it, and says which facts it used and how it
counted. It can be said in words, so that a page, a printed procedure and a decision all state the same thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from typing import Literal, NamedTuple, Protocol

from needfire.facts import Facts, FactValue, Vocabulary
from needfire.london_time import day_in_words, moment_in_words, on_the_wall
from needfire.working_time import Period, WorkingCalendar, deadline

Comparison = Literal["at_least", "more_than", "at_most", "under"]
COMPARISON_WORDS: Mapping[str, str] = {
    "at_least": "at least",
    "more_than": "more than",
    "at_most": "at most",
    "under": "under",
}


_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Setting:
    """What conditions are judged against.

    The facts, the moment, the edition's definitions, its categories' conditions by rule id (None: a person's judgement),
    the categories that a person has chosen, the roles that were consulted, the rules that definitions put into words,
    and the calendar.
    """

    facts: Facts
    as_of: datetime
    definitions: Mapping[str, Condition]
    categories: Mapping[str, Condition | None]
    vocabulary: Vocabulary
    calendar: WorkingCalendar
    chosen: frozenset[str] = frozenset()
    consulted: frozenset[str] = frozenset()
    defining: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Finding(NamedTuple):
    """The answer: `holds` is None where a fact is missing; `needs` names the facts that would settle it.

    `used` names the facts it rests on, `rules` the categories and definitions it was led through.
    """

    holds: bool | None
    used: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    arithmetic: tuple[str, ...] = ()
    rules: frozenset[str] = frozenset()


class Condition(Protocol):
    """A statement about facts."""

    def judge(self, setting: Setting) -> Finding:
        """Whether it holds in this setting, and why."""
        ...

    def in_words(self, vocabulary: Vocabulary) -> str:
        """The statement in plain English."""
        ...


@dataclass(frozen=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]

    def judge(self, setting: Setting) -> Finding:
        return _joined(self.parts, setting, decisive=False)

    def in_words(self, vocabulary: Vocabulary) -> str:
        return _listed([part.in_words(vocabulary) for part in self.parts], "and")


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]

    def judge(self, setting: Setting) -> Finding:
        return _joined(self.parts, setting, decisive=True)

    def in_words(self, vocabulary: Vocabulary) -> str:
        return _listed([part.in_words(vocabulary) for part in self.parts], "or")


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: Condition

    def judge(self, setting: Setting) -> Finding:
        found = self.part.judge(setting)
        turned = None if found.holds is None else not found.holds
        return Finding(turned, found.used, found.needs, found.arithmetic, found.rules)

    def in_words(self, vocabulary: Vocabulary) -> str:
        return f"not ({self.part.in_words(vocabulary)})"


@dataclass(frozen=True)
class Defined:
    """What the edition defines under this name holds."""

    name: str

    def judge(self, setting: Setting) -> Finding:
        found = setting.definitions[self.name].judge(setting)
        rules = setting.defining.get(self.name)
        return found._replace(rules=found.rules.union(rules)) if rules else found

    def in_words(self, vocabulary: Vocabulary) -> str:
        return self.name.replace("_", " ")


@dataclass(frozen=True)
class InCategory:
    """A person chose one of these categories, or the facts meet one."""

    rules: tuple[str, ...]

    def judge(self, setting: Setting) -> Finding:
        return _joined(self._each, setting, decisive=True)

    @cached_property
    def _each(self) -> tuple[_OneCategory, ...]:
        return tuple(_OneCategory(rule) for rule in self.rules)

    def in_words(self, vocabulary: Vocabulary) -> str:
        return f"in category {_listed(list(self.rules), 'or')}"


@dataclass(frozen=True)
class Consulted:
    """Somebody in one of these roles was consulted on this case, and what they advised was recorded."""

    roles: tuple[str, ...]

    def judge(self, setting: Setting) -> Finding:
        return Finding(any(role in setting.consulted for role in self.roles))

    def in_words(self, vocabulary: Vocabulary) -> str:
        return f"the {_listed([role.replace('_', ' ') for role in self.roles], 'or')} was consulted"


@dataclass(frozen=True)
class Known:
    """The fact has been recorded, whatever its value."""

    fact: str

    def judge(self, setting: Setting) -> Finding:
        known = self.fact in setting.facts
        return Finding(known, frozenset({self.fact}) if known else frozenset())

    def in_words(self, vocabulary: Vocabulary) -> str:
        return f"{_name(self.fact)} is recorded"


@dataclass(frozen=True)
class Is:
    """The fact is, or includes, one of these values."""

    fact: str
    values: tuple[FactValue, ...]

    def judge(self, setting: Setting) -> Finding:
        value = setting.facts.get(self.fact)
        if value is None:
            return _plainly(self.fact, None)
        fits = not self._wanted.isdisjoint(value) if isinstance(value, tuple) else value in self._wanted
        return _plainly(self.fact, fits)

    @cached_property
    def _wanted(self) -> frozenset[FactValue]:
        return frozenset(self.values)

    def in_words(self, vocabulary: Vocabulary) -> str:
        definition = vocabulary.definitions[self.fact]
        words = ["yes" if v is True else "no" if v is False else definition.in_words(str(v)) for v in self.values]
        return f"{_name(self.fact)}: {_listed(words, 'or')}"


@dataclass(frozen=True)
class Counts:
    """The count compares so with the number."""

    fact: str
    comparison: Comparison
    number: int

    def judge(self, setting: Setting) -> Finding:
        value = setting.facts.get(self.fact)
        if not isinstance(value, int):
            return Finding(None, needs=frozenset({self.fact}))
        said = f"{_name(self.fact)} is {value}; the rule asks for {COMPARISON_WORDS[self.comparison]} {self.number}."
        return Finding(_compares(value, self.comparison, self.number), frozenset({self.fact}), arithmetic=(said,))

    def in_words(self, vocabulary: Vocabulary) -> str:
        return f"{_name(self.fact)} {COMPARISON_WORDS[self.comparison]} {self.number}"


@dataclass(frozen=True)
class Lasted:
    """What began at this moment has lasted (until its end, or until now) so long."""

    fact: str
    comparison: Literal["at_least", "more_than"]
    period: Period

    def judge(self, setting: Setting) -> Finding:
        began = setting.facts.get(self.fact)
        if not isinstance(began, datetime):
            return Finding(None, needs=frozenset({self.fact}))
        ending = setting.vocabulary.definitions[self.fact].ended_by
        ended = setting.facts.get(ending) if ending else None
        until = ended if isinstance(ended, datetime) else setting.as_of
        reached = deadline(began, self.period, setting.calendar).due
        holds = until > reached if self.comparison == "more_than" else until >= reached
        used = frozenset({self.fact, ending} if ended and ending else {self.fact})
        return Finding(holds, used, arithmetic=(self._said(began, until, ended is not None),))

    def _said(self, began: datetime, until: datetime, has_ended: bool) -> str:
        lasted = _hours_and_minutes(until - began)
        end = "until it ended" if has_ended else "so far"
        asks = f"{COMPARISON_WORDS[self.comparison]} {self.period.in_words()}"
        return f"{_name(self.fact)}, {moment_in_words(began)}: {lasted} {end}; the rule asks for {asks}."

    def in_words(self, vocabulary: Vocabulary) -> str:
        return f"{_name(self.fact)}: for {COMPARISON_WORDS[self.comparison]} {self.period.in_words()}"


@dataclass(frozen=True)
class OnOrAfter:
    """The moment lies on this day in England, or later."""

    fact: str
    day: date

    def judge(self, setting: Setting) -> Finding:
        moment = setting.facts.get(self.fact)
        if not isinstance(moment, datetime):
            return Finding(None, needs=frozenset({self.fact}))
        said = f"{_name(self.fact)}: {moment_in_words(moment)}; the rule holds from {day_in_words(self.day)}."
        return Finding(on_the_wall(moment).date() >= self.day, frozenset({self.fact}), arithmetic=(said,))

    def in_words(self, vocabulary: Vocabulary) -> str:
        return f"{_name(self.fact)} on or after {day_in_words(self.day)}"


@dataclass(frozen=True)
class Within:
    """The moment lies no later than so long after another moment; counted in days, any time on the last day is within."""

    fact: str
    period: Period
    after: str

    def judge(self, setting: Setting) -> Finding:
        moment, start = setting.facts.get(self.fact), setting.facts.get(self.after)
        if not isinstance(moment, datetime) or not isinstance(start, datetime):
            missing = {name for name in (self.fact, self.after) if name not in setting.facts}
            return Finding(None, needs=frozenset(missing))
        limit = deadline(start, self.period, setting.calendar)
        said = f"{_name(self.fact)} {moment:%d %b %Y %H:%M} UTC; the limit is {limit.due:%d %b %Y %H:%M} UTC."
        return Finding(moment <= limit.due, frozenset({self.fact, self.after}), arithmetic=(*limit.arithmetic, said))

    def in_words(self, vocabulary: Vocabulary) -> str:
        return f"{_name(self.fact)} within {self.period.in_words()} after {_name(self.after)}"


@dataclass(frozen=True)
class _OneCategory:
    rule: str

    def judge(self, setting: Setting) -> Finding:
        cited = frozenset({self.rule})
        if self.rule in setting.chosen:
            return Finding(True, rules=cited)
        condition = setting.categories[self.rule]
        if condition is None:
            return Finding(False, rules=cited)
        found = condition.judge(setting)
        return Finding(found.holds, found.used, found.needs, found.arithmetic, cited)


def _joined(parts: Iterable[Condition | _OneCategory], setting: Setting, decisive: bool) -> Finding:
    """All (decisive answer: no) or any (decisive answer: yes): one decisive part settles it, alone is cited, and ends the asking."""
    used = needs = rules = _NOTHING
    arithmetic: tuple[str, ...] = ()
    is_open = False
    for part in parts:
        found = part.judge(setting)
        holds, its_used, its_needs, its_arithmetic, its_rules = found
        if holds is decisive:
            if not its_needs and (decisive or not its_rules):
                return found
            return Finding(decisive, its_used, _NOTHING, its_arithmetic, its_rules if decisive else _NOTHING)
        if holds is None:
            is_open = True
        if its_used:
            used = used | its_used if used else its_used
        if its_needs:
            needs = needs | its_needs if needs else its_needs
        if its_rules:
            rules = rules | its_rules if rules else its_rules
        if its_arithmetic:
            arithmetic += its_arithmetic
    answer = None if is_open else not decisive
    return Finding(answer, used, needs, arithmetic, rules if answer else _NOTHING)


@cache
def _plainly(fact: str, holds: bool | None) -> Finding:
    """The finding on one fact alone, without arithmetic: asked so often that it is made once."""
    return Finding(None, needs=frozenset({fact})) if holds is None else Finding(holds, frozenset({fact}))


def _compares(value: int, comparison: Comparison, number: int) -> bool:
    return {
        "at_least": value >= number,
        "more_than": value > number,
        "at_most": value <= number,
        "under": value < number,
    }[comparison]


def _name(fact: str) -> str:
    return fact.replace("_", " ")


def _listed(words: list[str], joint: str) -> str:
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def _hours_and_minutes(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    return f"{minutes // 60} hours {minutes % 60} minutes"
