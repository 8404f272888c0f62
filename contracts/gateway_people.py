"""People whom cases are about: how they are found, and what is told of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True)
class PeopleSearch:
    """Find people by name, or by the beginning of one; `born` narrows it down to a date of birth.

    It is sent in a body, since what stands in an address is written down by every proxy on the way.
    """

    name: str
    born: date | None = None


@dataclass(frozen=True)
class NameMatch:
    """Why somebody was found: how one part of what was typed is met."""

    part: str
    how: Literal["same", "begins", "sounds"]
    sentence: str


@dataclass(frozen=True)
class CaseOfPerson:
    """A case about somebody, as far as it tells which case it is."""

    notification_id: str
    area: str
    state: str
    raised_at: datetime


@dataclass(frozen=True)
class PersonFound:
    """Somebody whom a case that you may see is about, under a name that you may see; the newest case first."""

    person: str
    name: str
    date_of_birth: date | None
    matched: tuple[NameMatch, ...]
    cases: tuple[CaseOfPerson, ...]


@dataclass(frozen=True)
class PeopleFound:
    """Those found, the best match first. `more`: there may be others; type more of the name, or the date of birth."""

    people: tuple[PersonFound, ...]
    more: bool
