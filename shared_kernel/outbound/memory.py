"""The way out that goes nowhere: for tests. It refuses what the real one refuses, and answers what it was told to."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from shared_kernel.outbound.calls import Answer, Call, check_request
from shared_kernel.outbound.destinations import Destinations


class MemoryOutbound:
    """`answer` is asked for each call and may raise OutboundFailed; `sent` holds the calls in their order."""

    def __init__(
        self, answer: Callable[[Call], Answer] = lambda _: Answer(200), destinations: Destinations | None = None
    ) -> None:
        self._answer = answer
        self._destinations = destinations or Destinations()
        self._lock = Lock()
        self.sent: list[Call] = []

    def send(self, call: Call) -> Answer:
        """As the port says."""
        self._destinations.target(call.url)
        check_request(call)
        with self._lock:
            self.sent.append(call)
        return self._answer(call)
