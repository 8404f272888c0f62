"""What national alerts tell of a case: whether the threshold was met, the messages and how far each is, what was answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gateway.read_models.folding import Document, Happening, instant


def _linked(part: Document, event: Happening) -> None:
    part.update(alert_id=event.data["alert_id"], judged=[], messages={}, answers=[], state="none")


def _judged(part: Document, event: Happening) -> None:
    names = ("verdict", "by", "enquiries")
    passes = instant(event.data["passes_from"])
    part["judged"].append({**{name: event.data[name] for name in names}, "passes_from": passes, "at": event.at})
    if part["state"] in ("none", "proposed", "not_met"):
        part["state"] = "proposed" if event.data["verdict"] == "met" else "not_met"


def _written(part: Document, event: Happening) -> None:
    names = ("message", "number", "answers", "sealed")
    told = {**{name: event.data[name] for name in names}, "written_by": event.data["by"], "written_at": event.at}
    part["messages"][str(event.data["number"])] = {**told, "state": "written", "passed_by": None, "released_at": None}


def _moved(state: str) -> Callable[[Document, Happening], None]:
    def change(part: Document, event: Happening) -> None:
        message = part["messages"][str(event.data["number"])]
        message.update(state=state, passed_by=event.data.get("by") or message["passed_by"])

    return change


def _released(part: Document, event: Happening) -> None:
    data, number = event.data, str(event.data["number"])
    begun = {"message": data["message"], "number": data["number"], "answers": data["answers"], "sealed": data["sealed"]}
    itself = {**begun, "written_by": data["released_by"], "written_at": event.at, "passed_by": None}
    message = {**itself, **part["messages"].get(number, {})}
    since = instant(data["original_missing_since"])
    part["messages"][number] = {**message, "state": "released", "released_at": instant(data["released_at"])}
    part.update(state="ended" if data["ends"] else "current", missing_since=since, risk=data["risk"])


def _answered(part: Document, event: Happening) -> None:
    names = ("message_id", "custodian", "result", "sealed")
    told = {name: event.data[name] for name in names}
    part["answers"].append({**told, "answered_at": instant(event.data["answered_at"])})


def _told_elsewhere(_part: Document, _event: Happening) -> None:
    """Intake tells the facts and the end, escalation who was given notice."""


CHANGES: Mapping[tuple[str, int], Callable[[Document, Happening], None]] = {
    ("NotificationLinked", 1): _linked,
    ("AlertFactsChanged", 1): _told_elsewhere,
    ("LinkedNotificationEnded", 1): _told_elsewhere,
    ("ThresholdJudged", 1): _judged,
    ("MessageWritten", 1): _written,
    ("MessageSentBack", 1): _moved("sent_back"),
    ("MessageSignedOff", 1): _moved("signed_off"),
    ("MessageWithdrawn", 1): _moved("withdrawn"),
    ("AlertReleased", 1): _released,
    ("AlertAnswered", 1): _answered,
    ("CustodianUnreached", 1): _told_elsewhere,
    ("AlertInDoubt", 1): _told_elsewhere,
}
