"""What a drill showed, by authority: how far each came, and how long it took."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from documents.message import Drill
from services.national_alerts.cascade.ledger import Ledger, message_of
from services.national_alerts.cascade.records import HEARD, Cascade, Entry, State


@dataclass(frozen=True)
class Line:
    """One custodian and message. Durations are from the message's start; None where it has not come so far."""

    message_id: str
    custodian: str
    state: State
    sent_after: timedelta | None
    acknowledged_after: timedelta | None
    approaches: int
    reason: str | None


def report(ledger: Ledger, exercise_id: str) -> tuple[Line, ...]:
    """Every message of the drill, custodian by custodian; of anything but a drill there is no report."""
    return tuple(_lines(ledger, exercise_id))


def _lines(ledger: Ledger, exercise_id: str) -> Iterator[Line]:
    cascade = ledger.find(message_of(exercise_id, 1))
    while cascade and isinstance(cascade.about, Drill):
        for custodian in sorted(cascade.custodians):
            yield _line(cascade, ledger.entry(cascade.message_id, custodian))
        cascade = ledger.followed_by(cascade)


def _line(cascade: Cascade, entry: Entry) -> Line:
    heard = [at for receipt, at in entry.receipts.items() if receipt in HEARD]
    return Line(
        cascade.message_id,
        entry.custodian,
        entry.state,
        entry.sent_at - cascade.started_at if entry.sent_at else None,
        min(heard) - cascade.started_at if heard else None,
        len(entry.approaches),
        entry.reason,
    )
