"""What is asked about, as far as access needs to know it: a place to raise in, a case, an item of one."""

from __future__ import annotations

from dataclasses import dataclass

from needfire.procedure import Edition


@dataclass(frozen=True)
class Place:
    """Where a notification is to be raised: an area, under the edition in force."""

    authority: str
    area: str
    edition: Edition


@dataclass(frozen=True)
class Case:
    """What access needs to know of a notification. `involved`: who raised it, was named, or has or had an item on it.

    `shared_people`, `shared_roles` and `shared_bodies` are those with whom it was shared, `waiting_roles` and
    `waiting_bodies` those with whom something of it waits: somebody was asked for it, or a duty is owed. `agency` raised
    the concern that it came of.
    """

    authority: str
    area: str
    edition: Edition
    raised_by: str
    involved: frozenset[str]
    shared_people: frozenset[str] = frozenset()
    shared_roles: frozenset[str] = frozenset()
    waiting_roles: frozenset[str] = frozenset()
    shared_bodies: frozenset[str] = frozenset()
    waiting_bodies: frozenset[str] = frozenset()
    agency: str | None = None


@dataclass(frozen=True)
class Item:
    """A task, notice or duty of a case: the role and the people it lies with, and `others` whose roles may do this with it.

    `body` is the one outside that a duty is owed to.
    """

    case: Case
    role: str
    people: tuple[str, ...]
    others: tuple[str, ...] = ()
    body: str | None = None


@dataclass(frozen=True)
class Concern:
    """An agency's concern: `role` and `area` are the front door's, which decides on it."""

    authority: str
    area: str
    role: str
    agency: str


Thing = Place | Case | Item | Concern | None
