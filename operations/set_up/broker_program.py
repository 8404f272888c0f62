"""RabbitMQ's program: needed unless somebody's broker is used, and installed as Debian's package."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from operations import amqp_greeting
from operations.problems import Problem
from operations.progress import Report
from operations.rabbitmq_node import BrokerDidNotStart, server_script

INSTALLER = "operations/install-debian-packages.sh"


def make_sure(project: Path, environment: Mapping[str, str], report: Report) -> None:
    if environment.get("AMQP_URI") or is_installed() or amqp_greeting.usable_broker_runs():
        return
    report("RabbitMQ is missing, and neither AMQP_URI nor a broker on 127.0.0.1:5672 stands in for it")
    done = subprocess.run(["sh", INSTALLER, "rabbitmq-server"], cwd=project, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise SystemExit(done.returncode)  # the installer has printed the problem itself
    if not is_installed():
        raise Problem(
            "package-failed",
            "rabbitmq-server was installed, but its program was not found.",
            "set AMQP_URI to a running broker, then run the same command again",
        )
    report("RabbitMQ is installed")


def is_installed() -> bool:
    try:
        server_script()
    except BrokerDidNotStart:
        return False
    return True
