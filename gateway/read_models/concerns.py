"""Agencies' concerns: what was told, what became of it, by when it is to be decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from access import AgencyReader
from access.visibility import Visibility
from gateway.read_models import routing
from gateway.read_models.folding import (
    Changes,
    Document,
    Happening,
    View,
    changed,
    concern_of,
    happenings,
    instant,
)
from needfire.concerns import front_door
from needfire.directory import WHOLE_AUTHORITY
from shared_kernel.commits import Commit

NAME = "concerns"
TOLD = ("reference", "agency", "raised_by", "urgency", "area", "edition", "facts", "person", "sealed", "decisions")


def _raised(part: Document, event: Happening) -> None:
    part.update({name: event.data[name] for name in TOLD})
    _said(part, event)
    part.update(
        raised_at=instant(event.data["raised_at"]),
        decide_by=instant(event.data["decide_by"]),
        decided=None,
        notifications=[],
        feedback=None,
    )


def _said(part: Document, event: Happening) -> None:
    """Keeps which sealed text came with which event: what is held about a person is told by it."""
    if event.data["sealed"]:
        told = {"version": event.stream_version, "index": event.index, "at": event.at, "sealed": event.data["sealed"]}
        part.setdefault("said", []).append(told)


def _decided(part: Document, event: Happening) -> None:
    names = ("outcome", "reason", "sealed", "decisions")
    by = {"by": event.data["decided_by"], "at": instant(event.data["decided_at"])}
    part["decided"] = {**{name: event.data[name] for name in names}, **by}
    _said(part, event)
    if event.data["notification_id"]:
        part["notifications"].append(event.data["notification_id"])


def _answered(part: Document, event: Happening) -> None:
    told = {name: event.data[name] for name in ("by", "sealed", "decisions")}
    part["feedback"] = {**told, "at": instant(event.data["given_at"]), "received_at": None}
    _said(part, event)


def _received(part: Document, event: Happening) -> None:
    part["feedback"]["received_at"] = instant(event.data["received_at"])


PARTS: Mapping[str, Changes] = {
    "intake": {
        ("ConcernRaised", 1): _raised,
        ("ConcernDecided", 1): _decided,
        ("FeedbackGiven", 1): _answered,
        ("FeedbackReceived", 1): _received,
    },
    "escalation": routing.CHANGES,
}


def key(source: str, commit: Commit) -> str | None:
    """The concern that the commit is about."""
    return concern_of(commit.stream) if source in PARTS else None


def take(told: Document, source: str, commit: Commit) -> Document:
    """The concern with this commit in its part. Raises UnknownEvent."""
    changed(told.setdefault(source, {}), PARTS[source], happenings(source, commit))
    return told


def tell(told: Document) -> Document:
    """The concern with what follows from its parts."""
    # The same bytes whichever stream came first.
    first = ("_id", "authority", "versions", *sorted(PARTS))
    return {**{name: told[name] for name in first if name in told}, **_derived(told)}


def _derived(told: Document) -> Document:
    intake, routed = told.get("intake", {}), told.get("escalation", {})
    running = [each for each in routed.get("clocks", {}).values() if each["state"] in ("running", "breached")]
    decided = intake.get("decided")
    return {
        "state": decided["outcome"] if decided else "waiting",
        "ended_at": decided["at"] if decided and not intake["notifications"] else None,
        "due": min((each["due"] for each in running), default=None),
        "breached": any(each["state"] == "breached" for each in running),
        "order": f"{intake.get('raised_at') or routed.get('raised_at')}|{told['_id']}",
        "marks": sorted(_marks(told["authority"], intake)),
    }


def _marks(authority: str, intake: Document) -> Iterable[str]:
    if intake:
        yield agency_mark(authority, intake["agency"])
        yield area_mark(authority, intake["area"])


def agency_mark(authority: str, agency: str) -> str:
    """The mark of a concern that this agency raised."""
    return f"{authority} agency {agency}"


def area_mark(authority: str, area: str) -> str:
    """The mark of a concern for the front door of this area."""
    return f"{authority} area {area}"


VIEW = View(NAME, key, take, tell)


def marks_of(whose: Visibility) -> frozenset[str]:
    """A concern exists for a reader if it bears one of these: for the agency that raised it, for the front door of its area."""
    reader = whose.reader
    if isinstance(reader, AgencyReader):
        return frozenset({agency_mark(reader.authority, reader.agency)})
    if not reader.is_known:
        return frozenset()
    doors = {front_door(each, reader.directory).role for each in whose.editions}
    areas = (area for area in (WHOLE_AUTHORITY, *reader.directory.areas) if reader.holds_any(frozenset(doors), area))
    return frozenset(area_mark(reader.authority, area) for area in areas)


class Concerns(Protocol):
    """Port: the questions that concerns answer. None is answered without saying who may see what."""

    def one(self, whose: Visibility, concern_id: str) -> Document | None:
        """The concern of this id, if it exists for them."""

    def visible(self, whose: Visibility, before: str | None, limit: int) -> tuple[Document, ...]:
        """The newest that exist for them, from below the `order` given."""

    def versions(self, concern_ids: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
        """How far each has come, by source; without those that there are not."""
