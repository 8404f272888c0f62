"""What lies parked, listed and driven again: its owner keeps it and does it, by the one way that there is."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from access import Reader
from contracts import gateway_running as told
from contracts.refusals import Refusal
from gateway.auditing.trail import shown
from gateway.parts import Parts
from gateway.running.asking import OWNERS, answer_of, worker_of
from gateway.words.parked import commit_reason, message_reason
from shared_kernel.keeping import LONGEST_PAGE
from shared_kernel.messaging.rpc_client import RemoteError, ServiceUnavailable
from shared_kernel.time import instant_of

Row = Mapping[str, Any]
SECONDS, EVERY = 3.0, 0.2
"""For how long, and how often, it is looked whether a stream was driven."""


async def parked(parts: Parts, reader: Reader) -> told.Parked:
    """What is parked of the reader's authority, and what could not be read, of every owner that answers."""
    found = await asyncio.gather(*(_of_owner(parts, reader, each) for each in OWNERS))
    streams = sorted(chain.from_iterable(each[0] for each in found if each), key=lambda each: each.since)
    messages = sorted(chain.from_iterable(each[1] for each in found if each), key=lambda each: each.since)
    shown(*(each.stream for each in streams), *(each.message_id for each in messages))
    silent = tuple(owner for owner, each in zip(OWNERS, found, strict=True) if each is None)
    return told.Parked(tuple(streams), tuple(messages), silent, any(each[2] for each in found if each))


async def _of_owner(
    parts: Parts, reader: Reader, owner: str
) -> tuple[list[told.ParkedStream], list[told.ParkedBrokerMessage], bool] | None:
    commits, messages = await asyncio.gather(
        answer_of(parts, worker_of(owner), "parked", limit=LONGEST_PAGE, authority=reader.authority),
        answer_of(parts, worker_of(owner), "messages", limit=LONGEST_PAGE),
    )
    if commits is None or messages is None:
        return None
    more = LONGEST_PAGE in (len(commits), len(messages))
    return _streams(owner, commits), [_message(owner, each) for each in messages], more


def _streams(owner: str, commits: Sequence[Row]) -> list[told.ParkedStream]:
    by_stream: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for each in commits:
        by_stream[each["reader"], each["source"], each["stream"]].append(each)
    return [_stream(owner, sorted(each, key=lambda row: row["position"])) for each in by_stream.values()]


def _stream(owner: str, rows: Sequence[Row]) -> told.ParkedStream:
    first = rows[0]
    return told.ParkedStream(
        owner=owner,
        reader=first["reader"],
        source=first["source"],
        stream=first["stream"],
        version=first["version"],
        reason=first["reason"],
        says=commit_reason(first["reason"]),
        since=instant_of(first["parked_at"]),
        tried_at=instant_of(first["tried_at"]) if first["tried_at"] else None,
        waiting_behind=len(rows) - 1,
    )


def _message(owner: str, row: Row) -> told.ParkedBrokerMessage:
    return told.ParkedBrokerMessage(
        owner=owner,
        message_id=row["message_id"],
        reason=row["reason"],
        says=message_reason(row["reason"]),
        queue=row["queue"],
        size=row["size"],
        since=instant_of(row["parked_at"]),
        can_be_driven=bool(row["queue"]) and not row["cut"],
    )


async def drive_stream(parts: Parts, reader: Reader, wanted: told.DriveStream) -> told.Driven:
    """Asks its reader to drive it again, and waits a moment for what comes of it. Raises Refusal `not_found`, `service_unavailable`."""
    before = await _one(parts, reader, wanted)
    if before is None:
        raise Refusal("not_found")
    shown(wanted.stream)
    given = {"reader": wanted.reader, "source": wanted.source, "stream": wanted.stream}
    await _asked(parts, wanted.owner, "drive", **given, authority=reader.authority)
    ends = asyncio.get_running_loop().time() + SECONDS
    while True:
        now = await _one(parts, reader, wanted)
        if now is None:
            return told.Driven("done")
        if now.tried_at != before.tried_at:
            return told.Driven("again")
        if asyncio.get_running_loop().time() > ends:
            return told.Driven("asked")
        await asyncio.sleep(EVERY)


async def _one(parts: Parts, reader: Reader, wanted: told.DriveStream) -> told.ParkedStream | None:
    rows = await _asked(parts, wanted.owner, "parked", limit=LONGEST_PAGE, authority=reader.authority)
    which = (wanted.reader, wanted.source, wanted.stream)
    return next(
        (each for each in _streams(wanted.owner, rows) if (each.reader, each.source, each.stream) == which), None
    )


async def drive_message(parts: Parts, wanted: told.DriveMessage) -> told.Driven:
    """Has it sent back. Raises Refusal `not_found`, `cannot_be_driven`, `service_unavailable`."""
    listed = await _asked(parts, wanted.owner, "messages", limit=LONGEST_PAGE)
    if all(each["message_id"] != wanted.message_id for each in listed):
        raise Refusal("not_found")
    shown(wanted.message_id)
    await _asked(parts, wanted.owner, "drive_message", message_id=wanted.message_id)
    return told.Driven("done")


async def _asked(parts: Parts, owner: str, method: str, **given: Any) -> Any:
    if owner not in OWNERS:
        raise Refusal("not_found")
    try:
        return await parts.services.call_async(worker_of(owner), method, **given)
    except ServiceUnavailable:
        raise Refusal("service_unavailable") from None
    except RemoteError as error:
        raise Refusal("cannot_be_driven" if error.code == "cannot_be_driven" else "service_unavailable") from None
