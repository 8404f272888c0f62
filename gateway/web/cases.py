"""The list of notifications, and the page of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from starlette.responses import RedirectResponse, Response

from access import Reader, permit
from contracts.gateway_answers import Notification, Timeline, TimelineEntry
from contracts.gateway_words import RuleText
from contracts.refusals import Refusal
from gateway.finding.calling import called
from gateway.mine import because
from gateway.parts import Parts
from gateway.read_models.cases import is_order
from gateway.read_models.folding import Document
from gateway.read_models.tray_items import waiting_items
from gateway.reading import Found, find_case, find_visible, opener_for, setting_of
from gateway.subjects import others_about
from gateway.web.acting import NOTHING, trouble_of
from gateway.web.casework import offered
from gateway.web.changes import versions_seen
from gateway.web.page import Page, View, Visit
from gateway.web.together import together
from gateway.words.cases import notification, summary
from gateway.words.decisions import concerned, entries
from gateway.words.names import Names, rule_text
from gateway.words.story import QUIET, timeline
from needfire.london_time import day_in_words, on_the_wall
from needfire.particulars import PARTICULARS
from needfire.procedure import Restriction

PAGE, MOST_OTHERS = 25, 20
LIST: dict[str, object] = {"filled": {}, "trouble": NOTHING}
"""What the list shows where no reference is looked for."""
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
    """What happened at one time of day, to the minute; each with its place in the story."""

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


async def home(parts: Parts, visit: Visit) -> View | Response:
    """The notifications that the reader may see, newest first; a reference leads to what it names."""
    permit(visit.signed_in, visit.deed)
    if reference := visit.request.query_params.get("reference", "").strip():
        return await _called(parts, visit, reference)
    before = visit.place("before", is_order)
    page = await find_visible(parts, visit.signed_in, before, PAGE)
    told = [summary(each.document, each.names) for each in page.found]
    return View("cases.html", {**LIST, "notifications": told, "older": page.next, "first": before is None})


async def _called(parts: Parts, visit: Visit, reference: str) -> View | Response:
    shows = {**LIST, "older": None, "first": True, "filled": {"reference": reference}}
    try:
        found = await called(parts, visit.signed_in, reference)
    except Refusal as refusal:
        if refusal.code != "malformed":
            raise
        return View("cases.html", {**shows, "notifications": (), "trouble": trouble_of(refusal)}, 422)
    if len(found) == 1:
        return RedirectResponse(f"/cases/{found[0].document['_id']}", 303)
    return View("cases.html", {**shows, "notifications": [summary(each.document, each.names) for each in found]})


async def one(parts: Parts, visit: Visit) -> View:
    """A notification: what it is, what waits, and its story."""
    reader = visit.signed_in
    found = await find_case(parts, reader, visit.deed, visit.request.path_params["notification_id"])
    opener = await opener_for(parts, reader, found)
    case = notification(found.document, found.names, opener, setting_of(parts, reader, found))
    story = timeline(found.document, found.names, opener)
    placed = [each for each in found.names.edition.restrictions if each.rule in case.restrictions]
    shows = {
        "case": case,
        "days": by_day(story.entries),
        "looks": LOOKS,
        "waiting": waiting(case),
        "assesses": found.names.edition.assessing is not None and "risk_management" in found.document,
        "strands": together(found, opener, reader.at),
        "most_others": MOST_OTHERS,
        "others": [summary(each.document, each.names) for each in await others_about(parts, reader, found)],
        "offers_here": offered(parts, visit, found),
        "restrictions": [restriction(each, found.names) for each in placed],
        "reasons": reasons(found.document, story),
        "mine": mine(reader, found),
        "changes": f"/cases/{case.notification_id}/changes?seen={versions_seen(found.document['versions'])}",
        "authority": parts.people.authority(case.authority).description.name,
    }
    return View("case.html", shows)


@dataclass(frozen=True)
class RestrictionTold:
    """What is kept from whom in this case, and the rule behind it."""

    title: str
    hides: tuple[str, ...]
    roles: tuple[str, ...]
    rule: RuleText


def restriction(placed: Restriction, names: Names) -> RestrictionTold:
    """A restriction in words."""
    hides = tuple(PARTICULARS[each].title for each in placed.hides)
    roles = tuple(names.role(each).title for each in placed.from_roles)
    return RestrictionTold(placed.title, hides, roles, rule_text(names.edition, placed.rule))


def reasons(case: Document, story: Timeline) -> dict[str, int]:
    """Where in the story, counted from 0, it stands why there is each task, notice, deadline and duty, by its id."""
    told = [each for each in entries(case) if each["kind"] not in QUIET]
    found: dict[str, int] = {}
    for place, entry in enumerate(told):
        if story.entries[place].decisions:
            found.update((each, place) for each in concerned(entry, case) if each not in found)
    return found


def mine(reader: Reader, found: Found) -> frozenset[str]:
    """The ids of what waits for the reader in this case."""
    waiting = waiting_items(found.document.get("escalation") or {})
    return frozenset(each["id"] for each in waiting if because(reader, found.case.area, each))


def waiting(case: Notification) -> dict[str, list[object]]:
    """What still waits for somebody."""
    return {
        "tasks": [each for each in case.tasks if each.state == "open"],
        "clocks": [each for each in case.clocks if each.state in ("running", "breached")],
        "notices": [each for each in case.notices if each.received_by is None],
        "duties": [each for each in case.duties if each.done_by is None and each.not_required_by is None],
    }


PAGES = (Page("GET", "/", "list", home), Page("GET", "/cases/{notification_id}", "read_case", one))
