"""The streams by which a case's page and a tray's learn that they are no longer as they were."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence

from starlette.responses import Response, StreamingResponse

from access import Reader, permit
from contracts.refusals import Refusal
from gateway.parts import Parts
from gateway.read_models.folding import Document
from gateway.read_models.tray_items import KINDS
from gateway.reading import find_case, whose_of
from gateway.threads import in_thread
from gateway.web.page import Page, Visit

LOOKED_AT = 25
UNBUFFERED = {"X-Accel-Buffering": "no"}


def versions_seen(versions: Mapping[str, int]) -> str:
    """How far a case had come, as a page keeps it."""
    return ".".join(f"{source}-{version}" for source, version in sorted(versions.items()))


async def tray_seen(parts: Parts, reader: Reader) -> str:
    """As `trays_seen`, of the trays as they are now."""
    whose = whose_of(parts, reader)
    return trays_seen({kind: await in_thread(parts.trays.waiting, whose, kind, None, LOOKED_AT) for kind in KINDS})


def trays_seen(trays: Mapping[str, Sequence[Document]]) -> str:
    """What stands in the first pages of the reader's trays, by kind, and how far each has come, as a mark that tells nothing of it."""
    found = [
        f"{kind} {tray['_id']} {versions_seen(tray['versions'])}" for kind in KINDS for tray in trays[kind][:LOOKED_AT]
    ]
    return hashlib.sha256("\n".join(found).encode()).hexdigest()[:24]


async def of_case(parts: Parts, visit: Visit) -> Response:
    """Whether the case has come further than was seen."""
    notification_id = visit.request.path_params["notification_id"]
    await find_case(parts, visit.signed_in, visit.deed, notification_id)

    async def look() -> str:
        found = await in_thread(parts.watching.versions, [notification_id])
        return versions_seen(found.get(notification_id, {}))

    return _stream(parts, visit, look)


async def of_tray(parts: Parts, visit: Visit) -> Response:
    """Whether the reader's trays hold something else than was seen."""
    permit(visit.signed_in, visit.deed)
    return _stream(parts, visit, lambda: tray_seen(parts, visit.signed_in))


def _stream(parts: Parts, visit: Visit, look: Callable[[], Awaitable[str]]) -> Response:
    seen = visit.request.query_params.get("seen", "")
    if len(seen) > 200:
        raise Refusal("malformed")
    return StreamingResponse(parts.watching.told(seen, look), media_type="text/event-stream", headers=UNBUFFERED)


PAGES = (
    Page("GET", "/cases/{notification_id}/changes", "watch", of_case),
    Page("GET", "/tray/changes", "watch", of_tray),
)
