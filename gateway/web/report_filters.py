"""Filters of reports are saved and taken away on the pages of oversight."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from contracts.gateway import NoContent
from contracts.gateway_reports import ReportFilterRequest
from contracts.refusals import Refusal
from gateway.api import report_filters as operations
from gateway.parts import Parts
from gateway.web.acting import asked_of, body_of_form
from gateway.web.page import Page, Visit

PATH = "/report-filters"


async def save(parts: Parts, visit: Visit) -> Response:
    """Saves what was chosen on a report's page."""
    await operations.save(parts, asked_of(parts, visit, body_of_form(ReportFilterRequest, visit.form)))
    return RedirectResponse("/reports#saved", 303)


async def drop(parts: Parts, visit: Visit) -> Response:
    """Takes one away; what is gone already is no trouble."""
    try:
        await operations.drop(parts, asked_of(parts, visit, NoContent()))
    except Refusal as refusal:
        if refusal.code != "not_found":
            raise
    return RedirectResponse("/reports#saved", 303)


PAGES = (
    Page("POST", PATH, "list", save),
    Page("POST", f"{PATH}/{{filter_id}}/removal", "list", drop),
)
