"""A reader's tray: what waits for them, for their groups, and for those for whom they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from access import Item, Reader, judge
from access.visibility import Visibility
from gateway.auditing.trail import shown
from gateway.mine import Because, because
from gateway.parts import Parts
from gateway.read_models.folding import Document
from gateway.read_models.tray_items import place, waiting_items
from gateway.reading import Found, found_of, openers_for, whose_of
from gateway.threads import in_thread
from gateway.words.items import Items

LONGEST_LOOK = 500


@dataclass(frozen=True)
class Waiting:
    """One item that waits, with the words for it, and why it waits for the reader. `due` is null where no deadline runs."""

    item_id: str
    due: str | None
    items: Items
    because: Because


@dataclass(frozen=True)
class TrayPage:
    """A page of a tray, the soonest due first; `next` is the place behind which the following one begins, if there is one.

    `looked_at` are the trays that were read for it first, in the same order.
    """

    waiting: tuple[Waiting, ...]
    next: str | None
    looked_at: tuple[Document, ...]


async def tray_of(
    parts: Parts, reader: Reader, kind: str, after: str | None, limit: int, step: str | None = None
) -> TrayPage:
    """The reader's items of one kind from behind a place: `limit`, or more where one notification has several, or all.

    Looks on until there are as many and one more: not all that bears a mark of theirs lies with them, and what does not is
    told neither by the place nor by whether there is a next page. With `step` only the tasks of this step, request or review.
    """
    whose, found, look = whose_of(parts, reader), list[tuple[str, tuple[Waiting, ...]]](), limit + 1
    looked_at: tuple[Document, ...] | None = None
    while True:
        trays = await in_thread(parts.trays.waiting, whose, kind, after, look)
        looked_at = trays if looked_at is None else looked_at
        told = await _told(parts, whose, reader, kind, step, trays)
        found += [(place(tray, kind), told[tray["_id"]]) for tray in trays if told.get(tray["_id"])]
        here = _filling(found, limit)
        if len(found) > here or len(trays) < look:
            waiting = [each for _, items in found[:here] for each in items]
            return _page(waiting, found[here - 1][0] if len(found) > here else None, looked_at)
        after, look = place(trays[-1], kind), min(2 * look, LONGEST_LOOK)


def _filling(found: Sequence[tuple[str, tuple[Waiting, ...]]], limit: int) -> int:
    """How many of these notifications fill a page: all, where there are not so many."""
    so_far = accumulate(len(items) for _, items in found)
    return next((number for number, items in enumerate(so_far, 1) if items >= limit), len(found))


def _page(found: Iterable[Waiting], after: str | None, looked_at: tuple[Document, ...]) -> TrayPage:
    waiting = tuple(sorted(found, key=lambda each: (each.due is None, each.due or "", each.item_id)))
    for each in waiting:
        shown(each.items.notification_id, each.item_id)
    return TrayPage(waiting, after, looked_at)


async def _told(
    parts: Parts, whose: Visibility, reader: Reader, kind: str, step: str | None, trays: Iterable[Document]
) -> Mapping[str, tuple[Waiting, ...]]:
    """What of these lies with the reader, by notification."""
    editions = parts.people.authority(reader.authority).editions
    by_id = {
        tray["_id"]: tray for tray in trays if tray["edition"] in editions and any(_here(reader, tray, kind, step))
    }
    cases = await in_thread(parts.cases.named, whose, list(by_id)) if by_id else {}
    found = {key: found_of(parts, reader, case) for key, case in cases.items()}
    openers = await openers_for(parts, reader, found.values())
    return {
        key: tuple(
            Waiting(item["id"], item["due"], Items(key, by_id[key]["routing"], each.names, openers[key]), why)
            for item, why in _mine(reader, each, by_id[key], kind, step)
        )
        for key, each in found.items()
    }


def _mine(
    reader: Reader, found: Found, tray: Document, kind: str, step: str | None
) -> Iterator[tuple[Mapping[str, Any], Because]]:
    for waiting, why in _here(reader, tray, kind, step):
        item = Item(found.case, waiting["role"], tuple(waiting["people"]))
        if not judge(reader, "read_item", item):
            yield waiting, why


def _here(reader: Reader, tray: Document, kind: str, step: str | None) -> Iterator[tuple[Mapping[str, Any], Because]]:
    """Theirs; or their group's; or of a role they hold now because none of those it was given to does."""
    for waiting in waiting_items(tray["routing"]):
        if waiting["kind"] == kind and step in (None, waiting["step"]):
            why = because(reader, tray["area"], waiting)
            if why:
                yield waiting, why
