"""Nothing runs for ten minutes in which deadlines pass, and then everything again: `python -m tests.chaos.outage`.

    --cases N      so many, each a little later than the one before, so that their deadlines pass one after another
    --seconds N    so long the outage lasts, and within so long the deadlines pass
    --really       it is waited for; without, the casework's clock is moved while nothing runs

Prints a line of JSON: missed, early, double, and whether all fired in order. The end status is 1 when a promise was broken.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Event

from auditor.__main__ import asking
from auditor.auditor import every_row
from shared_kernel.commits import Commit
from shared_kernel.time import instant_of
from tests.chaos.resting import at_rest
from tests.e2e.cases import KENT_CHARGED, raising
from tests.e2e.house import House, open_house
from tests.e2e.waiting import eventually, stopwatch

ENDING = timedelta(seconds=20)
"""Before the first deadline: while everything is killed, none passes."""
CATCHING_UP = 180.0  # seconds
MARKS = {"ClockBreached": "due", "ClockCameRound": "due", "ClockTargetMissed": "target"}
never = Event()


@dataclass(frozen=True)
class Outage:
    """What became of the deadlines that passed while nothing ran. `caught_up_after`: seconds from the start of everything."""

    cases: int
    outage_seconds: float
    really: bool
    clocks: int
    moments: int
    missed: int
    early: int
    double: int
    out_of_order: int
    caught_up_after: float

    @property
    def holds(self) -> bool:
        """Whether every promise was kept, and there was one to keep."""
        return bool(self.clocks) and not (self.missed or self.early or self.double or self.out_of_order)


def waiting(house: House) -> dict[str, datetime]:
    """Escalation's clocks, and when each is due."""
    return {row[0]: instant_of(row[1]) for row in every_row(asking(house.rpc), "escalation", "clocks")}


def raise_many(house: House, count: int, spread: timedelta) -> None:
    """Each a moment of casework after the one before; returns when all of it has gone its way."""
    told = []
    for _ in range(count):
        person, body = raising(house, KENT_CHARGED)
        told.append(house.done(person, "/v1/notifications", body)["notification_id"])
        house.move_clock(seconds=spread.total_seconds() / count)
    eventually(lambda: at_rest(house, told), "rest", CATCHING_UP)


def play(house: House, cases: int, seconds: float, really: bool) -> Outage:
    """Everything is killed shortly before the first deadline and begun again after the outage."""
    raise_many(house, cases, timedelta(seconds=seconds))
    first = min(waiting(house).values())
    house.move_clock(seconds=(first - ENDING - house.now).total_seconds())
    passing = {key: due for key, due in waiting(house).items() if due <= first + timedelta(seconds=seconds)}
    since = house.last_position("escalation")
    house.kill(*house.runs)
    print(f"nothing runs; {len(passing)} deadlines pass", file=sys.stderr, flush=True)
    if really:
        never.wait(seconds)
    else:
        house.move_clock(seconds=seconds)
    took = stopwatch()
    house.move_clock(seconds=ENDING.total_seconds())
    house.platform.start(house.runs)
    eventually(lambda: not passing.keys() & waiting(house).keys(), "every deadline's effect", CATCHING_UP)
    eventually(lambda: at_rest(house, ()), "rest", CATCHING_UP)
    return told(house.commits("escalation", since), passing, Outage(cases, seconds, really, 0, 0, 0, 0, 0, 0, took()))


def told(commits: Sequence[Commit], passing: dict[str, datetime], empty: Outage) -> Outage:
    """What the feed says of those that passed."""
    fired = [
        (f"{event.data['clock_id']}:{MARKS[event.name]}", commit)
        for commit in commits
        for event in commit.events
        if event.name in MARKS
    ]
    ours = [(passing[key], commit) for key, commit in fired if key in passing]
    times = Counter(key for key, _ in fired if key in passing)
    return Outage(
        **{
            **asdict(empty),
            "clocks": len(passing),
            "moments": len(set(passing.values())),
            "missed": len(passing.keys() - times.keys()),
            "early": sum(commit.recorded_at < due for due, commit in ours),
            "double": sum(each - 1 for each in times.values()),
            "out_of_order": sum(later < earlier for (earlier, _), (later, _) in pairwise(ours)),
            "caught_up_after": round(empty.caught_up_after, 1),
        }
    )


def main(arguments: Sequence[str]) -> int:
    """The end status."""
    asked = argparse.ArgumentParser(prog="python -m tests.chaos.outage", description=__doc__)
    asked.add_argument("--cases", type=int, default=300)
    asked.add_argument("--seconds", type=float, default=600.0)
    asked.add_argument("--really", action="store_true")
    given = asked.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, open_house(Path(folder)) as house:
        found = play(house, given.cases, given.seconds, given.really)
    print(json.dumps({"holds": found.holds, **asdict(found)}), flush=True)
    return 0 if found.holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
