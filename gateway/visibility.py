"""Which notifications a reader may see, said so that a store can look for them. `access.sees` has the last word on each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gateway.access import Reader, acts_for, roles_named
from needfire.procedure import Edition


@dataclass(frozen=True)
class Visibility:
    """Of this authority: those in which one of `persons` is involved, and those of an edition in one of its areas."""

    authority: str
    persons: frozenset[str]
    areas: Mapping[str, frozenset[str]]


def visibility(reader: Reader, editions: Sequence[Edition]) -> Visibility:
    """What this reader may see of an authority with these editions."""
    areas = {edition.edition: _areas(reader, edition) for edition in editions}
    return Visibility(reader.authority, acts_for(reader), {name: found for name, found in areas.items() if found})


def _areas(reader: Reader, edition: Edition) -> frozenset[str]:
    named = tuple(sorted(roles_named(edition)))
    return frozenset(area for area in reader.directory.areas if reader.holds_any(named, area))
