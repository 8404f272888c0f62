"""Filters of reports that a person has saved: their own, and nobody else's."""

from __future__ import annotations

from collections.abc import Mapping

from access import Reader, permit
from contracts.gateway import NoContent
from contracts.gateway_reports import ReportFilterList, ReportFilterRequest, ReportFilterTold
from contracts.refusals import Refusal
from gateway.api.operation import Asked, Operation, of_tag
from gateway.api.reports import their_reports
from gateway.parts import Parts
from gateway.report_filters import SPANS, ReportFilter
from gateway.threads import in_thread
from needfire.procedure import Report

PATH = "/v1/report-filters"


async def listed(parts: Parts, asked: Asked) -> ReportFilterList:
    """The reader's own, of reports that are theirs still."""
    permit(asked.reader, asked.deed)
    return ReportFilterList(await _theirs(parts, asked))


async def _theirs(parts: Parts, asked: Asked) -> tuple[ReportFilterTold, ...]:
    reader = asked.reader
    reports = _reports(parts, reader)
    saved = await in_thread(parts.report_filters.of, reader.authority, reader.person)
    return tuple(_told(each, reports[each.report_id].title) for each in saved if each.report_id in reports)


def _reports(parts: Parts, reader: Reader) -> Mapping[str, Report]:
    return their_reports(reader, parts.people.edition_in_force(reader.authority, reader.at))


def _told(saved: ReportFilter, title: str) -> ReportFilterTold:
    return ReportFilterTold(saved.filter_id, saved.report_id, title, saved.days, saved.area)


async def save(parts: Parts, asked: Asked) -> ReportFilterTold:
    """Save one; the same twice is one."""
    permit(asked.reader, asked.deed)
    reader, body = asked.reader, asked.body
    report = _reports(parts, reader).get(body.report_id)
    if report is None:
        raise Refusal("not_found")
    if body.days not in SPANS:
        raise Refusal("malformed", {"days": f"Choose one of {', '.join(map(str, SPANS))} days."})
    if body.area is not None and body.area not in reader.directory.areas:
        raise Refusal("unknown_area")
    saved = ReportFilter(body.report_id, body.days, body.area)
    await in_thread(parts.report_filters.put, reader.authority, reader.person, saved)
    return _told(saved, report.title)


async def drop(parts: Parts, asked: Asked) -> ReportFilterList:
    """Take one away; those that are left."""
    permit(asked.reader, asked.deed)
    reader, filter_id = asked.reader, asked.path["filter_id"]
    if filter_id not in {each.filter_id for each in await _theirs(parts, asked)}:
        raise Refusal("not_found")
    await in_thread(parts.report_filters.drop, reader.authority, reader.person, filter_id)
    return ReportFilterList(await _theirs(parts, asked))


OPERATIONS = of_tag(
    "Reports",
    Operation(
        "GET",
        PATH,
        "list_report_filters",
        "List the filters of reports that you have saved",
        "list",
        listed,
        ReportFilterList,
        refusals=("no_procedure",),
    ),
    Operation(
        "POST",
        PATH,
        "save_report_filter",
        "Save over which time and in which area you look at a report",
        "list",
        save,
        ReportFilterTold,
        ReportFilterRequest,
        201,
        refusals=("not_found", "no_procedure", "unknown_area"),
    ),
    Operation(
        "POST",
        f"{PATH}/{{filter_id}}/removal",
        "drop_report_filter",
        "Take away a filter that you have saved",
        "list",
        drop,
        ReportFilterList,
        NoContent,
        201,
        refusals=("not_found", "no_procedure"),
    ),
)
