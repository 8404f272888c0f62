"""What the gateway answers on two editions side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from contracts.gateway_procedures import EditionSummary

ComparedKind = Literal["came", "went", "changed"]


@dataclass(frozen=True)
class DifferenceTold:
    """One heading under which two parts differ."""

    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class ComparedPart:
    """A part or rule that only one edition has, or that differs in the two. `how`: why the two were taken for the same, where their ids differ."""

    kind: ComparedKind
    title: str
    before_id: str
    after_id: str
    how: str
    differences: tuple[DifferenceTold, ...]


@dataclass(frozen=True)
class ComparedSection:
    """Parts of one sort, such as clocks."""

    title: str
    parts: tuple[ComparedPart, ...]


@dataclass(frozen=True)
class EditionsCompared:
    """What came, went and changed between two editions; `same`: how many parts and rules did not."""

    before: EditionSummary
    after: EditionSummary
    came: int
    went: int
    changed: int
    same: int
    sections: tuple[ComparedSection, ...]
