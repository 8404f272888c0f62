"""The answering service as a process: nameko's own launcher, as in production."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from shared_kernel.messaging.rpc_client import RpcClient, ServiceUnavailable
from tests.integration.messaging.support import DEADLINE, eventually

ROOT = Path(__file__).parents[3]
MODULE = "tests.integration.messaging.answering_service"


class ServiceProcess:
    """`log` is everything that it printed."""

    def __init__(self, amqp_uri: str, service: str, folder: Path) -> None:
        self._amqp_uri, self.service, self._folder = amqp_uri, service, folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        return (self._folder / "service.log").read_text(encoding="utf-8")

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Returns when it answers."""
        self.launch()
        assert eventually(self.answers), self.log

    def launch(self) -> None:
        """Returns at once."""
        environment = os.environ | {"PYTHONPATH": str(ROOT), "TEST_SERVICE": self.service, "AMQP_URI": self._amqp_uri}
        command = [sys.executable, "-W", "ignore", "-m", "nameko", "run"]
        with (self._folder / "service.log").open("ab") as log:
            self._process = subprocess.Popen([*command, MODULE], env=environment, cwd=ROOT, stdout=log, stderr=log)

    def ask_to_stop(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)

    def stop(self) -> None:
        """Ask, wait, insist."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def answers(self) -> bool:
        client = RpcClient(self._amqp_uri, timeout=1.0)
        try:
            return bool(client.call(self.service, "execute", command={}) == {"accepted": {}})
        except ServiceUnavailable:
            return False
        finally:
            client.close()
