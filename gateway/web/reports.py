"""Oversight: the reports that the reader draws up or receives, with plots and tables, as CSV and PDF."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from starlette.responses import Response

from contracts.gateway_reports import ReportDrawn
from contracts.refusals import Refusal
from documents.reports import report_page
from gateway.api import report_filters
from gateway.api import reports as operations
from gateway.parts import Parts
from gateway.printing import Paper
from gateway.reading import found_of, whose_of
from gateway.report_filters import SPANS
from gateway.threads import in_thread
from gateway.web.acting import NOTHING, Trouble, asked_of, trouble_of
from gateway.web.page import Page, View, Visit
from gateway.web.periods import span_of, time_of
from gateway.web.reviews import lists_of
from gateway.web.tables import csv_of
from gateway.words.cases import summary
from gateway.words.handed_on import SAYS, counts, handed_on
from gateway.words.plots import by_category, by_month, every_month
from needfire.london_time import moment_in_words
from needfire.procedure import Report

PATH = "/reports"
ONE = f"{PATH}/{{report_id}}"
LISTED = 50
"""How many cases of a list stand on the page; the CSV has them all."""


async def listed(parts: Parts, visit: Visit) -> View:
    """The reader's reports with when each is due, and their review lists."""
    told = await operations.listed(parts, asked_of(parts, visit, None))
    saved = await report_filters.listed(parts, asked_of(parts, visit, None))
    shows = {
        "reports": told.reports,
        "reviews": lists_of(parts, visit.signed_in),
        "saved": saved.filters,
        "spans": SPANS,
    }
    return View("reports.html", shows)


async def one(parts: Parts, visit: Visit) -> View:
    """A report with its plots and tables; what is to be mended where it cannot be drawn over what was asked for."""
    try:
        drawn = await _drawn(parts, visit, dict(visit.request.query_params))
        return await _view(parts, visit, drawn, NOTHING)
    except Refusal as refusal:
        if refusal.code not in ("malformed", "period_backwards", "unknown_area"):
            raise
        return replace(
            await _view(parts, visit, await _drawn(parts, visit, {}), _trouble(refusal)), status=refusal.kind.status
        )


def _trouble(refusal: Refusal) -> Trouble:
    """At the fields of the page: what the operation calls `since` is asked for as the first day."""
    if refusal.code == "period_backwards":
        return Trouble(refusal.sentence, {"from": refusal.sentence})
    found = trouble_of(refusal)
    return Trouble(found.sentence, {"from" if name == "since" else name: said for name, said in found.fields.items()})


async def _drawn(parts: Parts, visit: Visit, given: dict[str, str]) -> ReportDrawn:
    reader = visit.signed_in
    report = _report(parts, visit)
    query: dict[str, Any] = time_of(given, reader.at, span_of(given, report.every))
    if given.get("area"):
        query["area"] = given["area"]
    if given.get("seed") and report.shows == "samples":
        query["seed"] = _number(given["seed"])
    return await operations.drawn(parts, replace(asked_of(parts, visit, None), query=query))


def _report(parts: Parts, visit: Visit) -> Report:
    """The report that is asked for. Raises Refusal `not_found`, also where it is not the reader's."""
    reader = visit.signed_in
    reports = operations.their_reports(reader, parts.people.edition_in_force(reader.authority, reader.at))
    found = reports.get(visit.request.path_params["report_id"])
    if found is None:
        raise Refusal("not_found")
    return found


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Refusal("malformed", {"seed": "Give a whole number, 0 or more."})
    return int(text)


async def _view(parts: Parts, visit: Visit, drawn: ReportDrawn, trouble: Trouble) -> View:
    reader, asked = visit.signed_in, visit.request.url.query
    months = every_month(drawn.by_month, drawn.since, drawn.until)
    shows = {
        "drawn": drawn,
        "months": months,
        "plots": [each for each in (by_month(months), by_category(drawn.by_category)) if each.bars],
        "cases": await _lines(parts, visit, drawn.cases[:LISTED]),
        "unsettled": await _lines(parts, visit, drawn.unsettled[:LISTED]),
        "areas": {each: each.replace("_", " ").title() for each in reader.directory.areas},
        "spans": {str(days): words for days, words in SPANS.items()},
        "filled": dict(visit.request.query_params),
        "asked": f"?{asked}" if asked else "",
        "says": SAYS,
        "span": span_of({} if trouble.sentence else visit.request.query_params, _report(parts, visit).every),
        "trouble": trouble,
    }
    return View("report.html", shows)


async def _lines(parts: Parts, visit: Visit, ids: tuple[str, ...]) -> list[Any]:
    documents = await in_thread(parts.cases.several, whose_of(parts, visit.signed_in), list(ids)) if ids else {}
    found = [found_of(parts, visit.signed_in, documents[each]) for each in ids if each in documents]
    return [summary(each.document, each.names) for each in found]


async def numbers(parts: Parts, visit: Visit) -> Response:
    """The numbers to hand on, as CSV."""
    drawn = await _drawn(parts, visit, dict(visit.request.query_params))
    told = handed_on(drawn)
    months = counts(every_month(drawn.by_month, drawn.since, drawn.until))
    rows = [("All", drawn.report.title, told.number)]
    rows += [("Category", title, number) for title, number in told.by_category]
    rows += [("Month", title, number) for title, number in months]
    rows += [("Note", said, "") for said in (drawn.not_told, SAYS)]
    return csv_of(("What", "Which", "Number"), rows, f"{drawn.report.report_id}-numbers")


async def cases(parts: Parts, visit: Visit) -> Response:
    """The cases that the report lists or has sampled, as CSV: for whoever works on them."""
    drawn = await _drawn(parts, visit, dict(visit.request.query_params))
    rows = [
        (each.notification_id, each.area, f"{each.raised_at:%Y-%m-%d}", "; ".join(one.title for one in each.categories), each.state)
        for each in await _lines(parts, visit, drawn.cases)
    ]  # fmt: skip
    return csv_of(("Notification", "Area", "Raised", "Categories", "State"), rows, f"{drawn.report.report_id}-cases")


async def paper(parts: Parts, visit: Visit) -> Paper:
    """The report to hand on, as PDF."""
    drawn = await _drawn(parts, visit, dict(visit.request.query_params))
    told, report = handed_on(drawn), drawn.report
    about = (
        ("From", moment_in_words(drawn.since)),
        ("Up to", moment_in_words(drawn.until)),
        ("Number of cases", told.number),
        ("Drawn up by", report.by),
        ("For", ", ".join((*report.to, *report.bodies)) or "those who draw it up"),
        ("Its rules", "\n".join(f"{each.id}: {each.says}" for each in report.rules)),
    )
    months = counts(every_month(drawn.by_month, drawn.since, drawn.until))
    return Paper(
        lambda: report_page(report.title, about, told.by_category, months, (drawn.not_told, SAYS)),
        f"report {report.report_id}",
    )


PAGES = (
    Page("GET", PATH, "list", listed),
    Page("GET", ONE, "list", one),
    Page("GET", f"{ONE}/numbers.csv", "list", numbers),
    Page("GET", f"{ONE}/cases.csv", "list", cases),
    Page("GET", f"{ONE}/report.pdf", "list", paper),
)
