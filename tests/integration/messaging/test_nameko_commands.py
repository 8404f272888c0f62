from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import amqp
import pytest

from shared_kernel.messaging import rpc_wire
from shared_kernel.messaging.connections import connect
from shared_kernel.messaging.deliveries import Reason
from shared_kernel.messaging.rpc_client import RemoteError, RpcClient
from shared_kernel.messaging.topology import COMMAND_DELIVERIES, RPC_EXCHANGE
from tests.integration.messaging.garbage import CALL, GARBAGE, LABELS, Garbage
from tests.integration.messaging.service_process import MODULE, ROOT, ServiceProcess
from tests.integration.messaging.support import DEADLINE, eventually, only_parked, put, recorder, waiting_in

SECRET = "a-name-that-must-not-leak"
NOT_CALLS = (
    b"[]",
    b"7",
    b"null",
    b'"args kwargs"',
    b"{}",
    b'{"args": []}',
    b'{"kwargs": {}}',
    b'{"args": {}, "kwargs": {}}',
    b'{"args": [], "kwargs": []}',
    b'{"args": null, "kwargs": null}',
)


@pytest.fixture(scope="module")
def running(amqp_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServiceProcess]:
    process = ServiceProcess(amqp_uri, f"t{uuid.uuid4().hex[:12]}", tmp_path_factory.mktemp("service"))
    process.start()
    yield process
    process.stop()


@pytest.fixture
def own(amqp_uri: str, service: str, tmp_path: Path) -> Iterator[ServiceProcess]:
    """A service of this test's own, not started yet."""
    process = ServiceProcess(amqp_uri, service, tmp_path)
    yield process
    process.stop()


@pytest.fixture
def client(amqp_uri: str) -> Iterator[RpcClient]:
    client = RpcClient(amqp_uri, timeout=DEADLINE)
    yield client
    client.close()


class RawCaller:
    """A caller that may send anything and sees the raw reply."""

    def __init__(self, amqp_uri: str) -> None:
        self._connection = connect(amqp_uri)
        self._channel = self._connection.channel()
        self.address = str(uuid.uuid4())
        self._channel.queue_declare(self.address, exclusive=True)
        self._channel.queue_bind(self.address, RPC_EXCHANGE, self.address)
        self._channel.basic_consume(self.address, no_ack=True, callback=lambda message: self.replies.append(message))
        self.replies: list[amqp.Message] = []

    def send(self, service: str, method: str, body: bytes, **properties: Any) -> None:
        message = amqp.Message(body, **{"reply_to": self.address, **properties})
        self._channel.basic_publish(message, RPC_EXCHANGE, f"{service}.{method}")

    def error(self) -> str:
        """The code of the next reply."""
        while not self.replies:
            self._connection.drain_events(timeout=DEADLINE)
        with pytest.raises(RemoteError) as refused:
            rpc_wire.read_reply(self.replies.pop(0).body)
        return refused.value.code

    def close(self) -> None:
        self._connection.close()


@pytest.fixture
def caller(amqp_uri: str) -> Iterator[RawCaller]:
    raw = RawCaller(amqp_uri)
    yield raw
    raw.close()


def still_answers(client: RpcClient, service: str) -> bool:
    return bool(client.call(service, "execute", command={"id": "c"}) == {"accepted": {"id": "c"}})


@pytest.mark.parametrize("garbage", GARBAGE, ids=lambda garbage: garbage.name)
def test_garbage_is_parked_with_its_reason_and_the_next_command_is_answered(
    amqp_uri: str, running: ServiceProcess, client: RpcClient, garbage: Garbage
) -> None:
    with recorder(amqp_uri, running.service) as parked:
        properties = {"reply_to": "nobody"} | garbage.all_properties
        put(amqp_uri, RPC_EXCHANGE, f"{running.service}.execute", garbage.body, **properties)
        message = only_parked(parked)
    assert message.reason == garbage.reason
    assert message.queue == f"rpc-{running.service}"
    assert parked.body(message.message_id) == garbage.body
    assert still_answers(client, running.service)


@pytest.mark.parametrize("body", NOT_CALLS, ids=lambda body: body.decode())
def test_json_that_is_no_call_is_parked_and_its_caller_told(
    amqp_uri: str, running: ServiceProcess, caller: RawCaller, body: bytes
) -> None:
    with recorder(amqp_uri, running.service) as parked:
        caller.send(running.service, "execute", body, **LABELS)
        assert caller.error() == rpc_wire.MALFORMED_REQUEST
        assert only_parked(parked).reason == Reason.NOT_A_CALL


def test_a_command_without_reply_to_is_parked_not_done(
    amqp_uri: str, running: ServiceProcess, client: RpcClient
) -> None:
    with recorder(amqp_uri, running.service) as parked:
        put(amqp_uri, RPC_EXCHANGE, f"{running.service}.die", b'{"args": [], "kwargs": {}}', **LABELS)
        assert only_parked(parked).reason == Reason.NO_REPLY_TO
    assert still_answers(client, running.service)


def test_nobody_can_have_a_reply_delivered_as_a_command(amqp_uri: str, running: ServiceProcess) -> None:
    with recorder(amqp_uri, running.service) as parked:
        victim = f"{running.service}.execute"
        put(amqp_uri, RPC_EXCHANGE, victim, CALL, reply_to=victim, **LABELS)
        assert only_parked(parked).reason == Reason.BAD_REPLY_TO


def test_a_routing_key_that_is_not_text_is_parked(amqp_uri: str, running: ServiceProcess, client: RpcClient) -> None:
    with recorder(amqp_uri, running.service) as parked:
        key = f"{running.service}.".encode() + b"\xff\xfe"
        put(amqp_uri, RPC_EXCHANGE, key, CALL, reply_to="nobody", **LABELS)
        assert only_parked(parked).reason == Reason.UNREADABLE_LABELS
    assert still_answers(client, running.service)


@pytest.mark.parametrize("stack", [7, "x", [[]], {"a": 1}, None], ids=repr)
def test_a_garbled_context_header_does_no_harm(
    running: ServiceProcess, client: RpcClient, caller: RawCaller, stack: object
) -> None:
    headers = {"nameko.call_id_stack": stack, "nameko.": 1}
    caller.send(running.service, "refuse", b'{"args":[],"kwargs":{}}', application_headers=headers, **LABELS)
    assert caller.error() == "refused_by_rule"
    assert still_answers(client, running.service)


@pytest.mark.parametrize(
    ("method", "kwargs", "code"),
    [
        ("fail", {"person": "Ada"}, "ValueError"),
        ("refuse", {}, "refused_by_rule"),
        ("time_out", {}, "Timeout"),
        ("unserialisable", {}, rpc_wire.UNSERIALISABLE),
        ("large", {"size": rpc_wire.MAX_REPLY}, rpc_wire.REPLY_TOO_LARGE),
        ("no_such_method", {}, rpc_wire.METHOD_NOT_FOUND),
        ("name", {}, rpc_wire.METHOD_NOT_FOUND),
        ("execute", {}, rpc_wire.INCORRECT_SIGNATURE),
        ("execute", {"command": {}, "person": "Ada"}, rpc_wire.INCORRECT_SIGNATURE),
        ("execute", {"self": 1, "command": {}}, rpc_wire.INCORRECT_SIGNATURE),
    ],
)
def test_what_goes_wrong_is_answered_with_a_code(
    running: ServiceProcess, client: RpcClient, method: str, kwargs: dict[str, Any], code: str
) -> None:
    with pytest.raises(RemoteError) as refused:
        client.call(running.service, method, **kwargs)
    assert refused.value.code == code


def test_neither_a_reply_nor_a_log_repeats_what_an_error_said(running: ServiceProcess, caller: RawCaller) -> None:
    body = b'{"args":[],"kwargs":{"person":"' + SECRET.encode() + b'"}}'
    caller.send(running.service, "fail", body, **LABELS)
    assert eventually(lambda: "fail failed (ValueError) at" in running.log)
    assert caller.error() == "ValueError"
    caller.send(running.service, "execute", body + SECRET.encode(), **LABELS)
    assert caller.error() == rpc_wire.MALFORMED_REQUEST
    assert SECRET not in running.log


def test_a_command_delivered_twice_is_answered_twice(running: ServiceProcess, caller: RawCaller) -> None:
    for _ in range(2):
        caller.send(running.service, "refuse", b'{"args":[],"kwargs":{}}', correlation_id="same", **LABELS)
    assert [caller.error(), caller.error()] == ["refused_by_rule"] * 2


def test_stopping_answers_what_is_under_way_and_leaves_the_rest_in_the_queue(
    amqp_uri: str, own: ServiceProcess, client: RpcClient, tmp_path: Path
) -> None:
    own.start()
    marker = tmp_path / "marker"
    under_way = client.call_future(own.service, "slow", marker=str(marker))
    assert eventually(marker.exists)
    own.ask_to_stop()
    assert eventually(lambda: "stopping" in own.log.lower() or _not_consuming(amqp_uri, own.service))
    later = client.call_future(own.service, "execute", command={"id": "later"})
    assert eventually(lambda: waiting_in(amqp_uri, f"rpc-{own.service}") == 1)
    marker.write_text("end", encoding="ascii")
    assert under_way.result(DEADLINE) == "ended"
    assert eventually(lambda: not own.alive)
    own.start()
    assert later.result(DEADLINE) == {"accepted": {"id": "later"}}


def test_a_launcher_that_does_not_patch_first_is_refused(service: str) -> None:
    start = f"from nameko.containers import ServiceContainer; from {MODULE} import AnsweringService as service; "
    command = [sys.executable, "-W", "ignore", "-c", start + "ServiceContainer(service).start()"]
    environment = os.environ | {"TEST_SERVICE": service}
    ended = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert ended.returncode != 0
    assert b"eventlet must patch" in ended.stderr


def _not_consuming(amqp_uri: str, service: str) -> bool:
    connection = connect(amqp_uri)
    try:
        return int(connection.channel().queue_declare(f"rpc-{service}", passive=True).consumer_count) == 0
    finally:
        connection.close()


def test_a_command_that_kills_its_service_is_parked_alone(amqp_uri: str, own: ServiceProcess) -> None:
    own.start()
    own.stop()  # all of them wait when the next one comes up, so all are delivered as often
    with recorder(amqp_uri, own.service) as parked:
        put(amqp_uri, RPC_EXCHANGE, f"{own.service}.die", b'{"args":[],"kwargs":{}}', reply_to="nobody", **LABELS)
        for n in range(10):
            command = b'{"args":[{"id":%d}],"kwargs":{}}' % n
            put(amqp_uri, RPC_EXCHANGE, f"{own.service}.execute", command, reply_to="nobody", **LABELS)
        launches = launch_until(own, lambda: parked.count() > 0)
        message = only_parked(parked)
        assert (message.reason, message.routing_key) == (Reason.DELIVERY_LIMIT, f"{own.service}.die")
        # Each delivery kills one launch; one more may come up before it is seen that the message was parked.
        assert launches <= COMMAND_DELIVERIES + 2
        launch_until(own, own.answers)
        assert eventually(lambda: waiting_in(amqp_uri, f"rpc-{own.service}") == 0)
        assert parked.count() == 1


def launch_until(process: ServiceProcess, done: Callable[[], bool]) -> int:
    """What a supervisor does; returns how often."""
    launches = 0

    def done_or_launched() -> bool:
        nonlocal launches
        if not done() and not process.alive:
            process.launch()
            launches += 1
        return done()

    assert eventually(done_or_launched, 3 * DEADLINE)
    return launches
