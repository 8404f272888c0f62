"""Tells a national alert: what was judged, its messages, what its form asks, why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from contracts import gateway_alerts as told
from gateway.read_models.folding import Document
from gateway.words.decisions import decisions_told
from gateway.words.names import Names, rule_text
from gateway.words.opening import Opener
from needfire.alerting import AlertMessage, AlertPart
from needfire.conditions import Setting
from needfire.guarding import guard_against
from shared_kernel.spoken_references import reference_of

SOURCE = "national_alerts"


def alert(case: Document, names: Names, opener: Opener) -> told.Alert:
    """The whole alert, its particulars opened for who may see them."""
    part = case[SOURCE]
    return told.Alert(
        alert_id=part["alert_id"],
        notification_id=case["_id"],
        reference=reference_of(case["_id"]),
        state=part["state"],
        version=case["versions"][SOURCE],
        missing_since=_moment(part.get("missing_since")),
        risk=part.get("risk"),
        judged=tuple(_judgement(each, names) for each in part["judged"]),
        messages=tuple(_message(each, names, opener) for each in part["messages"].values()),
        answers=tuple(_answer(each) for each in part["answers"]),
    )


def _judgement(each: Document, names: Names) -> told.Judgement:
    at = datetime.fromisoformat(each["at"])
    return told.Judgement(each["verdict"], names.person(each["by"]), at, _moment(each["passes_from"]))


def _message(each: Document, names: Names, opener: Opener) -> told.AlertMessageTold:
    return told.AlertMessageTold(
        message=each["message"],
        number=each["number"],
        state=each["state"],
        written_by=names.person(each["written_by"]) if each["written_by"] else None,
        written_at=datetime.fromisoformat(each["written_at"]),
        released_at=_moment(each["released_at"]),
        answers=each["answers"],
        particulars=opener.texts(each["sealed"]),
    )


def _answer(each: Document) -> told.CustodianAnswer:
    at = datetime.fromisoformat(each["answered_at"])
    return told.CustodianAnswer(each["message_id"], each["custodian"], each["result"], at)


def summary(case: Document) -> told.AlertSummary:
    """The alert as a line in a list: nothing in it is sealed."""
    part = case[SOURCE]
    released = sum(each["state"] == "released" for each in part["messages"].values())
    return told.AlertSummary(
        part["alert_id"], case["_id"], reference_of(case["_id"]), part["state"], case["area"], released
    )


def form(alert_id: str, message: AlertMessage, parts: list[AlertPart], within: Setting, names: Names) -> told.AlertForm:
    """What the message asks, and what stands against it."""
    against = guard_against(message.refused, within)
    asked = tuple(
        told.AlertPartAsked(
            name=part.name,
            question=part.question,
            kind=part.kind,
            required=part.required,
            required_if=part.required_if,
            words=part.words,
            rules=tuple(rule_text(names.edition, each) for each in part.rules),
        )
        for part in parts
    )
    return told.AlertForm(alert_id, message.kind, asked, against[0].sentence if against else None)


def why(case: Document, names: Names) -> told.AlertWhy:
    """Every decision on the alert."""
    decisions: list[Any] = [each for entry in case[SOURCE]["timeline"] for each in entry["decisions"]]
    return told.AlertWhy(case[SOURCE]["alert_id"], decisions_told(decisions, names))


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
