"""Meetings of the group: called, with an agenda, held; and read item by item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts import gateway_register as told
from contracts import gateway_register_requests as bodies
from contracts import risk_register as contract
from contracts.refusals import Refusal
from gateway.api.operation import Asked, Operation, of_tag
from gateway.auditing.trail import shown
from gateway.commanding import send
from gateway.meetings import find_meeting, item_entries, meeting_lines
from gateway.parts import Parts
from gateway.reading import whose_of
from gateway.registering import permit_register
from gateway.threads import in_thread
from gateway.words.register import moment

SERVICE = "risk_management"
PATH = "/v1/register/meetings"
ONE = f"{PATH}/{{meeting_id}}"


async def _send(parts: Parts, asked: Asked, command: Any) -> told.MeetingAccepted:
    accepted: Mapping[str, Any] = await send(parts, SERVICE, command, asked.reader, asked.command_id, asked.digest)
    return told.MeetingAccepted(accepted["meeting_id"], accepted["version"])


async def call(parts: Parts, asked: Asked) -> told.MeetingAccepted:
    """Call a meeting."""
    body: bodies.MeetingBody = asked.body
    permit_register(parts, asked.reader, asked.deed, deciding=True)
    await _check(parts, asked, body.items)
    meeting_id = f"meeting-{parts.new_id().removeprefix('notification-')}"
    return await _send(parts, asked, contract.CallMeetingV1(meeting_id, body.at, body.items))


async def _check(parts: Parts, asked: Asked, items: tuple[str, ...]) -> None:
    """Refuses what the reader cannot see. Raises Refusal `not_found`."""
    found = await in_thread(parts.cases.several, whose_of(parts, asked.reader), items)
    if set(items) - found.keys():
        raise Refusal("not_found")
    shown(*found)


async def set_agenda(parts: Parts, asked: Asked) -> told.MeetingAccepted:
    """Set what it looks at, in order."""
    permit_register(parts, asked.reader, asked.deed, deciding=True)
    meeting = await find_meeting(parts, asked.reader, asked.path["meeting_id"])
    await _check(parts, asked, asked.body.items)
    return await _send(parts, asked, contract.SetAgendaV1(meeting["_id"], asked.body.items))


async def hold(parts: Parts, asked: Asked) -> told.MeetingAccepted:
    """Record that it was held, and who was there."""
    found = permit_register(parts, asked.reader, asked.deed, deciding=True)
    meeting = await find_meeting(parts, asked.reader, asked.path["meeting_id"])
    known = found.register.concurrence.views_of
    if set(asked.body.present) - known.keys():
        raise Refusal("unknown_body", {"bodies": dict(known)}, found.register.concurrence.rules)
    return await _send(parts, asked, contract.HoldMeetingV1(meeting["_id"], asked.body.present))


async def listed(parts: Parts, asked: Asked) -> told.MeetingList:
    """The latest meetings."""
    permit_register(parts, asked.reader, asked.deed)
    return told.MeetingList(await meeting_lines(parts, asked.reader))


async def one(parts: Parts, asked: Asked) -> told.Meeting:
    """A meeting, item by item, as far as the reader may see them."""
    found = permit_register(parts, asked.reader, asked.deed)
    meeting = await find_meeting(parts, asked.reader, asked.path["meeting_id"])
    items = tuple(each.entry for each in await item_entries(parts, asked.reader, meeting))
    at, held_at = moment(meeting["at"]), moment(meeting["held_at"])
    titles = found.register.concurrence.views_of
    present = tuple(titles.get(body, body) for body in meeting["present"])
    return told.Meeting(meeting["_id"], at or asked.reader.at, held_at, present, items)


_ACT = ("not_permitted", "no_register", "not_found", "busy")
OPERATIONS = of_tag(
    "High risk register",
    Operation(
        "POST",
        PATH,
        "call_meeting",
        "Call a meeting of the group",
        "hold_meeting",
        call,
        told.MeetingAccepted,
        bodies.MeetingBody,
        201,
        refusals=(*_ACT, "no_procedure"),
    ),
    Operation(
        "GET",
        PATH,
        "list_meetings",
        "List the group's meetings",
        "read_register",
        listed,
        told.MeetingList,
        refusals=("not_permitted", "no_register"),
    ),
    Operation(
        "GET",
        ONE,
        "read_meeting",
        "Read a meeting of the group, item by item",
        "read_register",
        one,
        told.Meeting,
        refusals=("not_permitted", "no_register", "not_found"),
    ),
    Operation(
        "POST",
        f"{ONE}/agenda",
        "set_agenda",
        "Set the agenda of a meeting",
        "hold_meeting",
        set_agenda,
        told.MeetingAccepted,
        bodies.Agenda,
        201,
        refusals=(*_ACT, "meeting_over", "edition_changed"),
    ),
    Operation(
        "POST",
        f"{ONE}/held",
        "hold_meeting",
        "Record that a meeting was held",
        "hold_meeting",
        hold,
        told.MeetingAccepted,
        bodies.MeetingHeld,
        201,
        refusals=(*_ACT, "meeting_over", "edition_changed", "unknown_body"),
    ),
)
