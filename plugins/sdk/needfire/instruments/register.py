"""A register of those at high risk, as data: who refers, who decides, what a plan holds, when it is reviewed, how it is left.

What an authority's procedure does not say (a quorum, how often the group meets) stays None: it is never filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from needfire.periods import Period
from needfire.triggers import Trigger


@dataclass(frozen=True)
class Referral:
    """Who refers somebody at one of these levels, and what must be with it (`wants`: title by id)."""

    rules: tuple[str, ...]
    by: str
    levels: tuple[str, ...]
    wants: Mapping[str, str]


@dataclass(frozen=True)
class Concurrence:
    """The group whose agreement with the referring agency puts a name on the register.

    `views_of`: the bodies whose view is recorded, title by id. `quorum` and `meets` are None where nothing is said.
    """

    rules: tuple[str, ...]
    by: str
    views_of: Mapping[str, str]
    quorum: int | None = None
    meets: Period | None = None


@dataclass(frozen=True)
class PlanField:
    """Something that a plan states: of each action, of each professional involved, or of the whole."""

    id: str
    asks: str
    of: Literal["action", "professional", "plan"]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class PlanRules:
    """What a plan must state, who may ask for a change, and who decides on it.

    `agencies` may support a plan beside the bodies whose view is asked, title by id; each that does gets a copy (`copy_rules`).
    """

    rules: tuple[str, ...]
    fields: tuple[PlanField, ...]
    changes_by: tuple[str, ...]
    decided_by: str
    change_rules: tuple[str, ...]
    copy_rules: tuple[str, ...]
    agencies: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReviewCycle:
    """How often plan or assessment is reviewed while on the register. One of several cycles `governs`; the others show.

    It is reviewed `by` that role, the group where none is named; `with_assessment`: on one that was made since the last.
    """

    id: str
    title: str
    every: Period
    rules: tuple[str, ...]
    governs: bool = False
    by: str | None = None
    with_assessment: bool = False


@dataclass(frozen=True)
class Leaving:
    """How the register is left: at one of these levels by reduction, or for another reason, which is recorded."""

    rules: tuple[str, ...]
    levels: tuple[str, ...]
    otherwise: Mapping[str, str]
    otherwise_rules: tuple[str, ...]


@dataclass(frozen=True)
class StepDown:
    """What follows the register: reviews so often for so long, then a last review by `then_by`; a rise means re-referral."""

    rules: tuple[str, ...]
    every: Period
    lasting: Period
    by: str
    then_by: str
    then_rules: tuple[str, ...]
    rises_rules: tuple[str, ...]


ACTS = (
    "planned",
    "referred",
    "referred_again",
    "concurs",
    "does_not_concur",
    "reduced",
    "left_otherwise",
    "change_proposed",
    "change_agreed",
    "change_not_agreed",
    "resource_granted",
    "resource_not_granted",
    "step_down_review",
    "step_down_over",
)
"""What is done on a register, beside the reviews, each of which has the id of its cycle."""


@dataclass(frozen=True)
class RegisterRules:
    """The whole register. `instrument` is the checklist that it works with, by id.

    `chased_every` is how often a body that owes a confirmation is asked again: an authority's to set. `reports` are ids
    of the edition's reports over it. `needs` are those that reviews find not met, by id; `steps` says what an act on the
    register decides or opens in the case, such as `concurs: ["decided:rmg_decision.concurs"]`.
    """

    id: str
    title: str
    rules: tuple[str, ...]
    instrument: str
    holder: str
    holder_rules: tuple[str, ...]
    referral: Referral
    concurrence: Concurrence
    plan: PlanRules
    reviews: tuple[ReviewCycle, ...]
    leaving: Leaving
    step_down: StepDown | None = None
    chased_every: Period | None = None
    chased_rules: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    needs: Mapping[str, str] = field(default_factory=dict)
    needs_rules: tuple[str, ...] = ()
    steps: Mapping[str, tuple[Trigger, ...]] = field(default_factory=dict)
    not_said: Mapping[str, str] = field(default_factory=dict)

    @property
    def bodies(self) -> Mapping[str, str]:
        """Every body that may support a plan, title by id."""
        return {**self.concurrence.views_of, **self.plan.agencies}

    @property
    def roles(self) -> tuple[str, ...]:
        """Who has to do with whoever is referred: the group, whoever holds the register, who refers, who sees to the plan."""
        reviewing = (each.by for each in self.reviews if each.by)
        after = (self.step_down.by, self.step_down.then_by) if self.step_down else ()
        named = (self.concurrence.by, self.holder, self.referral.by, self.plan.decided_by, *self.plan.changes_by)
        return tuple(dict.fromkeys((*named, *reviewing, *after)))

    def decided_by_it(self, trigger: Trigger) -> bool:
        """Whether this is decided, or opened, by an act on the register."""
        return any(trigger in triggers for triggers in self.steps.values())

    @property
    def governing(self) -> ReviewCycle:
        """The review cycle that governs. Raises StopIteration where none does, which `problems_of` refuses."""
        return next(each for each in self.reviews if each.governs)
