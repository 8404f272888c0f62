"""What will happen next, and by when, if something is raised as it stands: asked of escalation, told as a case's routing is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from access import Reader
from contracts import escalation as contract
from contracts.gateway import RaiseRequest
from contracts.gateway_answers import Clock, DecisionTold, Duty, Notice, Task, Vacancy
from gateway.commanding import actor_of
from gateway.parts import Parts
from gateway.read_models.folding import Document, Happening
from gateway.read_models.routing import CHANGES
from gateway.reading import names_of
from gateway.words.decisions import decisions_told
from gateway.words.items import Items
from gateway.words.names import Names
from gateway.words.opening import Opener
from needfire.procedure import Edition
from shared_kernel.command_desk import command_of
from shared_kernel.messaging.rpc_client import RemoteError, ServiceUnavailable
from shared_kernel.time import instant_text

NOBODY = "person-nobody"
NONE_YET = "notification-none"


@dataclass(frozen=True)
class Next:
    """Which route a case takes, what waits for whom, who is told, and by when; `why` is how the route was chosen."""

    route: str | None
    tasks: tuple[Task, ...]
    notices: tuple[Notice, ...]
    clocks: tuple[Clock, ...]
    duties: tuple[Duty, ...]
    vacancies: tuple[Vacancy, ...]
    why: tuple[DecisionTold, ...] = ()


async def foreseen(parts: Parts, reader: Reader, edition: Edition, body: RaiseRequest) -> Next | None:
    """What would follow; None where it cannot be told now: that keeps nobody from raising."""
    command = contract.StartRoutingV1(
        notification_id=NONE_YET,
        person=NOBODY,
        area=body.area,
        edition=edition.edition,
        edition_digest=edition.digest,
        raised_by=reader.person,
        raised_at=reader.at,
        facts=body.facts,
        categories=body.categories,
        named=body.named,
    )
    envelope = command_of(
        command, command_id=NONE_YET, digest=NONE_YET, authority=reader.authority, actor=actor_of(reader)
    )
    try:
        answer = await parts.services.call_async("escalation", "foresee", command=dict(vars(envelope)))
    except (ServiceUnavailable, RemoteError):
        return None
    events = answer.get("foreseen")
    if events is None or not all((each["name"], each["version"]) in CHANGES for each in events):
        return None  # refused, or told by a newer service in words that are not known here yet
    names = names_of(parts.people.authority(reader.authority), reader, edition.edition)
    return _told(events, reader, names)


def _told(events: list[Mapping[str, Any]], reader: Reader, names: Names) -> Next:
    routing: Document = {}
    for number, each in enumerate(events):
        happening = Happening(
            each["name"], each["version"], each["data"], "escalation", instant_text(reader.at), reader.person, 1, number
        )
        CHANGES[each["name"], each["version"]](routing, happening)
    items = Items(NONE_YET, routing, names, Opener(None))
    route = names.edition.route(routing["route"])
    return Next(
        route=route.title if route else None,
        tasks=items.tasks(),
        notices=items.notices(),
        clocks=items.clocks(),
        duties=items.duties(),
        vacancies=items.vacancies(),
        why=decisions_told(events[0]["data"]["decisions"], names),
    )
