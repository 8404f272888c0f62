"""Checks that what is counted is what is said: each rule is cited, each number has its unit and stands in a rule that is cited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from typing import Any

from needfire.checking import cited_parts
from needfire.checking.condition_places import conditions_of
from needfire.checking.reachability import expanded, leaves_of, variables_of
from needfire.checking.remarks import Place, Remark, error, warning
from needfire.conditions import Condition, Counts, Defined, InCategory
from needfire.periods import Period, PeriodUnreadable
from needfire.procedure import Category, ClockRule, Duty, Edition, Report, Request, Review
from needfire.vocabulary import VOCABULARY

_DAY = re.compile(r"[12][0-9]{3}-[01][0-9](-[0-3][0-9])?")
_PLAIN_NUMBER = re.compile(r"[0-9]+")
Counting = Category | ClockRule | Duty | Request | Review | Report


def stated_remarks(edition: Edition) -> Iterator[Remark]:
    """Rules that no part cites, numbers without a unit, numbers that are counted and not said, facts that nobody is asked for."""
    yield from _uncited(edition)
    yield from _units(edition)
    yield from _counted(edition)
    yield from _unasked(edition)


def _uncited(edition: Edition) -> Iterator[Remark]:
    cited = {rule for _, rules in cited_parts(edition) for rule in rules}
    for rule in edition.rules.values():
        if rule.id not in cited and rule.status != "gap" and not rule.uncited:
            yield warning(
                "rule_not_cited",
                ("rules", rule.id),
                (rule.id,),
                f"rule {rule.id} is cited by no part of the edition: what it says does not happen by itself.",
                "let the part that carries it out cite it; or say 'uncited: why'",
            )


def _units(edition: Edition) -> Iterator[Remark]:
    compared = _compared_numbers(edition)
    for rule in edition.rules.values():
        for name, value in rule.params.items():
            if not _has_unit(value, compared):
                yield error(
                    "number_without_unit",
                    ("rules", rule.id, "params"),
                    (rule.id,),
                    f"rule {rule.id}: its number '{name}: {value}' has no unit that can be counted.",
                    "write a period such as 24h, 5wd, 1w; a day such as 2024-01-31; or count a fact or a sample with it",
                )


def _has_unit(value: str, compared: set[str]) -> bool:
    if not any(each.isdigit() for each in value) or _DAY.fullmatch(value):
        return True
    if _PLAIN_NUMBER.fullmatch(value):
        return value in compared
    try:
        Period.parse(value)
    except PeriodUnreadable:
        return False
    return True


def _compared_numbers(edition: Edition) -> set[str]:
    """The plain numbers whose unit is what is counted: a fact, or a sample."""
    counts = {
        str(leaf.number) for s in conditions_of(edition) for leaf in _leaves(s.condition) if isinstance(leaf, Counts)
    }
    return counts | {str(report.sample) for report in edition.reports if report.sample}


def _leaves(condition: Condition) -> Iterator[Any]:
    numbers = _Numbers()
    yield from numbers.walk(condition)


@dataclass
class _Numbers:
    """What a part counts with, and the rules through which it was led."""

    edition: Edition | None = None
    rules: set[str] = field(default_factory=set)

    def walk(self, part: Any) -> Iterator[Period | Counts | date]:
        match part:
            case Period() | Counts():
                yield part
            case date():
                yield part
            case Defined(name) if self.edition:
                self.rules.update(self.edition.defining.get(name, ()))
                yield from self.walk(self.edition.definitions[name])
            case InCategory(rules) if self.edition:
                self.rules.update(rules)
                for rule in rules:
                    found = self.edition.category(rule)
                    yield from self.walk(found.when if found else None)
            case tuple():
                for each in part:
                    yield from self.walk(each)
            case _ if is_dataclass(part):
                self.rules.update(getattr(part, "rules", ()) if self.edition else ())  # a guard cites for itself
                for each in fields(part):
                    yield from self.walk(getattr(part, each.name))


def _counted(edition: Edition) -> Iterator[Remark]:
    for name, place, part in _counting_parts(edition):
        numbers = _Numbers(edition, set(_cited_by(part)))
        used = list(numbers.walk(part))
        used_by_report = [part.sample] if isinstance(part, Report) and part.sample else []
        shown = {
            value for rule in numbers.rules if rule in edition.rules for value in edition.rules[rule].params.values()
        }
        for number in dict.fromkeys([*map(_written, used), *map(str, used_by_report)]):
            if not any(_says(value, number) for value in shown):
                yield error(
                    "number_not_stated",
                    place,
                    tuple(sorted(numbers.rules & edition.rules.keys())),
                    f"{name} counts with {number}, which stands in the params of no rule that it cites.",
                    f"cite the rule that says {number}, and put it into that rule's params",
                )


def _cited_by(part: Counting) -> tuple[str, ...]:
    return (part.rule, *part.rests_on) if isinstance(part, Category) else part.rules


def _counting_parts(edition: Edition) -> Iterator[tuple[str, Place, Counting]]:
    for category in edition.categories:
        yield f"category {category.rule}", ("rules", category.rule, "category"), category
    parts: tuple[tuple[str, str, tuple[ClockRule | Duty | Request | Review | Report, ...]], ...] = (
        ("clock", "clocks", edition.clocks),
        ("duty", "duties", edition.duties),
        ("request", "requests", edition.requests),
        ("review", "reviews", edition.reviews),
        ("report", "reports", edition.reports),
    )
    for kind, section, entries in parts:
        yield from ((f"{kind} {each.id}", (section, each.id), each) for each in entries)


def _written(number: Period | Counts | date) -> str:
    return str(number.number) if isinstance(number, Counts) else str(number)


def _says(param: str, number: str) -> bool:
    return param == number or (_DAY.fullmatch(param) is not None and number.startswith(param))


def _unasked(edition: Edition) -> Iterator[Remark]:
    """Facts that a category needs and the form does not ask for: it would never be suggested."""
    for category in edition.categories:
        if category.when is None or edition.baseline:
            continue
        leaves = leaves_of(expanded(category.when, edition))
        facts = {name for leaf in leaves for name in variables_of(leaf) if name in VOCABULARY.definitions}
        missing = sorted(facts - set(edition.form.facts) - _endings())
        if missing:
            yield warning(
                "fact_not_asked",
                ("rules", category.rule, "category"),
                (category.rule,),
                f"category {category.rule} looks at {', '.join(missing)}, which the form does not ask for.",
                "add it to the form's facts",
            )


def _endings() -> set[str]:
    return {fact.ended_by for fact in VOCABULARY.definitions.values() if fact.ended_by}
