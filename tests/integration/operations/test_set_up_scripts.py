"""The two shell scripts of set-up on machines of every kind, made of a path with chosen programs on it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

OPERATIONS = Path(__file__).parents[3] / "operations"
ALWAYS_THERE = ("sh", "env", "mkdir", "dirname", "tail", "grep", "tr", "sed", "cat", "true", "touch", "rm", "cp")


@dataclass
class Machine:
    """A folder to set up, and a path on which there is only what was put there."""

    folder: Path

    def __post_init__(self) -> None:
        self.path = self.folder / "path"
        self.path.mkdir(parents=True)
        shutil.copytree(OPERATIONS, self.folder / "operations", ignore=shutil.ignore_patterns("__pycache__"))
        for name in ALWAYS_THERE:
            where = shutil.which(name)
            assert where
            (self.path / name).symlink_to(where)

    def has(self, name: str, script: str) -> None:
        """A program that notes how it was called and then does this."""
        program = self.path / name
        program.write_text(f'#!/bin/sh\necho "{name} $*" >> {self.folder}/called\n{script}\n')
        program.chmod(0o755)

    def run(self, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", self.folder / "operations" / script, *arguments],
            cwd=self.folder,
            env={"PATH": str(self.path)},
            capture_output=True,
            text=True,
            timeout=60,
        )

    @property
    def called(self) -> list[str]:
        calls = self.folder / "called"
        return calls.read_text().splitlines() if calls.exists() else []

    @property
    def apt_was_asked(self) -> list[str]:
        """Its commands, without the options."""
        return [
            " ".join(w for w in line.split() if w in ("install", "update")) for line in self.called if "apt" in line
        ]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A Debian with root, where apt-get works and no service manager runs."""
    made = Machine(tmp_path / "machine")
    made.has("id", "echo 0")
    made.has("apt-get", f'echo "RUNLEVEL=$RUNLEVEL DEBIAN_FRONTEND=$DEBIAN_FRONTEND" > {made.folder}/environment')
    made.has("dpkg", "")
    return made


def install(machine: Machine) -> subprocess.CompletedProcess[str]:
    return machine.run("install-debian-packages.sh", "rabbitmq-server")


def test_root_installs_without_questions_and_without_starting_services(machine: Machine) -> None:
    done = install(machine)

    assert done.returncode == 0
    assert machine.apt_was_asked == ["install"]
    assert (machine.folder / "environment").read_text() == "RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive\n"


def test_sudo_stands_in_for_root(machine: Machine) -> None:
    machine.has("id", "echo 1000")
    machine.has("sudo", 'shift; exec "$@"')

    assert install(machine).returncode == 0
    assert machine.apt_was_asked[-1] == "install"
    assert any(
        line.startswith("sudo -n env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get") for line in machine.called
    )


@pytest.mark.parametrize("sudo", [None, "exit 1"], ids=["no sudo", "sudo asks for a password"])
def test_without_root_what_is_missing_is_named_with_the_command_that_installs_it(
    machine: Machine, sudo: str | None
) -> None:
    machine.has("id", "echo 1000")
    if sudo:
        machine.has("sudo", sudo)

    done = install(machine)

    assert done.returncode == 1
    assert "STOPPED (needs-root): Missing: rabbitmq-server. Installing needs root" in done.stderr
    assert "sudo apt-get install --no-install-recommends rabbitmq-server" in done.stderr
    assert machine.apt_was_asked == []


def test_a_machine_without_apt_is_told_what_is_missing(machine: Machine) -> None:
    (machine.path / "apt-get").unlink()

    done = install(machine)

    assert done.returncode == 1
    assert "STOPPED (not-debian): Missing: rabbitmq-server." in done.stderr


def test_old_lists_and_interrupted_installations_are_put_right_once(machine: Machine) -> None:
    machine.has("apt-get", f'case "$*" in *update*) touch {machine.folder}/fresh;; esac; [ -e {machine.folder}/fresh ]')

    assert install(machine).returncode == 0
    assert machine.apt_was_asked == ["install", "update", "install"]
    assert "dpkg --configure -a" in machine.called


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("dpkg: error: cannot copy: No space left on device", "disk-full"),
        ("E: You don't have enough free space in /var/cache/apt/archives/.", "disk-full"),
        ("E: Failed to fetch the package  Could not connect", "no-network"),
        ("W: Temporary failure resolving a mirror", "no-network"),
        ("E: Sub-process returned an error code (1)", "package-failed"),
    ],
)
def test_what_apt_says_is_given_a_name_and_a_remedy(machine: Machine, words: str, code: str) -> None:
    machine.has("apt-get", f'echo "{words}"; exit 100')

    done = install(machine)

    assert done.returncode == 1
    assert f"STOPPED ({code}): " in done.stderr
    assert "Remedy: " in done.stderr
    assert words in (machine.folder / ".run" / "set-up.log").read_text()


def test_under_systemd_new_services_are_held_back_and_then_left_switched_off(machine: Machine) -> None:
    machine.has("systemctl", '[ "$1" != cat ]')

    assert install(machine).returncode == 0

    services = "rabbitmq-server.service epmd.service epmd.socket"
    order = [line.split(" -")[0] for line in machine.called if "systemctl" in line or "apt-get" in line]
    assert order[0] == "systemctl list-units"
    assert order[-4:] == [
        "systemctl mask",
        "apt-get",
        "systemctl unmask",
        f"systemctl disable {services}",
    ]


def test_a_failed_installation_lifts_the_mask_too(machine: Machine) -> None:
    machine.has("systemctl", '[ "$1" != cat ]')
    machine.has("apt-get", "exit 100")

    assert install(machine).returncode == 1
    assert any(line.startswith("systemctl unmask --runtime") for line in machine.called)


def test_a_service_that_somebody_has_already_is_left_as_it_is(machine: Machine) -> None:
    machine.has("systemctl", "")

    assert install(machine).returncode == 0
    assert not any("mask" in line or "disable" in line for line in machine.called)


# set-up.sh: finding a Python

TOO_OLD = "exit 1"
WITHOUT_VENV = f'case "$2" in *ensurepip*) exit 1;; *) exec {sys.executable} "$@";; esac'
SAYS = 'case "$*" in "-m operations.set_up"*) echo "set up with $0: $3";; *) exec {python} "$@";; esac'


def says(machine: Machine, name: str) -> None:
    """A complete Python that only tells that it was chosen."""
    machine.has(name, SAYS.format(python=sys.executable))


def test_a_python_that_works_goes_on_with_the_set_up(machine: Machine) -> None:
    says(machine, "python3")

    done = machine.run("set-up.sh", "test")

    assert done.stdout == f"set up with {machine.path}/python3: test\n"


def test_without_an_argument_what_the_platform_runs_on_is_set_up(machine: Machine) -> None:
    says(machine, "python3")

    assert machine.run("set-up.sh").stdout.endswith(": runtime\n")


def test_a_python_that_is_too_old_or_broken_is_passed_over(machine: Machine) -> None:
    machine.has("python3", TOO_OLD)
    says(machine, "python3.12")

    assert "python3.12: runtime" in machine.run("set-up.sh").stdout


def test_a_python_later_on_the_path_is_found_behind_a_broken_one(machine: Machine) -> None:
    machine.has("python3", TOO_OLD)
    behind = machine.folder / "behind"
    behind.mkdir()
    says(machine, "python3.11")
    (machine.path / "python3.11").rename(behind / "python3")

    done = subprocess.run(
        ["sh", machine.folder / "operations" / "set-up.sh"],
        env={"PATH": f"{machine.path}:{behind}"},
        capture_output=True,
        text=True,
    )

    assert f"set up with {behind}/python3: runtime" in done.stdout


def test_a_python_without_venv_gets_its_package(machine: Machine) -> None:
    machine.has("python3", WITHOUT_VENV)
    machine.has("apt-get", f"rm {machine.path}/python3; cp {machine.path}/complete {machine.path}/python3")
    says(machine, "complete")

    done = machine.run("set-up.sh")

    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert any(line.endswith(f"install --no-install-recommends python{version}-venv") for line in machine.called)
    assert done.stdout.endswith("python3: runtime\n")


def test_no_python_at_all_is_installed(machine: Machine) -> None:
    machine.has("apt-get", f"cp {machine.path}/complete {machine.path}/python3")
    says(machine, "complete")

    assert machine.run("set-up.sh").stdout.endswith("python3: runtime\n")
    assert any(line.endswith("install --no-install-recommends python3 python3-venv") for line in machine.called)


def test_where_apt_brings_no_python_that_will_do_the_remedy_is_named(machine: Machine) -> None:
    machine.has("python3", TOO_OLD)

    done = machine.run("set-up.sh")

    assert done.returncode == 1
    assert "STOPPED (python-missing)" in done.stderr
    assert "PYTHON=" in done.stderr


def test_a_person_may_name_the_python(machine: Machine) -> None:
    says(machine, "python3")
    says(machine, "another")

    done = subprocess.run(
        ["sh", machine.folder / "operations" / "set-up.sh"],
        env={"PATH": str(machine.path), "PYTHON": str(machine.path / "another")},
        capture_output=True,
        text=True,
    )

    assert f"set up with {machine.path}/another" in done.stdout
