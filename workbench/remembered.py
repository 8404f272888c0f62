"""An edition whose definitions and categories are judged once for a case, however often they are asked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from needfire.conditions import Condition, Finding, Setting
from needfire.facts import Vocabulary
from needfire.procedure import Edition


@dataclass(frozen=True)
class Remembered:
    """A condition that keeps its last answer, and gives it again while nothing that it is judged against has changed."""

    condition: Condition
    _last: list[tuple[Setting, Finding]] = field(default_factory=list, compare=False)

    def judge(self, setting: Setting) -> Finding:
        for last, found in self._last:
            if last is setting or _same(last, setting):
                return found
        found = self.condition.judge(setting)
        self._last[:] = [(setting, found)]
        return found

    def in_words(self, vocabulary: Vocabulary) -> str:
        return self.condition.in_words(vocabulary)


def _same(one: Setting, other: Setting) -> bool:
    return (
        one.as_of == other.as_of
        and (one.facts is other.facts or one.facts == other.facts)
        and one.chosen == other.chosen
        and one.consulted == other.consulted
    )


def remembering(edition: Edition) -> Edition:
    """The same edition, quicker to judge many cases by, one after the other."""
    definitions: dict[str, Condition] = {name: Remembered(each) for name, each in edition.definitions.items()}
    categories = tuple(replace(each, when=Remembered(each.when) if each.when else None) for each in edition.categories)
    return replace(edition, definitions=definitions, categories=categories)
