"""Review lists: what a procedure has somebody look at again and again, one by one, such as a team's weekly list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from access import Reader, permit
from contracts.gateway_answers import NotificationSummary
from contracts.refusals import Refusal
from gateway.auditing.trail import shown
from gateway.parts import Parts
from gateway.read_models.tray_items import is_place
from gateway.reading import Found, looked_through
from gateway.trays import tray_of
from gateway.web.page import Page, View, Visit
from gateway.web.tables import csv_of
from gateway.web.waiting import PAGE, Line, line
from gateway.words.cases import summary
from gateway.words.names import rule_text
from needfire.procedure import Edition
from needfire.requests import Review
from shared_kernel.spoken_references import reference_of

PATH = "/reviews/{review_id}"
MOST = 500
BATCH, BATCHES = 50, 4
"""So many of the newest cases are looked through at once, and so often, for what has not come round yet."""


def lists_of(parts: Parts, reader: Reader) -> Sequence[Review]:
    """The reviews of the edition in force that the reader's posts hold."""
    edition = _in_force(parts, reader)
    areas = reader.directory.areas
    return [each for each in edition.reviews if any(reader.holds(each.by, area) for area in areas)] if edition else []


def _in_force(parts: Parts, reader: Reader) -> Edition | None:
    return parts.people.authority(reader.authority).edition_at(reader.at)


def _review(parts: Parts, visit: Visit) -> Review:
    permit(visit.signed_in, visit.deed)
    wanted = visit.request.path_params["review_id"]
    found = next((each for each in lists_of(parts, visit.signed_in) if each.id == wanted), None)
    if found is None:
        raise Refusal("not_found")
    return found


async def one(parts: Parts, visit: Visit) -> View:
    """The cases that wait for this review, the soonest due first."""
    review, edition = _review(parts, visit), _in_force(parts, visit.signed_in)
    after = visit.place("after", is_place)
    page = await tray_of(parts, visit.signed_in, "task", after, PAGE, review.id)
    shows = {
        "review": review,
        "rules": [rule_text(edition, each) for each in review.rules] if edition else [],
        "lines": [line(each, "task") for each in page.waiting],
        "first": after is None,
        "next": page.next,
        "coming": await coming(parts, visit.signed_in, review) if after is None else (),
    }
    return View("review.html", shows)


@dataclass(frozen=True)
class Coming:
    """A case that comes round for the first time, and when."""

    case: NotificationSummary
    due: datetime


async def coming(parts: Parts, reader: Reader, review: Review) -> tuple[Coming, ...]:
    """The cases that began since and have not come round yet, the soonest first: among the newest that the reader may see."""
    found: list[Coming] = []
    before: str | None = None
    for _ in range(BATCHES):
        page = await looked_through(parts, reader, before, BATCH)
        here = [Coming(summary(each.document, each.names), due) for each in page.found if (due := _first(each, review))]
        found, before = found + here, page.next
        if not here or before is None:
            break
    shown(*(each.case.notification_id for each in found))
    return tuple(sorted(found, key=lambda each: each.due))


def _first(found: Found, review: Review) -> datetime | None:
    clocks = found.document.get("escalation", {}).get("clocks", {}).values()
    due = (each["due"] for each in clocks if (each["clock"], each["count"], each["state"]) == (review.id, 1, "running"))
    return next((datetime.fromisoformat(each) for each in due), None)


async def as_csv(parts: Parts, visit: Visit) -> Response:
    """The list as CSV, to take into a meeting: ids and dates, and nobody's name."""
    review = _review(parts, visit)
    page = await tray_of(parts, visit.signed_in, "task", None, MOST, review.id)
    rows = [_row(line(each, "task")) for each in page.waiting]
    return csv_of(("Reference", "Notification", "Categories", "Since", "Due"), rows, review.id)


def _row(told: Line) -> tuple[str, ...]:
    due = f"{told.due:%Y-%m-%d}" if told.due else ""
    return reference_of(told.notification_id), told.notification_id, told.about, f"{told.since:%Y-%m-%d}", due


PAGES = (
    Page("GET", PATH, "list", one),
    Page("GET", f"{PATH}/list.csv", "list", as_csv),
)
