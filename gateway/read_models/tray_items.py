"""The work trays: of each notification the tasks, notices and duties that wait, for whom, and when they are due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from access import AgencyReader
from access.visibility import Visibility, held_roles
from gateway.read_models import routing
from gateway.read_models.folding import (
    Document,
    View,
    changed,
    happenings,
    is_instant,
    notification_of,
)
from shared_kernel.commits import Commit

NAME = "tray_items"
SOURCE = "escalation"
KINDS = ("task", "notice", "duty")
NEVER = "9999"
"""Sorts behind every moment: nothing is due."""


def key(source: str, commit: Commit) -> str | None:
    """The notification whose items the commit changes."""
    return notification_of(commit.stream) if source == SOURCE else None


def take(tray: Document, source: str, commit: Commit) -> Document:
    """The tray with this commit in its routing. Raises UnknownEvent."""
    changed(tray.setdefault("routing", {}), routing.CHANGES, happenings(source, commit))
    return tray


def tell(tray: Document) -> Document:
    """The tray with what waits, for whom, and when it is due."""
    return {**tray, **_derived(tray["authority"], tray["routing"])}


def _derived(authority: str, part: Document) -> Document:
    waiting = list(waiting_items(part))
    return {
        "area": part.get("area"),
        "edition": part.get("edition"),
        "marks": sorted({mark for item in waiting for mark in _marks(authority, part["area"], item)}),
        "due": {kind: min((i["due"] or NEVER for i in waiting if i["kind"] == kind), default=NEVER) for kind in KINDS},
    }


def _marks(authority: str, area: str, item: Mapping[str, Any]) -> Iterator[str]:
    kind = item["kind"]
    for role in (item["role"], *item["instead"], *item["confirming"]):
        yield role_mark(authority, kind, role, area)
    yield from (person_mark(authority, kind, person) for person in item["people"])
    if item["to"]:
        yield body_mark(authority, item["to"])


def person_mark(authority: str, kind: str, person: str) -> str:
    """The mark of a tray with an item of this kind waiting for the person."""
    return f"{authority} {kind} person {person}"


def body_mark(authority: str, body: str) -> str:
    """The mark of a tray with a duty towards this body outside."""
    return f"{authority} duty body {body}"


def role_mark(authority: str, kind: str, role: str, area: str) -> str:
    """The mark of a tray with an item of this kind waiting for the role in the area."""
    return f"{authority} {kind} role {role} {area}"


def waiting_items(part: Document) -> Iterator[Mapping[str, Any]]:
    """What waits of a routing: {kind, id, role, people, step, tray, claimed_by, due, instead, confirming, proposed_by, to}.

    `due` is null where no clock runs for it. Of a duty `instead` are roles that may do it while nobody holds its own, and
    `confirming` those one of whom is to say whether it is not required, as `proposed_by` somebody proposed.
    """
    for task in part.get("tasks", {}).values():
        if task["state"] == "open":
            held = {"tray": task["tray"], "claimed_by": task["claimed_by"]}
            yield {**_item("task", task, task["role"]), **held, "due": due_of(part, task["task_id"])}
    for notice in part.get("notices", {}).values():
        if notice["received_by"] is None:
            yield {**_item("notice", notice, notice["role"]), "tray": "person", "due": None}
    for duty in part.get("duties", {}).values():
        if duty["done"] is None and not duty.get("not_required"):
            yield {**_duty(duty), "tray": "person", "due": due_of(part, duty["duty_id"])}


def waiting_roles(part: Document) -> frozenset[str]:
    """The roles with whom a task or duty of a routing waits, or that may say that a duty is not required."""
    waiting = (each for each in waiting_items(part) if each["kind"] != "notice")
    return frozenset(role for each in waiting for role in (each["role"], *each["instead"], *each["confirming"]))


def _duty(duty: Document) -> dict[str, Any]:
    deputies = [duty["deputy"]] if duty.get("deputy") else []
    proposed = duty.get("proposed") or {}
    confirming = [duty["lead"], *deputies, *duty.get("confirmed_by", ())] if proposed else []
    beside = {"instead": deputies, "confirming": confirming, "proposed_by": proposed.get("by"), "to": duty["to"]}
    return {**_item("duty", duty, duty["lead"]), **beside}


def _item(kind: str, data: Document, role: str) -> dict[str, Any]:
    ids = {"kind": kind, "id": data[f"{kind}_id"], "role": role, "people": data["people"], "step": data.get("step")}
    return {**ids, "claimed_by": None, "instead": [], "confirming": [], "proposed_by": None, "to": None}


def due_of(part: Document, item_id: str) -> str | None:
    """When the task or duty is due: the earliest clock that runs for it."""
    of_item = (each for each in part["clocks"].values() if item_id in (each["task_id"], each["duty_id"]))
    return min((each["due"] for each in of_item if each["state"] in ("running", "breached")), default=None)


def place(tray: Document, kind: str) -> str:
    """Where a tray stands among those of its kind: when the soonest of it is due, and its id."""
    return f"{tray['due'][kind]}|{tray['_id']}"


def is_place(text: str) -> bool:
    """Whether this can be a tray's place."""
    due, _, notification_id = text.partition("|")
    return bool(notification_id) and (due == NEVER or is_instant(due))


VIEW = View(NAME, key, take, tell)


def marks_of(whose: Visibility, kind: str) -> list[str]:
    """The marks of trays in which something of this kind waits for the reader, or for a role that they hold."""
    reader = whose.reader
    if isinstance(reader, AgencyReader):
        return [body_mark(reader.authority, body) for body in reader.bodies] if kind == "duty" else []
    if not reader.is_known:
        return []
    of_roles = [role_mark(reader.authority, kind, *held) for held in held_roles(reader, whose.editions)]
    return [*of_roles, *(person_mark(reader.authority, kind, person) for person in reader.acts_for)]


class Trays(Protocol):
    """Port: the question that trays answer. Documents are of a notification, with its `routing`."""

    def waiting(self, whose: Visibility, kind: str, after: str | None, limit: int) -> tuple[Document, ...]:
        """Those with something of this kind for them, the soonest due first, behind the place given, at most `limit`."""
