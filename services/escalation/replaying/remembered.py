"""An edition whose definitions and categories are judged once for a case, however often they are asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache

from needfire.conditions import All, AnyOf, Condition, Consulted, Defined, Finding, InCategory, Not, Setting
from needfire.facts import Vocabulary
from needfire.procedure import Edition


@dataclass(frozen=True)
class Remembered:
    """A condition that keeps its last answer, and gives it again while nothing that it is judged against has changed."""

    condition: Condition
    by_people: bool = True
    """Whether it asks what people chose or whom they consulted; the others answer the same before and after."""
    _last: list[tuple[Setting, Finding]] = field(default_factory=list, compare=False)

    def judge(self, setting: Setting) -> Finding:
        for last, found in self._last:
            if last is setting:
                return found
            if _same(last, setting) and (not self.by_people or _same_people(last, setting)):
                self._last[0] = (setting, found)  # whoever asks next has this one, and needs no comparing
                return found
        found = self.condition.judge(setting)
        self._last[:] = [(setting, found)]
        return found

    def in_words(self, vocabulary: Vocabulary) -> str:
        return self.condition.in_words(vocabulary)


def _same(one: Setting, other: Setting) -> bool:
    return one.as_of == other.as_of and (one.facts is other.facts or one.facts == other.facts)


def _same_people(one: Setting, other: Setting) -> bool:
    return one.chosen == other.chosen and one.consulted == other.consulted


def _by_people(condition: Condition | None, is_defined_so: Callable[[str], bool]) -> bool:
    match condition:
        case All(parts) | AnyOf(parts):
            return any(_by_people(each, is_defined_so) for each in parts)
        case Not(part):
            return _by_people(part, is_defined_so)
        case Defined(name):
            return is_defined_so(name)
        case InCategory() | Consulted():
            return True
    return False


def remembering(edition: Edition) -> Edition:
    """The same edition, quicker to judge many cases by, one after the other."""

    @cache
    def is_defined_so(name: str) -> bool:
        return _by_people(edition.definitions[name], is_defined_so)

    def remembered(condition: Condition) -> Condition:
        return Remembered(condition, _by_people(condition, is_defined_so))

    definitions = {name: remembered(each) for name, each in edition.definitions.items()}
    categories = tuple(replace(each, when=remembered(each.when) if each.when else None) for each in edition.categories)
    return replace(edition, definitions=definitions, categories=categories)
