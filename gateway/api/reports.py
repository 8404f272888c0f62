"""Reports over cases: which there are, when they are due, and what one comes to over a time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

from access import Reader, permit
from contracts.gateway_reports import ReportDrawn, ReportList
from contracts.refusals import Refusal
from gateway.api.operation import Asked, Operation, Query, of_tag
from gateway.auditing.trail import shown, trail_begun
from gateway.parts import Parts
from gateway.reading import Found, find_visible, setting_of
from gateway.words.reports import report_drawn, report_told
from needfire.procedure import Edition, Report
from needfire.reporting import ReportedCase, draw

PAGE = 200
LONGEST = timedelta(days=366)
THIS_MOMENT = timedelta(microseconds=1)  # what was raised in this very moment is in a report up to now


async def listed(parts: Parts, asked: Asked) -> ReportList:
    """The reports that the reader draws up or receives."""
    permit(asked.reader, asked.deed)
    reader, edition = asked.reader, in_force(parts, asked.reader)
    mine = (each for each in edition.reports if concerns(reader, each))
    return ReportList(tuple(report_told(each, edition, reader.at, parts.deployment.calendar) for each in mine))


async def drawn(parts: Parts, asked: Asked) -> ReportDrawn:
    """One report, over the cases raised in a time of at most a year: the last 366 days if none is named."""
    permit(asked.reader, asked.deed)
    reader, edition = asked.reader, in_force(parts, asked.reader)
    report = next((each for each in edition.reports if each.id == asked.path["report_id"]), None)
    if report is None or not concerns(reader, report):
        raise Refusal("not_found")
    since, until = _time(asked)
    area, seed = _area(asked), asked.query.get("seed", 0)
    with trail_begun():  # what is only counted is not shown
        cases = [
            _reported(parts, reader, found)
            async for found in _raised_since(parts, reader, since)
            if area in (None, found.case.area)
        ]
    told = report_told(report, edition, reader.at, parts.deployment.calendar)
    found = draw(report, cases, since, until, seed)
    shown(report.id, *found.cases, *found.unsettled)
    return report_drawn(told, edition, found, since, until, seed)


def in_force(parts: Parts, reader: Reader) -> Edition:
    """The edition whose reports are drawn now. Raises Refusal `no_procedure`."""
    edition = parts.people.authority(reader.authority).edition_at(reader.at)
    if edition is None:
        raise Refusal("no_procedure")
    return edition


def concerns(reader: Reader, report: Report) -> bool:
    """Whether the reader draws it up or receives it."""
    return any(reader.holds_any((report.by, *report.to), area) for area in reader.directory.areas)


def _time(asked: Asked) -> tuple[datetime, datetime]:
    until = asked.query.get("until", asked.reader.at + THIS_MOMENT).astimezone(UTC)
    since = asked.query.get("since", until - LONGEST).astimezone(UTC)
    if since >= until:
        raise Refusal("period_backwards")
    if until - since > LONGEST + THIS_MOMENT:
        raise Refusal("malformed", {"since": f"Give a time of at most {LONGEST.days} days."})
    return since, until


def _area(asked: Asked) -> str | None:
    area: str | None = asked.query.get("area")
    if area is not None and area not in asked.reader.directory.areas:
        raise Refusal("unknown_area")
    return area


async def _raised_since(parts: Parts, reader: Reader, since: datetime) -> AsyncIterator[Found]:
    before: str | None = None
    while True:
        page = await find_visible(parts, reader, before, PAGE)
        for found in page.found:
            if datetime.fromisoformat(found.document["raised_at"]) < since:
                return
            yield found
        if page.next is None:
            return
        before = page.next


def _reported(parts: Parts, reader: Reader, found: Found) -> ReportedCase:
    document, within = found.document, setting_of(parts, reader, found)
    return ReportedCase(
        notification_id=document["_id"],
        raised_at=datetime.fromisoformat(document["raised_at"]),
        categories=tuple(sorted(within.chosen)),
        judge=lambda condition: condition.judge(within),
        ended=document["state"],
    )


OPERATIONS = of_tag(
    "Reports",
    Operation(
        "GET",
        "/v1/reports",
        "list_reports",
        "List the reports that you draw up or receive",
        "list",
        listed,
        ReportList,
        refusals=("no_procedure",),
    ),
    Operation(
        "GET",
        "/v1/reports/{report_id}",
        "draw_report",
        "Draw a report over the cases raised in a time",
        "list",
        drawn,
        ReportDrawn,
        query=(
            Query("since", "From this moment on; a year before `until` if left out.", "moment"),
            Query("until", "Up to this moment, not included; now if left out.", "moment"),
            Query("area", "Only cases of this area; of all if left out."),
            Query("seed", "Another number draws another sample; the same draws the same.", "number"),
        ),
        refusals=("not_found", "no_procedure", "period_backwards", "unknown_area"),
    ),
)
