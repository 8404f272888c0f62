"""The order of the steps and what an interruption leaves, with the commands themselves replaced by notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from operations.problems import Problem
from operations.progress import silent
from operations.set_up import python_environment, stamp, steps

Fails = Callable[[str], bool]


class Commands:
    """Stands in for `steps.run`: notes each command, makes what `venv` would, fails where it is told to."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.fails: Fails = lambda line: False
        self.problem = Problem("step-failed", "It failed.", "look")

    def __call__(self, command: Sequence[str | Path], log: Path, folder: Path) -> None:
        line = " ".join(str(part).replace(f"{folder}/", "") for part in command[1:])
        self.said.append(line)
        if self.fails(line):
            raise self.problem
        if line.startswith("-m venv"):
            (folder / ".venv" / "bin").mkdir(parents=True)
            (folder / ".venv" / "bin" / "python").touch()

    def heads(self) -> list[str]:
        return [" ".join(line.split()[:4]) for line in self.said]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "plugins" / "sdk").mkdir(parents=True)
    for name in (
        "requirements/runtime.txt",
        "requirements/test.txt",
        "pyproject.toml",
        "plugins/sdk/pyproject.toml",
    ):
        (tmp_path / name).write_text(name)
    return tmp_path


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> Commands:
    standing_in = Commands()
    monkeypatch.setattr(steps, "run", standing_in)
    return standing_in


def build(project: Path, packages: str = "runtime") -> None:
    python_environment.build(project, packages, silent)


FROM_NOTHING = [
    "-m venv .venv",
    "-m pip --disable-pip-version-check install",
    "-m uv pip sync",
    "-m uv pip install",
]


def test_from_nothing_to_finished(project: Path, commands: Commands) -> None:
    build(project)

    assert commands.heads() == FROM_NOTHING
    assert python_environment.is_finished(project, "runtime")


def test_every_package_is_checked_by_its_hash(project: Path, commands: Commands) -> None:
    build(project)

    from_outside = [line for line in commands.said if "requirements/" in line]
    assert len(from_outside) == 2
    assert all("--require-hashes" in line for line in from_outside)


def test_our_own_distributions_are_installed_editable_and_offline(project: Path, commands: Commands) -> None:
    build(project)

    own = commands.said[-1]
    assert "--offline" in own and "--no-deps" in own and "--no-build-isolation" in own
    assert own.endswith(f"-e {project} -e plugins/sdk")


def test_a_half_made_environment_is_made_anew(project: Path, commands: Commands) -> None:
    leftover = project / ".venv" / "lib" / "half-a-package.py"
    leftover.parent.mkdir(parents=True)
    leftover.touch()

    build(project)

    assert not leftover.exists()
    assert commands.heads() == FROM_NOTHING


@pytest.mark.parametrize("at", ["-m venv", "-m uv pip install"])
def test_an_interruption_leaves_no_stamp(project: Path, commands: Commands, at: str) -> None:
    commands.fails = lambda line: at in line or "--no-index" in line

    with pytest.raises(Problem):
        build(project)

    assert not python_environment.is_finished(project, "runtime")


def test_a_changed_lock_is_installed_in_place(project: Path, commands: Commands) -> None:
    build(project)
    (project / "requirements" / "runtime.txt").write_text("another lock")
    commands.said.clear()

    build(project)

    assert "-m venv .venv" not in commands.heads()
    assert python_environment.is_finished(project, "runtime")


def test_an_interrupted_change_of_the_lock_leaves_no_stamp_of_the_old_one(project: Path, commands: Commands) -> None:
    build(project)
    (project / "requirements" / "runtime.txt").write_text("another lock")
    commands.fails = lambda line: "install" in line or "sync" in line

    with pytest.raises(Problem):
        build(project)

    assert stamp.read(project / ".venv") == {}


def test_an_environment_whose_python_has_gone_is_made_anew(project: Path, commands: Commands) -> None:
    build(project)
    (project / "requirements" / "runtime.txt").write_text("another lock")
    commands.said.clear()
    commands.fails = lambda line: line == "-c import pip"

    build(project)

    assert commands.heads()[1:] == FROM_NOTHING


def test_where_uv_cannot_be_had_pip_installs_the_same_lock(project: Path, commands: Commands) -> None:
    commands.fails = lambda line: "installer.txt" in line or "-m uv" in line

    build(project)

    with_pip = [line for line in commands.said if "-m pip" in line and "installer" not in line]
    assert "--require-hashes -r requirements/runtime.txt" in with_pip[0]
    assert "--no-index --no-deps --no-build-isolation -e" in with_pip[1]


@pytest.mark.parametrize("at", ["sync", "-m uv pip install"])
def test_a_full_disk_is_not_tried_again_with_pip(project: Path, commands: Commands, at: str) -> None:
    commands.problem = Problem("disk-full", "The disk is full.", "free some")
    commands.fails = lambda line: at in line

    with pytest.raises(Problem, match="disk-full"):
        build(project)


def test_the_next_demo_does_not_take_away_what_a_test_run_installed(project: Path, commands: Commands) -> None:
    build(project, "test")
    (project / "requirements" / "runtime.txt").write_text("another lock")
    (project / "requirements" / "test.txt").write_text("another lock")

    build(project, "runtime")

    assert python_environment.is_finished(project, "test")


def test_an_unknown_set_of_packages_is_refused(project: Path) -> None:
    with pytest.raises(Problem, match="bad-setting"):
        python_environment.is_finished(project, "everything")
