"""People who work while everything goes wrong: each asks under a key of their own, again and again, until they are answered."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import httpx

from tests.e2e.cases import KENT_CHARGED, raising
from tests.e2e.house import House

AT_ONCE = 12
GIVE_UP = 180.0  # seconds: so long somebody asks for one thing
PAUSE = 0.3
AGAIN = (429, 503)
PATIENCE = 6.0  # seconds; an answer is due within five
LATE = 5.5  # seconds: five, and what the way there and back takes on a machine at work


@dataclass
class History:
    """What was asked and what was answered. `acknowledged`: the notifications that were, by the key they were asked under. `late`: when
    somebody asked, and when the answer came or they waited no longer, where that was more than five seconds."""

    attempted: int = 0
    acknowledged: dict[str, str] = field(default_factory=dict)
    slowest: float = 0.0
    late: list[tuple[float, float]] = field(default_factory=list)
    other_answers: dict[int, int] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


class Working:
    """So many commands by several people at once. `stop`: whoever is asked still tries on."""

    def __init__(self, house: House, seed: int) -> None:
        self._house, self._seed = house, seed
        self.history = History()

    def play(self, commands: int, seconds: float) -> None:
        """They are asked over so many seconds. Returns when each was answered, or given up."""
        began = time.monotonic()
        with ThreadPoolExecutor(AT_ONCE) as people:
            list(people.map(lambda number: self._ask(number, began + seconds * number / commands), range(commands)))

    def _ask(self, number: int, at: float) -> None:
        chance = random.Random(self._seed * 1_000_003 + number)
        time.sleep(max(0.0, at - time.monotonic()))
        person, body = raising(self._house, KENT_CHARGED)
        key = uuid.UUID(int=chance.getrandbits(128)).hex
        with self.history.lock:
            self.history.attempted += 1
        answer = self._until_answered(person, "/v1/notifications", body, key)
        if answer:
            with self.history.lock:
                self.history.acknowledged[key] = answer["notification_id"]

    def _until_answered(self, person: str, path: str, body: Mapping[str, Any], key: str) -> dict[str, Any] | None:
        ends = time.monotonic() + GIVE_UP
        while time.monotonic() < ends:
            began = time.monotonic()
            try:
                answer = self._house.post_once(person, path, body, key, PATIENCE)
            except httpx.TransportError:
                self._note(began)
                time.sleep(PAUSE)
                continue
            self._note(began, answer.status_code)
            if answer.status_code == 201:
                found: dict[str, Any] = answer.json()
                return found
            if answer.status_code not in AGAIN:
                return None  # it was refused, and would be refused again
            time.sleep(PAUSE)
        return None

    def _note(self, began: float, status: int | None = None) -> None:
        ended = time.monotonic()
        with self.history.lock:
            if ended - began > LATE:
                self.history.late.append((began, ended))
            if status is not None:
                self.history.slowest = max(self.history.slowest, ended - began)
            if status not in (None, 201):
                self.history.other_answers[status] = self.history.other_answers.get(status, 0) + 1
