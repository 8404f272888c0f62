"""Reports over cases: which there are, when they are due, and what one comes to over a time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

from contracts.gateway_reports import Counted, ReportDrawn, ReportList, ReportTold
from contracts.refusals import Refusal
from gateway.access import Reader, permit
from gateway.api.operation import Asked, Operation, Query, of_tag
from gateway.parts import Parts
from gateway.reading import Found, find_visible
from gateway.words.names import rule_text
from needfire.facts import from_json
from needfire.london_time import start_of
from needfire.procedure import Edition, Report
from needfire.reporting import Drawn, ReportedCase, draw, due
from needfire.suggesting import setting
from needfire.vocabulary import VOCABULARY

PAGE = 200
LONGEST = timedelta(days=366)
THIS_MOMENT = timedelta(microseconds=1)  # what was raised in this very moment is in a report up to now


async def listed(parts: Parts, asked: Asked) -> ReportList:
    """The reports that the reader draws up or receives."""
    permit(asked.reader, asked.deed)
    edition = _in_force(parts, asked.reader)
    return ReportList(tuple(_told(parts, edition, each) for each in edition.reports if _concerns(asked.reader, each)))


async def drawn(parts: Parts, asked: Asked) -> ReportDrawn:
    """One report, over the cases raised in a time of at most a year: the last 366 days if none is named."""
    permit(asked.reader, asked.deed)
    edition = _in_force(parts, asked.reader)
    report = next((each for each in edition.reports if each.id == asked.path["report_id"]), None)
    if report is None or not _concerns(asked.reader, report):
        raise Refusal("not_found")
    since, until = _time(asked)
    seed = asked.query.get("seed", 0)
    cases = [_reported(parts, asked.reader, found) async for found in _raised_since(parts, asked.reader, since)]
    return _answer(_told(parts, edition, report), edition, draw(report, cases, since, until, seed), since, until, seed)


def _in_force(parts: Parts, reader: Reader) -> Edition:
    edition = parts.people.authority(reader.authority).edition_at(reader.at)
    if edition is None:
        raise Refusal("no_procedure")
    return edition


def _concerns(reader: Reader, report: Report) -> bool:
    return any(reader.holds_any((report.by, *report.to), area) for area in reader.directory.areas)


def _told(parts: Parts, edition: Edition, report: Report) -> ReportTold:
    next_due = due(report, start_of(edition.in_force_from), parts.clock.now(), parts.deployment.calendar)
    return ReportTold(
        report_id=report.id,
        title=report.title,
        rules=tuple(rule_text(edition, rule) for rule in report.rules),
        by=edition.roles[report.by],
        to=tuple(edition.roles[role] for role in report.to),
        bodies=tuple(report.bodies.values()),
        shows=report.shows,
        every=report.every.in_words() if report.every else None,
        next_due=next_due.due if next_due else None,
        arithmetic=next_due.arithmetic if next_due else (),
    )


def _time(asked: Asked) -> tuple[datetime, datetime]:
    until = _moment(asked, "until") or asked.reader.at + THIS_MOMENT
    since = _moment(asked, "since") or until - LONGEST
    if since >= until:
        raise Refusal("period_backwards")
    if until - since > LONGEST + THIS_MOMENT:
        raise Refusal("malformed", {"since": f"Give a time of at most {LONGEST.days} days."})
    return since, until


def _moment(asked: Asked, name: str) -> datetime | None:
    written = asked.query.get(name)
    if written is None:
        return None
    moment = _read(written)
    if moment is None:
        raise Refusal("malformed", {name: "Give a date and time with its offset, such as 2026-11-01T00:00:00+00:00."})
    return moment.astimezone(UTC)


def _read(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


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
    document, part = found.document, found.document.get("intake", {})
    facts, chosen = from_json(VOCABULARY, part.get("facts", {})), tuple(part.get("categories", ()))
    within = setting(found.names.edition, facts, reader.at, parts.deployment.calendar, chosen)
    return ReportedCase(
        notification_id=document["_id"],
        raised_at=datetime.fromisoformat(document["raised_at"]),
        categories=chosen,
        judge=lambda condition: condition.judge(within),
        ended=document["state"],
    )


def _answer(
    told: ReportTold, edition: Edition, found: Drawn, since: datetime, until: datetime, seed: int
) -> ReportDrawn:
    titles = {category.rule: category.title for category in edition.categories}
    return ReportDrawn(
        report=told,
        since=since,
        until=until,
        seed=seed,
        number=found.number,
        by_category=tuple(Counted(rule, titles.get(rule, rule), number) for rule, number in found.by_category),
        by_month=tuple(Counted(month, month, number) for month, number in found.by_month),
        cases=found.cases,
        unsettled=found.unsettled,
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
            Query("since", "From this moment on; a year before `until` if left out."),
            Query("until", "Up to this moment, not included; now if left out."),
            Query("seed", "Another number draws another sample; the same draws the same.", "number"),
        ),
        refusals=("not_found", "no_procedure", "period_backwards"),
    ),
)
