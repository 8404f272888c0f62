"""What commands and events travel in, as JSON Schemas with an example each: the command, the commit, the wake-up."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from gateway.published.examples import TEXTS
from shared_kernel.commits import EventRecord, chained, to_document
from shared_kernel.relay import WakeUp

_TEXT, _NUMBER, _OBJECT = {"type": "string"}, {"type": "integer"}, {"type": "object"}
_HASH = {"type": "string", "pattern": "^([0-9a-f]{64})?$"}


def envelopes() -> dict[str, dict[str, Any]]:
    """By name."""
    return {"Command": _command(), "Commit": _commit(), "WakeUp": _wake_up()}


def _command() -> dict[str, Any]:
    fields = {
        "name": _TEXT,
        "version": _NUMBER,
        "command_id": _TEXT,
        "digest": _TEXT,
        "authority": _TEXT,
        "actor": _TEXT,
    }
    expected = {"type": ["integer", "null"], "description": "The stream's version as whoever asks saw it."}
    return _object(
        "One thing that is asked for: once in effect, however often it is sent.",
        {**fields, "data": _OBJECT, "expected_version": expected},
    )


def _commit() -> dict[str, Any]:
    event = _object("`data` is as the event's own schema says.", {"name": _TEXT, "version": _NUMBER, "data": _OBJECT})
    fields: dict[str, Any] = {
        "stream": _TEXT,
        "version": {**_NUMBER, "minimum": 1},
        "authority": _TEXT,
        "actor": _TEXT,
        "command_id": _TEXT,
        "command_digest": _TEXT,
        "events": {"type": "array", "items": event},
        "answer": _OBJECT,
        "recorded_at": {"type": "string", "format": "date-time"},
        "previous_hash": _HASH,
        "hash": _HASH,
        "position": {**_NUMBER, "minimum": 0},
    }
    said = "What one command brought about: its events, chained by hash to the commit before it on the same stream."
    return {**_object(said, fields), "examples": [to_document(_example())]}


def _example() -> Any:
    event = EventRecord("NotificationFollowed", 1, {"notification_id": TEXTS["notification_id"]})
    return chained(
        None,
        stream=TEXTS["notification_id"],
        authority=TEXTS["authority"],
        actor=TEXTS["actor"],
        command_id=TEXTS["command_id"],
        command_digest=TEXTS["digest"],
        events=(event,),
        answer={},
        recorded_at=datetime(2026, 11, 20, 21, 40, tzinfo=UTC),
    )


def _wake_up() -> dict[str, Any]:
    fields = {"service": _TEXT, "position": _NUMBER, "stream": _TEXT, "version": _NUMBER, "authority": _TEXT}
    events = {"type": "array", "items": _TEXT}
    example = WakeUp("intake", 7, TEXTS["notification_id"], 1, TEXTS["authority"], ("NotificationRaised",))
    said = "Something can be read: ids, never data. The feed by position is the truth."
    return {
        **_object(said, {**fields, "events": events}),
        "examples": [{**asdict(example), "events": ["NotificationRaised"]}],
    }


def _object(description: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "description": description,
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }
