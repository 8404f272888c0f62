"""Finds for each part of one edition the part of another that means the same: by its id, else by what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from needfire.checking.reachability import expanded, leaves_of
from needfire.outlined.parts import Part, parts_of
from needfire.procedure import Edition, Rule
from needfire.vocabulary import VOCABULARY

ALIKE_TITLE, ALIKE_FACTS, ALIKE_WORDS = 0.8, 0.6, 0.62


@dataclass(frozen=True)
class Pair:
    """A part before and after; one of them None where only one edition has it. `how` says why they were paired: "" by id."""

    before: Part | None
    after: Part | None
    how: str = ""


@dataclass(frozen=True)
class RulePair:
    """A rule before and after, as `Pair`."""

    before: Rule | None
    after: Rule | None
    how: str = ""


def pair_parts(before: Edition, after: Edition) -> tuple[Pair, ...]:
    """All parts of both editions, paired section by section, in the order of the older edition; what came new follows."""
    olds, news = list(parts_of(before)), list(parts_of(after))
    sections = dict.fromkeys(part.section for part in (*olds, *news))
    meant = {**_leaves(before), **_leaves(after)}
    return tuple(
        pair
        for section in sections
        for pair in _pair_section(
            [p for p in olds if p.section == section], [p for p in news if p.section == section], meant
        )
    )


def _pair_section(olds: list[Part], news: list[Part], meant: Mapping[str, frozenset[str]]) -> list[Pair]:
    found: dict[str, tuple[Part, str]] = {}
    free = {part.id: part for part in news}
    for old in olds:
        if new := free.pop(old.id, None):
            found[old.id] = new, ""
    for alike in (_same_title, _alike_facts(meant), _alike_title):
        for old in olds:
            if old.id not in found and (new := _best(old, free.values(), alike)):
                found[old.id] = new, _HOW[alike.__name__]
                del free[new.id]
    pairs = [Pair(old, *found.get(old.id, (None, ""))) for old in olds]
    return [*pairs, *(Pair(None, new) for new in news if new.id in free)]


Alike = Callable[[Part, Part], float]


def _best(old: Part, news: Iterable[Part], alike: Alike) -> Part | None:
    likeness = [(alike(old, new), new) for new in news]
    best = max(likeness, key=lambda each: each[0], default=(0.0, None))
    return best[1] if best[0] > 0 else None


def _same_title(old: Part, new: Part) -> float:
    return float(_plain(old.title) == _plain(new.title) and old.says.get("route") == new.says.get("route"))


def _alike_title(old: Part, new: Part) -> float:
    found = likeness(old.title, new.title)
    return found if found >= ALIKE_TITLE else 0.0


def _alike_facts(meant: Mapping[str, frozenset[str]]) -> Alike:
    def alike_facts(old: Part, new: Part) -> float:
        one, other = meant.get(old.id, frozenset()), meant.get(new.id, frozenset())
        if not one or not other:
            return 0.0
        shared = len(one & other) / len(one | other)
        return shared + likeness(old.title, new.title) / 10 if shared >= ALIKE_FACTS else 0.0

    return alike_facts


_HOW = {"_same_title": "same title", "alike_facts": "looks at the same facts", "_alike_title": "like title"}


def _leaves(edition: Edition) -> dict[str, frozenset[str]]:
    """What each category looks at in the end, in words: its statements on facts."""
    return {
        each.rule: frozenset(leaf.in_words(VOCABULARY) for leaf in leaves_of(expanded(each.when, edition)))
        for each in edition.categories
        if each.when
    }


def pair_rules(before: Edition, after: Edition, parts: Sequence[Pair]) -> tuple[RulePair, ...]:
    """All rules of both: by id; those whose parts were paired one to one; then those whose words are alike and whose kind is the same."""
    found: dict[str, tuple[str, str]] = {rule: (rule, "") for rule in before.rules if rule in after.rules}
    for pair in parts:
        if pair.before and pair.after and pair.how and len(pair.before.rules) == len(pair.after.rules) == 1:
            _take(found, pair.before.rules[0], pair.after.rules[0], "its part was paired")
    free = [rule for rule in after.rules if rule not in {new for new, _ in found.values()}]
    for old in before.rules.values():
        if old.id not in found:
            alike = [
                (likeness(old.says, after.rules[new].says), new) for new in free if after.rules[new].kind == old.kind
            ]
            best = max(alike, default=(0.0, ""))
            if best[0] >= ALIKE_WORDS:
                found[old.id] = best[1], "says almost the same"
                free.remove(best[1])
    pairs = [_rule_pair(old, after, found.get(old.id)) for old in before.rules.values()]
    return (
        *pairs,
        *(RulePair(None, after.rules[new]) for new in after.rules if new not in {n for n, _ in found.values()}),
    )


def _take(found: dict[str, tuple[str, str]], old: str, new: str, how: str) -> None:
    if old not in found and new not in {taken for taken, _ in found.values()}:
        found[old] = new, how


def _rule_pair(old: Rule, after: Edition, found: tuple[str, str] | None) -> RulePair:
    return RulePair(old, after.rules[found[0]], found[1]) if found else RulePair(old, None)


def likeness(one: str, other: str) -> float:
    """How alike two texts are by their words, from 0 to 1."""
    return SequenceMatcher(None, _plain(one).split(), _plain(other).split()).ratio()


def _plain(text: str) -> str:
    return "".join(each if each.isalnum() else " " for each in text.lower())
