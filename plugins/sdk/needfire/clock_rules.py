"""Clocks and duties: what must be done by when, and what a missed deadline does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from needfire.conditions import Condition
from needfire.periods import Period
from needfire.routes import Tell
from needfire.triggers import Trigger


@dataclass(frozen=True)
class BreachAction:
    """What a missed clock does.

    remind: the owner again. tell: another `role`. escalate: the open task goes to `role`. send_on: the open task is
    decided as `outcome` without its owner.
    """

    does: Literal["remind", "tell", "escalate", "send_on"]
    rules: tuple[str, ...]
    role: str | None = None
    outcome: str | None = None


@dataclass(frozen=True)
class ClockRule:
    """A deadline: what starts it, when it is due, what meets it, what a breach does, whether it repeats.

    It starts on `starts`; its time is counted from the first of `from_facts` that is known, else from that moment: for a
    start "known:<moment>" the moment that was recorded. `first` is the period of the first time where it differs from
    `within`; `lasting` ends the repetition so long after the first start; `counts` "before" has it due so long before the
    moment it is counted from. `target` is a softer mark before the limit. `applies_when` is judged at the start,
    `ends_when` at each update. `owner` is the role that has to act. `must` is False for what the source says should be.
    """

    id: str
    title: str
    rules: tuple[str, ...]
    within: Period
    starts: Trigger
    met_by: tuple[Trigger, ...]
    owner: str
    from_facts: tuple[str, ...] = ()
    target: Period | None = None
    applies_when: Condition | None = None
    ends_when: Condition | None = None
    repeats: bool = False
    first: Period | None = None
    lasting: Period | None = None
    counts: Literal["after", "before"] = "after"
    must: bool = True
    on_target: tuple[BreachAction, ...] = ()
    on_breach: tuple[BreachAction, ...] = ()


@dataclass(frozen=True)
class Duty:
    """An onward notification to a body outside: to whom, led by whom, when it arises, with which clock.

    It opens on any of `opens` once `when` holds. `to_by_area` names another body for some areas. `deputy` is the role that
    may do it while nobody who holds the lead is there. `consults` are roles to be consulted, `tells` roles told when it
    opens. Without `when` it opens always. That it is not required is proposed with a reason, and confirmed by another
    person who holds the lead, the deputy, or one of the roles `confirmed_by`: those who may close, where none is named.
    `does` "record": it is a record to be made, with `to` as its place, rather than a body to be told.
    """

    id: str
    title: str
    rules: tuple[str, ...]
    to: str
    lead: str
    opens: tuple[Trigger, ...]
    when: Condition | None = None
    must: bool = True
    within: Period | None = None
    from_facts: tuple[str, ...] = ()
    to_by_area: Mapping[str, str] = field(default_factory=dict)
    deputy: str | None = None
    confirmed_by: tuple[str, ...] = ()
    does: Literal["tell", "record"] = "tell"
    evidence: str = "the reference number that it gave"
    consults: tuple[str, ...] = ()
    tells: tuple[Tell, ...] = ()
    on_breach: tuple[BreachAction, ...] = ()
