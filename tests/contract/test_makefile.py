"""The commands that a person types."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

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

    order = ["ruff check", "ruff format --check", "mypy", "lint-imports", "tests/unit", "tests/integration"]
    assert [said.index(part) for part in order] == sorted(said.index(part) for part in order)


def test_ci_runs_the_tests() -> None:
    script = ROOT / ".ci" / "run"

    assert script.read_text().splitlines()[-1] == "make test"
    assert os.access(script, os.X_OK)
