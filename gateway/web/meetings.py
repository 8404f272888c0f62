"""Pages of the group's meetings: called, with an agenda in an order, held, and read item by item; the pack to print."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.responses import Response

from access import Reader
from contracts.gateway_register_requests import Agenda, MeetingBody, MeetingHeld
from contracts.refusals import Refusal
from documents.meetings import STAGES, VIEWS, pack_page
from gateway.api import meetings as operations
from gateway.api.operation import Asked
from gateway.meetings import find_meeting, item_entries, meeting_lines
from gateway.parts import Parts
from gateway.printing import Paper
from gateway.register_lists import level_titles, named_first
from gateway.registering import permit_register
from gateway.web.acting import NOTHING, Trouble, arrived, asked_of, led_or_shown, under
from gateway.web.fields import moment_of
from gateway.web.page import Page, View, Visit
from gateway.web.register import permitted
from gateway.words.register import moment

PATH = "/register/meetings"
ONE = f"{PATH}/{{meeting_id}}"
OFFERED = 50
NO_MOMENT = "Give the day and the time."
Again = Callable[[Parts, Visit, Trouble], Awaitable[View]]


def may_call(parts: Parts, reader: Reader) -> bool:
    """Whether the reader is of the group, which calls meetings and holds them."""
    try:
        permit_register(parts, reader, "hold_meeting", deciding=True)
    except Refusal:
        return False
    return True


async def _candidates(parts: Parts, visit: Visit) -> Mapping[str, str]:
    """What may come on an agenda, by notification: what waits for the group, then what is on the register, the soonest due first."""
    lines: dict[str, str] = {}
    for stage, words in (("referred", "waits for the group"), ("on_register", "on the register")):
        told = await named_first(parts, visit.signed_in, stage, OFFERED)
        lines |= {each: f"{name or each}, {words}" for each, name in told.items()}
    return lines


async def listed(parts: Parts, visit: Visit) -> View:
    """The latest meetings, and the form that calls one."""
    return await _list_view(parts, visit, NOTHING)


async def _list_view(parts: Parts, visit: Visit, trouble: Trouble) -> View:
    permitted(parts, visit, "read_register")
    may = may_call(parts, visit.signed_in)
    shows = {
        "meetings": await meeting_lines(parts, visit.signed_in),
        "may": may,
        "candidates": await _candidates(parts, visit) if may else {},
        "filled": visit.form,
        "trouble": trouble,
    }
    return View("meetings.html", shows)


async def one(parts: Parts, visit: Visit) -> View:
    """A meeting, item by item, and what the group does with it."""
    return await _view(parts, visit, NOTHING)


async def _view(parts: Parts, visit: Visit, trouble: Trouble) -> View:
    reader, found = visit.signed_in, permitted(parts, visit, "read_register")
    held = await find_meeting(parts, reader, visit.request.path_params["meeting_id"])
    items = await item_entries(parts, reader, held)
    titles = found.register.concurrence.views_of
    may = may_call(parts, reader) and held["held_at"] is None
    candidates = await _candidates(parts, visit) if may else {}
    here = {each.entry.notification_id: each.name or each.entry.notification_id for each in items}
    placed = {f"place.{each}": str(number) for number, each in enumerate(here, 1)}
    shows = {
        "meeting_id": held["_id"],
        "at": moment(held["at"]),
        "held_at": moment(held["held_at"]),
        "present": [titles.get(each, each) for each in held["present"]],
        "items": items,
        "levels": level_titles(found),
        "stages": STAGES,
        "views": VIEWS,
        "may": may,
        "bodies": titles,
        "candidates": {**here, **{each: words for each, words in candidates.items() if each not in here}},
        "filled": visit.form or placed,
        "version": held["versions"],
        "trouble": trouble,
    }
    return View("meeting.html", shows)


def agenda_of(form: Mapping[str, str]) -> tuple[str, ...]:
    """The notifications in the order of the numbers beside them; those without one are not on it. Raises Refusal `malformed`."""
    places = {name: text.strip() for name, text in under(form, "place.").items() if text.strip()}
    wrong = {f"place.{name}": "Give a whole number, or none." for name, text in places.items() if not _is_place(text)}
    if wrong:
        raise Refusal("malformed", wrong)
    return tuple(sorted(places, key=lambda name: int(places[name])))


def _is_place(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 4


def _called(form: Mapping[str, str]) -> MeetingBody:
    at = moment_of(form, "at")
    if at is None:
        raise Refusal("malformed", {"at": NO_MOMENT})
    return MeetingBody(at, agenda_of(form))


def _agenda(form: Mapping[str, str]) -> Agenda:
    return Agenda(agenda_of(form))


def _held(form: Mapping[str, str]) -> MeetingHeld:
    return MeetingHeld(tuple(name for name, value in under(form, "present.").items() if value == "yes"))


Act = Callable[[Parts, Asked], Awaitable[Any]]


def _acting(act: Act, body: Callable[[Mapping[str, str]], Any], again: Again) -> Any:
    async def show(parts: Parts, visit: Visit) -> View | Response:
        async def doing() -> str:
            accepted = await act(parts, asked_of(parts, visit, body(visit.form)))
            await arrived(parts.register_caught_up, accepted.meeting_id, accepted.version, operations.SERVICE)
            return ONE.format(meeting_id=accepted.meeting_id)

        async def shown(trouble: Trouble) -> View:
            return await again(parts, visit, trouble)

        return await led_or_shown(doing(), shown)

    return show


async def pack(parts: Parts, visit: Visit) -> Paper:
    """The pack for a meeting, without what its reader may not see."""
    permitted(parts, visit, "read_register")
    held = await find_meeting(parts, visit.signed_in, visit.request.path_params["meeting_id"])
    items = await item_entries(parts, visit.signed_in, held)
    known = visit.signed_in.directory.person_by_id.get(visit.signed_in.person)
    by = known.name if known else visit.signed_in.person
    agenda = tuple((each.name, each.entry) for each in items)
    return Paper(lambda: pack_page(moment(held["at"]) or visit.signed_in.at, by, agenda), f"pack {held['_id']}")


PAGES = (
    Page("GET", PATH, "read_register", listed),
    Page("POST", PATH, "hold_meeting", _acting(operations.call, _called, _list_view)),
    Page("GET", ONE, "read_register", one),
    Page("POST", f"{ONE}/agenda", "hold_meeting", _acting(operations.set_agenda, _agenda, _view)),
    Page("POST", f"{ONE}/held", "hold_meeting", _acting(operations.hold, _held, _view)),
    Page("GET", f"{ONE}/pack.pdf", "read_register", pack),
)
