"""The case in an operation's address, and how far it must have come."""

from __future__ import annotations

from collections.abc import Mapping

from access import Deed
from gateway.api.operation import Asked, Query
from gateway.parts import Parts
from gateway.reading import Found, find_case

AT_LEAST = (
    Query("at_least_version", "Wait up to 3 s until this version of the notification's own stream is here.", "number"),
    Query("at_least_routing_version", "Wait up to 3 s until this version of its routing is here.", "number"),
)
_SOURCES = {"at_least_version": "intake", "at_least_routing_version": "escalation"}


async def case_of(parts: Parts, asked: Asked, deed: Deed | None = None) -> Found:
    """The case, if the reader may do this with it, once it has come so far. Raises as `find_case`.

    `deed` is given where the operation's own is not done to the case as a whole, and is judged once it is known to what.
    """
    return await find_case(parts, asked.reader, deed or asked.deed, asked.path["notification_id"], _at_least(asked))


def _at_least(asked: Asked) -> Mapping[str, int]:
    return {source: asked.query[name] for name, source in _SOURCES.items() if name in asked.query}
