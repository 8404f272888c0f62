"""Parameters that several operations take."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.api.operation import Asked, Query

AT_LEAST = (
    Query("at_least_version", "Wait up to 3 s until this version of the notification's own stream is here.", "number"),
    Query("at_least_routing_version", "Wait up to 3 s until this version of its routing is here.", "number"),
)
_SOURCES = {"at_least_version": "intake", "at_least_routing_version": "escalation"}


def at_least(asked: Asked) -> Mapping[str, int]:
    """The versions that are asked for, by source."""
    return {source: asked.query[name] for name, source in _SOURCES.items() if name in asked.query}
