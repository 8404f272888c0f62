"""The list of notifications, and the page of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from access import permit
from contracts.gateway_answers import Notification, TimelineEntry
from contracts.refusals import Refusal
from gateway.parts import Parts
from gateway.read_models.cases import is_order
from gateway.read_models.folding import Document
from gateway.reading import find_case, find_visible, opener_for, setting_of
from gateway.web.page import Page, View, Visit
from gateway.words.cases import notification, summary
from gateway.words.story import timeline
from needfire.london_time import day_in_words, on_the_wall

PAGE = 25
LOOKS: dict[str, str] = {
    "NotificationRaised": "mark",
    "NotificationUpdated": "mark",
    "NotificationClosed": "mark",
    "NotificationShared": "mark",
    "NotificationNotRequired": "mark",
    "EmergencyAccessOpened": "missed",
    "RoutingEnded": "mark",
    "TaskDecided": "done",
    "TaskReturned": "done",
    "DutyDone": "done",
    "DutyNotRequiredConfirmed": "done",
    "NoticeReceived": "done",
    "ClockMet": "done",
    "ClockBreached": "missed",
    "ClockTargetMissed": "missed",
    "PostVacant": "missed",
    "AlertReleased": "mark",
    "AlertAnswered": "done",
    "AlertInDoubt": "missed",
}


@dataclass(frozen=True)
class Moment:
    """What happened at one time of day, to the minute."""

    at: datetime
    entries: tuple[TimelineEntry, ...]


@dataclass(frozen=True)
class Day:
    """What happened on one day in England."""

    title: str
    moments: tuple[Moment, ...]


def by_day(entries: Iterable[TimelineEntry]) -> list[Day]:
    """The story, by day and by minute."""
    days = groupby(entries, key=lambda each: day_in_words(on_the_wall(each.at)))
    return [Day(title, tuple(_moments(found))) for title, found in days]


def _moments(entries: Iterable[TimelineEntry]) -> Iterable[Moment]:
    for _, found in groupby(entries, key=lambda each: on_the_wall(each.at).replace(second=0, microsecond=0)):
        together = tuple(found)
        yield Moment(together[0].at, together)


async def home(parts: Parts, visit: Visit) -> View:
    """The notifications that the reader may see, newest first."""
    permit(visit.signed_in, visit.deed)
    before = visit.request.query_params.get("before")
    if before is not None and not is_order(before):
        raise Refusal("not_found")
    page = await find_visible(parts, visit.signed_in, before, PAGE)
    told = [summary(each.document, each.names) for each in page.found]
    return View("cases.html", {"notifications": told, "older": page.next, "first": before is None})


async def one(parts: Parts, visit: Visit) -> View:
    """A notification: what it is, what waits, and its story."""
    reader = visit.signed_in
    found = await find_case(parts, reader, visit.deed, visit.request.path_params["notification_id"])
    opener = await opener_for(parts, reader, found)
    case = notification(found.document, found.names, opener, setting_of(parts, reader, found))
    story = timeline(found.document, found.names, opener)
    shows = {
        "case": case,
        "days": by_day(story.entries),
        "looks": LOOKS,
        "waiting": waiting(case),
        "assesses": found.names.edition.assessing is not None and "risk_management" in found.document,
        "alert": found.document["national_alerts"]["alert_id"] if has_alert(found.document) else None,
        "authority": parts.people.authority(case.authority).description.name,
    }
    return View("case.html", shows)


def has_alert(document: Document) -> bool:
    """Whether a national alert was put to the threshold for this case."""
    return bool(document.get("national_alerts", {}).get("judged"))


def waiting(case: Notification) -> dict[str, list[object]]:
    """What still waits for somebody."""
    return {
        "tasks": [each for each in case.tasks if each.state == "open"],
        "clocks": [each for each in case.clocks if each.state in ("running", "breached")],
        "notices": [each for each in case.notices if each.received_by is None],
        "duties": [each for each in case.duties if each.done_by is None and each.not_required_by is None],
    }


PAGES = (Page("GET", "/", "list", home), Page("GET", "/cases/{notification_id}", "read_case", one))
