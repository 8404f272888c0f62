"""Routes: the chain of roles that a notification passes through, and how each step may be decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from needfire.conditions import Condition
from needfire.triggers import Trigger


@dataclass(frozen=True)
class Tell:
    """A role that is to be told: the holder gets an item in the work tray until they say that they have read it.

    `if_named`: only where somebody was named for the role when the notification was raised.
    """

    role: str
    rules: tuple[str, ...]
    when: Condition | None = None
    if_named: bool = False


@dataclass(frozen=True)
class Guard:
    """An outcome is refused while this holds; `sentence` is what the person reads."""

    when: Condition
    rules: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class Record:
    """Something that must be recorded with a decision: yes or no, or one of several `words` by stored value."""

    name: str
    question: str
    words: Mapping[str, str] | None = None

    def problem(self, value: Any) -> str | None:
        """What is wrong with a value that is to be recorded, as a sentence; None when it can be."""
        if self.words is None:
            return None if isinstance(value, bool) else f"{self.question} Answer true or false."
        known = isinstance(value, str) and value in self.words
        return None if known else f"{self.question} Choose one of: {', '.join(self.words)}."


@dataclass(frozen=True)
class Outcome:
    """One way to decide a step. `next` is the step that follows; without it the route ends.

    `not_required`: the notification is ended as not required. `comment`: whether a comment must be written.
    """

    id: str
    title: str
    next: str | None = None
    rules: tuple[str, ...] = ()
    not_required: bool = False
    comment: Literal["optional", "required"] = "optional"
    refused: tuple[Guard, ...] = ()
    tells: tuple[Tell, ...] = ()


@dataclass(frozen=True)
class Step:
    """One station of a route: a task for whoever holds the role in the case's area.

    `done_by_raiser`: names the outcome that is taken at once when the person who raised it holds the role themselves.
    `approves`: steps and requests whose work this one approves, or "raised" for the notification itself: whoever did that
    last cannot decide this. Without it the source leaves a step to whoever holds the post, the one who raised it included.
    """

    id: str
    title: str
    role: str
    rules: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    records: tuple[Record, ...] = ()
    tells: tuple[Tell, ...] = ()
    done_by_raiser: str | None = None
    approves: tuple[str, ...] = ()

    def outcome(self, outcome_id: str) -> Outcome | None:
        """The outcome of that id, if the step has it."""
        return next((each for each in self.outcomes if each.id == outcome_id), None)


@dataclass(frozen=True)
class Reopening:
    """When an update makes `when` hold, `step` opens again, unless the route has been decided so (`unless`) before."""

    step: str
    when: Condition
    unless: Trigger
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Route:
    """The chain of roles that a notification passes through; the first route whose `when` holds is taken."""

    id: str
    title: str
    rules: tuple[str, ...]
    steps: tuple[Step, ...]
    when: Condition | None = None
    reopens: tuple[Reopening, ...] = ()

    def step(self, step_id: str) -> Step | None:
        """The step of that id, if the route has it."""
        return next((each for each in self.steps if each.id == step_id), None)
