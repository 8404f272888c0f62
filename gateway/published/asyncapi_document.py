"""The AsyncAPI document: what goes over the broker, and what the services' feeds hold.

Payloads are the published JSON Schemas beside it, so that each is stated once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.by_service import Kind, contracts_of
from gateway.published.envelopes import envelopes
from shared_kernel.messaging.topology import COMMITS_EXCHANGE, HOUSE, RPC_EXCHANGE

_ABOUT = (
    "Commands go down over RPC, facts come up: a commit wakes its readers with ids, and they read the commits from the feed of "
    "the service that owns them, by position, each at least once and in order. What identifies a person is sealed in all of it."
)
_SCHEMA_FORMAT = "application/schema+json;version=draft-2020-12"


def asyncapi_document() -> dict[str, Any]:
    """AsyncAPI 3.0."""
    commands, events = _messages("commands"), _messages("events")
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Needfire: commands and events", "version": "1.0.0", "description": _ABOUT},
        "defaultContentType": "application/json",
        "servers": {
            "broker": {
                "host": "broker.council.example:5671",
                "protocol": "amqps",
                "protocolVersion": "0.9.1",
                "description": "RabbitMQ, inside a deployment. Each kind of process is a user of its own (operations/broker_users.py).",
            }
        },
        "channels": {**_command_channels(commands), **_feed_channels(events), "wakeUps": _wake_ups()},
        "operations": _operations(commands, events),
        "components": {
            "schemas": envelopes(),
            "messages": {
                **_all(commands),
                **_all(events),
                "WakeUp": _message("WakeUp", 1, "#/components/schemas/WakeUp"),
            },
        },
    }


def _messages(kind: Kind) -> dict[str, dict[str, Any]]:
    """By service, then by the message's key."""
    found: dict[str, dict[str, Any]] = {}
    for service, name, version, contract in contracts_of(kind):
        payload = f"./{kind}/{service}/{name}.v{version}.json"
        summary = " ".join((contract.__doc__ or "").split())
        of_service = found.setdefault(service, {})
        of_service[f"{service}.{name}.v{version}"] = {**_message(name, version, payload), "summary": summary}
    return found


def _message(name: str, version: int, payload: str) -> dict[str, Any]:
    schema = {"$ref": payload}
    if payload.startswith("./"):
        return {
            "name": name,
            "title": f"{name}, version {version}",
            "payload": {"schemaFormat": _SCHEMA_FORMAT, "schema": schema},
        }
    return {"name": name, "title": f"{name}, version {version}", "payload": schema}


def _all(by_service: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {key: message for messages in by_service.values() for key, message in messages.items()}


def _command_channels(commands: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {
        f"{service}Commands": {
            "address": f"{service}.execute",
            "title": f"Commands to {service}",
            "description": "RPC in nameko's format: `kwargs.command` is a Command, whose `data` is one of these.",
            "messages": _referred(messages),
            "bindings": _exchange(RPC_EXCHANGE),
        }
        for service, messages in commands.items()
    }


def _feed_channels(events: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {
        f"{service}Feed": {
            "address": f"{service}.feed",
            "title": f"The feed of {service}",
            "description": "RPC `feed(after, limit)`: Commits with a position above `after`, ascending. Their events are these.",
            "messages": _referred(messages),
            "bindings": _exchange(RPC_EXCHANGE),
        }
        for service, messages in events.items()
    }


def _wake_ups() -> dict[str, Any]:
    return {
        "address": "{service}.{authority}",
        "title": "Wake-ups",
        "parameters": {
            "service": {"enum": list(HOUSE.services), "description": "Whose commit it is."},
            "authority": {"description": "Whose case it is."},
        },
        "messages": _referred({"WakeUp": None}),
        "bindings": _exchange(COMMITS_EXCHANGE),
    }


def _referred(messages: Mapping[str, Any]) -> dict[str, Any]:
    return {key: {"$ref": f"#/components/messages/{key}"} for key in messages}


def _exchange(name: str) -> dict[str, Any]:
    exchange = {"name": name, "type": "topic", "durable": True, "autoDelete": False, "vhost": "/"}
    return {"amqp": {"is": "routingKey", "exchange": exchange, "bindingVersion": "0.3.0"}}


def _operations(commands: Mapping[str, Any], events: Mapping[str, Any]) -> dict[str, Any]:
    """From where the services stand."""
    received = {f"{each}Executes": _operation("receive", f"{each}Commands") for each in commands}
    told = {f"{each}Tells": _operation("send", f"{each}Feed") for each in events}
    return {**received, **told, "wakesReaders": _operation("send", "wakeUps")}


def _operation(action: str, channel: str) -> dict[str, Any]:
    return {"action": action, "channel": {"$ref": f"#/channels/{channel}"}}
