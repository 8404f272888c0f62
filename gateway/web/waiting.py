"""What waits for the reader: to do, to read, to tell. A page of each tray, with the way to the next."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from access import permit
from contracts.gateway_records import RetentionNotices
from contracts.gateway_words import RuleText
from contracts.refusals import Refusal
from gateway.parts import Parts
from gateway.read_models.tray_items import is_place
from gateway.records.noticing import unread_of
from gateway.trays import Waiting, tray_of
from gateway.web.page import Page, View, Visit

PAGE = 25


@dataclass(frozen=True)
class Tray:
    """One tray's page: its address, its title, and what is said when nothing lies in it."""

    path: str
    title: str
    empty: str


TRAYS: Mapping[str, Tray] = {
    "task": Tray("/tasks", "To do", "Nothing waits for you to do."),
    "notice": Tray("/notices", "To read", "Nothing waits for you to read."),
    "duty": Tray("/duties", "To tell", "No body outside waits to be told by you."),
}


@dataclass(frozen=True)
class Line:
    """One item of a tray, in a list; `uncertain` are the rules it rests on that their source does not settle."""

    notification_id: str
    title: str
    since: datetime
    due: datetime | None
    uncertain: tuple[RuleText, ...]


def line(waiting: Waiting, kind: str) -> Line:
    """The item as a line."""
    if kind == "task":
        task = waiting.items.task(waiting.item_id)
        return Line(task.notification_id, task.title, task.opened_at, task.due, task.uncertain)
    if kind == "notice":
        notice = waiting.items.notice(waiting.item_id)
        return Line(notice.notification_id, notice.about, notice.given_at, None, notice.uncertain)
    duty = waiting.items.duty(waiting.item_id)
    return Line(duty.notification_id, f"{duty.title}: {duty.to}", duty.opened_at, duty.due, duty.uncertain)


def _page_of(kind: str) -> Callable[[Parts, Visit], Awaitable[View]]:
    async def show(parts: Parts, visit: Visit) -> View:
        permit(visit.signed_in, visit.deed)
        after = visit.request.query_params.get("after")
        if after is not None and not is_place(after):
            raise Refusal("not_found")
        page = await tray_of(parts, visit.signed_in, kind, after, PAGE)
        lines = [line(each, kind) for each in page.waiting]
        begins = kind == "notice" and after is None
        records = await unread_of(parts, visit.signed_in) if begins else RetentionNotices((), more=False)
        shows = {
            "tray": TRAYS[kind],
            "lines": lines,
            "records": records,
            "next": page.next,
            "first": after is None,
        }
        return View("waiting.html", shows)

    return show


PAGES = tuple(Page("GET", tray.path, "list", _page_of(kind)) for kind, tray in TRAYS.items())
