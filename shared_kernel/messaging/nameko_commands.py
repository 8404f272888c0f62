"""A nameko entrypoint that answers RPC and survives whatever arrives.

    class IntakeService:
        name = "intake"

        @answers
        def execute(self, command): ...

Any nameko RPC client can call it. What differs from `nameko.rpc.rpc`:

- A message that breaks nameko's own consumer (no `reply_to`, no `content_type`, not JSON, a garbled context header)
  is parked with its reason, and answered too where that is possible.
- A failing handler is answered with a code. Neither the exception's text nor an argument reaches a reply or a log.
- Replies go out on the connection that the requests came in on, without publisher confirms. That loses nothing: a
  reply is followed by the request's ack on the same channel, so that a broker that missed the reply also missed the
  ack and delivers the request again; and a caller without a reply repeats its command, which the command's id makes
  harmless. That connection is this module's own (see connections.py), so no other publisher loses its confirms.
- On `stop` no new request is taken, and those under way are answered before the connection closes.
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from functools import cache, partial, wraps
from types import MethodType
from typing import Any, TypeVar, cast

import eventlet
from eventlet.patcher import is_monkey_patched
from nameko import config
from nameko.constants import DEFAULT_PREFETCH_COUNT, PREFETCH_COUNT_CONFIG_KEY
from nameko.exceptions import ConfigurationError, ContainerBeingKilled
from nameko.extensions import Entrypoint, SharedExtension

from shared_kernel import tracing
from shared_kernel.errors import code_of
from shared_kernel.messaging import rpc_wire as wire
from shared_kernel.messaging.deliveries import Delivery
from shared_kernel.messaging.parking import ParkingLot
from shared_kernel.messaging.requests import taken
from shared_kernel.messaging.subscription import Subscription
from shared_kernel.messaging.topology import rpc_queue
from shared_kernel.settings import Settings

STOP_TIMEOUT = 5.0  # seconds

log = logging.getLogger(__name__)
Method = TypeVar("Method", bound=Callable[..., Any])


class Call:
    """What a worker gets in place of the arguments, so that nothing which logs a worker can log them."""

    def __init__(self, request: wire.Request, asked: str) -> None:
        self._request, self._asked = request, asked

    def on(self, method: MethodType) -> bytes:
        """The body of the reply; never raises an error of the handler's."""
        with tracing.taken(self._asked, self._request.sender):
            return self._answer(method)

    def _answer(self, method: MethodType) -> bytes:
        try:
            _signature_of(method.__func__).bind(method.__self__, *self._request.args, **self._request.kwargs)
        except TypeError:
            return wire.error_body(wire.INCORRECT_SIGNATURE)
        try:
            return wire.result_body(method(*self._request.args, **self._request.kwargs))
        except (Exception, eventlet.Timeout) as error:
            log.error("%s failed (%s) at %s", method.__name__, code_of(error), _place(error))
            tracing.came_to(failed=code_of(error))
            return wire.error_body(code_of(error))


@cache
def _signature_of(function: Callable[..., Any]) -> inspect.Signature:
    return inspect.signature(function)


def answers(method: Method) -> Method:
    """Make a method of a nameko service answer RPC calls under its own name.

    Called directly it is the plain method; only a call from the broker is guarded.
    """

    @wraps(method)
    def guarded(self: object, *args: Any, **kwargs: Any) -> Any:
        if args and isinstance(args[0], Call):
            return args[0].on(MethodType(method, self))
        return method(self, *args, **kwargs)

    return cast(Method, Answers.decorator(guarded))


class CommandConsumer(SharedExtension):  # type: ignore[misc]  # nameko has no types
    """One connection a service process: requests in, replies and acks out."""

    def setup(self) -> None:
        """Raises ConfigurationError where sockets are not eventlet's yet: every call would block every other."""
        if not (is_monkey_patched("socket") and is_monkey_patched("thread")):
            raise ConfigurationError("eventlet must patch the standard library before the service is imported")
        amqp_uri = Settings.from_environment().amqp_uri
        self.service: str = self.container.service_name
        self.parking = ParkingLot(amqp_uri, self.service)
        self.subscription = Subscription(
            amqp_uri,
            rpc_queue(self.service),
            self.handle,
            prefetch=config.get(PREFETCH_COUNT_CONFIG_KEY, DEFAULT_PREFETCH_COUNT),
        )

    def register(self, entrypoint: Answers) -> None:
        self.__dict__.setdefault("methods", {})[entrypoint.method_name] = entrypoint

    def start(self) -> None:
        self.container.spawn_managed_thread(self.subscription.run, identifier=f"answers[{self.service}]")
        self.subscription.ready.wait()

    def pause(self) -> None:
        self.subscription.pause()

    def stop(self) -> None:
        """Called when the workers have ended."""
        self.subscription.stop(timeout=STOP_TIMEOUT)
        self.parking.close()

    def kill(self) -> None:
        self.subscription.stop()

    def handle(self, delivery: Delivery) -> None:
        """Answer, park, or hand to a worker."""
        asked = taken(delivery, self.parking)
        if asked is None:
            return
        entrypoint = self.methods.get(delivery.routing_key.removeprefix(f"{self.service}."))
        if entrypoint is None:
            asked.reply(wire.error_body(wire.METHOD_NOT_FOUND))
        else:
            entrypoint.work(asked.request, asked.reply)


class Answers(Entrypoint):  # type: ignore[misc]  # nameko has no types
    """The entrypoint behind `@answers`."""

    consumer = CommandConsumer()

    def setup(self) -> None:
        self.consumer.register(self)

    def stop(self) -> None:
        self.consumer.pause()

    def work(self, request: wire.Request, reply: Callable[[bytes], None]) -> None:
        """Wait for a worker in a thread of its own: the consumer must go on sending heartbeats."""
        self.container.spawn_managed_thread(partial(self._work, request, reply), identifier=self.method_name)

    def _work(self, request: wire.Request, reply: Callable[[bytes], None]) -> None:
        call = Call(request, f"{self.container.service_name}.{self.method_name}")
        try:
            self.container.spawn_worker(self, (call,), {}, context_data={}, handle_result=partial(_answer, reply))
        except ContainerBeingKilled:
            log.info("%s: a request is left to another replica", self.method_name)


def _answer(reply: Callable[[bytes], None], _worker: object, body: bytes | None, exc_info: Any) -> tuple[None, Any]:
    reply(body if exc_info is None and body else wire.error_body(code_of(exc_info[1])))
    return None, exc_info


def _place(error: BaseException) -> str:
    """Module and line where it was raised; the line's text is not shown."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else "?"
