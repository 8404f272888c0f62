"""What intake's events change in a case: what was raised, updated, consulted on, and how it ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gateway.read_models.folding import Document, Happening, instant

RAISED = (
    "person",
    "area",
    "edition",
    "raised_by",
    "facts",
    "categories",
    "suggested",
    "left_out",
    "named",
    "restrictions",
    "sealed",
)


def _raised(part: Document, event: Happening) -> None:
    part.update({name: event.data[name] for name in RAISED})
    part["raised_at"] = instant(event.data["raised_at"])
    part.update(number=0, updates=[], consultations=[], shares=[], emergency=[], ended=None)


def _consulted(part: Document, event: Happening) -> None:
    names = ("with_role", "with_person", "advice", "recorded_by", "sealed")
    part["consultations"].append({**{name: event.data[name] for name in names}, "recorded_at": event.at})


def _shared(part: Document, event: Happening) -> None:
    names = ("circulation", "title", "to_role", "to_person", "to_body", "by", "sealed")
    part["shares"].append({**{name: event.data[name] for name in names}, "shared_at": event.at, "received_at": None})


def _share_received(part: Document, event: Happening) -> None:
    part["shares"][event.data["number"] - 1]["received_at"] = event.at


def _emergency_access(part: Document, event: Happening) -> None:
    opened = {"by": event.data["by"], "ends": instant(event.data["ends"]), "sealed": event.data["sealed"]}
    part["emergency"].append({**opened, "opened_at": instant(event.data["opened_at"])})


def _updated(part: Document, event: Happening) -> None:
    data = event.data
    part.update(facts=data["facts"], number=data["number"], suggested=data["suggested"])
    names = ("number", "updated_by", "changed", "sealed")
    part["updates"].append({**{name: data[name] for name in names}, "updated_at": instant(data["updated_at"])})


def _not_required(part: Document, event: Happening) -> None:
    part["ended"] = {"how": "not_required", "by": event.data["decided_by"], "at": event.at}


def _closed(part: Document, event: Happening) -> None:
    part["ended"] = {"how": "closed", "by": event.data["closed_by"], "at": instant(event.data["closed_at"])}


def _told_elsewhere(_part: Document, _event: Happening) -> None:
    """Risk management tells what is done on the register, update by update what it makes known."""


CHANGES: Mapping[tuple[str, int], Callable[[Document, Happening], None]] = {
    ("NotificationRaised", 1): _raised,
    ("ConsultationRecorded", 1): _consulted,
    ("NotificationUpdated", 1): _updated,
    ("NotificationShared", 1): _shared,
    ("ShareReceived", 1): _share_received,
    ("NotificationNotRequired", 1): _not_required,
    ("NotificationClosed", 1): _closed,
    ("EmergencyAccessOpened", 1): _emergency_access,
    ("RegisterTold", 1): _told_elsewhere,
}
