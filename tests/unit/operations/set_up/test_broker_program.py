from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from operations import amqp_greeting
from operations.problems import Problem
from operations.progress import silent
from operations.set_up import broker_program


class Machine:
    """What stands on a machine, and what an installation there comes to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.installed, self.broker_runs, self.installer_status, self.installs = False, False, 0, True
        self.asked_for: list[str] = []
        monkeypatch.setattr(broker_program, "is_installed", lambda: self.installed)
        monkeypatch.setattr(amqp_greeting, "usable_broker_runs", lambda: self.broker_runs)
        monkeypatch.setattr(subprocess, "run", self.run)

    def run(self, command: Sequence[str], **_: Any) -> subprocess.CompletedProcess[bytes]:
        self.asked_for.append(" ".join(command))
        self.installed = self.installs and self.installer_status == 0
        return subprocess.CompletedProcess(command, self.installer_status)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


def make_sure(**environment: str) -> None:
    broker_program.make_sure(Path(), environment, silent)


def test_where_it_is_missing_it_is_installed(machine: Machine) -> None:
    make_sure()

    assert machine.asked_for == ["sh operations/install-debian-packages.sh rabbitmq-server"]


def test_where_it_is_installed_nothing_is_done(machine: Machine) -> None:
    machine.installed = True

    make_sure()

    assert machine.asked_for == []


def test_a_broker_that_runs_is_used_instead(machine: Machine) -> None:
    machine.broker_runs = True

    make_sure()

    assert machine.asked_for == []


def test_a_broker_that_is_named_is_used_instead(machine: Machine) -> None:
    make_sure(AMQP_URI="amqp://broker.example//")

    assert machine.asked_for == []


def test_what_the_installer_says_is_the_last_word(machine: Machine) -> None:
    machine.installer_status = 1

    with pytest.raises(SystemExit) as ended:
        make_sure()

    assert ended.value.code == 1


def test_a_package_without_its_program_is_named(machine: Machine) -> None:
    machine.installs = False

    with pytest.raises(Problem, match="package-failed"):
        make_sure()


def test_set_up_needs_nothing_but_python_s_standard_library() -> None:
    project = Path(__file__).parents[4]
    bare = [sys.executable, "-I", "-S", "-c"]  # no packages, no settings of this environment

    imports = f"import sys; sys.path.insert(0, {str(project)!r}); import operations.set_up.__main__"

    subprocess.run([*bare, imports], check=True)
