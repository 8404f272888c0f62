"""Sends commands to the services: sealed, under an id that makes a repetition harmless, and never for longer than given."""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from access import AnyReader, Reader
from contracts.gateway import Particulars
from contracts.refusals import Refusal
from gateway.api.conditions import expected_version
from gateway.auditing.trail import committed
from gateway.checking import said
from gateway.parts import Parts
from gateway.sealing.texts import PersonKey
from gateway.threads import in_thread
from needfire.london_time import on_the_wall
from needfire.particulars import problems_of
from shared_kernel.command_desk import command_of
from shared_kernel.commits import canonical_json
from shared_kernel.messaging.rpc_client import RemoteError, ServiceUnavailable

_COMMANDS = uuid.UUID("5b0f7f0e-6a0b-5c53-9f5e-2f3a0e6f3b61")
AWAY = frozenset({"service_unavailable", "store_unavailable", "StoreUnavailable", "ServiceUnavailable"})
"""Codes of a service that could not do it now: the same command may be sent again."""


def command_id_of(by: AnyReader, idempotency_key: str | None) -> str:
    """The same for the same sender and key, so that what is sent twice is done once; without a key a new one."""
    if idempotency_key is None:
        return str(uuid.uuid4())
    named = canonical_json([by.authority, actor_of(by), idempotency_key]).decode()
    return str(uuid.uuid5(_COMMANDS, named))


def actor_of(by: AnyReader) -> str:
    """Under which name the record has whoever acts: no person's id has a colon."""
    return by.person if isinstance(by, Reader) else f"client:{by.agency}:{by.client_id}"


def digest_of(secret: bytes, route: str, content: Any) -> str:
    """Tells a repeated content from another. Keyed, since a plain hash of a name and a birth date could be guessed."""
    return hmac.digest(secret, canonical_json([route, content]), "sha256").hex()


async def sealed(parts: Parts, reader: AnyReader, person: str | None, particulars: Particulars | None) -> str | None:
    """The particulars, sealed with the key of the person whom the case is about; None when nothing is said.

    Raises Refusal `particulars_refused`, `person_deleted`, `read_model_behind`; StoreUnavailable.
    """
    plain = _checked(particulars, reader)
    if not plain:
        return None
    if person is None:
        raise Refusal("read_model_behind")
    return (await key_of(parts, reader, person)).seal(plain)


async def key_of(parts: Parts, reader: AnyReader, person: str) -> PersonKey:
    """The key of somebody who is known. Raises Refusal `person_deleted`, StoreUnavailable."""
    keys = await in_thread(parts.keys.existing, reader.authority, [person])
    if person not in keys:
        raise Refusal("person_deleted")
    return keys[person]


async def sealed_anew(
    parts: Parts, reader: AnyReader, person: str | None, particulars: Particulars | None
) -> tuple[str, str | None]:
    """The person whom a new notification is about, new where none is given, and what is said, sealed. Raises as `sealed`."""
    plain = _checked(particulars, reader)
    key = await (fresh_key(parts, reader.authority) if person is None else key_of(parts, reader, person))
    return key.person, key.seal(plain) if plain else None


def _checked(particulars: Particulars | None, reader: AnyReader) -> dict[str, str]:
    plain = said(particulars)
    problems = problems_of(plain, on_the_wall(reader.at).date())
    if problems:
        raise Refusal("particulars_refused", {"particulars": problems})
    return plain


async def fresh_key(parts: Parts, authority: str) -> PersonKey:
    """The key of somebody not known yet. Raises StoreUnavailable."""
    if parts.keys.ready(authority):
        return parts.keys.fresh(authority)
    return await in_thread(parts.keys.fresh, authority)


async def send(
    parts: Parts, service: str, command: Any, reader: AnyReader, command_id: str, digest: str
) -> Mapping[str, Any]:
    """What the service answers when it accepts. Raises Refusal: its own, or `service_unavailable`."""
    envelope = command_of(
        command, command_id=command_id, digest=digest, authority=reader.authority, actor=actor_of(reader)
    )
    envelope = replace(envelope, expected_version=expected_version(service))
    try:
        answer = await parts.services.call_async(service, "execute", command=dict(vars(envelope)))
    except ServiceUnavailable:
        raise Refusal("service_unavailable") from None
    except RemoteError as error:
        raise Refusal("service_unavailable" if error.code in AWAY else "internal") from None
    if "refused" in answer:
        raise Refusal.from_json(answer["refused"])
    accepted: Mapping[str, Any] = answer["accepted"]
    committed()
    return accepted
