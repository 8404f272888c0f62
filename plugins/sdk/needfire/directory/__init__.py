"""Who holds a post at a moment, and why: holders, delegates, cover, rota; else those of the whole authority.

A person holds a post while they are among the people of its `holding`: an absent holder is not, the delegate
or the cover is. Who comes back early ends the absence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from needfire.directory.records import (
    WHOLE_AUTHORITY,
    Absence,
    Agency,
    CustodianPosts,
    Directory,
    FrontDoor,
    Person,
    Post,
    Rota,
    Shift,
    Tray,
    in_effect,
)
from needfire.london_time import in_utc, moment_in_words

__all__ = [
    "WHOLE_AUTHORITY",
    "Absence",
    "Agency",
    "CustodianPosts",
    "Directory",
    "FrontDoor",
    "Holding",
    "NobodyHolds",
    "Person",
    "PersonUnknown",
    "Post",
    "Rota",
    "Shift",
    "Tray",
    "holders_of_post",
    "holding",
    "holds",
    "holds_post",
    "in_effect",
    "is_held",
    "person",
    "posts_of",
]


@dataclass(frozen=True)
class Holding:
    """Who holds a role in an area at a moment. `because` says each step that led there, in ids, not names."""

    role: str
    area: str
    people: tuple[str, ...]
    tray: Tray
    because: tuple[str, ...]


class NobodyHolds(LookupError):
    """Nobody holds a post at a moment. `because` says who was asked for."""

    code = "nobody_holds_post"

    def __init__(self, role: str, area: str, because: tuple[str, ...]) -> None:
        self.role, self.area, self.because = role, area, because
        self.sentence = (
            f"Nobody holds {_post_in_words(role, area)}. {' '.join(because)} "
            "Add a holder or a cover there, or a holder for the whole authority."
        )
        super().__init__(self.sentence)


class PersonUnknown(LookupError):
    """The directory has no person of that id."""

    code = "person_unknown"

    def __init__(self, authority: str) -> None:
        self.sentence = f"The directory of {authority} has no person of that id."
        super().__init__(self.sentence)


def person(directory: Directory, person_id: str) -> Person:
    """The person of that id. Raises PersonUnknown."""
    try:
        return directory.person_by_id[person_id]
    except KeyError:
        raise PersonUnknown(directory.authority) from None


def holding(directory: Directory, role: str, area: str, at: datetime) -> Holding:
    """Who holds a role in an area: the area's own people, else the whole authority's. Raises NobodyHolds.

    `at` is an aware moment (ValueError otherwise).
    """
    moment = in_utc(at)
    because: list[str] = []
    for place in _places(directory, area, because):
        people, tray = _held(directory, role, place, moment, because)
        if people:
            return Holding(role, area, people, tray, tuple(because))
    raise NobodyHolds(role, area, tuple(because))


def holds(directory: Directory, person_id: str, role: str, area: str, at: datetime) -> bool:
    """Whether this person holds the role there at a moment, as holder, delegate, cover or on the rota."""
    held = _holding_if_any(directory, role, area, at)
    return held is not None and person_id in held.people


def is_held(directory: Directory, role: str, area: str, at: datetime) -> bool:
    """Whether anybody holds the role there at a moment."""
    return _holding_if_any(directory, role, area, at) is not None


def holds_post(directory: Directory, person_id: str, role: str, area: str, at: datetime) -> bool:
    """Whether the role there is this person's at a moment, be they present or away: they hold it, or would."""
    return person_id in holders_of_post(directory, role, area, at)


def holders_of_post(directory: Directory, role: str, area: str, at: datetime) -> frozenset[str]:
    """The ids of all whose the role there is at a moment, be they present or away: they hold it, or would."""
    there = replace(directory, absences=())
    held = (_holding_if_any(each, role, area, at) for each in (directory, there))
    return frozenset(each for found in held if found for each in found.people)


def posts_of(directory: Directory, person_id: str, at: datetime) -> tuple[Holding, ...]:
    """Every post of the directory that this person holds at a moment, in the order of the file."""
    places = dict.fromkeys([*directory.posts_by_place, *directory.rota_by_place])
    all_held = (_holding_if_any(directory, role, area, at) for role, area in places)
    return tuple(held for held in all_held if held and person_id in held.people)


def _holding_if_any(directory: Directory, role: str, area: str, at: datetime) -> Holding | None:
    try:
        return holding(directory, role, area, at)
    except NobodyHolds:
        return None


def _places(directory: Directory, area: str, because: list[str]) -> tuple[str, ...]:
    if area == WHOLE_AUTHORITY:
        return (WHOLE_AUTHORITY,)
    if area in directory.areas:
        return (area, WHOLE_AUTHORITY)
    because.append(f"{area} is not an area of {directory.authority}: the whole authority is asked.")
    return (WHOLE_AUTHORITY,)


def _held(directory: Directory, role: str, area: str, at: datetime, because: list[str]) -> tuple[tuple[str, ...], Tray]:
    posts = directory.posts_by_place.get((role, area), ())
    for post in posts:
        if in_effect(post, at):
            return _held_by_post(directory, post, at, because), post.kind
    rota = directory.rota_by_place.get((role, area))
    if rota:
        return _held_by_rota(directory, rota, at, because), "person"
    dates = f" in effect on {moment_in_words(at)}" if posts else ""
    because.append(f"The directory has no entry{dates} for {_post_in_words(role, area)}.")
    return (), "person"


def _held_by_post(directory: Directory, post: Post, at: datetime, because: list[str]) -> tuple[str, ...]:
    group = "the group " if post.kind == "group" else ""
    because.append(f"{_post_in_words(post.role, post.area)} is held by {group}{', '.join(post.holders)}.")
    if people := _present(directory, post.holders, at, because):
        return people
    if not post.cover:
        because.append("The post has no cover.")
        return ()
    because.append(f"The cover is {', '.join(post.cover)}.")
    covering = _present(directory, post.cover, at, because)
    return covering if post.kind == "group" else covering[:1]


def _held_by_rota(directory: Directory, rota: Rota, at: datetime, because: list[str]) -> tuple[str, ...]:
    named = _post_in_words(rota.role, rota.area)
    shift = next((each for each in rota.shifts if in_effect(each, at)), None)
    if shift:
        because.append(f"The rota of {named} has {shift.person} until {moment_in_words(shift.ends)}.")
        if people := _present(directory, (shift.person,), at, because):
            return people
    else:
        because.append(f"The rota of {named} has nobody on {moment_in_words(at)}.")
    if rota.otherwise is None:
        return ()
    because.append(f"Otherwise it is {rota.otherwise}.")
    return _present(directory, (rota.otherwise,), at, because)


def _present(directory: Directory, named: Iterable[str], at: datetime, because: list[str]) -> tuple[str, ...]:
    """Those who are there, each absent one replaced by their delegate, nobody twice."""
    there = (_there_or_delegate(directory, each, at, because) for each in named)
    return tuple(dict.fromkeys(each for each in there if each))


def _there_or_delegate(directory: Directory, named: str, at: datetime, because: list[str]) -> str | None:
    passed = {named}
    while absence := directory.absence_of(named, at):
        until = f"until {moment_in_words(absence.ends)}" if absence.ends else "until further notice"
        delegate = absence.delegate
        if delegate is None:
            because.append(f"{named} is absent {until} and has no delegate.")
            return None
        if delegate in passed or delegate not in directory.person_by_id:
            wrong = "the delegates lead back to" if delegate in passed else "the directory does not know the delegate"
            because.append(f"{named} is absent {until}; {wrong} {delegate}.")
            return None
        because.append(f"{named} is absent {until}; {delegate} stands in as delegate.")
        passed.add(delegate)
        named = delegate
    return named


def _post_in_words(role: str, area: str) -> str:
    named = role.replace("_", " ")
    return f"{named} for the whole authority" if area == WHOLE_AUTHORITY else f"{named} in {area}"
