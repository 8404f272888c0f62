"""The page of deliveries: what was sent to agencies, how it stands, and the button that sends it again."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from gateway.agencies.deliveries import is_delivery, page_of, permit_deliveries, replayed
from gateway.parts import Parts
from gateway.web.page import Page, View, Visit

PATH = "/deliveries"
PAGE = 50
STATES = {"pending": "Waits", "sending": "On its way", "delivered": "Arrived", "failed": "Given up"}


async def show(parts: Parts, visit: Visit) -> View:
    """The newest deliveries."""
    permit_deliveries(parts, visit.signed_in, visit.deed)
    before = visit.place("before", is_delivery)
    page = await page_of(parts, visit.signed_in, before, PAGE)
    agencies = {each.id: each.name for each in visit.signed_in.directory.agencies}
    shows = {"deliveries": page.deliveries, "older": page.next, "first": before is None, "agencies": agencies}
    return View("deliveries.html", {**shows, "states": STATES})


async def replay(parts: Parts, visit: Visit) -> Response:
    """Has one sent again."""
    permit_deliveries(parts, visit.signed_in, visit.deed)
    await replayed(parts, visit.signed_in, visit.request.path_params["delivery_id"])
    return RedirectResponse(PATH, 303)


PAGES = (
    Page("GET", PATH, "read_deliveries", show),
    Page("POST", f"{PATH}/{{delivery_id}}/replay", "replay_delivery", replay),
)
