"""What waits for the reader: all of it at a glance, and a page of each tray, with the way to the next."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from starlette.responses import RedirectResponse, Response

from access import permit
from contracts.gateway import NoContent
from contracts.gateway_answers import Duty, Notice, Task
from contracts.gateway_records import RetentionNotices
from contracts.gateway_words import RuleText
from contracts.refusals import Refusal
from gateway.api import notices
from gateway.mine import Whose
from gateway.parts import Parts
from gateway.read_models.tray_items import is_place
from gateway.records.noticing import unread_of
from gateway.trays import Waiting, tray_of
from gateway.web.acting import arrived, asked_of
from gateway.web.changes import LOOKED_AT, trays_seen
from gateway.web.page import Page, View, Visit
from gateway.words.mine import why_yours
from shared_kernel.spoken_references import reference_of

PAGE = LOOKED_AT


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
GROUPS: Mapping[Whose, str] = {"mine": "Yours", "group": "Your groups’", "cover": "Of those for whom you are there"}


@dataclass(frozen=True)
class Line:
    """One item of a tray, in a list: `yours` says why it waits for the reader, `whose` whether it is their own, their group's,
    or of somebody whom they cover. `uncertain` are the rules it rests on that their source does not settle.
    """

    kind: str
    item_id: str
    path: str
    notification_id: str
    reference: str
    title: str
    about: str
    since: datetime
    due: datetime | None
    whose: Whose
    yours: str
    urgent: bool
    uncertain: tuple[RuleText, ...]


def line(waiting: Waiting, kind: str) -> Line:
    """The item as a line."""
    items = waiting.items
    told = items.task(waiting.item_id) if kind == "task" else _beside(waiting, kind)
    role = told.lead if isinstance(told, Duty) else told.role
    return Line(
        kind=kind,
        item_id=waiting.item_id,
        path=f"/cases/{told.notification_id}" if kind == "notice" else f"{TRAYS[kind].path}/{waiting.item_id}",
        notification_id=told.notification_id,
        reference=reference_of(told.notification_id),
        title=_title(told),
        about="; ".join(items.names.category(rule).title for rule in items.routing["categories"]),
        since=told.given_at if isinstance(told, Notice) else told.opened_at,
        due=None if isinstance(told, Notice) else told.due,
        whose=waiting.because.whose,
        yours=why_yours(waiting.because, role.id, items.names),
        urgent=isinstance(told, Task) and told.urgent,
        uncertain=told.uncertain,
    )


def _beside(waiting: Waiting, kind: str) -> Notice | Duty:
    return waiting.items.notice(waiting.item_id) if kind == "notice" else waiting.items.duty(waiting.item_id)


def _title(told: Task | Notice | Duty) -> str:
    if isinstance(told, Notice):
        return told.about
    return told.title if isinstance(told, Task) else f"{told.title}: {told.to}"


@dataclass(frozen=True)
class Count:
    """How many wait: of what a page takes in, and whether there are more."""

    number: int
    more: bool


async def overview(parts: Parts, visit: Visit) -> View:
    """What waits for the reader, whatever it is: what is overdue and due first, then what is to be read."""
    permit(visit.signed_in, visit.deed)
    pages = {kind: await tray_of(parts, visit.signed_in, kind, None, PAGE) for kind in TRAYS}
    lines = {kind: [line(each, kind) for each in page.waiting] for kind, page in pages.items()}
    to_do = sorted([*lines["task"], *lines["duty"]], key=lambda each: (each.due is None, each.due or each.since))
    shows = {
        "groups": {title: [each for each in to_do if each.whose == whose] for whose, title in GROUPS.items()},
        "notices": lines["notice"],
        "records": await unread_of(parts, visit.signed_in),
        "overdue": sum(each.due is not None and each.due < visit.signed_in.at for each in to_do),
        "counts": {kind: Count(len(each), pages[kind].next is not None) for kind, each in lines.items()},
        "trays": TRAYS,
        "changes": f"/tray/changes?seen={trays_seen({kind: page.looked_at for kind, page in pages.items()})}",
    }
    return View("tray.html", shows)


def _page_of(kind: str) -> Callable[[Parts, Visit], Awaitable[View]]:
    async def show(parts: Parts, visit: Visit) -> View:
        permit(visit.signed_in, visit.deed)
        after = visit.place("after", is_place)
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


async def receive(parts: Parts, visit: Visit) -> Response:
    """The receipt of a notice: from then on it is known that they have read it. Twice is once."""
    try:
        accepted = await notices.receive(parts, asked_of(parts, visit, NoContent()))
        await arrived(parts.caught_up, accepted.notification_id, accepted.version, "escalation")
    except Refusal as refusal:
        if refusal.code != "already_received":
            raise
    return RedirectResponse("/tray#reading", 303)


PAGES = (
    Page("GET", "/tray", "list", overview),
    *(Page("GET", tray.path, "list", _page_of(kind)) for kind, tray in TRAYS.items()),
    Page("POST", "/notices/{notice_id}/receipt", "receive_notice", receive),
)
