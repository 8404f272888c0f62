"""Which notifications a reader may see, said so that a store can look for them. `access.sees` has the last word on each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gateway.access import Reader, acts_for, roles_named
from needfire.procedure import Edition


@dataclass(frozen=True)
class Visibility:
    """Of this authority: those in which one of `persons` is involved, and those of an edition in one of its areas."""

    authority: str
    persons: frozenset[str]
    areas: Mapping[str, frozenset[str]]

    @property
    def marks(self) -> frozenset[str]:
        """A case is of these if it bears one of the marks."""
        of_areas = {area_mark(self.authority, edition, area) for edition, areas in self.areas.items() for area in areas}
        return frozenset({*person_marks(self.authority, self.persons), *of_areas})


def person_marks(authority: str, persons: Iterable[str]) -> list[str]:
    """The marks of a case in which these people are involved: one mark, one look into one index."""
    return [f"{authority} person {each}" for each in persons]


def area_mark(authority: str, edition: str, area: str) -> str:
    """The mark of a case in this area, under this edition."""
    return f"{authority} area {edition} {area}"


def visibility(reader: Reader, editions: Sequence[Edition]) -> Visibility:
    """What this reader may see of an authority with these editions."""
    areas = {edition.edition: _areas(reader, edition) for edition in editions}
    return Visibility(reader.authority, acts_for(reader), {name: found for name, found in areas.items() if found})


def _areas(reader: Reader, edition: Edition) -> frozenset[str]:
    named = tuple(sorted(roles_named(edition)))
    return frozenset(area for area in reader.directory.areas if reader.holds_any(named, area))
