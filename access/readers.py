"""Who asks: a person with the posts that the directory gives them, or the client of an agency."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property, partial

from needfire.directory import WHOLE_AUTHORITY, Directory, holds, is_held, posts_of


@dataclass(frozen=True)
class Reader:
    """A person of an authority, with its directory (recorded absences included) as it stands at a moment."""

    person: str
    authority: str
    directory: Directory
    at: datetime

    @property
    def is_known(self) -> bool:
        """Whether the directory has them: who has left the authority may do nothing any more."""
        return self.person in self.directory.person_by_id

    @property
    def holds_a_post(self) -> bool:
        """Whether they hold any post of the authority now."""
        return bool(posts_of(self.directory, self.person, self.at))

    def holds(self, role: str, area: str) -> bool:
        """Whether they hold the role in that area: as holder, delegate, cover, or on the rota."""
        return self._found_to_hold(role, area)

    @cached_property
    def _found_to_hold(self) -> Callable[[str, str], bool]:
        """Asked of every case of a list, and the same each time: a reader is of one moment."""
        return cache(partial(holds, self.directory, self.person, at=self.at))

    def holds_any(self, roles: frozenset[str] | tuple[str, ...], area: str) -> bool:
        """Whether they hold one of the roles in that area."""
        return any(self.holds(role, area) for role in roles)

    def first_held(self, roles: Iterable[str], area: str) -> str | None:
        """The first of the roles that they hold there: as whom they do what these roles may."""
        return next((role for role in roles if self.holds(role, area)), None)

    def is_held(self, role: str, area: str) -> bool:
        """Whether anybody holds the role there now."""
        return is_held(self.directory, role, area, self.at)

    @cached_property
    def acts_for(self) -> frozenset[str]:
        """They themselves, and whoever is absent and has them as delegate."""
        return frozenset({self.person, *_delegating_to(self)})

    @property
    def receives_for(self) -> str | None:
        """The code of the body for which they receive national alerts, if they do."""
        posts = self.directory.custodian
        receives = posts and self.is_known and self.holds(posts.role, WHOLE_AUTHORITY)
        return posts.body if posts and receives else None

    @property
    def runs_alerts(self) -> bool:
        """Whether they look after sending national alerts in their authority."""
        posts = self.directory.custodian
        return posts is not None and self.is_known and self.holds(posts.keeper, WHOLE_AUTHORITY)


@dataclass(frozen=True)
class AgencyReader:
    """A machine of an agency outside (or of another authority), let in by one authority under some scopes.

    `bodies` are the names under which the authority's editions know the agency: what a duty is owed to, or a case shared with.
    `receives_for` is the code of the body for which its system receives national alerts, if it does.
    """

    client_id: str
    authority: str
    agency: str
    bodies: frozenset[str]
    scopes: frozenset[str]
    at: datetime
    receives_for: str | None = None


AnyReader = Reader | AgencyReader


def agency_reader(directory: Directory, client_id: str, agency: str, at: datetime) -> AgencyReader:
    """The agency, with the bodies that the directory says it is: one that it does not have is none of them."""
    known = directory.agency_by_id.get(agency)
    bodies = frozenset(known.bodies if known else ())
    receives_for = known.custodian if known else None
    return AgencyReader(client_id, directory.authority, agency, bodies, frozenset(), at, receives_for)


def _delegating_to(reader: Reader) -> frozenset[str]:
    found: set[str] = set()
    ahead = {reader.person}
    while ahead:
        away = {person for person in reader.directory.absences_by_person if _delegate(reader, person) in ahead}
        ahead = away - found - {reader.person}
        found |= ahead
    return frozenset(found)


def _delegate(reader: Reader, person: str) -> str | None:
    absence = reader.directory.absence_of(person, reader.at)
    return absence.delegate if absence else None
