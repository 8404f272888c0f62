"""What became of the deadlines of many authorities' cases, said from their commits alone."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from contracts import escalation
from shared_kernel.command_desk import happened
from shared_kernel.commits import Commit

_CODE = re.compile(r"council-\d{3}")
"""How the invented authorities are called, in the ids of their people too."""


@dataclass(frozen=True)
class Fired:
    """A deadline's firing, and from when on it was owed: when it was due, or began, where that was later."""

    owed: datetime
    fired: datetime


@dataclass
class Deadlines:
    """`waiting`: by clock when it is owed; `fired`: in the order in which it was; `twice`: fired again, or without having begun."""

    waiting: dict[str, datetime] = field(default_factory=dict)
    fired: list[Fired] = field(default_factory=list)
    twice: int = 0

    def take(self, commit: Commit) -> None:
        """What a commit of escalation says of its clocks."""
        if not commit.stream.startswith("routing-"):
            return
        for event in happened(commit, escalation.EVENTS):
            match event:
                case escalation.ClockStartedV1():
                    self.waiting[event.clock_id] = max(event.due, commit.recorded_at)
                case escalation.ClockBreachedV1() | escalation.ClockCameRoundV1():
                    self._fire(event.clock_id, commit.recorded_at)
                case escalation.ClockMetV1() | escalation.ClockStoppedV1():
                    self.waiting.pop(event.clock_id, None)

    def _fire(self, clock_id: str, at: datetime) -> None:
        owed = self.waiting.pop(clock_id, None)
        if owed is None:
            self.twice += 1
        else:
            self.fired.append(Fired(owed, at))


@dataclass(frozen=True)
class Year:
    """`missed`: owed by the end and never fired; `late` and `early`: fired at another moment than it was owed; `overtaken`: fired
    after one that was owed later; `crossed`: commits that name another authority, or lie in another's stream."""

    fired: int
    still_waiting: int
    missed: int
    early: int
    late: int
    twice: int
    overtaken: int
    crossed: int

    @property
    def holds(self) -> bool:
        """Whether every promise was kept, and there was one to keep."""
        wrong = self.missed + self.early + self.late + self.twice + self.overtaken + self.crossed
        return bool(self.fired) and not wrong


def judged(log: Sequence[Commit], ends: datetime) -> Year:
    """All commits, in the order in which they were made, up to that moment."""
    deadlines = Deadlines()
    for each in log:
        deadlines.take(each)
    fired = deadlines.fired
    return Year(
        fired=len(fired),
        still_waiting=len(deadlines.waiting),
        missed=sum(owed <= ends for owed in deadlines.waiting.values()),
        early=sum(each.fired < each.owed for each in fired),
        late=sum(each.fired > each.owed for each in fired),
        twice=deadlines.twice,
        overtaken=_overtaken(fired),
        crossed=crossed(log),
    )


def _overtaken(fired: Iterable[Fired]) -> int:
    latest, count = datetime.min.replace(tzinfo=UTC), 0
    for each in fired:
        count += each.owed < latest
        latest = max(latest, each.owed)
    return count


def crossed(log: Iterable[Commit]) -> int:
    """How many commits have to do with more than the one authority whose stream it is."""
    whose: dict[str, str] = {}
    return sum(_names(each) != {whose.setdefault(each.stream, each.authority)} for each in log)


def _names(commit: Commit) -> set[str]:
    told = json.dumps([commit.actor, *(each.data for each in commit.events)])
    return {commit.authority, *_CODE.findall(told)}


def by_kind(log: Iterable[Commit]) -> Mapping[str, int]:
    """How many events there are of each name."""
    return Counter(event.name for commit in log for event in commit.events)
