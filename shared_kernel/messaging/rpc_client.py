"""Calling a service from plain threads or asyncio: nameko's RPC format, many calls at once over one connection.

No publisher confirms: the reply is the confirmation. `mandatory` tells at once where nobody listens, and a request
expires when its caller has given up, so that no service works for nobody.
"""

from __future__ import annotations

import asyncio
import os
import time
from concurrent.futures import Future
from threading import Lock
from typing import Any
from weakref import WeakSet

from shared_kernel import tracing
from shared_kernel.messaging.calls_under_way import Calls, ServiceUnavailable, Unavailable
from shared_kernel.messaging.link import LinkLost
from shared_kernel.messaging.rpc_wire import RemoteError, request_body

__all__ = ["RemoteError", "RpcClient", "ServiceUnavailable", "Unavailable"]


class RpcClient:
    """Thread-safe; connects at the first call and again at the first call after a loss. Close it when done.

    `timeout` (seconds) is the longest that a call takes, connecting included.
    """

    def __init__(self, amqp_uri: str, timeout: float = 5.0) -> None:
        self._amqp_uri, self._timeout = amqp_uri, timeout
        self._closed = False
        self._lock = Lock()
        self._calls: Calls | None = None
        _clients.add(self)

    def call(self, service: str, method: str, /, **kwargs: Any) -> Any:
        """The method's result. Raises ServiceUnavailable within the timeout (it is then unknown whether the call
        was made, unless `why` is `unroutable`), or RemoteError with the code that the service answered."""
        deadline = time.monotonic() + self._timeout
        with tracing.sent(f"{service}.{method}"):
            calls, answer = self._send(service, method, kwargs, deadline)
            try:
                return answer.result(_remaining(deadline))
            except TimeoutError:
                raise ServiceUnavailable(service, Unavailable.NO_ANSWER_IN_TIME) from None
            finally:
                calls.forget(answer)

    def call_future(self, service: str, method: str, /, **kwargs: Any) -> Future[Any]:
        """As `call`, but returns when the request is sent. The future ends by itself, at most 3 s late.

        Connecting, where that is needed, happens in here: it may take up to the timeout. Raises what `call` raises.
        """
        return self._send(service, method, kwargs, time.monotonic() + self._timeout)[1]

    async def call_async(self, service: str, method: str, /, **kwargs: Any) -> Any:
        """As `call`, for asyncio; other tasks go on meanwhile, even while it connects."""
        deadline = time.monotonic() + self._timeout
        with tracing.sent(f"{service}.{method}"):
            if self._calls is None or not self._calls.is_open:
                await asyncio.to_thread(self._connected, service, deadline)
            calls, answer = self._send(service, method, kwargs, deadline)
            try:
                return await asyncio.wait_for(asyncio.wrap_future(answer), _remaining(deadline))
            except TimeoutError:
                raise ServiceUnavailable(service, Unavailable.NO_ANSWER_IN_TIME) from None
            finally:
                calls.forget(answer)

    def close(self) -> None:
        """End the connection; calls under way end with ServiceUnavailable, as do later ones. Safe to call twice."""
        with self._lock:
            self._closed = True
            calls, self._calls = self._calls, None
        if calls is not None:
            calls.close()

    def _send(self, service: str, method: str, kwargs: dict[str, Any], deadline: float) -> tuple[Calls, Future[Any]]:
        body = request_body(kwargs)
        calls = self._connected(service, deadline)
        return calls, calls.send(service, method, body, deadline)

    def _connected(self, service: str, deadline: float) -> Calls:
        calls = self._current(service)
        try:
            calls.opened.result(_remaining(deadline))
        except (LinkLost, TimeoutError):
            raise ServiceUnavailable(service, Unavailable.BROKER_DOWN) from None
        return calls

    def _current(self, service: str) -> Calls:
        with self._lock:
            if self._closed:
                raise ServiceUnavailable(service, Unavailable.CLOSED)
            if self._calls is None or self._calls.ended:
                self._calls = Calls(self._amqp_uri, self._timeout)
            return self._calls

    def after_fork(self) -> None:
        """In the child: the parent's thread, and perhaps its lock, are not ours, and its socket stays its own."""
        calls, self._calls, self._lock = self._calls, None, Lock()
        if calls is not None:
            calls.after_fork()


_clients: WeakSet[RpcClient] = WeakSet()


def _after_fork() -> None:
    for client in tuple(_clients):
        client.after_fork()


os.register_at_fork(after_in_child=_after_fork)


def _remaining(deadline: float) -> float:
    return max(0.0, deadline - time.monotonic())
