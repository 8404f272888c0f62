"""Why something waits for a reader: it is theirs, their group's, or they are there for somebody who is not. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from access import Reader
from needfire.directory import WHOLE_AUTHORITY, Post, in_effect

Reason = Literal["own", "claimed", "group", "rota", "cover", "standing_in", "unheld", "deputy", "second_person"]
Whose = Literal["mine", "group", "cover"]
WHOSE: Mapping[Reason, Whose] = {
    "own": "mine",
    "claimed": "mine",
    "second_person": "mine",
    "group": "group",
    "rota": "cover",
    "cover": "cover",
    "standing_in": "cover",
    "unheld": "cover",
    "deputy": "cover",
}


@dataclass(frozen=True)
class Because:
    """The reason; the people, by id, for whom they are there or who proposed it; and until when a turn of the rota runs."""

    reason: Reason
    whom: tuple[str, ...] = ()
    until: datetime | None = None

    @property
    def whose(self) -> Whose:
        """Whether it is their own, their group's, or somebody's whom they cover."""
        return WHOSE[self.reason]


def because(reader: Reader, area: str, waiting: Mapping[str, Any]) -> Because | None:
    """Why this lies with the reader; None where it does not. `waiting` is as `tray_items.waiting_items` has it."""
    role, people = waiting["role"], waiting["people"]
    if reader.person in people:
        return _given(reader, area, waiting)
    if absent := sorted(reader.acts_for & set(people)):
        return Because("standing_in", tuple(absent))
    if waiting["confirming"] and waiting["proposed_by"] != reader.person:
        agrees = reader.holds_any(tuple(waiting["confirming"]), area)
        return Because("second_person", (waiting["proposed_by"],)) if agrees else None
    if not reader.holds(role, area):
        stands_in = reader.holds_any(tuple(waiting["instead"]), area) and not reader.is_held(role, area)
        return Because("deputy") if stands_in else None
    if waiting["tray"] == "group":
        return Because("group")
    return None if _any_there(reader, people) else Because("unheld", tuple(people))


def _given(reader: Reader, area: str, waiting: Mapping[str, Any]) -> Because:
    if waiting["claimed_by"] == reader.person:
        return Because("claimed")
    role = waiting["role"]
    posts = [post for post in _posts(reader, role, area) if in_effect(post, reader.at)]
    if any(reader.person in post.holders for post in posts) or not reader.holds(role, area):
        return Because("group" if waiting["tray"] == "group" else "own")
    if posts:
        return Because("cover", tuple(dict.fromkeys(each for post in posts for each in post.holders)))
    return _on_the_rota(reader, role, area)


def _posts(reader: Reader, role: str, area: str) -> Iterable[Post]:
    places = reader.directory.posts_by_place
    return places.get((role, area)) or places.get((role, WHOLE_AUTHORITY), ())


def _on_the_rota(reader: Reader, role: str, area: str) -> Because:
    rotas = reader.directory.rota_by_place
    rota = rotas.get((role, area)) or rotas.get((role, WHOLE_AUTHORITY))
    shifts = [each for each in rota.shifts if in_effect(each, reader.at)] if rota else []
    turn = next((each for each in shifts if each.person == reader.person), None)
    return Because("rota", (), turn.ends if turn else None)


def _any_there(reader: Reader, people: Iterable[str]) -> bool:
    return any(reader.directory.absence_of(person, reader.at) is None for person in people)
