"""The commands that a person types."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE)


def make(*arguments: str) -> str:
    # Without what a `make test` around this one says to the makes inside it.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    done = subprocess.run(["make", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def test_make_alone_lists_every_target_with_what_it_does() -> None:
    listed = make()

    assert re.findall(r"^([a-z-]+)  +\S", listed, re.MULTILINE) == TARGETS


def test_the_targets_that_people_are_told_of_are_there() -> None:
    assert {"demo", "test", "stop", "lint", "bench", "help", "status"} <= set(TARGETS)


def test_everything_that_needs_set_up_does_it_itself() -> None:
    for target in sorted(set(TARGETS) - {"help", "stop", "clean"}):
        first = make("--dry-run", target).splitlines()[0]
        assert first.startswith("sh operations/set-up.sh "), target


def test_a_test_run_goes_from_what_needs_nothing_to_what_needs_everything() -> None:
    said = make("--dry-run", "test")

    beside = ("tests/unit", "tests/integration")
    for one in beside:
        order = ["ruff check", "ruff format --check", "mypy", "lint-imports", one, "tests/e2e"]
        assert [said.index(part) for part in order] == sorted(said.index(part) for part in order)


def test_every_folder_of_tests_is_tried_by_a_target() -> None:
    folders = {each.parent for each in (ROOT / "tests").glob("*/**/test_*.py")}
    named = [ROOT / each for each in re.findall(r"tests/\w+", MAKEFILE)]

    assert not [folder for folder in folders if not any(folder.is_relative_to(each) for each in named)]


@pytest.mark.parametrize("fails", ["tests/unit", "tests/integration", "tests/e2e", ""])
def test_whichever_part_fails_all_fails(tmp_path: Path, fails: str) -> None:
    """The recipe, with a stand-in for Python that says what it was asked and fails where it should."""
    recipe = MAKEFILE.partition("\ntest: lint")[2].partition("\n")[2].partition("\n\n")[0]
    for folder in (".venv/bin", ".run"):
        (tmp_path / folder).mkdir(parents=True)
    python = tmp_path / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\necho "$@"\ncase " $* " in *" {fails or "nothing"} "*) exit 1;; esac\n')
    python.chmod(0o755)
    (tmp_path / "Makefile").write_text(f"RUN := @.venv/bin/python -m\ntest:\n{recipe}\n")

    done = subprocess.run(["make", "test"], cwd=tmp_path, capture_output=True, text=True)

    assert (done.returncode != 0) == bool(fails), done.stdout + done.stderr
    assert "tests/unit" in done.stdout and "tests/integration" in done.stdout
    assert ("tests/e2e" in done.stdout) == (fails in ("", "tests/e2e"))


def test_ci_runs_the_tests() -> None:
    script = ROOT / ".ci" / "run"

    assert script.read_text().splitlines()[-1] == "make test"
    assert os.access(script, os.X_OK)
