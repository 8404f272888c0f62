"""Pages of those who keep the records: what runs out when, what is held about a person, and the papers to print."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.refusals import Refusal
from documents.records import certificate_page, export_page
from gateway.parts import Parts
from gateway.printing import Paper
from gateway.records.expiring import retention_told
from gateway.records.exporting import exported
from gateway.records.held import Held, certificate, find_held, told
from gateway.web.acting import NOTHING, Trouble
from gateway.web.page import Page, View, Visit
from needfire.london_time import on_the_wall
from needfire.retention import earlier

PERSON = "/people/{person}"
LOOKED_AT = 50
WORDS: Mapping[str, Mapping[str, str]] = {
    "reasons": {
        "court_proceedings": "Court proceedings",
        "public_inquiry": "A public inquiry",
        "safeguarding_review": "A safeguarding review",
        "complaint": "A complaint",
        "police_investigation": "A police investigation",
        "other": "Another reason",
    },
    "lift_reasons": {
        "proceedings_ended": "The proceedings have ended",
        "inquiry_ended": "The inquiry has ended",
        "review_ended": "The review has ended",
        "placed_in_error": "It was placed in error",
        "other": "Another reason",
    },
    "deletion_reasons": {
        "time_has_run_out": "Its time has run out",
        "erasure_request_upheld": "A request for erasure was upheld",
        "recorded_in_error": "It was recorded in error",
        "court_order": "A court ordered it",
        "other": "Another reason",
    },
}


async def show_retention(parts: Parts, visit: Visit) -> View:
    """The schedule, and what runs out in the year to come."""
    reader = visit.signed_in
    until = earlier(on_the_wall(reader.at).date(), -1, 0)
    return View("retention.html", {"told": await retention_told(parts, reader, until, LOOKED_AT)})


async def show_person(parts: Parts, visit: Visit) -> View:
    """What is held about a person, what was decided on it, and what can be."""
    return await person_view(parts, visit, NOTHING)


async def person_view(parts: Parts, visit: Visit, trouble: Trouble) -> View:
    """The page of a person's records; what was filled in stands there still where it was not accepted."""
    shows = {"told": told(await held_of(parts, visit), visit.signed_in), "filled": visit.form, "trouble": trouble}
    return View("records.html", {**shows, **WORDS})


async def print_certificate(parts: Parts, visit: Visit) -> Paper:
    """The certificate of a deletion."""
    found = certificate((await held_of(parts, visit)).decided, visit.signed_in)
    if found is None:
        raise Refusal("not_found")
    return Paper(lambda: certificate_page(found), f"certificate {found.person}")


async def print_export(parts: Parts, visit: Visit) -> Paper:
    """All that is held about a person, for them."""
    found = await exported(parts, visit.signed_in, await held_of(parts, visit))
    return Paper(lambda: export_page(found), f"export {found.person}")


async def held_of(parts: Parts, visit: Visit) -> Held:
    """What is held about the person in the address. Raises Refusal."""
    return await find_held(parts, visit.signed_in, visit.deed, visit.request.path_params["person"])


PAGES = (
    Page("GET", "/records", "read_records", show_retention),
    Page("GET", PERSON, "read_records", show_person),
    Page("GET", f"{PERSON}/certificate.pdf", "read_records", print_certificate),
    Page("GET", f"{PERSON}/export.pdf", "export_person", print_export),
)
