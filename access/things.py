"""What is asked about, as far as access needs to know it: a place to raise in, a case, an item of one, a way to share it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

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

    `shared_people`, `shared_roles` and `shared_bodies` are those with whom it was shared, `waiting_roles` those with whom
    something of it waits that somebody was asked for, or that a body outside is owed; `owed_bodies` are those bodies, told
    by now or not. `agency` raised the concern that it came of. `emergency` says until when somebody's emergency access runs.

    `whole` is false where a service asks, which knows its own part of the case: it cannot say that nobody else has told a
    person of the case, so for those who hold a post in the authority it leaves that to the gateway.
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
    owed_bodies: frozenset[str] = frozenset()
    agency: str | None = None
    emergency: Mapping[str, datetime] = field(default_factory=dict)
    whole: bool = True


@dataclass(frozen=True)
class Item:
    """A task, notice or duty of a case: the role it lies with; without one, the people.

    `deputies` are roles that may stand in for it, `confirming` those that may say, as a second person, that a duty is not
    required, which `proposed_by` proposed. `authors` did what deciding it would approve. `body` is the one outside that a
    duty is owed to. A refusal cites `rules`.
    """

    case: Case
    role: str
    people: tuple[str, ...]
    deputies: tuple[str, ...] = ()
    confirming: tuple[str, ...] = ()
    proposed_by: str | None = None
    authors: frozenset[str] = frozenset()
    body: str | None = None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Way:
    """A way to share a case, what may be asked for in it, a national alert on it, or its entry on a register: open to whoever holds one of the roles `by` in its area."""

    case: Case
    by: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Consultation:
    """Somebody was consulted on a case, which is to be recorded."""

    case: Case
    with_person: str


@dataclass(frozen=True)
class Concern:
    """An agency's concern: `role` and `area` are the front door's, which decides on it."""

    authority: str
    area: str
    role: str
    agency: str


@dataclass(frozen=True)
class Records:
    """What an authority holds about people, as those see it who keep its records."""

    authority: str


@dataclass(frozen=True)
class Custodian:
    """A body that receives national alerts, by its code; `authority` is the one of this deployment that it is, if it is one."""

    body: str
    authority: str | None = None


@dataclass(frozen=True)
class Alerts:
    """The national alerts and exercises of an authority, as those see them who look after sending."""

    authority: str


@dataclass(frozen=True)
class Platform:
    """How the platform does, as far as it is an authority's."""

    authority: str


@dataclass(frozen=True)
class Colleagues:
    """Who holds which post of an authority."""

    authority: str


Thing = Place | Case | Item | Way | Consultation | Concern | Records | Custodian | Alerts | Platform | Colleagues | None


def case_of(thing: Thing) -> Case | None:
    """The case that the thing is, or is of."""
    if isinstance(thing, Item | Way | Consultation):
        return thing.case
    return thing if isinstance(thing, Case) else None
