"""The case: everything about one notification, folded from intake's stream, its routing, its national alert and its risk work.

What each of them tells is kept in a part of its own; what more than one has a say in is derived from the parts anew after
each commit. So it does not matter which of them arrives first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from access.visibility import (
    Visibility,
    alerted_mark,
    area_mark,
    body_marks,
    emergency_mark,
    owed_mark,
    person_marks,
    role_mark,
)
from gateway.read_models import alerts, cases_intake, risk, risk_register, routing
from gateway.read_models.folding import (
    Changes,
    Document,
    Happening,
    View,
    changed,
    happenings,
    is_instant,
    notification_of,
)
from gateway.read_models.raised import Raised
from gateway.read_models.tray_items import waiting_roles
from shared_kernel.commits import Commit
from shared_kernel.spoken_references import reference_of

NAME = "cases"
PARTS: Mapping[str, Changes] = {
    "intake": cases_intake.CHANGES,
    "escalation": routing.CHANGES,
    "national_alerts": alerts.CHANGES,
    "risk_management": {**risk.CHANGES, **risk_register.CHANGES},
}
SHARED = {"roles": "to_role", "people": "to_person", "bodies": "to_body"}
KEPT_ELSEWHERE = ("decisions", "facts", "suggested", "edition_digest")


def key(source: str, commit: Commit) -> str | None:
    """The notification that the commit is about."""
    return notification_of(commit.stream) if source in PARTS else None


def take(case: Document, source: str, commit: Commit) -> Document:
    """The case with this commit in its part. Raises UnknownEvent."""
    part, events = case.setdefault(source, {"timeline": []}), happenings(source, commit)
    changed(part, PARTS[source], events)
    part["timeline"] += [_entry(event) for event in events]
    return case


def tell(case: Document) -> Document:
    """The case with what follows from its parts."""
    return {**_in_order(case), **_derived(case)}


def _entry(event: Happening) -> dict[str, Any]:
    data = {name: value for name, value in event.data.items() if name not in KEPT_ELSEWHERE}
    return {
        "at": event.at,
        "version": event.stream_version,
        "index": event.index,
        "actor": event.actor,
        "kind": event.name,
        "data": data,
        "decisions": list(event.data.get("decisions", ())),
    }


def _in_order(case: Document) -> Document:
    # The same bytes whichever stream came first.
    first = ("_id", "authority", "versions", *sorted(PARTS))
    return {name: case[name] for name in first if name in case}


def _derived(case: Document) -> Document:
    intake, routed = case.get("intake", {}), case.get("escalation", {})
    begun_by = intake or routed
    involved = sorted({*_raisers(intake), *_raisers(routed), *routed.get("people", ())})
    open_clocks = [each for each in routed.get("clocks", {}).values() if each["state"] in ("running", "breached")]
    next_clock = min(open_clocks, key=lambda each: (each["due"], each["clock_id"]), default=None)
    return {
        "person": begun_by.get("person"),
        "area": begun_by.get("area"),
        "edition": begun_by.get("edition"),
        "raised_by": begun_by.get("raised_by"),
        "raised_at": begun_by.get("raised_at"),
        "order": f"{begun_by.get('raised_at')}|{case['_id']}",
        "state": _state(intake, routed),
        "ended_at": (intake.get("ended") or {}).get("at"),
        "involved": involved,
        "reference": reference_of(case["_id"]),
        "items": [*routed.get("tasks", ()), *routed.get("notices", ()), *routed.get("duties", ())],
        "shared": {kind: _shared_with(case, kind) for kind in SHARED},
        "marks": sorted(_with_alerts(case, _marks(case, intake, begun_by, involved))),
        "next_due": next_clock["due"] if next_clock else None,
        "next_due_title": next_clock["title"] if next_clock else None,
        "breached": any(each["state"] == "breached" for each in open_clocks),
    }


def _shared_with(case: Document, kind: str) -> list[str]:
    """Whoever it was shared with; and since a referral, those whom the register has to do with."""
    shares = case.get("intake", {}).get("shares", ())
    entry = case.get("risk_management", {}).get(risk_register.ENTRY, {})
    return sorted({*(each[SHARED[kind]] for each in shares if each[SHARED[kind]]), *entry.get(kind, ())})


def _marks(case: Document, intake: Document, begun_by: Document, involved: Iterable[str]) -> Iterable[str]:
    authority, (edition, area) = case["authority"], _where(begun_by)
    yield area_mark(authority, edition, area)
    yield from person_marks(authority, {*involved, *_shared_with(case, "people")})
    yield from body_marks(authority, _shared_with(case, "bodies"))
    waiting = waiting_roles(case.get("escalation", {}))
    yield from (role_mark(authority, role, area) for role in {*_shared_with(case, "roles"), *waiting})
    yield from (owed_mark(authority, body) for body in owed_bodies(case.get("escalation", {})))
    yield from (emergency_mark(authority, each["by"], each["ends"]) for each in intake.get("emergency", ()))


def _with_alerts(case: Document, marks: Iterable[str]) -> Iterable[str]:
    """Where an alert was judged, each mark once more as one of alerts: these are listed by themselves."""
    for mark in marks:
        yield mark
        if case.get("national_alerts", {}).get("judged"):
            yield alerted_mark(mark)


def owed_bodies(routed: Document) -> frozenset[str]:
    """The bodies outside that are or were to be told, by the names that the procedure gives them."""
    return frozenset(each["to"] for each in routed.get("duties", {}).values() if not each.get("not_required"))


def _where(part: Document) -> tuple[str, str]:
    return part.get("edition", ""), part.get("area", "")


def _state(intake: Document, routed: Document) -> str:
    ended = intake.get("ended")
    how = ended["how"] if ended else routed.get("ended")
    return str(how or "open")


def _raisers(part: Document) -> Iterable[str]:
    return (part["raised_by"], *part["named"].values()) if "raised_by" in part else ()


def is_order(text: str) -> bool:
    """Whether this can be a case's `order`: when it was raised, and its id."""
    moment, _, notification_id = text.partition("|")
    return bool(notification_id) and is_instant(moment)


VIEW = View(NAME, key, take, tell)


SAY_WHOSE_NAME = (
    "authority", "area", "edition", "raised_by", "involved", "shared", "person", "marks",
    "intake.sealed", "intake.restrictions", "intake.emergency",
    "escalation.tasks", "escalation.notices", "escalation.duties", "escalation.clocks",
)  # fmt: skip
"""What says whom a case is about, and whether and how far a reader may see it. A story is many times as long."""


def covered(whose: Visibility, case: Document) -> bool:
    """Whether the case exists for them."""
    return whose.covers(case["authority"], case["marks"])


class Cases(Protocol):
    """Port: the questions that cases answer. None is answered without saying who may see what."""

    def one(self, whose: Visibility, notification_id: str) -> Document | None:
        """The case of this notification, if it exists for them."""

    def holding(self, whose: Visibility, item_id: str) -> Document | None:
        """The case that this task, notice or duty belongs to, whether it still waits or not, if it exists for them."""

    def several(self, whose: Visibility, ids: Collection[str]) -> Mapping[str, Document]:
        """Those of these cases that exist for them, by id."""

    def named(self, whose: Visibility, ids: Collection[str]) -> Mapping[str, Document]:
        """As `several`, of each only SAY_WHOSE_NAME."""

    def called(self, whose: Visibility, reference: str) -> tuple[Document, ...]:
        """Those of the cases with this reference that exist for them, by id: as a rule one."""

    def visible(self, whose: Visibility, before: str | None, limit: int, now: datetime) -> tuple[Document, ...]:
        """The newest cases that may be seen, from below the `order` given; `now` is about when the newest was raised."""

    def alerted(self, whose: Visibility, before: str | None, limit: int, now: datetime) -> tuple[Document, ...]:
        """As `visible`, those in which a national alert was proposed, whatever the threshold said."""

    def raised(self, whose: Visibility, since: datetime, until: datetime, with_facts: bool) -> Raised:
        """What a report counts of each case that they may see, raised from then up to then (not included), in any order.

        Of cases under their editions, in areas that there are.
        """

    def about(self, whose: Visibility, person: str) -> tuple[Document, ...]:
        """Those of the cases about this person that exist for them, the oldest first."""


class Progress(Protocol):
    """Port: how far cases have come, and nothing else of them."""

    def versions(self, notification_ids: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
        """How far each of these cases has come, by source; without those that there are not."""
