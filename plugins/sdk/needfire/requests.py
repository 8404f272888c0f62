"""Requests and reviews: what is asked of somebody beside the route, once or again and again."""

from __future__ import annotations

from dataclasses import dataclass, field

from needfire.clock_rules import BreachAction
from needfire.conditions import Condition
from needfire.periods import Period
from needfire.routes import Guard, Outcome, Record, Tell
from needfire.triggers import Trigger


@dataclass(frozen=True)
class Request:
    """What one person may ask of another in a case: an action, a fuller analysis, advice, a debriefing, an interview.

    Whoever holds one of the roles `by` may ask (nobody, where it only opens by itself on `opens` once `when` holds), as
    often as wanted, and says in their own words what. It becomes a task beside the route for one of the roles `of`: the
    one that the asker chooses, else the first. It is to be answered `within`, or within `urgent` where the asker marks it so;
    `outcomes` are its answers and lead nowhere. `refused` stands against asking. It stays open when the route has ended.
    `approves`: as of a step.
    """

    id: str
    title: str
    rules: tuple[str, ...]
    of: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    by: tuple[str, ...] = ()
    opens: tuple[Trigger, ...] = ()
    when: Condition | None = None
    within: Period | None = None
    from_facts: tuple[str, ...] = ()
    urgent: Period | None = None
    records: tuple[Record, ...] = ()
    refused: tuple[Guard, ...] = ()
    tells: tuple[Tell, ...] = ()
    on_breach: tuple[BreachAction, ...] = ()
    approves: tuple[str, ...] = ()


@dataclass(frozen=True)
class Review:
    """A look at every open case again and again: each time an item for the role `by`, decided one by one.

    The first is due one `every` after `starts`; an item that still waits when the next time comes is not doubled: its
    holder is reminded. It ends with the case, or once `ends_when` holds.
    """

    id: str
    title: str
    rules: tuple[str, ...]
    by: str
    every: Period
    outcomes: tuple[Outcome, ...]
    starts: Trigger = field(default_factory=lambda: Trigger("raised"))
    when: Condition | None = None
    ends_when: Condition | None = None
    records: tuple[Record, ...] = ()
