"""Two editions side by side: what came, what went, and what changed, part by part and rule by rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from needfire.outlined.pairing import Pair, RulePair, pair_parts, pair_rules
from needfire.outlined.parts import Part
from needfire.procedure import Edition, Rule

Kind = Literal["came", "went", "changed", "same"]


@dataclass(frozen=True)
class Difference:
    """One heading under which two parts differ."""

    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class Compared:
    """A part or rule in both editions, or in one. `how`: why the two were taken for the same, where their ids differ."""

    section: str
    kind: Kind
    title: str
    before_id: str
    after_id: str
    how: str
    differences: tuple[Difference, ...]
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Everything in which two editions differ, and what is the same in both."""

    before: Edition
    after: Edition
    parts: tuple[Compared, ...]
    rules: tuple[Compared, ...]

    def count(self, kind: Kind) -> int:
        """How many parts and rules are of this kind."""
        return sum(each.kind == kind for each in (*self.parts, *self.rules))


def compare_editions(before: Edition, after: Edition) -> Comparison:
    """The two editions side by side."""
    pairs = pair_parts(before, after)
    parts = tuple(_part(pair) for pair in pairs)
    rules = tuple(_rule(pair) for pair in pair_rules(before, after, pairs))
    return Comparison(before, after, parts, rules)


def _part(pair: Pair) -> Compared:
    one: Part | None = pair.after or pair.before
    assert one is not None  # noqa: S101 - a pair has at least one side
    differences = tuple(_differences(_says(pair.before), _says(pair.after)))
    rules = tuple(
        dict.fromkeys((*(pair.before.rules if pair.before else ()), *(pair.after.rules if pair.after else ())))
    )
    return Compared(
        one.section,
        _kind(pair.before, pair.after, differences),
        one.title,
        pair.before.id if pair.before else "",
        pair.after.id if pair.after else "",
        pair.how,
        differences,
        rules,
    )


def _says(part: Part | None) -> Mapping[str, str]:
    return {"title": part.title, **part.says} if part else {}


def _rule(pair: RulePair) -> Compared:
    one: Rule | None = pair.after or pair.before
    assert one is not None  # noqa: S101 - a pair has at least one side
    differences = tuple(_differences(_stated(pair.before), _stated(pair.after)))
    return Compared(
        "Rules",
        _kind(pair.before, pair.after, differences),
        one.says,
        pair.before.id if pair.before else "",
        pair.after.id if pair.after else "",
        pair.how,
        differences,
        (one.id,),
    )


def _stated(rule: Rule | None) -> Mapping[str, str]:
    if rule is None:
        return {}
    numbers = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in rule.params.items())
    return {"says": rule.says, "numbers": numbers, "status": rule.status, "other reading": rule.other_reading or ""}


def _kind(before: object | None, after: object | None, differences: tuple[Difference, ...]) -> Kind:
    if before is None:
        return "came"
    if after is None:
        return "went"
    return "changed" if differences else "same"


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Difference]:
    for heading in dict.fromkeys((*before, *after)):
        one, other = before.get(heading, ""), after.get(heading, "")
        if one != other:
            yield Difference(heading, one, other)
