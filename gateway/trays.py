"""A reader's tray: what waits for them, for their groups, and for those for whom they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gateway.access import Item, Reader, acts_for, judge
from gateway.parts import Parts
from gateway.read_models.folding import Document
from gateway.read_models.tray_items import person_mark, role_mark, waiting_items
from gateway.reading import Found, found_of, openers_for
from gateway.threads import in_thread
from gateway.words.items import Items
from needfire.authorities import Authority

LONGEST = 100


@dataclass(frozen=True)
class Waiting:
    """One item that waits, with the words for it. `due` is null where no deadline runs."""

    item_id: str
    due: str | None
    items: Items


async def tray_of(parts: Parts, reader: Reader, kind: str) -> list[Waiting]:
    """The reader's items of one kind, the soonest due first: those of LONGEST notifications at most."""
    authority = parts.people.authority(reader.authority)
    trays = await in_thread(parts.trays.waiting, kind, _marks(reader, authority, kind), LONGEST)
    by_id = {tray["_id"]: tray for tray in trays if tray["edition"] in authority.editions}
    cases = await in_thread(parts.cases.load, list(by_id))
    found = {key: found_of(parts, reader, case) for key, case in cases.items()}
    openers = await openers_for(parts, reader, found.values())
    waiting = [
        Waiting(item["id"], item["due"], Items(key, by_id[key]["routing"], found[key].names, openers[key]))
        for key in found
        for item in _mine(reader, found[key], by_id[key]["routing"], kind)
    ]
    return sorted(waiting, key=lambda each: (each.due is None, each.due or "", each.item_id))


def _marks(reader: Reader, authority: Authority, kind: str) -> list[str]:
    roles = {role for edition in authority.editions.values() for role in edition.roles}
    held = ((role, area) for role in roles for area in reader.directory.areas if reader.holds(role, area))
    of_roles = [role_mark(reader.authority, kind, role, area) for role, area in held]
    return [*of_roles, *(person_mark(reader.authority, kind, person) for person in acts_for(reader))]


def _mine(reader: Reader, found: Found, routing: Document, kind: str) -> Iterator[Mapping[str, Any]]:
    for waiting in waiting_items(routing):
        item = Item(found.case, waiting["role"], tuple(waiting["people"]))
        if waiting["kind"] == kind and _lies_here(reader, item, waiting) and not judge(reader, "read_item", item):
            yield waiting


def _lies_here(reader: Reader, item: Item, waiting: Mapping[str, Any]) -> bool:
    """Theirs; or their group's; or of a role they hold now because none of those it was given to does."""
    if acts_for(reader) & set(item.people):
        return True
    if not reader.holds(item.role, item.case.area):
        return False
    return waiting["tray"] == "group" or not _any_there(reader, item)


def _any_there(reader: Reader, item: Item) -> bool:
    return any(reader.directory.absence_of(person, reader.at) is None for person in item.people)
