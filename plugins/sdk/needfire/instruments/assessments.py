"""Assessments: one filling-in of an instrument, and what the platform answers to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal

State = Literal["answered", "not_applicable", "unknown", "missing"]
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Given:
    """What was answered to one item: a value of each of its answer sets, or that it is not applicable, or not known.

    `asked` are answers to the item's questions (a text is True where it is written), `rests_on` the pieces of evidence by
    short names, so that one piece that carries two scores is seen.
    """

    values: tuple[str, ...] = ()
    state: Literal["answered", "not_applicable", "unknown"] = "answered"
    asked: Values = field(default_factory=dict)
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answers:
    """One filling-in: answers to items, to the questions on each section's evidence, and on the whole, by id.

    `evidence` of a section has `text: True` where its evidence is written.
    """

    instrument: str
    items: Mapping[str, Given] = field(default_factory=dict)
    evidence: Mapping[str, Values] = field(default_factory=dict)
    asked: Values = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """One refusal, warning or prompt: what a person reads, the rules that say so, the item or section that it is about."""

    rules: tuple[str, ...]
    sentence: str
    about: str | None = None

    @property
    def key(self) -> str:
        """What a warning is acknowledged by: its rules, what it is about, and which of their sentences it is."""
        digest = sha256(self.sentence.encode()).hexdigest()[:6]
        return " ".join((*self.rules, *((self.about,) if self.about else ()), digest))


@dataclass(frozen=True)
class Bounds:
    """A total: from `lowest` to `highest` as long as answers are missing or not known, one number when none is."""

    lowest: int
    highest: int

    @property
    def settled(self) -> bool:
        """Whether nothing is missing that could change it."""
        return self.lowest == self.highest

    def __add__(self, other: Bounds) -> Bounds:
        return Bounds(self.lowest + other.lowest, self.highest + other.highest)

    def __str__(self) -> str:
        return str(self.lowest) if self.settled else f"{self.lowest} to {self.highest}"


@dataclass(frozen=True)
class Triggered:
    """What the answers set off, with the ids of the duties or requests that it starts and the facts that it rests on."""

    id: str
    title: str
    rules: tuple[str, ...]
    starts: tuple[str, ...]
    must: bool
    used: tuple[str, ...]


@dataclass(frozen=True)
class Assessed:
    """The answer to an assessment. It says nothing of the level: that is a person's to set.

    `sections` are totals by section; `unanswered` the items without an answer; `support` what was chosen to bear on an
    item; `facts` what the case may record of it (flags of its procedure); `arithmetic` how the total was counted.
    """

    instrument: str
    refusals: tuple[Said, ...]
    warnings: tuple[Said, ...]
    prompts: tuple[Said, ...]
    triggers: tuple[Triggered, ...]
    total: Bounds
    sections: Mapping[str, Bounds]
    unanswered: tuple[str, ...]
    support: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, bool]
    arithmetic: tuple[str, ...]

    @property
    def acceptable(self) -> bool:
        """Whether nothing stands against it; a draft need not be."""
        return not self.refusals
