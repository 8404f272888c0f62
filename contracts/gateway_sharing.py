"""What the gateway answers on sharing a case: with whom it was shared, with whom it should be, and how it can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from contracts.gateway_words import Opened, Person, Role, RuleText


@dataclass(frozen=True)
class Body:
    """A body outside, by id; the name is as the procedure has it."""

    id: str
    name: str


@dataclass(frozen=True)
class Share:
    """Somebody shared the case: with a role, a person or a body outside, and why (in `opened`)."""

    circulation: str
    title: str
    to_role: Role | None
    to_person: Person | None
    to_body: Body | None
    by: Person
    shared_at: datetime
    received_at: datetime | None
    opened: Opened | None


@dataclass(frozen=True)
class ExpectedShare:
    """A way to share that the procedure expects to be taken in this case, and that nobody has taken yet.

    `by` are the roles of which it is expected; none: whoever was told of it.
    """

    circulation: str
    title: str
    by: tuple[Role, ...]
    rules: tuple[RuleText, ...]


@dataclass(frozen=True)
class WayToShare:
    """A way to share that is open to the reader, or would be.

    It goes to one of the roles, to one of the bodies, or to a person of the directory (`to_anybody`). What stands against it
    now is in `refused`; `asks` are questions by fact that must be answered first. `rules` are those that make it so.
    """

    circulation: str
    title: str
    to_roles: tuple[Role, ...]
    to_bodies: tuple[Body, ...]
    to_anybody: bool
    should: bool
    rules: tuple[RuleText, ...]
    refused: str | None
    asks: Mapping[str, str]


@dataclass(frozen=True)
class Shares:
    """With whom a case was shared, with whom it should be, and the reader's ways to share it."""

    notification_id: str
    shares: tuple[Share, ...]
    expected: tuple[ExpectedShare, ...]
    ways: tuple[WayToShare, ...]
