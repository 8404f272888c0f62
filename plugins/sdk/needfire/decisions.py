"""A decision: an answer that the platform gives or records, with all that made it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Decision:
    """An answer and its grounds (design rule 1: a decision cites).

    `question` and `answer` are plain English without a person's data; `rules` are the ids that made it, `edition` the
    procedure it was made under ("kent 2023-12"), `facts` those it used, as JSON, `arithmetic` how each number or date
    was counted.
    """

    question: str
    answer: str
    rules: tuple[str, ...]
    edition: str
    decided_at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)
    arithmetic: tuple[str, ...] = ()


def rules_of(decisions: Iterable[Decision]) -> tuple[str, ...]:
    """The rules that they cite, each once, in their order."""
    return tuple(dict.fromkeys(rule for decision in decisions for rule in decision.rules))
