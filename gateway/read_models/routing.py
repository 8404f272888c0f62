"""What escalation's events change in a notification's routing: its tasks, notices, clocks and duties.

Two views are made of it: the case, and the work trays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gateway.read_models import routing_beside
from gateway.read_models.folding import Document, Happening, instant


def _started(part: Document, event: Happening) -> None:
    names = ("person", "area", "edition", "route", "raised_by", "facts", "categories", "named")
    part.update({name: event.data[name] for name in names})
    part["raised_at"] = instant(event.data["raised_at"])
    part.update(tasks={}, notices={}, clocks={}, duties={}, vacancies=[], people=[], ended=None)


def _facts_changed(part: Document, event: Happening) -> None:
    part["facts"] = event.data["facts"]


def _task_opened(part: Document, event: Happening) -> None:
    names = ("task_id", "step", "title", "role", "people", "tray", "came_from")
    opened = {"state": "open", "opened_at": event.at, "claimed_by": None, "decided": None, "rules": _rules(event)}
    beside = {"beside": event.data.get("beside", False), "asked": None}
    part["tasks"][event.data["task_id"]] = {**_chosen(event, names), **opened, **beside}
    _involve(part, event.data["people"])


def _task_claimed(part: Document, event: Happening) -> None:
    _task(part, event)["claimed_by"] = event.data["by"]
    _involve(part, [event.data["by"]])


def _task_reassigned(part: Document, event: Happening) -> None:
    _task(part, event).update(_chosen(event, ("role", "people", "tray")), claimed_by=None)
    _involve(part, event.data["people"])


def _task_decided(part: Document, event: Happening) -> None:
    names = ("outcome", "title", "by", "not_required", "records", "sealed")
    _task(part, event).update(state="decided", decided={**_chosen(event, names), "at": event.at})
    _involve(part, [event.data["by"]])


def _task_returned(part: Document, event: Happening) -> None:
    decided = {"outcome": "returned", "title": "Returned", "records": {}, "not_required": False, "at": event.at}
    _task(part, event).update(state="returned", decided={**decided, **_chosen(event, ("by", "sealed"))})
    _involve(part, [event.data["by"]])


def _task_withdrawn(part: Document, event: Happening) -> None:
    _task(part, event)["state"] = "withdrawn"


def _notice_given(part: Document, event: Happening) -> None:
    given = {"given_at": event.at, "received_by": None, "received_at": None, "rules": _rules(event)}
    notice = {**_chosen(event, ("notice_id", "role", "people", "about")), **given}
    part["notices"][event.data["notice_id"]] = notice
    _involve(part, event.data["people"])


def _notice_received(part: Document, event: Happening) -> None:
    part["notices"][event.data["notice_id"]].update(received_by=event.data["by"], received_at=event.at)
    _involve(part, [event.data["by"]])


def _clock_started(part: Document, event: Happening) -> None:
    names = ("clock_id", "clock", "title", "owner", "count", "task_id", "duty_id")
    times = {name: instant(event.data[name]) for name in ("due", "counted_from", "target")}
    arithmetic = [line for decision in event.data["decisions"] for line in decision["arithmetic"]]
    running = {"state": "running", "target_missed": False, "late": False, "started_at": event.at}
    clock = {**_chosen(event, names), **times, **running, "arithmetic": arithmetic, "rules": _rules(event)}
    part["clocks"][event.data["clock_id"]] = clock


def _clock_met(part: Document, event: Happening) -> None:
    _clock(part, event).update(state="met", late=event.data["late"])


def _clock_stopped(part: Document, event: Happening) -> None:
    _clock(part, event)["state"] = "stopped"


def _target_missed(part: Document, event: Happening) -> None:
    _clock(part, event)["target_missed"] = True


def _breached(part: Document, event: Happening) -> None:
    _clock(part, event)["state"] = "breached"


def _duty_opened(part: Document, event: Happening) -> None:
    names = ("duty_id", "duty", "title", "to", "lead", "people", "consults", "must")
    opened = {"opened_at": event.at, "done": None, "rules": _rules(event), "proposed": None, "not_required": None}
    evidence = {"evidence": event.data.get("evidence"), "deputy": event.data.get("deputy")}
    evidence["confirmed_by"] = event.data.get("confirmed_by", [])
    part["duties"][event.data["duty_id"]] = {**_chosen(event, names), **evidence, **opened}
    _involve(part, event.data["people"])


def _duty_done(part: Document, event: Happening) -> None:
    done = {**_chosen(event, ("by", "reference", "sealed")), "at": event.at}
    part["duties"][event.data["duty_id"]].update(done=done, proposed=None)
    _involve(part, [event.data["by"]])


def _vacant(part: Document, event: Happening) -> None:
    part["vacancies"].append({**_chosen(event, ("role", "about")), "found_at": event.at})


def _ended(part: Document, event: Happening) -> None:
    part["ended"] = event.data["how"]


def _chosen(event: Happening, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: event.data[name] for name in names}


def _rules(event: Happening) -> list[str]:
    """The rules that the event's decisions rest on, each once."""
    return list(dict.fromkeys(rule for decision in event.data["decisions"] for rule in decision["rules"]))


def _task(part: Document, event: Happening) -> Document:
    task: Document = part["tasks"][event.data["task_id"]]
    return task


def _clock(part: Document, event: Happening) -> Document:
    clock: Document = part["clocks"][event.data["clock_id"]]
    return clock


def _involve(part: Document, people: list[str | None]) -> None:
    part["people"] = sorted({*part["people"], *(each for each in people if each)})


def _not_of_a_routing(_part: Document, _event: Happening) -> None:
    """An absence is a stream of its own; it changes no routing."""


CHANGES: Mapping[tuple[str, int], Callable[[Document, Happening], None]] = {
    ("RoutingStarted", 1): _started,
    ("RoutingFactsChanged", 1): _facts_changed,
    ("TaskOpened", 1): _task_opened,
    ("TaskClaimed", 1): _task_claimed,
    ("TaskReassigned", 1): _task_reassigned,
    ("TaskDecided", 1): _task_decided,
    ("TaskReturned", 1): _task_returned,
    ("TaskWithdrawn", 1): _task_withdrawn,
    ("NoticeGiven", 1): _notice_given,
    ("NoticeReceived", 1): _notice_received,
    ("ClockStarted", 1): _clock_started,
    ("ClockMet", 1): _clock_met,
    ("ClockStopped", 1): _clock_stopped,
    ("ClockTargetMissed", 1): _target_missed,
    ("ClockBreached", 1): _breached,
    ("DutyOpened", 1): _duty_opened,
    ("DutyDone", 1): _duty_done,
    ("PostVacant", 1): _vacant,
    ("RoutingEnded", 1): _ended,
    ("AbsenceDelegated", 1): _not_of_a_routing,
    ("AbsenceEnded", 1): _not_of_a_routing,
    **routing_beside.CHANGES,
}
