from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event, active_count
from typing import Any

import pytest

from shared_kernel.messaging import rpc_wire
from shared_kernel.messaging.connections import connect
from shared_kernel.messaging.rpc_client import RemoteError, RpcClient, ServiceUnavailable, Unavailable
from shared_kernel.messaging.topology import declare_queue, parked_queue, rpc_queue
from tests.integration.messaging.support import DEADLINE, Responder, eventually, waiting_in

REFUSED_PORT = "amqp://guest:guest@127.0.0.1:1//"  # nobody listens on port 1


def echo(method: str, kwargs: Any) -> bytes | None:
    if method == "silent":
        return None
    if method == "refuse":
        return rpc_wire.error_body("refused_by_rule")
    if method == "babble":
        return b"\xff not JSON"
    return rpc_wire.result_body({"method": method, **kwargs})


@pytest.fixture
def client(amqp_uri: str) -> Iterator[RpcClient]:
    client = RpcClient(amqp_uri, timeout=DEADLINE)
    yield client
    client.close()


@pytest.fixture
def hasty(amqp_uri: str) -> Iterator[RpcClient]:
    client = RpcClient(amqp_uri, timeout=0.5)
    yield client
    client.close()


@pytest.fixture
def echoing(amqp_uri: str, service: str) -> Iterator[str]:
    with Responder(amqp_uri, service, echo):
        yield service


def unavailable(client: RpcClient, service: str, method: str = "anything") -> tuple[Unavailable, float]:
    """Why, and after how many seconds."""
    began = time.monotonic()
    with pytest.raises(ServiceUnavailable) as error:
        client.call(service, method)
    return error.value.why, time.monotonic() - began


def test_32_threads_each_get_their_own_answers(client: RpcClient, echoing: str) -> None:
    def calls(thread: int) -> list[int]:
        return [client.call(echoing, "echo", n=thread * 1000 + n)["n"] for n in range(30)]

    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(calls, range(32)))
    assert answers == [[thread * 1000 + n for n in range(30)] for thread in range(32)]


def test_large_arguments_of_many_threads_do_not_mix(client: RpcClient, echoing: str) -> None:
    def call(n: int) -> bool:
        text = chr(97 + n % 26) * 300_000  # several frames
        return bool(client.call(echoing, "echo", text=text)["text"] == text)

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(call, range(48)))


def test_an_argument_may_have_any_name(client: RpcClient, echoing: str) -> None:
    kwargs = {"self": 1, "service": 2, "timeout": 3}
    assert client.call(echoing, "echo", **kwargs) == {"method": "echo", **kwargs}


def test_a_remote_error_is_its_code(client: RpcClient, echoing: str) -> None:
    with pytest.raises(RemoteError) as refused:
        client.call(echoing, "refuse")
    assert refused.value.code == "refused_by_rule"


def test_a_reply_that_is_no_reply_is_an_error_not_a_hang(client: RpcClient, echoing: str) -> None:
    with pytest.raises(RemoteError) as refused:
        client.call(echoing, "babble")
    assert refused.value.code == rpc_wire.UNREADABLE_REPLY
    assert client.call(echoing, "echo") == {"method": "echo"}


@pytest.mark.parametrize(
    ("argument", "code"),
    [
        (object(), rpc_wire.UNSERIALISABLE),
        (float("nan"), rpc_wire.UNSERIALISABLE),
        ("x" * 1024 * 1024, rpc_wire.REQUEST_TOO_LARGE),
    ],
    ids=("object", "nan", "large"),
)
def test_what_cannot_be_sent_is_refused_at_once(client: RpcClient, echoing: str, argument: object, code: str) -> None:
    with pytest.raises(RemoteError) as refused:
        client.call(echoing, "echo", argument=argument)
    assert refused.value.code == code


def test_where_nobody_listens_the_caller_is_told_at_once(client: RpcClient, service: str) -> None:
    why, seconds = unavailable(client, service)
    assert why is Unavailable.UNROUTABLE
    assert seconds < DEADLINE / 4


def test_no_answer_ends_with_the_timeout_and_the_next_call_works(hasty: RpcClient, echoing: str) -> None:
    hasty.call(echoing, "echo")
    why, seconds = unavailable(hasty, echoing, "silent")
    assert why is Unavailable.NO_ANSWER_IN_TIME
    assert 0.4 < seconds < 1.5
    assert hasty.call(echoing, "echo") == {"method": "echo"}


def test_a_late_reply_is_ignored(amqp_uri: str, service: str, hasty: RpcClient) -> None:
    leave = Event()

    def late(method: str, kwargs: Any) -> bytes:
        if method == "late":
            leave.wait(DEADLINE)
        return echo(method, kwargs) or b""

    with Responder(amqp_uri, service, late):
        hasty.call(service, "echo")
        assert unavailable(hasty, service, "late")[0] is Unavailable.NO_ANSWER_IN_TIME
        leave.set()
        assert [hasty.call(service, "echo", n=n)["n"] for n in range(50)] == list(range(50))


def test_an_expired_command_is_never_done(amqp_uri: str, service: str, hasty: RpcClient) -> None:
    with closing(connect(amqp_uri)) as connection:
        for queue in (parked_queue(service), rpc_queue(service)):
            declare_queue(connection.channel(), queue)
    done: list[str] = []

    def noting(method: str, _kwargs: Any) -> bytes:
        done.append(method)
        return rpc_wire.result_body(None)

    assert unavailable(hasty, service, "too_late")[0] is Unavailable.NO_ANSWER_IN_TIME
    assert eventually(lambda: waiting_in(amqp_uri, f"rpc-{service}") == 0)
    with Responder(amqp_uri, service, noting):
        hasty.call(service, "in_time")
    assert done == ["in_time"]


def test_without_a_broker_it_says_so_at_once(service: str) -> None:
    client = RpcClient(REFUSED_PORT, timeout=DEADLINE)
    for _ in range(3):
        why, seconds = unavailable(client, service)
        assert why is Unavailable.BROKER_DOWN
        assert seconds < DEADLINE / 4
    client.close()


def test_a_broker_that_accepts_and_stays_silent_costs_no_more_than_the_timeout(service: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        client = RpcClient(f"amqp://guest:guest@127.0.0.1:{mute.getsockname()[1]}//", timeout=0.5)
        why, seconds = unavailable(client, service)
        client.close()
    assert why is Unavailable.BROKER_DOWN
    assert seconds < 1.5


def test_a_future_ends_by_itself(hasty: RpcClient, echoing: str) -> None:
    assert hasty.call_future(echoing, "echo", n=1).result(DEADLINE)["n"] == 1
    error = hasty.call_future(echoing, "silent").exception(DEADLINE)
    assert isinstance(error, ServiceUnavailable)
    assert error.why is Unavailable.NO_ANSWER_IN_TIME


def test_asyncio_tasks_share_the_client(client: RpcClient, echoing: str) -> None:
    async def many() -> list[int]:
        answers = await asyncio.gather(*(client.call_async(echoing, "echo", n=n) for n in range(200)))
        return [answer["n"] for answer in answers]

    assert asyncio.run(many()) == list(range(200))


def test_asyncio_goes_on_while_a_call_waits_and_the_call_ends_in_time(hasty: RpcClient, echoing: str) -> None:
    async def beside() -> int:
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                ticks += 1
                await asyncio.sleep(0.01)

        ticking = asyncio.create_task(tick())
        with pytest.raises(ServiceUnavailable):
            await hasty.call_async(echoing, "silent")
        ticking.cancel()
        return ticks

    assert asyncio.run(beside()) > 10


def test_a_cancelled_task_harms_nobody(client: RpcClient, echoing: str) -> None:
    async def cancelled() -> Any:
        task = asyncio.create_task(client.call_async(echoing, "silent"))
        await client.call_async(echoing, "echo")
        task.cancel()
        return await client.call_async(echoing, "echo", n=1)

    assert asyncio.run(cancelled())["n"] == 1


def test_closing_ends_the_calls_under_way_and_the_thread(amqp_uri: str, echoing: str) -> None:
    threads = active_count()
    client = RpcClient(amqp_uri, timeout=DEADLINE)
    client.call(echoing, "echo")
    waiting = client.call_future(echoing, "silent")
    client.close()
    error = waiting.exception(DEADLINE)
    assert isinstance(error, ServiceUnavailable)
    assert error.why is Unavailable.CLOSED
    assert unavailable(client, echoing)[0] is Unavailable.CLOSED
    client.close()
    assert eventually(lambda: active_count() <= threads)


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")  # that is what is tested
def test_a_forked_child_calls_on_a_connection_of_its_own(client: RpcClient, echoing: str) -> None:
    client.call(echoing, "echo")
    child = os.fork()
    if child == 0:
        try:
            os._exit(0 if client.call(echoing, "echo", who="child")["who"] == "child" else 1)
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert client.call(echoing, "echo", who="parent")["who"] == "parent"
