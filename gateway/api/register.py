"""The high risk register: the dashboard, unmet need, runaways, one entry and why."""

from __future__ import annotations

import re

from contracts import gateway_register as bodies
from contracts.refusals import Refusal
from gateway.api.cursors import PAGING, cursor_at, limit_of, place_of
from gateway.api.operation import Asked, Operation, Query, of_tag
from gateway.auditing.trail import shown
from gateway.parts import Parts
from gateway.read_models.register_lines import LISTED
from gateway.reading import opener_for
from gateway.register_lists import dashboard, everybody_on_register, runaways, unmet_needs
from gateway.registering import find_entry, permit_register
from gateway.words import register_entry as words

_PLACE = re.compile(r"[0-9TZ:.+~|a-z-]{1,150}")
STAGE = Query("stage", f"Which list: {', '.join(LISTED)}; those on the register if left out.")


def is_place(text: str) -> bool:
    """Whether this can be a line's `order`."""
    return _PLACE.fullmatch(text) is not None


async def listed(parts: Parts, asked: Asked) -> bodies.Register:
    """The register at this moment, what is due soonest first."""
    found = permit_register(parts, asked.reader, asked.deed)
    stage = asked.query.get("stage", "on_register")
    if stage not in LISTED:
        raise Refusal("malformed", {"stage": f"Choose one of: {', '.join(LISTED)}."})
    told, following = await dashboard(parts, asked.reader, found, stage, place_of(asked, is_place), limit_of(asked))
    return bodies.Register(**{**vars(told), "next": cursor_at(following)})


async def needs(parts: Parts, asked: Asked) -> bodies.UnmetNeeds:
    """Needs that are not met, by the latest review of everybody on the register."""
    found = permit_register(parts, asked.reader, asked.deed)
    return unmet_needs(await everybody_on_register(parts, asked.reader), found)


async def watched(parts: Parts, asked: Asked) -> bodies.Runaways:
    """Who is on the register and runs away, as the procedure's report says it."""
    found = permit_register(parts, asked.reader, asked.deed)
    everybody = await everybody_on_register(parts, asked.reader)
    return bodies.Runaways((await runaways(parts, asked.reader, everybody, found)).lines)


async def one(parts: Parts, asked: Asked) -> bodies.Entry:
    """The whole entry."""
    found, register = await find_entry(parts, asked.reader, asked.deed, asked.path["notification_id"])
    opener = await opener_for(parts, asked.reader, found)
    shown(found.document["_id"])
    return words.entry_told(found.document, found.names, register, opener, asked.reader.at)


async def why(parts: Parts, asked: Asked) -> bodies.EntryWhy:
    """Every decision on the entry."""
    found, _ = await find_entry(parts, asked.reader, asked.deed, asked.path["notification_id"])
    return words.why_told(found.document, found.names)


PATH = "/v1/register"
ENTRY = f"{PATH}/entries/{{notification_id}}"
_LIST = ("not_permitted", "no_register")

OPERATIONS = of_tag(
    "High risk register",
    Operation(
        "GET",
        PATH,
        "read_register",
        "Read the high risk register",
        "read_register",
        listed,
        bodies.Register,
        query=(STAGE, *PAGING),
        refusals=_LIST,
    ),
    Operation(
        "GET",
        f"{PATH}/needs",
        "read_unmet_needs",
        "Read which needs are not met over the register",
        "read_register",
        needs,
        bodies.UnmetNeeds,
        refusals=_LIST,
    ),
    Operation(
        "GET",
        f"{PATH}/runaways",
        "read_runaways",
        "Read who is on the register and runs away",
        "read_register",
        watched,
        bodies.Runaways,
        refusals=_LIST,
    ),
    Operation(
        "GET",
        ENTRY,
        "read_entry",
        "Read an entry of the register",
        "read_case",
        one,
        bodies.Entry,
        refusals=("not_found",),
    ),
    Operation(
        "GET",
        f"{ENTRY}/why",
        "why_entry",
        "Ask why of an entry: every decision, with its rules, facts and arithmetic",
        "read_case",
        why,
        bodies.EntryWhy,
        refusals=("not_found",),
    ),
)
