"""Messages to make documents of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from documents.message import AlertMessage, Drill, Kind, Live, Sender

SENT = datetime(2026, 11, 20, 21, 40, tzinfo=UTC)
KENT = Sender("kent", "Kent County Council", "alerts.kent.example")
INITIAL = AlertMessage(
    about=Live("alert-1"),
    message_id="alert-1.1",
    number=1,
    kind="initial",
    sender=KENT,
    sent=SENT,
    original=SENT,
    expires=SENT + timedelta(days=365),
    link="https://needfire.kent.example/national-alerts/alert-1.1",
    risk="high",
    edition="kent 2023-12",
    rules=("KEN23-NA-2",),
)
KINDS: tuple[Kind, ...] = ("initial", "update", "renewal", "found", "de_alert")


def message(kind: Kind) -> AlertMessage:
    """One of each kind; all but the first follow the first."""
    if kind == "initial":
        return INITIAL
    later = replace(INITIAL, kind=kind, number=2, message_id="alert-1.2", sent=SENT + timedelta(days=28))
    return replace(later, follows=INITIAL.as_reference)


def drill(kind: Kind) -> AlertMessage:
    """The same as an exercise."""
    return replace(message(kind), about=Drill("exercise-1"))
