"""Instruments: scored checklists as data. What is asked, which answers are allowed, what must fit together, what follows.

An instrument has a version; an assessment keeps the one that it was made with. Another authority may adopt an instrument, or
state its own. How an assessment is judged: `instruments_judging`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from needfire.conditions import Condition

QuestionKind = Literal["flag", "choice", "choices", "count", "text"]
RuleKind = Literal["must", "should", "prompt"]


@dataclass(frozen=True)
class Question:
    """Something that is asked besides an item's score: of an item, of a section's evidence, or of the whole assessment.

    Of a `text` only whether it is written is known here: the words are a person's and stay sealed. `words` are the
    choices by stored value. A `count` lies from `lowest` to `highest`; `best` says which end is the good one. Without an answer
    to what is `required` the assessment is refused. `supports` names an item whose score the answer bears on: it is shown with
    it, and never counted.
    """

    id: str
    asks: str
    kind: QuestionKind
    rules: tuple[str, ...] = ()
    words: Mapping[str, str] | None = None
    lowest: int | None = None
    highest: int | None = None
    best: int | None = None
    required: bool = False
    supports: str | None = None
    guidance: str | None = None


@dataclass(frozen=True)
class Allowed:
    """One answer that may be given; without a score it is recorded and counts nothing."""

    value: str
    title: str
    says: str = ""
    score: int | None = None


@dataclass(frozen=True)
class AnswerSet:
    """The answers that an item may have, in order: a scale with words at each level, or one of several."""

    id: str
    title: str
    answers: tuple[Allowed, ...]
    rules: tuple[str, ...] = ()

    @property
    def scored(self) -> bool:
        """Whether its answers carry a score."""
        return any(each.score is not None for each in self.answers)

    @property
    def scores(self) -> tuple[int, ...]:
        """The scores that can be given."""
        return tuple(each.score for each in self.answers if each.score is not None)

    def allowed(self, value: str) -> Allowed | None:
        """The answer of that value, if the set has it."""
        return next((each for each in self.answers if each.value == value), None)


@dataclass(frozen=True)
class Item:
    """One row of the instrument. `answers` names its answer sets: of several the scores are multiplied.

    `not_applicable`: whether that may be said of it, which is not a score of 0. `asks` are questions of this item alone,
    besides those asked of every item. Without an answer to a `required` item the assessment is refused.
    """

    id: str
    title: str
    answers: tuple[str, ...]
    rules: tuple[str, ...] = ()
    guidance: str | None = None
    not_applicable: bool = False
    required: bool = False
    asks: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Section:
    """Items under one heading with one place for evidence; `part` is the part of the form in which it stands.

    `evidence` are questions on the evidence besides its text.
    """

    id: str
    title: str
    rules: tuple[str, ...]
    items: tuple[Item, ...]
    part: str = ""
    guidance: str | None = None
    evidence: tuple[Question, ...] = ()


@dataclass(frozen=True)
class AnswerRule:
    """What answers must (refused), should (warned) or prompt: it speaks while `when` holds.

    `each` judges it for every item or section by itself (those in `among`, else all): conditions then speak of `item`
    or `section`.
    """

    kind: RuleKind
    rules: tuple[str, ...]
    when: Condition
    sentence: str
    each: Literal["item", "section"] | None = None
    among: tuple[str, ...] = ()


@dataclass(frozen=True)
class OnlyOne:
    """Items of which only one may score: where one does, the others stay empty or not applicable, not even 0."""

    items: tuple[str, ...]
    rules: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class SetsOff:
    """What answers set off: duties or requests of the edition by id (`starts`), and the fact that says so in the case."""

    id: str
    title: str
    rules: tuple[str, ...]
    when: Condition
    starts: tuple[str, ...] = ()
    fact: str | None = None
    must: bool = True


@dataclass(frozen=True)
class Level:
    """A level that a person sets for the whole. No score sets it."""

    id: str
    title: str
    says: str


@dataclass(frozen=True)
class Band:
    """From which total on a level is indicated. An indication is none of the level: a person sets that."""

    at_least: int
    level: str


@dataclass(frozen=True)
class LevelRules:
    """The levels, and what is recorded with a person's decision on them (`asks`). Bands are an authority's to configure."""

    rules: tuple[str, ...]
    levels: tuple[Level, ...]
    asks: tuple[Question, ...] = ()
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True)
class Instrument:
    """A checklist in one version. `item_asks` is asked of every item, `section_asks` of every section's evidence,
    `asks` of the assessment as a whole.
    """

    id: str
    version: str
    title: str
    rules: tuple[str, ...]
    answer_sets: tuple[AnswerSet, ...]
    sections: tuple[Section, ...]
    level: LevelRules | None = None
    item_asks: tuple[Question, ...] = ()
    section_asks: tuple[Question, ...] = ()
    asks: tuple[Question, ...] = ()
    only_one: tuple[OnlyOne, ...] = ()
    answer_rules: tuple[AnswerRule, ...] = ()
    sets_off: tuple[SetsOff, ...] = ()
    definitions: Mapping[str, Condition] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How an assessment cites it: id and version, such as "vulnerability_checklist 1"."""
        return f"{self.id} {self.version}"

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, in order."""
        return tuple(item for section in self.sections for item in section.items)

    def sets_of(self, item: Item) -> tuple[AnswerSet, ...]:
        """The answer sets of this item."""
        by_id = {each.id: each for each in self.answer_sets}
        return tuple(by_id[each] for each in item.answers)

    def is_scored(self, item: Item) -> bool:
        """Whether this item can add to the total."""
        return all(each.scored for each in self.sets_of(item))
