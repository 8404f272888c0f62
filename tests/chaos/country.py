"""A year of a whole country on the moved clock: `python -m tests.chaos.country`.

150 invented councils, each with one of the installed procedures, people of its own and its share of what is reported in England, raise
cases, decide some, close some and leave the others, from one first of January to the next, in one process on stores in memory. Prints a
line of JSON: how much there was, what it took, and what became of each deadline. The end status is 1 when a promise was broken.
"""

from __future__ import annotations

import argparse
import heapq
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import bson

from benchmarks.country import MEASURED, figures
from benchmarks.country.load import HOURS, hour_of_arrival
from contracts import escalation, intake
from gateway.read_models import cases, tray_items
from gateway.read_models.memory import MemoryCases, MemoryTrays
from gateway.read_models.projecting import Projection
from services.escalation.handlers import routing, stream_of
from shared_kernel.commits import Commit, to_document
from tests.chaos.councils import Council, councils
from tests.chaos.country_verdict import by_kind, judged
from workbench.acting import SEALED
from workbench.rehearsal import Rehearsal

BEGINS = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)
WORKS_AFTER = (0.2, 72.0)
"""Hours after which somebody takes up what waits: some in time, some too late."""
DECIDED, CLOSED = 0.6, 0.5
"""Which part of the cases somebody works on, and which is closed within the year."""
Deed = Callable[[], None]


@dataclass
class Asked:
    """How many commands there were, and by code how many were refused: as in life, some are."""

    accepted: int = 0
    refused: int = 0


class Country:
    """The year while it goes on. The same seed plays the same year."""

    def __init__(self, number: int, seed: int) -> None:
        self._random = Random(seed)
        self.councils = councils(number)
        self.rehearsal = Rehearsal(Council.deployment(self.councils), BEGINS)
        self.asked, self.raised = Asked(), 0
        self._deeds: list[tuple[datetime, int, Deed]] = []
        self._order = count()

    def play(self, every: float) -> None:
        """A year with one of so many cases as England has."""
        shares = figures.shares(len(self.councils))
        arriving = round(figures.yearly_cases() / every)
        for number, council in enumerate(self._random.choices(self.councils, shares, k=arriving), 1):
            self._at(self._arrival(), self._raising(council, number))
        while self._deeds and self._deeds[0][0] < BEGINS + YEAR:
            moment, _, deed = heapq.heappop(self._deeds)
            self.rehearsal.move_to(moment)
            deed()
        self.rehearsal.move_to(BEGINS + YEAR)

    def _arrival(self) -> datetime:
        day = self._random.randrange(YEAR.days)
        return BEGINS + timedelta(days=day, hours=hour_of_arrival(self._random), seconds=self._random.randrange(HOURS))

    def _at(self, moment: datetime, deed: Deed) -> None:
        heapq.heappush(self._deeds, (moment, next(self._order), deed))

    def _after(self, hours: float, deed: Deed) -> None:
        self._at(self.rehearsal.clock.now() + timedelta(hours=hours), deed)

    def _ask(self, council: Council, command: Any, by: str) -> bool:
        answer = self.rehearsal.answer_to(command, by, authority=council.code)
        refused = answer.get("refused", {}).get("code")
        assert refused not in ("internal", "unknown_authority", "unknown_command"), answer
        self.asked.accepted += not refused
        self.asked.refused += bool(refused)
        return not refused

    def _raising(self, council: Council, number: int) -> Deed:
        def deed() -> None:
            notification = f"notification-{number}"
            command, by = council.raising(notification, self._random, self.rehearsal.clock.now())
            if not self._ask(council, command, by):
                return
            self.raised += 1
            if self._random.random() < DECIDED:
                self._after(self._random.uniform(*WORKS_AFTER), self._working(council, notification))
            if self._random.random() < CLOSED:
                closing = intake.CloseNotificationV1(notification, SEALED)
                by = council.holder(council.role_for("close"))
                self._after(self._random.uniform(48, 4000), lambda: self._close(council, closing, by))

        return deed

    def _close(self, council: Council, command: Any, by: str) -> None:
        self._ask(council, command, by)

    def _working(self, council: Council, notification: str) -> Deed:
        def deed() -> None:
            state = routing(self.rehearsal.escalation.stream(stream_of(notification)))
            done = [self._decide(council, notification, task) for task in state.open_tasks]
            if any(done):
                self._after(self._random.uniform(*WORKS_AFTER), self._working(council, notification))

        return deed

    def _decide(self, council: Council, notification: str, task: Any) -> bool:
        by = self._random.choice(task.people) if task.people else council.holder(task.role)
        if task.tray == "group" and not task.claimed_by:
            self._ask(council, escalation.ClaimTaskV1(notification, task.task_id), by)
        found = council.outcome(task.step, self._random)
        return found is not None and self._ask(
            council, escalation.DecideTaskV1(notification, task.task_id, *found, SEALED), by
        )


def bytes_of(log: Sequence[Commit]) -> tuple[int, int]:
    """What the commits take as documents, and what the views of the cases and trays do that are folded from them."""
    stored = MemoryCases(), MemoryTrays()
    views = [Projection(view, kept) for view, kept in zip((cases.VIEW, tray_items.VIEW), stored, strict=True)]
    commits = 0
    for each in log:
        commits += len(bson.encode({"_id": each.commit_id, **to_document(each)}))
        source = "intake" if each.stream.startswith("notification-") else "escalation"
        if each.stream.startswith(("notification-", "routing-")):
            for view in views:
                view.apply(source, [each])
    return commits, sum(len(bson.encode(document)) for kept in stored for document in kept.every())


def year(number: int, every: float, seed: int) -> dict[str, Any]:
    """What became of it."""
    began = time.process_time()
    country = Country(number, seed)
    country.play(every)
    cpu = time.process_time() - began
    log = country.rehearsal.log
    commits, views = bytes_of(log)
    found, parked = judged(log, BEGINS + YEAR), country.rehearsal.parked.count()
    return {
        "holds": found.holds and not parked,
        "authorities": len({each.authority for each in log}),
        "one_case_in": every,
        "cases": country.raised,
        "commands": asdict(country.asked),
        "commits": len(log),
        "events": sum(by_kind(log).values()),
        "deadlines": asdict(found),
        "parked": parked,
        "commit_bytes": commits,
        "view_bytes": views,
        "cpu_seconds": round(cpu, 1),
    }


def main(arguments: Sequence[str]) -> int:
    """The end status."""
    asked = argparse.ArgumentParser(prog="python -m tests.chaos.country", description=__doc__)
    asked.add_argument("--councils", type=int, default=150)
    asked.add_argument("--every", type=float, default=50.0, help="plays one in so many of a year's cases")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--write", action="store_true", help="keeps what was found for `python -m benchmarks.country`")
    given = asked.parse_args(arguments)
    found = year(given.councils, given.every, given.seed)
    print(json.dumps(found), flush=True)
    if given.write:
        Path(MEASURED).write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    return 0 if found["holds"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
