from __future__ import annotations

from pathlib import Path

import pytest

from operations.set_up import stamp


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("requirements", ".venv", "plugins/kent", "plugins/sdk", "plugins/no-distribution"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("requirements/runtime.txt", "requirements/test.txt", "pyproject.toml"):
        (tmp_path / name).write_text(name)
    for name in ("kent", "sdk"):
        (tmp_path / "plugins" / name / "pyproject.toml").write_text(name)
    return tmp_path


def test_a_finished_environment_is_known_again(project: Path) -> None:
    stamp.write(project / ".venv", project, "runtime")

    assert stamp.holds(project / ".venv", project, "runtime")


def test_an_environment_without_a_stamp_is_not_finished(project: Path) -> None:
    assert not stamp.holds(project / ".venv", project, "runtime")


def test_half_a_stamp_is_none(project: Path) -> None:
    (project / ".venv" / stamp.FILE).write_text('{"runtime": "12')

    assert not stamp.holds(project / ".venv", project, "runtime")


def test_an_environment_for_tests_will_do_for_running_but_not_the_other_way_round(project: Path) -> None:
    stamp.write(project / ".venv", project, "test")
    assert stamp.holds(project / ".venv", project, "runtime")

    stamp.write(project / ".venv", project, "runtime")
    assert not stamp.holds(project / ".venv", project, "test")


@pytest.mark.parametrize(
    "changed",
    [
        "requirements/runtime.txt",
        "pyproject.toml",
        "plugins/kent/pyproject.toml",
        "plugins/sdk/pyproject.toml",
    ],
)
def test_whatever_decides_what_is_installed_makes_the_stamp_old(project: Path, changed: str) -> None:
    stamp.write(project / ".venv", project, "runtime")

    (project / changed).write_text("something else")

    assert not stamp.holds(project / ".venv", project, "runtime")


def test_a_new_plugin_makes_the_stamp_old(project: Path) -> None:
    stamp.write(project / ".venv", project, "runtime")

    (project / "plugins" / "luton").mkdir()
    (project / "plugins" / "luton" / "pyproject.toml").write_text("luton")

    assert not stamp.holds(project / ".venv", project, "runtime")


def test_the_kit_is_installed_before_the_plugins_that_need_it(project: Path) -> None:
    names = [path.parent.name for path in stamp.distributions(project)]

    assert names == [project.name, "sdk", "kent"]


def test_a_stamp_can_be_taken_away_twice(project: Path) -> None:
    stamp.write(project / ".venv", project, "runtime")

    stamp.remove(project / ".venv")
    stamp.remove(project / ".venv")

    assert stamp.read(project / ".venv") == {}
