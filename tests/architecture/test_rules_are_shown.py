"""Every rule of every edition is shown by a test that is marked with its id, and no test is marked with another."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.mutation.installed import stated
from tests.mutation.marked import EVERY

ROOT = Path(__file__).resolve().parents[2]
COLLECTING_SECONDS = 280  # all unit and rule tests, on a machine that does other things too
pytestmark = pytest.mark.timeout(COLLECTING_SECONDS + 20)


@cache
def marked() -> Mapping[str, Sequence[str]]:
    """The tests by rule id, as pytest collects them, whichever way they are marked."""
    collecting = [sys.executable, "-m", "tests.mutation.marked"]
    done = subprocess.run(collecting, cwd=ROOT, capture_output=True, text=True, timeout=COLLECTING_SECONDS, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    assert lines, done.stdout[-2000:]
    found: Mapping[str, Sequence[str]] = json.loads(lines[-1])
    return found


@pytest.mark.parametrize("name", stated())
def test_every_rule_is_shown_by_a_test(name: str) -> None:
    unshown = [rule for rule in stated()[name].edition.rules if rule not in marked()]
    assert not unshown, f"no test is marked with {' '.join(unshown)}"


def test_a_test_is_marked_with_rules_that_there_are() -> None:
    known = {rule for each in stated().values() for rule in each.edition.rules} | {EVERY}
    assert {rule: tests[0] for rule, tests in marked().items() if rule not in known} == {}
