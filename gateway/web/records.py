"""Pages of those who keep the records: what runs out when, what is held about a person, and the papers to print."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response

from contracts.refusals import Refusal
from documents.pdf import PdfUnavailable, pdf
from documents.records import certificate_page, export_page
from gateway.parts import Parts
from gateway.records.expiring import retention_told
from gateway.records.exporting import exported
from gateway.records.held import Held, certificate, find_held, told
from gateway.threads import in_thread
from gateway.web.page import Page, View, Visit
from needfire.london_time import on_the_wall
from needfire.retention import earlier

PERSON = "/people/{person}"


async def show_retention(parts: Parts, visit: Visit) -> View:
    """The schedule, and what runs out in the year to come."""
    reader = visit.signed_in
    until = earlier(on_the_wall(reader.at).date(), -1, 0)
    return View("retention.html", {"told": await retention_told(parts, reader, until)})


async def show_person(parts: Parts, visit: Visit) -> View:
    """What is held about a person, and what was decided on it."""
    return View("records.html", {"told": told(await _held(parts, visit), visit.signed_in)})


async def print_certificate(parts: Parts, visit: Visit) -> Response:
    """The certificate of a deletion."""
    found = certificate((await _held(parts, visit)).decided, visit.signed_in)
    if found is None:
        raise Refusal("not_found")
    return await _printed(lambda: certificate_page(found), f"certificate {found.person}")


async def print_export(parts: Parts, visit: Visit) -> Response:
    """All that is held about a person, for them."""
    found = await exported(parts, visit.signed_in, await _held(parts, visit))
    return await _printed(lambda: export_page(found), f"export {found.person}")


async def _held(parts: Parts, visit: Visit) -> Held:
    return await find_held(parts, visit.signed_in, visit.deed, visit.request.path_params["person"])


async def _printed(page: Callable[[], str], identifier: str) -> Response:
    try:
        printed = await in_thread(lambda: pdf(page(), identifier))
    except PdfUnavailable:
        raise Refusal("service_unavailable") from None
    return Response(printed, media_type="application/pdf")


PAGES = (
    Page("GET", "/records", "read_records", show_retention),
    Page("GET", PERSON, "read_records", show_person),
    Page("GET", f"{PERSON}/certificate.pdf", "read_records", print_certificate),
    Page("GET", f"{PERSON}/export.pdf", "export_person", print_export),
)
