"""The pages of keeping it running: how each process does, what lies parked, and the buttons that drive it again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.responses import Response

from access import Platform, permit
from contracts.gateway_running import DriveMessage, Driven, DriveStream
from gateway.api import running as operations
from gateway.api.operation import Asked
from gateway.parts import Parts
from gateway.running import parked, standing
from gateway.web.acting import NOTHING, Trouble, asked_of, body_of_form, led_or_shown
from gateway.web.navigation import sees_deliveries
from gateway.web.page import Page, View, Visit

PATH = "/running"
CAME = {
    "done": "Done: it was driven again, and does not wait any more.",
    "again": "It was driven again and could not be processed: it stays here, with the reason of this time.",
    "asked": "Its reader has been asked to drive it again. Look once more in ten seconds.",
}


async def show(parts: Parts, visit: Visit) -> View:
    """How each process does."""
    permit(visit.signed_in, visit.deed, Platform(visit.signed_in.authority))
    told = await standing.running(parts, visit.signed_in)
    return View("running.html", {"told": told, "sees_deliveries": sees_deliveries(parts, visit.signed_in)})


async def show_parked(parts: Parts, visit: Visit) -> View:
    """What lies parked."""
    return await _parked(parts, visit, NOTHING)


async def _parked(parts: Parts, visit: Visit, trouble: Trouble) -> View:
    permit(visit.signed_in, visit.deed, Platform(visit.signed_in.authority))
    came = CAME.get(visit.request.query_params.get("came", ""))
    shows = {"told": await parked.parked(parts, visit.signed_in), "came": came, "trouble": trouble}
    return View("parked.html", shows)


def _driving(contract: type, act: Callable[[Parts, Asked], Awaitable[Driven]]) -> Any:
    async def show(parts: Parts, visit: Visit) -> View | Response:
        async def done() -> str:
            driven = await act(parts, asked_of(parts, visit, body_of_form(contract, visit.form)))
            return f"{PATH}/parked?came={driven.state}"

        async def again(trouble: Trouble) -> View:
            return await _parked(parts, visit, trouble)

        return await led_or_shown(done(), again)

    return show


PAGES = (
    Page("GET", PATH, "read_running", show),
    Page("GET", f"{PATH}/parked", "read_running", show_parked),
    Page("POST", f"{PATH}/parked/streams", "drive_parked", _driving(DriveStream, operations.drive_stream)),
    Page("POST", f"{PATH}/parked/messages", "drive_parked", _driving(DriveMessage, operations.drive_message)),
)
