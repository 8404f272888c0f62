"""A missing child of Kent's, brought to where the national alert is released, and what is asked on the way."""

from __future__ import annotations

from typing import Any

from tests.pictures import PICTURE
from tests.rules.kent_2023.playing import ANSWERED, INFORMATION, MET, STATED, UNIT_MANAGER, WORKER
from tests.unit.casework.case import NOON, at
from tests.unit.gateway.callers import Callers

SECRET = "Invented Child, in a green coat"
CUSTODIAN, OTHER_CUSTODIAN = "luton-director-support", "kent-standards-officer-1"


def raised(callers: Callers, **facts: Any) -> str:
    """A missing child's notification under Kent's edition of 2023; its alert's id."""
    body = {
        "area": "ashford",
        "facts": {**MET, **STATED, **facts},
        "categories": ["KEN23-NTK-I"],
        "particulars": {"name": "Invented Child", "account": "Not seen since breakfast."},
    }
    notification = callers.done("/v1/notifications", body, WORKER)["notification_id"]
    return f"alert-{notification.removeprefix('notification-')}"


def proposal(alert: str, **facts: Any) -> dict[str, Any]:
    """The body that puts it to the threshold, with who asked whom."""
    made = [{"fact": fact, "asked_by": WORKER, "asked_of": "family", "asked_at": at(NOON)} for fact in ANSWERED]
    return {"notification_id": alert.replace("alert-", "notification-"), "facts": facts, "enquiries": made}


def form(callers: Callers, alert: str, message: str = "initial", without: str = "") -> dict[str, Any]:
    """The body that completes the form, in full but for the part left out."""
    asked = callers.said(f"/v1/alerts/{alert}/form", WORKER, message=message)["parts"]
    parts = [part for part in asked if part["name"] != without]
    picture = callers.done(f"/v1/alerts/{alert}/photographs", {"content": PICTURE}, WORKER)["attachment_id"]
    samples = {"day": "2026-11-20", "localities": ["E10000016"], "photograph": picture}
    typed = {
        part["name"]: samples.get(part["kind"]) or next(iter(part["words"]))
        for part in parts
        if part["kind"] != "sealed"
    }
    own = {part["name"]: SECRET for part in parts if part["kind"] == "sealed"}
    return {"message": message, "answers": typed, "particulars": own}


def decide(callers: Callers, step: str, outcome: str, by: str, *, claim: bool = False) -> None:
    """Somebody decides the task of this step that waits in their tray."""
    [task] = [each for each in callers.said("/v1/tasks", by)["tasks"] if each["step"] == step]
    if claim:
        callers.done(f"/v1/tasks/{task['task_id']}/claim", {}, by)
    callers.done(f"/v1/tasks/{task['task_id']}/decision", {"outcome": outcome}, by)


def released(callers: Callers) -> str:
    """An alert whose initial message is on its way; its id."""
    alert = raised(callers)
    callers.done("/v1/alerts", proposal(alert), WORKER)
    callers.done(f"/v1/alerts/{alert}/messages", form(callers, alert), WORKER)
    decide(callers, "national_alert_check", "send", UNIT_MANAGER)
    decide(callers, "national_alert_cascade", "cascaded", INFORMATION[0], claim=True)
    return alert


def ended(callers: Callers, alert: str) -> None:
    """The child is found and seen, and the de-alert is released."""
    number = callers.said(f"/v1/notifications/{alert.replace('alert-', 'notification-')}", WORKER)["number"]
    facts = {"seen_and_no_longer_missing_at": at(NOON), "whereabouts": "known"}
    path = f"/v1/notifications/{alert.replace('alert-', 'notification-')}/updates"
    callers.done(path, {"based_on": number, "facts": facts}, WORKER)
    callers.done(f"/v1/alerts/{alert}/messages", form(callers, alert, "de_alert"), WORKER)
    decide(callers, "national_de_alert", "send", UNIT_MANAGER)
    decide(callers, "national_alert_cascade", "cascaded", INFORMATION[0], claim=True)
