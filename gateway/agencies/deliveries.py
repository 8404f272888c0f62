"""Deliveries in words, and for the authority's people: whoever holds the front door sees how each stands."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping

from access import Concern, Deed, Reader, permit
from contracts.gateway import NoContent
from contracts.gateway_deliveries import Deliveries, Delivery, Replayed
from contracts.refusals import Refusal
from gateway.api.cursors import PAGING, cursor_at, limit_of, place_of
from gateway.api.operation import Asked, Operation, of_tag
from gateway.parts import Parts
from gateway.threads import in_thread
from needfire.concerns import front_door
from needfire.directory import WHOLE_AUTHORITY
from shared_kernel.delivery import ledger as kept

_ID = re.compile(r"delivery-[a-z0-9-]{1,200}")


def is_delivery(text: str) -> bool:
    """Whether this can be a delivery's id."""
    return _ID.fullmatch(text) is not None


def deliveries_told(found: Iterable[kept.Delivery], whose: Mapping[str, str]) -> tuple[Delivery, ...]:
    """Deliveries as they are answered; `whose` are the agencies by subscription."""
    return tuple(
        Delivery(
            delivery_id=each.delivery_id,
            subscription_id=each.recipient,
            agency=whose.get(each.recipient, ""),
            type=each.kind,
            subject=each.subject,
            state=each.state,
            attempts=each.attempts,
            entered_at=each.entered_at,
            ended_at=each.ended_at,
            reason=each.reason,
        )
        for each in found
    )


def permit_deliveries(parts: Parts, reader: Reader, deed: Deed) -> None:
    """Raises Refusal unless the reader holds the front door of the whole authority."""
    edition = parts.people.authority(reader.authority).edition_at(reader.at)
    role = front_door(edition, reader.directory).role if edition else ""
    permit(reader, deed, Concern(reader.authority, WHOLE_AUTHORITY, role, ""))


async def page_of(parts: Parts, reader: Reader, before: str | None, limit: int) -> Deliveries:
    """The newest deliveries to the authority's agencies."""
    found = await in_thread(
        parts.webhooks.ledger.listed, kept.Listing(reader.authority, reader.at, limit + 1, before=before)
    )
    every = await in_thread(parts.webhooks.subscriptions.of_authority, reader.authority)
    whose = {each.subscription_id: each.agency for each in every}
    following = found[limit - 1].delivery_id if len(found) > limit else None
    return Deliveries(deliveries_told(found[:limit], whose), following)


async def listed(parts: Parts, asked: Asked) -> Deliveries:
    """What was sent to the authority's agencies, or is to be, the newest first."""
    permit_deliveries(parts, asked.reader, asked.deed)
    page = await page_of(parts, asked.reader, place_of(asked, is_delivery), limit_of(asked))
    return Deliveries(page.deliveries, cursor_at(page.next))


async def replay(parts: Parts, asked: Asked) -> Replayed:
    """Have a message sent again by hand."""
    permit_deliveries(parts, asked.reader, asked.deed)
    return await replayed(parts, asked.reader, asked.path["delivery_id"])


async def replayed(parts: Parts, reader: Reader, delivery_id: str) -> Replayed:
    """Has it sent again. Raises Refusal `not_found`."""
    ledger = parts.webhooks.ledger
    if await in_thread(ledger.one, reader.authority, delivery_id) is None:
        raise Refusal("not_found")
    return Replayed(int(await in_thread(ledger.replay, reader.authority, delivery_id, time.time())))


OPERATIONS = of_tag(
    "Deliveries",
    Operation(
        "GET",
        "/v1/deliveries",
        "list_deliveries",
        "List what was sent to agencies",
        "read_deliveries",
        listed,
        Deliveries,
        query=PAGING,
        refusals=("not_found",),
    ),
    Operation(
        "POST",
        "/v1/deliveries/{delivery_id}/replay",
        "replay_delivery",
        "Have a message sent to an agency again",
        "replay_delivery",
        replay,
        Replayed,
        NoContent,
        refusals=("not_found",),
    ),
)
