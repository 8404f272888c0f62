"""Which notifications a reader may see, said so that a store can look for them. `access.sees` has the last word on each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from access import Reader, acts_for, roles_named
from needfire.procedure import Edition


@dataclass(frozen=True)
class Visibility:
    """Of this authority: those in which one of `persons` is involved, and those of an edition in one of its areas.

    `roles` are those with which a case of an area may have been shared, or something of it may wait: (role, area);
    `bodies` those outside with which one may have been shared.
    """

    authority: str
    persons: frozenset[str]
    areas: Mapping[str, frozenset[str]]
    roles: frozenset[tuple[str, str]] = frozenset()
    bodies: frozenset[str] = frozenset()

    @property
    def marks(self) -> frozenset[str]:
        """A case is of these if it bears one of the marks."""
        of_areas = {area_mark(self.authority, edition, area) for edition, areas in self.areas.items() for area in areas}
        of_roles = {role_mark(self.authority, role, area) for role, area in self.roles}
        return frozenset(
            {
                *person_marks(self.authority, self.persons),
                *of_areas,
                *of_roles,
                *body_marks(self.authority, self.bodies),
            }
        )


def person_marks(authority: str, persons: Iterable[str]) -> list[str]:
    """The marks of a case in which these people are involved: one mark, one look into one index."""
    return [f"{authority} person {each}" for each in persons]


def body_marks(authority: str, bodies: Iterable[str]) -> list[str]:
    """The marks of a case that was shared with these bodies outside."""
    return [f"{authority} body {each}" for each in bodies]


def area_mark(authority: str, edition: str, area: str) -> str:
    """The mark of a case in this area, under this edition."""
    return f"{authority} area {edition} {area}"


def role_mark(authority: str, role: str, area: str) -> str:
    """The mark of a case in this area that was shared with this role, or of which something waits with it."""
    return f"{authority} role {role} {area}"


def visibility(reader: Reader, editions: Sequence[Edition]) -> Visibility:
    """What this reader may see of an authority with these editions."""
    areas = {edition.edition: _areas(reader, edition) for edition in editions}
    here = {name: found for name, found in areas.items() if found}
    return Visibility(reader.authority, acts_for(reader), here, _held(reader, editions))


def _held(reader: Reader, editions: Sequence[Edition]) -> frozenset[tuple[str, str]]:
    roles = {role for edition in editions for role in edition.roles}
    places = ((role, area) for role in roles for area in reader.directory.areas)
    return frozenset((role, area) for role, area in places if reader.holds(role, area))


def _areas(reader: Reader, edition: Edition) -> frozenset[str]:
    named = tuple(sorted(roles_named(edition)))
    return frozenset(area for area in reader.directory.areas if reader.holds_any(named, area))
