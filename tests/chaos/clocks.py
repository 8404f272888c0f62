"""Many deadlines in one minute, two replicas, one of them killed every ten seconds: `python -m tests.chaos.clocks`.

Prints a line of JSON: missed, early, double, and by how much they were late. The end status is 1 when a promise was broken.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

from pymongo.database import Database

from shared_kernel.leases import LEASE_SECONDS
from shared_kernel.settings import Settings
from shared_kernel.stores import connect, database
from shared_kernel.waiting_clocks import WaitingClock
from shared_kernel.waiting_clocks_mongo import MongoClockStore
from tests.integration.conftest import EmbeddedStore

PREFIX = "chaos"
LONGEST = 300.0  # seconds after the last was due
ENTERING = timedelta(seconds=30)
AT_ONCE = 500
never = Event()


def entered(own: Database[dict[str, Any]], count: int, first: datetime, spread: timedelta) -> None:
    """So many clocks, due one after another within the spread."""
    clocks = [
        WaitingClock(f"clock-{number}:due", f"case-{number}", "kent", first + spread * number / count, {})
        for number in range(count)
    ]
    store = MongoClockStore(own)
    for begin in range(0, count, AT_ONCE):
        store.put_all(clocks[begin : begin + AT_ONCE])


@contextmanager
def replicas(uri: str, count: int) -> Iterator[Callable[[], None]]:
    """So many processes that fire. Called, one of them is killed and another begun."""
    program = [sys.executable, "-m", "tests.chaos.replica", uri, PREFIX]

    def begun() -> subprocess.Popen[bytes]:
        process = subprocess.Popen(program, stdout=subprocess.PIPE)
        assert process.stdout
        process.stdout.readline()
        return process

    running = [begun() for _ in range(count)]

    def one_dies() -> None:
        dying = running.pop(0)
        dying.kill()
        dying.communicate()
        running.append(begun())

    try:
        yield one_dies
    finally:
        for process in running:
            process.kill()
            process.communicate()


def play(count: int, spread: float, kill_every: float) -> dict[str, Any]:
    """What became of them."""
    with tempfile.TemporaryDirectory() as folder:
        store = EmbeddedStore(Path(folder))
        try:
            store.wait_until_it_answers()
            settings = Settings(mongodb_uri=store.uri, database_prefix=PREFIX)
            own = database(connect(settings), settings, "clocks")
            first = datetime.now(UTC) + ENTERING  # when all are entered and both replicas run
            entered(own, count, first, timedelta(seconds=spread))
            with replicas(store.uri, 2) as one_dies:
                return told(own, count, first, spread, kill_every, one_dies)
        finally:
            store.kill()


def told(
    own: Database[dict[str, Any]],
    count: int,
    first: datetime,
    spread: float,
    kill_every: float,
    one_dies: Callable[[], None],
) -> dict[str, Any]:
    """Kills for as long as they are due, waits until none waits, and counts."""
    ends, deaths = first.timestamp() + spread, 0
    while time.time() < ends:
        never.wait(kill_every)
        one_dies()
        deaths += 1
    while own["waiting_clocks"].count_documents({}) and time.time() < ends + LONGEST:
        never.wait(0.5)
    fired = [each["events"][0]["data"] for each in own["commits"].find({}, {"events": 1})]
    per_clock = Counter(each["stream"] for each in own["commits"].find({}, {"stream": 1}))
    late = sorted(_seconds(each) for each in fired)
    return {
        "clocks": count,
        "deaths": deaths,
        "missed": count - len(per_clock),
        "early": sum(each < 0 for each in late),
        "double": sum(each - 1 for each in per_clock.values()),
        "late_p50": round(late[len(late) // 2], 2) if late else None,
        "late_p99": round(late[int(len(late) * 0.99)], 2) if late else None,
        "late_most": round(late[-1], 2) if late else None,
        "a_dead_replicas_claim_runs_out_after": LEASE_SECONDS,
    }


def _seconds(fired: dict[str, str]) -> float:
    return (datetime.fromisoformat(fired["at"]) - datetime.fromisoformat(fired["due"])).total_seconds()


def main(arguments: Sequence[str]) -> int:
    """The end status."""
    asked = argparse.ArgumentParser(prog="python -m tests.chaos.clocks", description=__doc__)
    asked.add_argument("--clocks", type=int, default=10_000)
    asked.add_argument("--seconds", type=float, default=60.0, help="within which they are due")
    asked.add_argument("--kill-every", type=float, default=10.0)
    given = asked.parse_args(arguments)
    found = play(given.clocks, given.seconds, given.kill_every)
    print(json.dumps(found), flush=True)
    return 1 if found["missed"] or found["early"] or found["double"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
