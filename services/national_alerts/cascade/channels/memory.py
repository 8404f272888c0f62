"""A channel that keeps what it is sent: for tests."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from services.national_alerts.cascade.channels.port import Channel, Letter


class MemoryChannel(Channel):
    """`answer` is asked for each letter and may raise NotDelivered; `taken` holds what was taken, in order."""

    def __init__(self, answer: Callable[[Letter], None] = lambda _: None) -> None:
        self.answer = answer
        self._lock = Lock()
        self.taken: list[Letter] = []

    def send(self, letter: Letter) -> None:
        self.answer(letter)
        with self._lock:
            self.taken.append(letter)
