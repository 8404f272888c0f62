"""A reader's tray: what waits for them, for their groups, and for those for whom they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from access import Item, Reader, acts_for, judge
from gateway.auditing.trail import shown
from gateway.parts import Parts
from gateway.read_models.folding import Document
from gateway.read_models.tray_items import person_mark, place, role_mark, waiting_items
from gateway.reading import Found, found_of, openers_for
from gateway.threads import in_thread
from gateway.words.items import Items
from needfire.loading.authorities import Authority

LONGEST_LOOK = 500


@dataclass(frozen=True)
class Waiting:
    """One item that waits, with the words for it. `due` is null where no deadline runs."""

    item_id: str
    due: str | None
    items: Items


@dataclass(frozen=True)
class TrayPage:
    """A page of a tray, the soonest due first; `next` is the place behind which the following one begins, if there is one."""

    waiting: tuple[Waiting, ...]
    next: str | None


async def tray_of(
    parts: Parts, reader: Reader, kind: str, after: str | None, limit: int, step: str | None = None
) -> TrayPage:
    """The reader's items of one kind from behind a place: `limit`, or more where one notification has several, or all.

    Looks on until there are as many: not all that bears a mark of theirs lies with them. With `step` only the tasks of this
    step, request or review.
    """
    marks = _marks(reader, parts.people.authority(reader.authority), kind)
    found: list[Waiting] = []
    look = limit
    while True:
        trays = await in_thread(parts.trays.waiting, kind, marks, after, look + 1)
        told = await _told(parts, reader, kind, step, trays[:look])
        for tray in trays[:look]:
            after = place(tray, kind)
            found += told.get(tray["_id"], ())
            if len(found) >= limit and tray is not trays[-1]:
                return _page(found, after)
        if len(trays) <= look:
            return _page(found, None)
        look = min(2 * look, LONGEST_LOOK)


def _page(found: Iterable[Waiting], after: str | None) -> TrayPage:
    waiting = tuple(sorted(found, key=lambda each: (each.due is None, each.due or "", each.item_id)))
    for each in waiting:
        shown(each.items.notification_id, each.item_id)
    return TrayPage(waiting, after)


async def _told(
    parts: Parts, reader: Reader, kind: str, step: str | None, trays: Iterable[Document]
) -> Mapping[str, tuple[Waiting, ...]]:
    """What of these lies with the reader, by notification."""
    editions = parts.people.authority(reader.authority).editions
    by_id = {
        tray["_id"]: tray for tray in trays if tray["edition"] in editions and any(_here(reader, tray, kind, step))
    }
    cases = await in_thread(parts.cases.load, list(by_id)) if by_id else {}
    found = {key: found_of(parts, reader, case) for key, case in cases.items()}
    openers = await openers_for(parts, reader, found.values())
    return {
        key: tuple(
            Waiting(item["id"], item["due"], Items(key, by_id[key]["routing"], each.names, openers[key]))
            for item in _mine(reader, each, by_id[key], kind, step)
        )
        for key, each in found.items()
    }


def _marks(reader: Reader, authority: Authority, kind: str) -> list[str]:
    roles = {role for edition in authority.editions.values() for role in edition.roles}
    held = ((role, area) for role in roles for area in reader.directory.areas if reader.holds(role, area))
    of_roles = [role_mark(reader.authority, kind, role, area) for role, area in held]
    return [*of_roles, *(person_mark(reader.authority, kind, person) for person in acts_for(reader))]


def _mine(reader: Reader, found: Found, tray: Document, kind: str, step: str | None) -> Iterator[Mapping[str, Any]]:
    for waiting in _here(reader, tray, kind, step):
        item = Item(found.case, waiting["role"], tuple(waiting["people"]))
        if not judge(reader, "read_item", item):
            yield waiting


def _here(reader: Reader, tray: Document, kind: str, step: str | None) -> Iterator[Mapping[str, Any]]:
    """Theirs; or their group's; or of a role they hold now because none of those it was given to does."""
    for waiting in waiting_items(tray["routing"]):
        if waiting["kind"] == kind and step in (None, waiting["step"]) and _lies_here(reader, tray["area"], waiting):
            yield waiting


def _lies_here(reader: Reader, area: str, waiting: Mapping[str, Any]) -> bool:
    if acts_for(reader) & set(waiting["people"]):
        return True
    if waiting["confirming"] and waiting["proposed_by"] != reader.person:
        return reader.holds_any(tuple(waiting["confirming"]), area)
    if not reader.holds(waiting["role"], area):
        return reader.holds_any(tuple(waiting["instead"]), area) and not reader.is_held(waiting["role"], area)
    return waiting["tray"] == "group" or not _any_there(reader, waiting["people"])


def _any_there(reader: Reader, people: Iterable[str]) -> bool:
    return any(reader.directory.absence_of(person, reader.at) is None for person in people)
