"""Loads meetings of the group, with the entries on their agenda as far as the reader may see them."""

from __future__ import annotations

from dataclasses import dataclass

from access import Reader, judge
from contracts.gateway_register import Entry, MeetingLine
from contracts.refusals import Refusal
from gateway.auditing.trail import shown
from gateway.parts import Parts
from gateway.read_models.folding import Document
from gateway.read_models.risk_register import ENTRY
from gateway.reading import found_of, openers_for, whose_of
from gateway.registering import name_of
from gateway.threads import in_thread
from gateway.words.register import moment
from gateway.words.register_entry import SOURCE, entry_told

MOST_MEETINGS = 50


@dataclass(frozen=True)
class Item:
    """An item of the agenda: whom it is about, and their entry."""

    name: str | None
    entry: Entry


async def find_meeting(parts: Parts, reader: Reader, meeting_id: str) -> Document:
    """The meeting. Raises Refusal `not_found`."""
    found = await in_thread(parts.register.meeting, whose_of(parts, reader), meeting_id)
    if found is None:
        raise Refusal("not_found")
    shown(meeting_id)
    return found


async def meeting_lines(parts: Parts, reader: Reader) -> tuple[MeetingLine, ...]:
    """The latest meetings."""
    found = await in_thread(parts.register.meetings, whose_of(parts, reader), MOST_MEETINGS)
    shown(*(each["_id"] for each in found))
    return tuple(
        MeetingLine(each["_id"], moment(each["at"]) or reader.at, moment(each["held_at"]), len(each["items"]))
        for each in found
    )


async def item_entries(parts: Parts, reader: Reader, meeting: Document) -> tuple[Item, ...]:
    """The items in order; what the reader may not see is left out, and so is who was never referred or planned for."""
    documents = await in_thread(parts.cases.several, whose_of(parts, reader), meeting["items"])
    there = [documents[each] for each in meeting["items"] if each in documents]
    entries = [each for each in there if ENTRY in each.get(SOURCE, {})]
    found = [found_of(parts, reader, each) for each in entries]
    seen = [each for each in found if judge(reader, "read_case", each.case, each.purpose) is None]
    openers = await openers_for(parts, reader, seen)
    shown(*(each.document["_id"] for each in seen))
    return tuple(
        Item(
            name_of(each.document, openers[each.document["_id"]]),
            entry_told(each.document, each.names, register, openers[each.document["_id"]], reader.at),
        )
        for each in seen
        if (register := each.names.edition.register)
    )
