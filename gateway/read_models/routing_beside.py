"""What escalation's events change beside the route: what was asked of somebody, and duties that may not be required."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gateway.read_models.folding import Document, Happening


def _request_made(part: Document, event: Happening) -> None:
    asked = {**_said(event), "urgent": event.data["urgent"], "rules": _rules(event)}
    part["tasks"][event.data["task_id"]]["asked"] = asked
    _involve(part, event)


def _proposed(part: Document, event: Happening) -> None:
    _duty(part, event)["proposed"] = _said(event)
    _involve(part, event)


def _confirmed(part: Document, event: Happening) -> None:
    duty = _duty(part, event)
    duty.update(not_required={**_said(event), "proposed": duty.get("proposed")}, proposed=None)
    _involve(part, event)


def _rejected(part: Document, event: Happening) -> None:
    _duty(part, event)["proposed"] = None
    _involve(part, event)


def _came_round(part: Document, event: Happening) -> None:
    part["clocks"][event.data["clock_id"]]["state"] = "met"


def _consulted(_part: Document, _event: Happening) -> None:
    """Intake has told it: the consultation stands in its own part."""


def _said(event: Happening) -> dict[str, Any]:
    return {"by": event.data["by"], "at": event.at, "sealed": event.data["sealed"]}


def _rules(event: Happening) -> list[str]:
    return list(dict.fromkeys(rule for decision in event.data["decisions"] for rule in decision["rules"]))


def _duty(part: Document, event: Happening) -> Document:
    duty: Document = part["duties"][event.data["duty_id"]]
    return duty


def _involve(part: Document, event: Happening) -> None:
    part["people"] = sorted({*part["people"], event.data["by"]})


def _message_waits(part: Document, event: Happening) -> None:
    part["message"] = {"message": event.data["message"], "by": event.data["by"]}


def _message_passed(part: Document, _event: Happening) -> None:
    part["message"] = None


def _told_elsewhere(_part: Document, _event: Happening) -> None:
    """The assessment or the register tells it: it stands in its own part."""


CHANGES: Mapping[tuple[str, int], Callable[[Document, Happening], None]] = {
    ("RequestMade", 1): _request_made,
    ("DutyNotRequiredProposed", 1): _proposed,
    ("DutyNotRequiredConfirmed", 1): _confirmed,
    ("DutyNotRequiredRejected", 1): _rejected,
    ("ClockCameRound", 1): _came_round,
    ("RoutingConsulted", 1): _consulted,
    ("AlertMessageFollowed", 1): _message_waits,
    ("AlertMessagePassed", 1): _message_passed,
    ("LevelFollowed", 1): _told_elsewhere,
    ("LevelPassed", 1): _told_elsewhere,
    ("RegisterFollowed", 1): _told_elsewhere,
}
