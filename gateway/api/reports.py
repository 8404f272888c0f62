"""Reports over cases: which there are, when they are due, and what one comes to over a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from access import Reader, permit
from contracts.gateway_reports import ReportDrawn, ReportList
from contracts.refusals import Refusal
from gateway.api.operation import Asked, Operation, Query, of_tag
from gateway.auditing.trail import shown
from gateway.parts import Parts
from gateway.raised import cases_raised, judging
from gateway.words.reports import report_drawn, report_told
from needfire.procedure import Edition, Report
from needfire.reporting import draw

LONGEST = timedelta(days=366)
THIS_MOMENT = timedelta(microseconds=1)  # what was raised in this very moment is in a report up to now


async def listed(parts: Parts, asked: Asked) -> ReportList:
    """The reports that the reader draws up or receives."""
    permit(asked.reader, asked.deed)
    reader, edition = asked.reader, parts.people.edition_in_force(asked.reader.authority, asked.reader.at)
    mine = their_reports(reader, edition).values()
    return ReportList(tuple(report_told(each, edition, reader.at, parts.deployment.calendar) for each in mine))


async def drawn(parts: Parts, asked: Asked) -> ReportDrawn:
    """One report, over the cases raised in a time of at most a year: the last 366 days if none is named."""
    permit(asked.reader, asked.deed)
    reader, edition = asked.reader, parts.people.edition_in_force(asked.reader.authority, asked.reader.at)
    report = their_reports(reader, edition).get(asked.path["report_id"])
    if report is None:
        raise Refusal("not_found")
    since, until = _time(asked)
    area, seed = _area(asked), asked.query.get("seed", 0)
    cases = await cases_raised(parts, reader, since, until, area, with_facts=report.when is not None)
    told = report_told(report, edition, reader.at, parts.deployment.calendar)
    found = draw(report, cases, since, until, judging(parts, reader), seed)
    shown(report.id, *found.cases, *found.unsettled)
    return report_drawn(told, edition, found, since, until, seed)


def their_reports(reader: Reader, edition: Edition) -> Mapping[str, Report]:
    """Those of the edition that the reader draws up or receives, by id."""
    areas = reader.directory.areas
    return {
        each.id: each for each in edition.reports if any(reader.holds_any((each.by, *each.to), area) for area in areas)
    }


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
