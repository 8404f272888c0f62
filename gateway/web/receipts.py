"""The receipt of what was raised: its reference, and what happens next."""

from __future__ import annotations

from contextlib import suppress

from gateway.foreseeing import Next
from gateway.parts import Parts
from gateway.reading import find_case, opener_for, setting_of
from gateway.web.page import Page, View, Visit
from gateway.words.cases import notification

RECEIPT = "/cases/{notification_id}/receipt"


def receipt_of(notification_id: str) -> str:
    """The path of its receipt."""
    return RECEIPT.format(notification_id=notification_id)


async def show(parts: Parts, visit: Visit) -> View:
    """What waits for whom and by when, as soon as it is routed."""
    notification_id = visit.request.path_params["notification_id"]
    await find_case(parts, visit.signed_in, visit.deed, notification_id)
    with suppress(TimeoutError):
        await parts.caught_up.until(notification_id, {"intake": 1, "escalation": 1})
    found = await find_case(parts, visit.signed_in, visit.deed, notification_id)
    told = notification(
        found.document,
        found.names,
        await opener_for(parts, visit.signed_in, found),
        setting_of(parts, visit.signed_in, found),
    )
    again = visit.request.query_params.get("again") == "yes"
    follows = Next(told.route, told.tasks, told.notices, told.clocks, told.duties, told.vacancies)
    return View("receipt.html", {"case": told, "next": follows if told.route else None, "again": again})


PAGES = (Page("GET", RECEIPT, "read_case", show),)
