"""How risk is assessed under an edition: with which instrument, by whom, who sets the level, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass

from needfire.triggers import Trigger


@dataclass(frozen=True)
class AskedWithLevel:
    """A fact that whoever sets one of these levels states with it, unless the case has it already."""

    fact: str
    levels: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Assessing:
    """How an assessment goes. `instrument` by its id: one that begins takes the last of that id which the edition names.

    Whoever holds a role of `by` begins it, fills it in and completes it, and one of `level_by` sets the level. `level` is the
    fact that records the level, `level_at` the moment of it, `attached` the flag that says that there is an assessment. Setting
    the level decides a step (`done`, such as "decided:assess.assessed"); `countersigned` is the decision of a step that
    countersigns it. Without these facts and steps nothing else is recorded or decided.
    """

    instrument: str
    rules: tuple[str, ...]
    by: tuple[str, ...]
    level_by: tuple[str, ...]
    level_rules: tuple[str, ...]
    review_rules: tuple[str, ...]
    level: str | None = None
    level_at: str | None = None
    attached: str | None = None
    asks: tuple[AskedWithLevel, ...] = ()
    done: Trigger | None = None
    countersigned: Trigger | None = None
    countersigned_rules: tuple[str, ...] = ()
