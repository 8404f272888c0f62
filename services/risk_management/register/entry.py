"""Somebody's way on and off the high risk register, folded from their stream. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from contracts.refusals import Refusal
from contracts.risk_register import ReviewDue, Stage
from needfire.instruments.register_judging import View


@dataclass(frozen=True)
class Assessed:
    """The latest completed assessment, and the level that a person set by it."""

    number: int
    assessment_id: str
    level: str


@dataclass(frozen=True)
class Plan:
    """The plan as it stands."""

    number: int
    actions: tuple[str, ...]
    bodies: tuple[str, ...]


@dataclass(frozen=True)
class Referral:
    """A referral to the group. `before` is how they stood when it was made."""

    number: int
    by: str
    before: Stage
    asked: tuple[str, ...]
    views: Mapping[str, View] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """A change of the plan that somebody asked for."""

    number: int
    by: str
    agreed: bool | None = None
    carried_out: bool = False


@dataclass(frozen=True)
class Reviewed:
    """When a cycle was reviewed last, and on which assessment."""

    at: datetime
    assessment_id: str | None


@dataclass(frozen=True)
class Entry:
    """How a young person stands with the register. `due` is what is to be reviewed when; `reviewed` the last of each cycle.

    `entered_with` is the assessment with which they came on it, `looked_at` the one that the last review there rested on.
    """

    risk_id: str
    notification_id: str
    area: str
    stage: Stage = "assessed"
    assessed: Assessed | None = None
    plan: Plan | None = None
    referral: Referral | None = None
    changes: Mapping[int, Change] = field(default_factory=dict)
    received: frozenset[tuple[int, str]] = frozenset()
    reviewed: Mapping[str, Reviewed] = field(default_factory=dict)
    entered_with: str | None = None
    looked_at: str | None = None
    due: tuple[ReviewDue, ...] = ()
    left_at: datetime | None = None
    step_down_ends: datetime | None = None
    step_down_meetings: int = 0

    @property
    def level(self) -> str | None:
        """The level by the latest completed assessment."""
        return self.assessed.level if self.assessed else None

    def due_of(self, cycle: str) -> ReviewDue | None:
        """When this cycle is due next."""
        return next((each for each in self.due if each.cycle == cycle), None)


def refuse_unless(state: Entry, *stages: Stage, rules: tuple[str, ...]) -> None:
    """Refuses what does not fit to how the young person stands with the register now."""
    if state.stage not in stages:
        raise Refusal("register_stage", {"stage": state.stage, "fits": list(stages)}, rules)


def assessed_of(state: Entry, rules: tuple[str, ...]) -> Assessed:
    """The latest completed assessment. Raises Refusal `assessment_needed`."""
    if state.assessed is None:
        raise Refusal("assessment_needed", {}, rules)
    return state.assessed
