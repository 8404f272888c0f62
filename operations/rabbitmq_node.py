"""One RabbitMQ node of our own, run by whoever runs this process and never seen by the rest of the machine.

Debian's `/usr/sbin/rabbitmq-server` insists on root or the `rabbitmq` user and on one node a machine. The script
behind it does not, so the node here keeps its data, logs, cookie and name daemon in a folder it is given.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, ClassVar, Self

from operations import erlang_modules, ports
from shared_kernel.errors import CodedError

SERVER_SCRIPTS = (
    "/usr/lib/rabbitmq/bin/rabbitmq-server",  # Debian, Ubuntu
    "/opt/rabbitmq/sbin/rabbitmq-server",  # the generic build, and RabbitMQ's own image
    "/opt/homebrew/opt/rabbitmq/sbin/rabbitmq-server",
)
# One call arrives in one message of at most 1 MiB; whatever is far bigger shall not get as far as a queue.
CONFIGURATION = """\
max_message_size = 16777216
disk_free_limit.absolute = 50MB
raft.wal_max_size_bytes = 67108864
log.file.level = warning
"""
PROTOCOL_HEADER = b"AMQP\x00\x00\x09\x01"


class BrokerDidNotStart(CodedError):
    """The node ended or stayed silent; the sentence names the log to look at."""

    code: ClassVar[str] = "broker_did_not_start"


class RabbitMQNode:
    """A broker on 127.0.0.1: `start()` returns when it answers AMQP, `stop()` when all its processes are gone.

    The node survives `start()`, `stop()`, `start()` with its queues. Its other two ports follow from
    `port`: see `ports_of`. `configuration` is added to ours.
    """

    def __init__(self, folder: Path, port: int, name: str = "needfire", configuration: str = "") -> None:
        self.folder = folder.absolute()
        self._configuration = CONFIGURATION + configuration
        self.port = port
        self.node_name = f"{name}-{port}@localhost"
        self._server: subprocess.Popen[bytes] | None = None
        self._names: subprocess.Popen[bytes] | None = None

    @property
    def amqp_uri(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}//"

    @property
    def pid(self) -> int | None:
        """The broker's process id while it runs (the Erlang machine itself, no shell around it)."""
        return self._server.pid if self._server and self._server.poll() is None else None

    def start(self, timeout: float = 90.0) -> None:
        """Raises BrokerDidNotStart when the server is missing, ends at once, or does not answer within `timeout` s."""
        if self.pid:
            return
        self._prepare()
        script = server_script()
        environment = self._environment() | erlang_modules.linked(self.folder / "erlang", script)
        self._start_names(environment)
        with (self.folder / "console.log").open("ab") as console:
            self._server = self._child(script, environment, console)
        self._wait_until_it_answers(time.monotonic() + timeout)

    def stop(self, timeout: float = 30.0) -> None:
        """Ask to end, then insist. Safe to call twice."""
        _end(self._server, timeout)
        _end(self._names, timeout)
        self._server = self._names = None

    def kill(self) -> None:
        """End the broker as a power cut would (its data stays)."""
        if self._server:
            self._server.kill()
        self.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()

    def _prepare(self) -> None:
        for name in ("home", "data", "logs"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "rabbitmq.conf").write_text(self._configuration, encoding="utf-8")
        (self.folder / "enabled_plugins").write_text("[].\n", encoding="ascii")
        (self.folder / "rabbitmq-env.conf").touch()  # in place of the machine's own

    def _start_names(self, environment: Mapping[str, str]) -> None:
        """A name daemon started by Erlang itself would outlive us; this one is our child, and is there first."""
        program = shutil.which("epmd")
        if program is None:
            return
        self._names = self._child(program, environment, subprocess.DEVNULL)
        deadline = time.monotonic() + 10.0
        while not _listens(int(environment["ERL_EPMD_PORT"])) and time.monotonic() < deadline:
            time.sleep(0.02)

    def _child(self, program: str, environment: Mapping[str, str], output: IO[bytes] | int) -> subprocess.Popen[bytes]:
        # In a session of its own: Ctrl-C in a terminal is for the runner, which ends its children in order.
        return subprocess.Popen(
            [program],
            env=environment,
            cwd=self.folder,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )

    def _environment(self) -> dict[str, str]:
        folder = self.folder
        _, names, distribution = ports_of(self.port)
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("RABBITMQ_", "ERL_"))}
        return inherited | {
            "HOME": str(folder / "home"),
            "RUNNING_UNDER_SYSTEMD": "true",  # the script then becomes the Erlang machine instead of its parent
            "RABBITMQ_NODENAME": self.node_name,
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(distribution),
            "ERL_EPMD_PORT": str(names),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_MNESIA_BASE": str(folder / "data"),
            "RABBITMQ_LOG_BASE": str(folder / "logs"),
            "RABBITMQ_PID_FILE": str(folder / "broker.pid"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
            "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq"),  # RabbitMQ adds .conf
            "RABBITMQ_CONF_ENV_FILE": str(folder / "rabbitmq-env.conf"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 2:2 -kernel inet_dist_use_interface {127,0,0,1}",
        }

    def _wait_until_it_answers(self, deadline: float) -> None:
        while not answers_amqp(self.port):
            if self.pid is None or time.monotonic() > deadline:
                self.stop()
                raise BrokerDidNotStart(f"RabbitMQ did not start; its logs are in {self.folder}.")
            time.sleep(0.1)


def free_port() -> int:
    """One that is free together with the node's two others."""
    return ports.any_free(ports.NODES, ports_of)


def ports_of(port: int) -> tuple[int, int, int]:
    """The ports of a node: AMQP, Erlang's name daemon, Erlang's distribution."""
    return port, _other_port(port, 10_000), _other_port(port, 20_000)


def server_script() -> str:
    """Path of RabbitMQ's server script. Raises BrokerDidNotStart where RabbitMQ is not installed."""
    for path in (*SERVER_SCRIPTS, shutil.which("rabbitmq-server")):
        if path and os.access(path, os.X_OK):
            return path
    raise BrokerDidNotStart("RabbitMQ is not installed: no rabbitmq-server was found.")


def answers_amqp(port: int) -> bool:
    """Whether a broker on 127.0.0.1 answers the protocol header with a frame (its first is Connection.Start)."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1.0) as broker:
        broker.settimeout(5.0)
        broker.sendall(PROTOCOL_HEADER)
        return broker.recv(1) == b"\x01"
    return False


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1.0):
        return True
    return False


def _other_port(port: int, distance: int) -> int:
    return 1024 + (port - 1024 + distance) % (65_536 - 1024)


def _end(process: subprocess.Popen[bytes] | None, timeout: float) -> None:
    if process is None:
        return
    process.terminate()
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
