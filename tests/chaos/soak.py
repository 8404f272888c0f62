"""Half of what the platform can do, for a long time, most of it by one tenant: `python -m tests.chaos.soak`, or `make soak`.

    --minutes N    so long
    --seed N       who asks when

First it is measured how much the platform can do, with all that follows. Then half of that is asked, in turn by all tenants alike, and
twice as long by one seven times as often as by all others together. Prints a line of JSON: what memory, open files, connections and
channels did, and how long the others waited in the one and the other. The end status is 1 when something
was not flat, the others' p99 grew by more than half, or something was lost.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import httpx

from benchmarks.numbers import percentile
from tests.chaos.holding import MOST_OF_A_CASE, Held, grown, held, kept_of_a_case, opened_more
from tests.chaos.resting import at_rest
from tests.e2e.cases import KENT_CHARGED, LINCOLNSHIRE, LUTON_MISSING, raising
from tests.e2e.house import House, open_house
from tests.e2e.waiting import eventually

LOUD, OTHERS = KENT_CHARGED, (LUTON_MISSING, LINCOLNSHIRE)
TIMES = 7
WINDOW, ALIKE_EVERY = 20.0, 3  # seconds; in one of so many windows all ask alike
MEASURED = 400  # commands
AT_ONCE, PATIENCE = 24, 30.0  # people; seconds
ALLOWED = 1.5
CATCHING_UP = 300.0  # seconds
TOKEN_LASTS = 300.0  # seconds


@dataclass
class Told:
    """What was answered: the ids of all that was accepted, how many were refused, and how long was waited, in seconds: in
    windows of one kind or the other, by the others or by the one."""

    accepted: list[str] = field(default_factory=list)
    refused: int = 0
    waited: dict[tuple[bool, bool], list[float]] = field(default_factory=lambda: defaultdict(list))
    lock: Lock = field(default_factory=Lock)


class People:
    """They ask at the moments that are named, whether they were answered before or not."""

    def __init__(self, house: House) -> None:
        self._house, self.told = house, Told()
        self._tokens: dict[str, tuple[float, dict[str, str]]] = {}
        self._pool = ThreadPoolExecutor(AT_ONCE)

    def ask(self, moments: Sequence[tuple[float, int]], loud: bool | None = None) -> None:
        """`moments`: seconds from now, and which story is raised. Returns when all were answered."""
        began = time.monotonic()
        list(self._pool.map(lambda each: self._one(began + each[0], each[1], loud), moments))

    def _one(self, at: float, story: int, loud: bool | None) -> None:
        time.sleep(max(0.0, at - time.monotonic()))
        person, body = raising(self._house, story)
        headers = {**self._token(person), "Idempotency-Key": uuid.uuid4().hex}
        try:
            answer = self._house.web.post("/v1/notifications", json=body, headers=headers, timeout=PATIENCE)
        except httpx.TransportError:
            answer = httpx.Response(503)
        waited = time.monotonic() - at
        with self.told.lock:
            if answer.status_code != 201:
                self.told.refused += 1
                return
            self.told.accepted.append(answer.json()["notification_id"])
            if loud is not None:
                self.told.waited[loud, story in OTHERS].append(waited)

    def _token(self, person: str) -> dict[str, str]:
        made, token = self._tokens.get(person, (0.0, {}))
        if time.monotonic() > made + TOKEN_LASTS or not token:
            token = self._house.token(person)
            self._tokens[person] = (time.monotonic(), token)
        return token


def capacity(house: House, people: People) -> float:
    """Commands a second, from the first that was asked until everybody has followed the last."""
    stories = (LOUD, *OTHERS)
    people.ask([(0.0, stories[number % len(stories)]) for number in range(MEASURED // 4)])  # warms up
    rest(house, people)
    began = time.monotonic()
    people.ask([(0.0, stories[number % len(stories)]) for number in range(MEASURED)])
    rest(house, people)
    return MEASURED / (time.monotonic() - began)


def rest(house: House, people: People) -> None:
    """Everybody has followed."""
    eventually(lambda: at_rest(house, people.told.accepted), "rest", CATCHING_UP)


def moments(per_second: float, loud: bool, chance: random.Random) -> list[tuple[float, int]]:
    """One window's, in order: as many in either."""
    of_others = per_second / (TIMES + 1) if loud else per_second * len(OTHERS) / (len(OTHERS) + 1)
    of_one = per_second - of_others
    asked = [(chance.uniform(0.0, WINDOW), LOUD) for _ in range(round(of_one * WINDOW))]
    asked += [(chance.uniform(0.0, WINDOW), chance.choice(OTHERS)) for _ in range(round(of_others * WINDOW))]
    return sorted(asked)


def play(house: House, minutes: float, seed: int, say: Callable[[str], object]) -> dict[str, Any]:
    """What came of it."""
    people, chance, looks = People(house), random.Random(seed), list[Held]()
    can = capacity(house, people)
    say(f"it can do {can:.1f} a second")
    ends, number = time.monotonic() + minutes * 60, 0
    while time.monotonic() < ends:
        loud = bool(number % ALIKE_EVERY)
        people.ask(moments(can / 2, loud, chance), loud)
        looks.append(held(house))
        number += 1
        say(f"window {number}: {looks[-1].connections} connections, {looks[-1].channels} channels")
    rest(house, people)
    return verdict(people.told, looks, can) | {"minutes": minutes, "seed": seed, "lost": lost(house, people.told)}


def lost(house: House, told: Told) -> int:
    """How many that were accepted are not in the feed."""
    return len(set(told.accepted) - {each.stream for each in house.commits("intake")})


def verdict(told: Told, looks: Sequence[Held], can: float) -> dict[str, Any]:
    """In numbers."""
    alike, loud, the_one = (
        round(percentile(told.waited[each], 99) * 1_000, 1) for each in ((False, True), (True, True), (True, False))
    )
    return {
        "capacity": round(can, 1),
        "accepted": len(told.accepted),
        "refused": told.refused,
        "p99_ms": {"others_where_all_ask_alike": alike, "others_where_one_asks_more": loud, "the_one": the_one},
        "times": round(loud / alike, 2),
        "memory_grew": grown(looks),
        "opened_more": opened_more(looks),
        "auditor_keeps_kb_of_a_case": kept_of_a_case(looks, len(told.accepted)),
        "first": asdict(looks[0]),
        "last": asdict(looks[-1]),
    }


def main(arguments: Sequence[str]) -> int:
    """The end status."""
    asked = argparse.ArgumentParser(prog="python -m tests.chaos.soak", description=__doc__)
    asked.add_argument("--minutes", type=float, default=30.0)
    asked.add_argument("--seed", type=int, default=1)
    given, began = asked.parse_args(arguments), time.monotonic()

    def say(what: str) -> None:
        print(f"[{time.monotonic() - began:6.1f} s] {what}", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory() as folder, open_house(Path(folder)) as house:
        found = play(house, given.minutes, given.seed, say)
    flat = not (found["memory_grew"] or found["opened_more"]) and found["auditor_keeps_kb_of_a_case"] <= MOST_OF_A_CASE
    holds = flat and found["times"] <= ALLOWED and not found["lost"] and not found["refused"]
    print(json.dumps({"holds": holds, **found}), flush=True)
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
