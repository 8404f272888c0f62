"""The one thing that every side is asked: to raise a notification in Kent, of a looked-after child charged.

The gateway and the twin are sent it over HTTP with the particulars in plain text, as a person's browser would. nameko's
own client, which has no edge of that kind, is given the command that the gateway would make of it.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from benchmarks.http_calls import post
from contracts.intake import RaiseNotificationV1
from contracts.schema import write
from gateway.sealing.texts import PersonKey
from shared_kernel.command_desk import command_of
from shared_kernel.ids import new_id

AUTHORITY = "kent"
ACTOR = "kent-youth-justice-worker"
PATH = "/v1/notifications"
PARTICULARS = {
    "name": "Benchmark Child (invented)",
    "account": "Charged this afternoon. In the foster placement tonight; the carer is informed, and so is the solicitor.",
}


def command_data(now: datetime) -> dict[str, Any]:
    """What is raised, without its id and its particulars."""
    return {
        "area": "ashford",
        "facts": {
            "subject_kind": "child",
            "age_years": 15,
            "legal_status": "care_order",
            "services_open": ["social_work", "youth_justice"],
            "placement": "foster",
            "placed_by": "own_authority",
            "happened": ["charge"],
            "offence": "section_18",
            "charged_at": (now - timedelta(hours=5)).isoformat(),
            "learned_at": (now - timedelta(hours=4)).isoformat(),
        },
        "categories": ["KEN23-NTK-G"],
        "named": {
            "team_manager": "kent-team-manager",
            "social_worker": "kent-social-worker",
            "reviewing_officer": "kent-reviewing-officer",
        },
    }


def requests_over_http(count: int, token: str) -> list[bytes]:
    """As people send them: particulars in plain text, a bearer token, an Idempotency-Key of its own each."""
    body = orjson.dumps({**command_data(datetime.now(UTC)), "particulars": PARTICULARS})
    return [post(PATH, body, Authorization=f"Bearer {token}", Idempotency_Key=str(uuid.uuid4())) for _ in range(count)]


def requests_with_commands(count: int) -> list[bytes]:
    """For nameko behind a minimal HTTP edge: the ready command, nothing for the edge to judge or seal."""
    return [post(PATH, orjson.dumps(command)) for command in commands(count)]


def commands(count: int) -> list[Mapping[str, Any]]:
    """Envelopes as the gateway makes them, particulars sealed."""
    now = datetime.now(UTC)
    return [_command(now) for _ in range(count)]


def _command(now: datetime) -> Mapping[str, Any]:
    notification_id = new_id("notification", now)
    person = new_id("person", now)
    sealed = PersonKey(AUTHORITY, person, {1: os.urandom(32)}).seal(PARTICULARS)
    command = RaiseNotificationV1(notification_id=notification_id, person=person, sealed=sealed, **command_data(now))
    command_id = str(uuid.uuid4())
    return write(
        command_of(command, command_id=command_id, digest=uuid.uuid4().hex * 2, authority=AUTHORITY, actor=ACTOR)
    )


def accepted_id(body: bytes | Mapping[str, Any]) -> str | None:
    """The notification's id in an answer of either shape; None for a refusal."""
    answer = orjson.loads(body) if isinstance(body, bytes) else body
    told = answer.get("accepted", answer)
    found = told.get("notification_id")
    return str(found) if found else None
