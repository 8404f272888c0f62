"""How the two promises are kept, counted from the feeds: what was accepted, and who was told in time. Numbers only, nobody's data.

A count is of everything that ever happened: whoever reads the feeds from their beginning comes to the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from contracts import cascade, escalation
from shared_kernel.command_desk import among
from shared_kernel.commits import Commit

TOLD_SECONDS = (60, 300, 900, 3_600, 4 * 3_600, 24 * 3_600, 72 * 3_600)
"""Up to so long between a notice and its receipt."""
LATE_SECONDS = (1, 5, 30, 120, 600, 3_600)
"""Up to so long between when a deadline passed and when that was recorded."""


class Spread:
    """How often a length of time was at most each bound, and their sum."""

    def __init__(self, bounds: tuple[int, ...]) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def add(self, seconds: float) -> None:
        """One more."""
        place = next((index for index, bound in enumerate(self.bounds) if seconds <= bound), len(self.bounds))
        self.counts[place] += 1
        self.total += max(seconds, 0.0)


class Promises:
    """`accepted` by service; `deadlines` by authority and how they ended; `alerts` by what became of a custodian's message."""

    def __init__(self) -> None:
        self.accepted: Counter[str] = Counter()
        self.deadlines: Counter[tuple[str, str]] = Counter()
        self.notices: Counter[str] = Counter()
        self.alerts: Counter[str] = Counter()
        self.told, self.late = Spread(TOLD_SECONDS), Spread(LATE_SECONDS)
        self._due: dict[str, datetime] = {}
        self._given: dict[str, datetime] = {}

    def take(self, source: str, commit: Commit) -> None:
        """One more commit; each of a feed once, in order."""
        self.accepted[source] += 1
        follow = FOLLOWED.get(source)
        if follow:
            for _, event in among(commit, follow[0].values()):
                follow[1](self, commit, event)

    def of_escalation(self, commit: Commit, event: Any) -> None:
        """Deadlines and notices."""
        match event:
            case escalation.ClockStartedV1():
                self._due[event.clock_id] = event.due
            case escalation.ClockMetV1():
                self.deadlines[commit.authority, "late" if event.late else "in_time"] += 1
                self._due.pop(event.clock_id, None)
            case escalation.ClockBreachedV1():
                self.deadlines[commit.authority, "missed"] += 1
                due = self._due.pop(event.clock_id, None)
                if due:
                    self.late.add((commit.recorded_at - due).total_seconds())
            case escalation.NoticeGivenV1():
                self.notices["given"] += 1
                self._given[event.notice_id] = commit.recorded_at
            case escalation.NoticeReceivedV1():
                self.notices["read"] += 1
                given = self._given.pop(event.notice_id, None)
                if given:
                    self.told.add((commit.recorded_at - given).total_seconds())

    def of_alerts(self, _commit: Commit, event: Any) -> None:
        """What became of messages to custodians."""
        match event:
            case cascade.MessageSentV1():
                self.alerts["sent"] += 1
            case cascade.ReceiptGivenV1():
                self.alerts["answered"] += 1
            case cascade.CustodianSilentV1():
                self.alerts["silent"] += 1


Follow = tuple[Mapping[Any, type], Callable[[Promises, Commit, Any], None]]
FOLLOWED: Mapping[str, Follow] = {
    "escalation": (escalation.EVENTS, Promises.of_escalation),
    "national_alerts": (cascade.EVENTS, Promises.of_alerts),
}
