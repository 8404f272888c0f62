"""What leads to a post that nobody holds: parts of an edition, and what a directory says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from needfire.checking import roles_used
from needfire.directory import WHOLE_AUTHORITY, Directory, is_held
from needfire.procedure import Edition


@dataclass(frozen=True)
class Vacancy:
    """A part that leads to nobody, and the areas in which it does; "*" where the post is one of the whole authority."""

    part: str
    role: str
    areas: tuple[str, ...]


def vacancies(edition: Edition, directory: Directory, at: datetime) -> Iterator[Vacancy]:
    """Each part of the edition, and each post that the directory names, that nobody holds in some area at that moment."""
    for part, role in dict.fromkeys((*roles_used(edition), *_door(directory))):
        yield from _vacancy(directory, part, role, directory.areas, at)
    for part, role in dict.fromkeys(_of_the_whole(directory)):
        yield from _vacancy(directory, part, role, (WHOLE_AUTHORITY,), at)


def _vacancy(directory: Directory, part: str, role: str, areas: tuple[str, ...], at: datetime) -> Iterator[Vacancy]:
    vacant = tuple(area for area in areas if not is_held(directory, role, area, at))
    if vacant:
        yield Vacancy(part, role, vacant)


def _door(directory: Directory) -> Iterator[tuple[str, str]]:
    if directory.front_door:
        yield "the front door for agencies' concerns", directory.front_door.role


def _of_the_whole(directory: Directory) -> Iterator[tuple[str, str]]:
    if custodian := directory.custodian:
        yield "receiving national alerts", custodian.role
        yield "looking after national alerts", custodian.keeper
    if retention := directory.retention:
        yield "keeping records", retention.records_role
        yield "confirming what is done with records", retention.second_role
