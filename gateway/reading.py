"""Loads what a reader asks for, if they may see it: the one place where notifications and items come out of the store."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from access import AnyReader, Case, Deed, Item, Purpose, Reader, hidden_particulars, judge, permit, purpose_of
from access.visibility import Visibility, visibility
from contracts.refusals import Refusal
from gateway.auditing.trail import shown
from gateway.known import known_case, known_item
from gateway.parts import Parts
from gateway.read_models.folding import Document
from gateway.threads import in_thread
from gateway.words.names import Names
from gateway.words.opening import Opener
from needfire.conditions import Setting
from needfire.facts import from_json
from needfire.loading.authorities import Authority
from needfire.london_time import on_the_wall
from needfire.procedure import Edition
from needfire.suggesting import setting
from needfire.vocabulary import VOCABULARY
from needfire.working_time import WorkingCalendar


@dataclass(frozen=True)
class Found:
    """A case that the reader may see: its document, what access knows of it, its names, and for what purpose they see it."""

    document: Document
    case: Case
    names: Names
    purpose: Purpose


def whose_of(parts: Parts, reader: AnyReader, purpose: Purpose = "casework") -> Visibility:
    """What exists for this reader: no store of cases or trays answers without it."""
    return visibility(reader, tuple(parts.people.authority(reader.authority).editions.values()), purpose)


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
    whose = whose_of(parts, reader, "emergency" if deed == "emergency_access" else "casework")
    found = _found(parts, reader, await in_thread(parts.cases.one, whose, notification_id))
    shown(notification_id, purpose=found.purpose)
    permit(reader, deed, found.case, "casework" if deed == "emergency_access" else found.purpose)
    return found


def _found(parts: Parts, reader: Reader, document: Document | None) -> Found:
    if document is None:
        raise Refusal("not_found")
    return found_of(parts, reader, document)


def found_of(parts: Parts, reader: Reader, document: Document) -> Found:
    """The document of a case with what goes with it. Raises Refusal where its edition is not installed any more."""
    names = names_of(parts.people.authority(reader.authority), reader, document["edition"])
    case = known_case(document, names.edition)
    return Found(document, case, names, purpose_of(reader, case) or "casework")


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
    gone = people - keys.keys()
    decided = await in_thread(parts.persons.load, gone) if gone else {}
    return {
        key: Opener(keys.get(person), hidden_from(reader, each), deleted_on(decided.get(person)))
        for key, each in by_id.items()
        for person in [each.document["person"]]
    }


def deleted_on(decided: Document | None) -> date | None:
    """On which day, in England, all that was held about this person was deleted, if it was."""
    deleted = (decided or {}).get("deleted")
    return on_the_wall(datetime.fromisoformat(deleted["deleted_at"])).date() if deleted else None


def hidden_from(reader: Reader, found: Found) -> frozenset[str]:
    """The particulars that restrictions placed on the case keep from this reader."""
    placed = tuple(found.document.get("intake", {}).get("restrictions", ()))
    return hidden_particulars(reader, found.case, placed, found.purpose)


@dataclass(frozen=True)
class Page:
    """A page of cases, the newest first; `next` is the `order` below which the following one begins, if there is one."""

    found: tuple[Found, ...]
    next: str | None


async def find_visible(parts: Parts, reader: Reader, before: str | None, limit: int) -> Page:
    """The newest cases that the reader may see, at most `limit`, from below `before`."""
    return _shown(await looked_through(parts, reader, before, limit))


async def find_alerted(parts: Parts, reader: Reader, before: str | None, limit: int) -> Page:
    """As `find_visible`, those in which a national alert was proposed."""
    found = await in_thread(parts.cases.alerted, whose_of(parts, reader), before, limit + 1, reader.at)
    return _shown(_page(parts, reader, found, limit))


def _shown(page: Page) -> Page:
    shown(*(each.document["_id"] for each in page.found))
    return page


async def looked_through(parts: Parts, reader: Reader, before: str | None, limit: int) -> Page:
    """As `find_visible`, for who shows only some of them, and then says which."""
    found = await in_thread(parts.cases.visible, whose_of(parts, reader), before, limit + 1, reader.at)
    return _page(parts, reader, found, limit)


def _page(parts: Parts, reader: Reader, documents: Sequence[Document], limit: int) -> Page:
    here = documents[:limit]
    editions = parts.people.authority(reader.authority).editions
    found = [found_of(parts, reader, each) for each in here if each["edition"] in editions]
    seen = tuple(each for each in found if judge(reader, "read_case", each.case, each.purpose) is None)
    return Page(seen, here[-1]["order"] if len(documents) > limit else None)


@dataclass(frozen=True)
class FoundItem:
    """A task, notice or duty that the reader may see, with its case and the routing that it belongs to."""

    found: Found
    routing: Document
    item: Item


KINDS = {"task": "tasks", "notice": "notices", "duty": "duties"}


async def find_item(parts: Parts, reader: Reader, deed: Deed, kind: str, item_id: str) -> FoundItem:
    """The item, if the reader may do this with it. Raises Refusal."""
    found = _found(parts, reader, await in_thread(parts.cases.holding, whose_of(parts, reader), item_id))
    routing: Document = found.document["escalation"]
    if item_id not in routing[KINDS[kind]]:
        raise Refusal("not_found")
    item = known_item(found.case, routing, kind, item_id)
    shown(found.document["_id"], item_id, purpose=found.purpose)
    permit(reader, deed, item, found.purpose)
    return FoundItem(found, routing, item)
