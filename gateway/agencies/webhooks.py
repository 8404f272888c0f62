"""Agencies' webhooks: subscribe, change the secret, end; read what was sent, have it sent again."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from access import AgencyReader, permit
from contracts.gateway import NoContent
from contracts.gateway_deliveries import (
    Deliveries,
    Replayed,
    Subscription,
    SubscriptionRequest,
    Subscriptions,
    SubscriptionSecret,
)
from contracts.refusals import Refusal
from gateway.agencies.deliveries import deliveries_told, is_delivery
from gateway.agencies.subscriptions import MOST, Held, Subscribed
from gateway.api.cursors import PAGING, cursor_at, limit_of, place_of
from gateway.api.operation import Asked, Operation, of_tag
from gateway.parts import Parts
from gateway.threads import in_thread
from shared_kernel.delivery.ledger import Delivery, Listing
from shared_kernel.delivery.signing import new_secret
from shared_kernel.outbound.calls import OutboundRefused


async def subscribe(parts: Parts, asked: Asked) -> SubscriptionSecret:
    """Have events sent to your address. The answer holds the secret that messages are signed with; it is not shown again."""
    body: SubscriptionRequest = asked.body
    reader = asked.agency
    permit(reader, asked.deed)
    _check_address(parts, body)
    subscription_id = f"subscription-{asked.command_id}"
    known = await in_thread(parts.webhooks.subscriptions.one, subscription_id)
    if known:
        return _same(parts, known, body)
    if len([each for each in await _own(parts, reader) if each.ended_at is None]) >= MOST:
        raise Refusal("too_many_subscriptions", {"most": MOST})
    secret = new_secret()
    held = Held(parts.webhooks.secrets.seal(subscription_id, secret))
    made = Subscribed(subscription_id, reader.authority, reader.agency, body.url, body.events, reader.at, (held,))
    await in_thread(parts.webhooks.subscriptions.put, made)
    return _with_secret(made, secret)


def _check_address(parts: Parts, body: SubscriptionRequest) -> None:
    if not body.events:
        raise Refusal("malformed", {"events": "Name at least one."})
    try:
        parts.webhooks.destinations.target(body.url)
    except OutboundRefused as refused:
        raise Refusal("webhook_refused", {"reason": refused.reason}, sentence=str(refused)) from None


def _same(parts: Parts, known: Subscribed, body: SubscriptionRequest) -> SubscriptionSecret:
    if (known.url, known.events) != (body.url, body.events):
        raise Refusal("command_id_reused")
    return _with_secret(known, parts.webhooks.secrets.open(known.subscription_id, known.secrets[0].sealed) or "")


async def listed(parts: Parts, asked: Asked) -> Subscriptions:
    """Your agency's subscriptions."""
    permit(asked.agency, asked.deed)
    return Subscriptions(tuple(Subscription(**_told(each)) for each in await _own(parts, asked.agency)))


async def change_secret(parts: Parts, asked: Asked) -> SubscriptionSecret:
    """Get another secret. For a day messages are signed with the one before as well, so that none is missed."""
    found = await _one(parts, asked)
    secret = new_secret()
    changed = found.changed(parts.webhooks.secrets.seal(found.subscription_id, secret), asked.agency.at)
    await in_thread(parts.webhooks.subscriptions.put, changed)
    return _with_secret(changed, secret)


async def end(parts: Parts, asked: Asked) -> Subscription:
    """End a subscription: what still waits for it is given up."""
    found = await _one(parts, asked)
    ended = replace(found, ended_at=found.ended_at or asked.agency.at)
    await in_thread(parts.webhooks.subscriptions.put, ended)
    return Subscription(**_told(ended))


async def deliveries(parts: Parts, asked: Asked) -> Deliveries:
    """What was sent to your agency, or is to be, the newest first."""
    reader = asked.agency
    permit(reader, asked.deed)
    before, limit = place_of(asked, is_delivery), limit_of(asked)
    found: list[Delivery] = []
    for each in await _own(parts, reader):
        wanted = Listing(reader.authority, reader.at, limit + 1, recipient=each.subscription_id, before=before)
        found += await in_thread(parts.webhooks.ledger.listed, wanted)
    found.sort(key=lambda each: each.delivery_id, reverse=True)
    whose = {each.subscription_id: each.agency for each in await _own(parts, reader)}
    following = found[limit - 1].delivery_id if len(found) > limit else None
    return Deliveries(deliveries_told(found[:limit], whose), cursor_at(following))


async def replay(parts: Parts, asked: Asked) -> Replayed:
    """Have a message sent again, whether it arrived or was given up."""
    reader, delivery_id = asked.agency, asked.path["delivery_id"]
    permit(reader, asked.deed)
    found = await in_thread(parts.webhooks.ledger.one, reader.authority, delivery_id)
    own = {each.subscription_id for each in await _own(parts, reader)}
    if found is None or found.recipient not in own:
        raise Refusal("not_found")
    again = await in_thread(parts.webhooks.ledger.replay, reader.authority, delivery_id, time.time())
    return Replayed(int(again))


async def redrive(parts: Parts, asked: Asked) -> Replayed:
    """Have everything sent again that was given up for this subscription."""
    found = await _one(parts, asked)
    ledger = parts.webhooks.ledger
    return Replayed(await in_thread(ledger.redrive, found.authority, found.subscription_id, time.time()))


async def _own(parts: Parts, reader: AgencyReader) -> list[Subscribed]:
    every = await in_thread(parts.webhooks.subscriptions.of_authority, reader.authority)
    return [each for each in every if each.agency == reader.agency]


async def _one(parts: Parts, asked: Asked) -> Subscribed:
    permit(asked.agency, asked.deed)
    own: Iterable[Subscribed] = await _own(parts, asked.agency)
    for each in own:
        if each.subscription_id == asked.path["subscription_id"]:
            return each
    raise Refusal("not_found")


def _told(subscription: Subscribed) -> dict[str, Any]:
    names = ("subscription_id", "url", "events", "begun_at", "ended_at")
    return {name: getattr(subscription, name) for name in names}


def _with_secret(subscription: Subscribed, secret: str) -> SubscriptionSecret:
    return SubscriptionSecret(**_told(subscription), secret=secret)


PATH, SCOPE = "/v1/agency/subscriptions", "deliveries.manage"
OPERATIONS = of_tag(
    "Agencies: webhooks",
    Operation(
        "POST",
        PATH,
        "subscribe",
        "Have events sent to your agency",
        "subscribe",
        subscribe,
        SubscriptionSecret,
        SubscriptionRequest,
        201,
        refusals=("webhook_refused", "too_many_subscriptions"),
        scope=SCOPE,
    ),
    Operation(
        "GET",
        PATH,
        "list_subscriptions",
        "List your agency's subscriptions",
        "subscribe",
        listed,
        Subscriptions,
        scope=SCOPE,
    ),
    Operation(
        "POST",
        f"{PATH}/{{subscription_id}}/secret",
        "change_secret",
        "Change the secret that messages are signed with",
        "subscribe",
        change_secret,
        SubscriptionSecret,
        NoContent,
        201,
        refusals=("not_found",),
        scope=SCOPE,
    ),
    Operation(
        "POST",
        f"{PATH}/{{subscription_id}}/end",
        "end_subscription",
        "End a subscription",
        "subscribe",
        end,
        Subscription,
        NoContent,
        refusals=("not_found",),
        scope=SCOPE,
    ),
    Operation(
        "POST",
        f"{PATH}/{{subscription_id}}/replay",
        "redrive_deliveries",
        "Have everything sent again that was given up for a subscription",
        "replay_delivery",
        redrive,
        Replayed,
        NoContent,
        refusals=("not_found",),
        scope=SCOPE,
    ),
    Operation(
        "GET",
        "/v1/agency/deliveries",
        "list_own_deliveries",
        "List what was sent to your agency",
        "read_deliveries",
        deliveries,
        Deliveries,
        query=PAGING,
        scope=SCOPE,
    ),
    Operation(
        "POST",
        "/v1/agency/deliveries/{delivery_id}/replay",
        "replay_own_delivery",
        "Have a message sent to your agency again",
        "replay_delivery",
        replay,
        Replayed,
        NoContent,
        refusals=("not_found",),
        scope=SCOPE,
    ),
)
