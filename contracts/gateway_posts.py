"""What the gateway answers on who holds which post: the directory of an authority, and whom each step of a procedure reaches now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from contracts.gateway_procedures import EditionSummary
from contracts.gateway_words import Person, Role

HeldBy = Literal["holder", "delegate", "cover", "rota", "nobody"]


@dataclass(frozen=True)
class HeldNow:
    """Who holds a role in these areas now, and as what; an empty `areas` is the whole authority. `because` says each step that led there."""

    areas: tuple[str, ...]
    held: HeldBy
    people: tuple[Person, ...]
    group: bool
    because: tuple[str, ...]


@dataclass(frozen=True)
class Reached:
    """A part of an edition, the role that it leads to, and who that is now, area by area where they differ."""

    part: str
    role: Role
    now: tuple[HeldNow, ...]


@dataclass(frozen=True)
class RouteReached:
    """A route's steps in their order, each with whom it reaches."""

    title: str
    steps: tuple[Reached, ...]


@dataclass(frozen=True)
class Reach:
    """Whom an edition reaches now: its steps, and beside them what else gives a role something to do. `vacant`: how many parts reach
    nobody in some area.
    """

    summary: EditionSummary
    routes: tuple[RouteReached, ...]
    beside: tuple[Reached, ...]
    vacant: int


@dataclass(frozen=True)
class PostHeld:
    """A post of the directory: of an area, or of the whole authority (null); between these moments, where it has them."""

    role: Role
    area: str | None
    holders: tuple[Person, ...]
    cover: tuple[Person, ...]
    starts: datetime | None
    ends: datetime | None
    now: HeldNow


@dataclass(frozen=True)
class ShiftHeld:
    """One person's turn, running or to come."""

    person: Person
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class RotaHeld:
    """A role that people hold in turns, out of hours say; `otherwise` holds it whenever nobody's turn is."""

    role: Role
    area: str | None
    shifts: tuple[ShiftHeld, ...]
    otherwise: Person | None
    now: HeldNow


@dataclass(frozen=True)
class Away:
    """Somebody who is away, or will be: until when, where that is known, and who stands in."""

    person: Person
    starts: datetime
    ends: datetime | None
    delegate: Person | None


@dataclass(frozen=True)
class PostsHeld:
    """Who holds which post of the reader's own authority."""

    areas: tuple[str, ...]
    posts: tuple[PostHeld, ...]
    rotas: tuple[RotaHeld, ...]
    away: tuple[Away, ...]
