"""The page on which people are found by name, among the cases that the reader may see.

A name is sent in a form and never stands in an address, which browsers and proxies keep.
"""

from __future__ import annotations

from dataclasses import replace

from access import permit
from contracts.gateway_people import PeopleFound, PeopleSearch
from contracts.refusals import Refusal
from gateway.api import people
from gateway.parts import Parts
from gateway.web.acting import NOTHING, Trouble, asked_of, body_of_form, trouble_of
from gateway.web.fields import with_day
from gateway.web.page import Page, View, Visit

PATH = "/people"


async def ask(_parts: Parts, visit: Visit) -> View:
    """The form."""
    permit(visit.signed_in, visit.deed)
    return _view(visit, None, NOTHING)


async def find(parts: Parts, visit: Visit) -> View:
    """Those found, or what is to be mended."""
    try:
        body = body_of_form(PeopleSearch, with_day(visit.form, "born"))
        return _view(visit, await people.find(parts, asked_of(parts, visit, body)), NOTHING)
    except Refusal as refusal:
        if refusal.code != "malformed":
            raise
        return replace(_view(visit, None, trouble_of(refusal)), status=refusal.kind.status)


def _view(visit: Visit, found: PeopleFound | None, trouble: Trouble) -> View:
    return View("people.html", {"filled": visit.form, "found": found, "trouble": trouble})


PAGES = (Page("GET", PATH, "search_people", ask), Page("POST", PATH, "search_people", find))
