"""Each process is its own user of the broker, over TLS too: only the gateway may write where commands are taken from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any

import aio_pika
import amqp
import pytest

from operations import broker_users
from operations.ports import any_free
from operations.process_list import PROCESS_LIST
from operations.rabbitmq_node import RabbitMQNode, free_port
from shared_kernel.messaging.connections import connect
from shared_kernel.messaging.rpc_client import RpcClient, ServiceUnavailable
from shared_kernel.messaging.topology import COMMITS_EXCHANGE, HOUSE, RPC_EXCHANGE, declare
from shared_kernel.messaging.wake_up_consumer import WakeUpConsumer
from shared_kernel.messaging.wake_up_publisher import AioPikaPublisher
from shared_kernel.relay import PublishFailed, WakeUp
from tests.integration.messaging.support import DEADLINE, eventually
from tests.unit.outbound.servers import certified

PASSWORDS = {name: f"word-of-{name}" for name in broker_users.rights()}
SERVICES = [name.replace("_", "-") for name in HOUSE.services]
REPLIES = "rpc.reply-needfire-00000000-0000-4000-8000-000000000000"
WORKERS = [f"{name.replace('_', '-')}-worker" for name in HOUSE.readers]
TLS = """
listeners.ssl.1 = 127.0.0.1:{port}
ssl_options.cacertfile = {folder}/localhost-ca.pem
ssl_options.certfile = {folder}/localhost.pem
ssl_options.keyfile = {folder}/localhost.key
ssl_options.verify = verify_peer
ssl_options.fail_if_no_peer_cert = true
load_definitions = {folder}/definitions.json
"""


class Guarded:
    """A broker with the users, plain for the tests' own looks and by TLS for the rest."""

    def __init__(self, folder: Path, node: RabbitMQNode, tls_port: int) -> None:
        self.node, self.tls_port = node, tls_port
        self._files = f"cafile={folder}/localhost-ca.pem&certfile={folder}/localhost.pem&keyfile={folder}/localhost.key"

    def plain(self, user: str) -> str:
        return broker_users.uri_of(user, PASSWORDS[user], self.node.port)

    def secured(self, user: str, files: str | None = None) -> str:
        place = f"{user}:{PASSWORDS[user]}@localhost:{self.tls_port}//"
        return f"amqps://{place}?{self._files if files is None else files}"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    folder = tmp_path_factory.mktemp("guarded")
    certified(folder, "localhost")
    environment = {broker_users.variable_of(name): word for name, word in PASSWORDS.items()}
    broker_users.main(folder / "definitions.json", environment)
    tls_port = any_free()
    configuration = TLS.format(port=tls_port, folder=folder)
    with RabbitMQNode(folder / "node", free_port(), "needfire-test", configuration) as node:
        found = Guarded(folder, node, tls_port)
        declare(found.secured("topology"))
        yield found


def attempt(uri: str, exchange: str, key: str) -> bool:
    """Whether the broker takes a message for this exchange and key."""
    with closing(connect(uri, confirms=True)) as connection:
        try:
            connection.channel().basic_publish(amqp.Message(b"{}"), exchange, key, confirm_timeout=10)
        except amqp.exceptions.AccessRefused:
            return False
    return True


def may(uri: str, deed: str, *arguments: Any, **more: Any) -> bool:
    with closing(connect(uri)) as connection:
        try:
            getattr(connection.channel(), deed)(*arguments, **more)
        except amqp.exceptions.AccessRefused:
            return False
    return True


@pytest.mark.parametrize("target", HOUSE.services)
@pytest.mark.parametrize("user", [*SERVICES, *WORKERS])
def test_only_the_gateway_may_send_a_command(guarded: Guarded, user: str, target: str) -> None:
    """A worker, beside it, sends back to its own service what that had parked."""
    uri = guarded.plain(user)
    own = user == f"{target.replace('_', '-')}-worker"
    assert attempt(uri, RPC_EXCHANGE, f"{target}.execute") is own
    assert not attempt(uri, "", f"rpc-{target}"), "past the exchange"
    assert attempt(guarded.plain("gateway"), RPC_EXCHANGE, f"{target}.execute")


def test_the_gateway_takes_no_commands_and_wakes_nobody(guarded: Guarded) -> None:
    uri = guarded.plain("gateway")
    for target in HOUSE.services:
        assert not may(uri, "basic_get", f"rpc-{target}")
        assert not may(uri, "queue_purge", f"rpc-{target}")
        assert not may(uri, "queue_delete", f"rpc-{target}")
    assert not attempt(uri, COMMITS_EXCHANGE, "intake.kent")


@pytest.mark.parametrize("user", [*SERVICES, *WORKERS, "gateway", "auditor"])
def test_nobody_reads_or_makes_what_is_anothers(guarded: Guarded, user: str) -> None:
    uri, owner = guarded.plain(user), user.removesuffix("-worker").replace("-", "_")
    kinds = (f"wakeup-{owner}", f"rpc-{owner}_worker") if user.endswith("-worker") else (f"rpc-{owner}",)
    own = {*kinds, f"parked-{owner}"} if user not in ("gateway", "auditor") else set()
    for queue in HOUSE.queues():
        assert may(uri, "basic_get", queue.name) is (queue.name in own), queue.name
        assert may(uri, "queue_purge", queue.name) is (queue.name in own), queue.name
    for exchange in (RPC_EXCHANGE, COMMITS_EXCHANGE, "needfire.parked"):
        assert not may(uri, "exchange_delete", exchange)
    assert not may(uri, "queue_declare", "anything")
    assert not may(uri, "exchange_declare", "anything", "topic")


@pytest.mark.parametrize("user", ["intake-worker", "gateway", "gateway-worker"])
@pytest.mark.parametrize("key", ["#", "*", "*.execute", "escalation.*", "escalation.execute"])
def test_nobody_listens_in_on_commands_or_answers(guarded: Guarded, user: str, key: str) -> None:
    with closing(connect(guarded.plain(user))) as connection:
        channel = connection.channel()
        channel.queue_declare(REPLIES, exclusive=True, auto_delete=True, arguments={"x-queue-type": "classic"})
        with pytest.raises(amqp.exceptions.AccessRefused):
            channel.queue_bind(REPLIES, RPC_EXCHANGE, key)


@pytest.mark.parametrize("user", WORKERS)
def test_a_worker_speaks_for_its_own_service_only(guarded: Guarded, user: str) -> None:
    owner = user.removesuffix("-worker").replace("-", "_")
    for service in HOUSE.services:
        assert attempt(guarded.plain(user), COMMITS_EXCHANGE, f"{service}.kent") is (service == owner)


def test_the_auditor_asks_workers_and_reads_feeds_and_nothing_else(guarded: Guarded) -> None:
    uri = guarded.plain("auditor")
    for service in HOUSE.services:
        assert attempt(uri, RPC_EXCHANGE, f"{service}.feed")
        assert not attempt(uri, RPC_EXCHANGE, f"{service}.execute")
    for owner in HOUSE.readers:
        assert attempt(uri, RPC_EXCHANGE, f"{owner}_worker.again")
        assert not attempt(guarded.plain("gateway-worker"), RPC_EXCHANGE, f"{owner}_worker.again")
        assert attempt(guarded.plain("gateway"), RPC_EXCHANGE, f"{owner}_worker.drive")
        assert not attempt(guarded.plain("gateway"), RPC_EXCHANGE, f"{owner}_worker.again")
    assert not attempt(uri, COMMITS_EXCHANGE, "intake.kent")


@pytest.fixture(params=["plain", "secured"])
def reached(request: pytest.FixtureRequest, guarded: Guarded) -> Any:
    """The same work is done without TLS and with it."""
    return getattr(guarded, request.param)


def test_wake_ups_go_their_way(reached: Any) -> None:
    woken = Event()
    consumer = WakeUpConsumer(reached("escalation-worker"), "escalation", lambda _service: woken.set())
    consumer.start()
    assert consumer.wait_until_ready(DEADLINE)
    woken.clear()
    publisher = AioPikaPublisher(reached("intake-worker"), timeout=10.0)
    publisher.publish([WakeUp("intake", position, "case-1", position, "kent", ("raised",)) for position in (1, 2)])
    assert woken.wait(DEADLINE)
    publisher.close()
    consumer.stop()


def test_a_relay_cannot_publish_anothers_wake_ups(reached: Any) -> None:
    publisher = AioPikaPublisher(reached("intake-worker"), timeout=10.0)
    with pytest.raises(PublishFailed):
        publisher.publish([WakeUp("escalation", 1, "case-1", 1, "kent", ("raised",))])
    publisher.close()


def test_calls_are_sent_by_who_may_call(reached: Any) -> None:
    """Nobody answers here: what may be sent waits for its answer, what may not is refused at once."""
    with closing(RpcClient(reached("gateway"), timeout=0.5)) as gateway, pytest.raises(ServiceUnavailable):
        gateway.call("intake", "execute", command={})
    with closing(connect(reached("topology"))) as connection:
        assert eventually(lambda: connection.channel().queue_declare("rpc-intake", passive=True).message_count >= 0)


@pytest.mark.parametrize(
    "files",
    ["", "cafile={ca}", "certfile={proof}&keyfile={key}", "cafile={other}&certfile={proof}&keyfile={key}"],
    ids=["nothing", "no certificate of ours", "the machine's authorities", "another authority"],
)
def test_whoever_cannot_prove_themselves_is_not_connected(guarded: Guarded, tmp_path: Path, files: str) -> None:
    certified(tmp_path, "other")
    folder = guarded.node.folder.parent
    ca, proof, key = (folder / f"localhost{end}" for end in ("-ca.pem", ".pem", ".key"))
    files = files.format(ca=ca, proof=proof, key=key, other=tmp_path / "other-ca.pem")
    with pytest.raises(OSError):
        connect(guarded.secured("intake", files))


def test_a_broker_of_another_name_is_not_believed(guarded: Guarded) -> None:
    uri = guarded.secured("intake").replace("localhost:", "127.0.0.1:")
    with pytest.raises(OSError):
        connect(uri)


async def _connected(uri: str) -> None:
    async with await aio_pika.connect(uri, timeout=5):
        pass


def test_the_relays_driver_checks_the_broker_too(guarded: Guarded) -> None:
    import asyncio

    asyncio.run(_connected(guarded.secured("intake-worker")))
    with pytest.raises((OSError, aio_pika.exceptions.AMQPError)):
        asyncio.run(_connected(guarded.secured("intake-worker", "")))


@pytest.mark.parametrize("user", SERVICES)
def test_a_service_asks_nobody_not_even_itself(guarded: Guarded, user: str) -> None:
    assert not attempt(guarded.plain(user), RPC_EXCHANGE, f"{user.replace('-', '_')}.health")
    assert not may(guarded.plain(user), "queue_declare", REPLIES, exclusive=True)


def test_every_process_of_the_platform_that_uses_the_broker_has_a_user() -> None:
    without = {"broker", "store", "identity", "identity-provider", "custodians-played"}
    assert {kind.name for kind in PROCESS_LIST} - without == broker_users.rights().keys()
