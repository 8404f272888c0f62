"""Between a request and the access log: what becomes an entry, and what it says of things that may not be named."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from access import Deed, Reader
from audit.entries import SHOWN, Entry
from contracts.refusals import Refusal
from gateway.auditing.trail import Trail, asked_by, trail_begun
from gateway.identity.identities import ClientIdentity, PersonIdentity
from gateway.parts import Parts

NOTHING_OF_A_CASE: frozenset[Deed] = frozenset({"anyone", "read_procedures", "suggest", "watch"})
"""Deeds that show nothing of anybody: no entry is made of them."""
SECONDS, AT_LEAST_SECONDS = 4.9, 0.3
"""When an entry must be written, counted from the request's beginning; after long work it still has the shorter time."""
OF_ACCESS = frozenset({"unauthenticated", "not_permitted", "not_found", "read_model_behind", "unknown_subject"})
"""The refusals that tell somebody that they may not, or that there is nothing there for them."""


@dataclass(frozen=True)
class Asking:
    """What is asked for: the operation's name or the page's address, its deed, and the ids in the address."""

    operation: str
    deed: Deed
    path: Mapping[str, str]


def reader_known(parts: Parts, identity: PersonIdentity) -> Reader:
    """The person, whom the record knows from here on. Raises as `People.reader`.

    Somebody for whom the authority's own issuer vouches, and whom its directory does not have, stands in the record as a mark.
    """
    asked_by(asked_for(parts.digest_secret, identity.authority, identity.account), identity.authority)
    reader = parts.people.reader(identity)
    asked_by(reader.person, reader.authority)
    return reader


def client_known(identity: ClientIdentity) -> None:
    """The agency's machine, whom the record knows from here on."""
    asked_by(identity.client_id, identity.authority)


@asynccontextmanager
async def on_record(parts: Parts, asking: Asking) -> AsyncIterator[None]:
    """What is done within leaves its entry before it is answered. Raises StoreUnavailable, TimeoutError: then show nothing."""
    ends = asyncio.get_running_loop().time() + SECONDS
    with trail_begun() as trail:
        try:
            yield
        except Refusal as refusal:
            if trail.actor is not None and refusal.code in OF_ACCESS:
                await _record(parts, _refused(parts, trail, asking, refusal), ends)
            raise
        if trail.actor is not None and not trail.is_committed and asking.deed not in NOTHING_OF_A_CASE:
            await _record(parts, _entry(parts, trail, asking, tuple(trail.things), SHOWN), ends)


async def _record(parts: Parts, entry: Entry, ends: float) -> None:
    async with asyncio.timeout_at(max(ends, asyncio.get_running_loop().time() + AT_LEAST_SECONDS)):
        await parts.audit.record(entry)


def _refused(parts: Parts, trail: Trail, asking: Asking, refusal: Refusal) -> Entry:
    seen = tuple(trail.things) if refusal.code == "not_permitted" else ()
    asked = tuple(asked_for(parts.digest_secret, trail.authority, each) for each in asking.path.values())
    return _entry(parts, trail, asking, seen or asked, refusal.code)


def _entry(parts: Parts, trail: Trail, asking: Asking, things: tuple[str, ...], outcome: str) -> Entry:
    return Entry(
        at=parts.clock.now(),
        actor=trail.actor or "",
        authority=trail.authority,
        deed=asking.deed,
        operation=asking.operation,
        things=things,
        purpose=trail.purpose,
        outcome=outcome,
    )


def asked_for(secret: bytes, authority: str, thing: str) -> str:
    """The mark under which an entry keeps what somebody asked for and was not shown.

    Whoever knows the id finds who asked for it; whoever reads the mark learns neither the id nor whether there is such a thing.
    """
    told = f"asked for\n{authority}\n{thing}".encode("utf-8", "replace")
    return f"asked-{hmac.digest(secret, told, 'sha256').hex()[:32]}"
