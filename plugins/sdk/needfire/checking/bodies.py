"""Whether what a directory says its agencies are in the procedure is in it: a body that nothing names is told nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from needfire.directory import Directory
from needfire.procedure import Edition


def bodies_named(editions: Iterable[Edition]) -> frozenset[str]:
    """The names under which editions owe a duty to a body outside, or share a case with one."""
    found: set[str] = set()
    for edition in editions:
        found.update(duty.to for duty in edition.duties)
        found.update(body for way in edition.circulation for body in way.to_bodies)
    return frozenset(found)


def unknown_bodies(directory: Directory, editions: Iterable[Edition]) -> Iterator[str]:
    """Each body of an agency that no edition of the authority names, as a sentence."""
    named = bodies_named(editions)
    for agency in directory.agencies:
        for body in agency.bodies:
            if body not in named:
                yield f"agency {agency.id} is said to be '{body}', which no edition names: nothing would reach it as that"
