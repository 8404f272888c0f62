"""How a worker, which is plain threads without nameko, answers the few questions that may be asked of it."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Mapping
from threading import Thread
from typing import Any

from shared_kernel.errors import code_of
from shared_kernel.messaging import rpc_wire as wire
from shared_kernel.messaging.deliveries import Delivery
from shared_kernel.messaging.parking import ParkingLot
from shared_kernel.messaging.requests import taken
from shared_kernel.messaging.subscription import Subscription
from shared_kernel.messaging.topology import asked_queue

STOP_TIMEOUT = 5.0  # seconds
log = logging.getLogger(__name__)


class Answering:
    """Answers RPC calls of `<owner>_worker` by these methods, one at a time, in a thread between `start()` and `stop()`.

    What a method raises is answered with its code; neither its text nor an argument reaches a reply or a log.
    """

    def __init__(self, amqp_uri: str, owner: str, methods: Mapping[str, Callable[..., Any]]) -> None:
        self._methods, self._parking = methods, ParkingLot(amqp_uri, owner)
        self.subscription = Subscription(amqp_uri, asked_queue(owner), self.handle, prefetch=1)
        self._thread = Thread(target=self.subscription.run, name=f"answers {owner}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wait_until_ready(self, timeout: float) -> bool:
        """Whether it was connected within `timeout` seconds."""
        return self.subscription.ready.wait(timeout)

    def stop(self) -> None:
        self.subscription.stop(STOP_TIMEOUT)
        self._parking.close()

    def handle(self, delivery: Delivery) -> None:
        """Answer, or park."""
        asked = taken(delivery, self._parking)
        if asked:
            asked.reply(self._answer(asked.method, asked.request))

    def _answer(self, name: str, request: wire.Request) -> bytes:
        method = self._methods.get(name)
        if method is None:
            return wire.error_body(wire.METHOD_NOT_FOUND)
        try:
            inspect.signature(method).bind(*request.args, **request.kwargs)
        except TypeError:
            return wire.error_body(wire.INCORRECT_SIGNATURE)
        try:
            return wire.result_body(method(*request.args, **request.kwargs))
        except Exception as error:
            log.error("%s failed (%s)", name, code_of(error))
            return wire.error_body(code_of(error))
