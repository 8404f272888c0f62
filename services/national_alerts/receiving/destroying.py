"""A copy of another authority's alert goes when nobody has followed it up for 12 months: a clock, moved by each message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts import received_alerts as contract
from contracts.schema import read
from needfire.working_time import Period, WorkingCalendar, deadline
from shared_kernel.commits import Commit
from shared_kernel.upcasting import events_of
from shared_kernel.waiting_clocks import ClockStore, WaitingClock

WITHOUT_FOLLOW_UP = "12mo"


@dataclass(frozen=True)
class CopyKeeper:
    """Follows the service's own commits; idempotent."""

    clocks: ClockStore
    calendar: WorkingCalendar

    def __call__(self, commit: Commit) -> None:
        """As the feed's reader asks."""
        for each in events_of(commit):
            kind: Any = contract.EVENTS.get((each.name, each.version))
            if kind in (contract.AlertReceivedV1, contract.ExerciseReceivedV1):
                event: contract.AlertReceivedV1 | contract.ExerciseReceivedV1 = read(kind, each.data)
                self.clocks.put(self._clock(event.received_id, event.number, event.received_at, commit))
            if kind is contract.CopyDestroyedV2:
                self.clocks.remove(_clock_id(read(kind, each.data).received_id))

    def _clock(self, received_id: str, number: int, at: datetime, commit: Commit) -> WaitingClock:
        due = deadline(at, Period.parse(WITHOUT_FOLLOW_UP), self.calendar).due
        data = {"received_id": received_id, "mark": str(number)}
        return WaitingClock(_clock_id(received_id), commit.stream, commit.authority, due, data)


def _clock_id(received_id: str) -> str:
    return f"copy:{received_id}"
