"""Loads what a reader asks for, if they may see it: the one place where notifications and items come out of the store."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from access import Case, Deed, Item, Reader, hidden_particulars, judge, permit
from access.visibility import visibility
from contracts.refusals import Refusal
from gateway.auditing.trail import shown
from gateway.parts import Parts
from gateway.read_models.folding import Document
from gateway.read_models.tray_items import waiting_roles
from gateway.threads import in_thread
from gateway.words.names import Names
from gateway.words.opening import Opener
from needfire.conditions import Setting
from needfire.facts import from_json
from needfire.loading.authorities import Authority
from needfire.procedure import Edition
from needfire.suggesting import setting
from needfire.vocabulary import VOCABULARY
from needfire.working_time import WorkingCalendar


@dataclass(frozen=True)
class Found:
    """A case that the reader may see: its document, what access knows of it, and its names."""

    document: Document
    case: Case
    names: Names


async def find_case(
    parts: Parts, reader: Reader, deed: Deed, notification_id: str, at_least: Mapping[str, int] | None = None
) -> Found:
    """The case, if the reader may do this with it, once it has come to these versions.

    Raises Refusal: `not_found`, `not_permitted`, `read_model_behind`. With `at_least`, what is not there and what may not
    be seen are both behind, after the same time.
    """
    left = await _caught_up(parts, notification_id, at_least) if at_least else 0.0
    try:
        return await _visible(parts, reader, deed, notification_id)
    except Refusal as refusal:
        if not at_least or refusal.code != "not_found":
            raise
    await asyncio.sleep(left)
    raise Refusal("read_model_behind")


async def _caught_up(parts: Parts, notification_id: str, at_least: Mapping[str, int]) -> float:
    try:
        return await parts.caught_up.until(notification_id, at_least)
    except TimeoutError:
        raise Refusal("read_model_behind") from None


async def _visible(parts: Parts, reader: Reader, deed: Deed, notification_id: str) -> Found:
    document = await in_thread(parts.cases.one, notification_id)
    if document is None or document["authority"] != reader.authority:
        raise Refusal("not_found")
    found = found_of(parts, reader, document)
    shown(notification_id)
    permit(reader, deed, found.case)
    return found


def found_of(parts: Parts, reader: Reader, document: Document) -> Found:
    """The document of a case with what goes with it. Raises Refusal where its edition is not installed any more."""
    authority = parts.people.authority(reader.authority)
    names = names_of(authority, reader, document["edition"])
    shared = document.get("shared", {})
    case = Case(
        authority=document["authority"],
        area=document["area"],
        edition=names.edition,
        raised_by=document["raised_by"],
        involved=frozenset(document["involved"]),
        shared_people=frozenset(shared.get("people", ())),
        shared_roles=frozenset(shared.get("roles", ())),
        shared_bodies=frozenset(shared.get("bodies", ())),
        waiting_roles=waiting_roles(document.get("escalation", {})),
    )
    return Found(document, case, names)


def names_of(authority: Authority, reader: Reader, edition: str) -> Names:
    """The names under one of the authority's editions. Raises Refusal `edition_changed`."""
    found = authority.editions.get(edition)
    if found is None:
        raise Refusal("edition_changed")
    return Names(reader.directory, found, {each.name: each for each in authority.editions.values()})


def setting_of(parts: Parts, reader: Reader, found: Found) -> Setting:
    """What the edition's conditions are judged against in this case now, as far as it has come here."""
    return case_setting(found.document, found.names.edition, reader.at, parts.deployment.calendar)


def case_setting(document: Document, edition: Edition, now: datetime, calendar: WorkingCalendar) -> Setting:
    """As `setting_of`, of a case's document."""
    intake = document.get("intake", {})
    told = intake or document.get("escalation", {})
    facts = from_json(VOCABULARY, told.get("facts", {}))
    consulted = (each["with_role"] for each in intake.get("consultations", ()))
    return setting(edition, facts, now, calendar, told.get("categories", ()), consulted)


async def opener_for(parts: Parts, reader: Reader, found: Found) -> Opener:
    """Opens the case's particulars for this reader, who may see it."""
    return (await openers_for(parts, reader, [found]))[found.document["_id"]]


async def openers_for(parts: Parts, reader: Reader, found: Iterable[Found]) -> Mapping[str, Opener]:
    """As `opener_for`, by notification id."""
    by_id = {each.document["_id"]: each for each in found}
    people = {each.document["person"] for each in by_id.values()}
    keys = await in_thread(parts.keys.existing, reader.authority, people) if people else {}
    return {key: Opener(keys.get(each.document["person"]), _hidden(reader, each)) for key, each in by_id.items()}


def _hidden(reader: Reader, found: Found) -> frozenset[str]:
    placed = tuple(found.document.get("intake", {}).get("restrictions", ()))
    return hidden_particulars(reader, found.case, placed)


@dataclass(frozen=True)
class Page:
    """A page of cases, the newest first; `next` is the `order` below which the following one begins, if there is one."""

    found: tuple[Found, ...]
    next: str | None


async def find_visible(parts: Parts, reader: Reader, before: str | None, limit: int) -> Page:
    """The newest cases that the reader may see, at most `limit`, from below `before`."""
    authority = parts.people.authority(reader.authority)
    whose = visibility(reader, list(authority.editions.values()))
    documents = await in_thread(parts.cases.visible, whose, before, limit + 1, reader.at)
    here = documents[:limit]
    found = [found_of(parts, reader, each) for each in here if each["edition"] in authority.editions]
    seen = tuple(each for each in found if judge(reader, "read_case", each.case) is None)
    shown(*(each.document["_id"] for each in seen))
    return Page(seen, here[-1]["order"] if len(documents) > limit else None)


@dataclass(frozen=True)
class FoundItem:
    """A task, notice or duty that the reader may see, with its case and the routing that it belongs to."""

    found: Found
    routing: Document
    item: Item


def _others(deed: Deed, data: Document) -> tuple[str, ...]:
    """Whoever may do this with a duty beside who leads it."""
    deputies = (data["deputy"],) if data.get("deputy") else ()
    return (*deputies, *data.get("confirmed_by", ())) if deed == "confirm_not_required" else deputies


KINDS = {"task": "tasks", "notice": "notices", "duty": "duties"}


async def find_item(parts: Parts, reader: Reader, deed: Deed, kind: str, item_id: str) -> FoundItem:
    """The item, if the reader may do this with it. Raises Refusal."""
    tray = await in_thread(parts.trays.holding, item_id)
    if tray is None or tray["authority"] != reader.authority or item_id not in tray["routing"][KINDS[kind]]:
        raise Refusal("not_found")
    found = await _visible(parts, reader, "read_case", tray["_id"])
    data = tray["routing"][KINDS[kind]][item_id]
    role = data["lead"] if kind == "duty" else data["role"]
    item = Item(found.case, role, tuple(data["people"]), _others(deed, data))
    shown(item_id)
    permit(reader, deed, item)
    return FoundItem(found, tray["routing"], item)
