"""A short run in which things go wrong. The long ones, with ways that are cut, slow and half open: `make chaos`."""

from __future__ import annotations

import pytest

from tests.chaos.plan import Fault, plan
from tests.chaos.running import run
from tests.e2e.house import House

COMMANDS = 24
FAULTS = [
    Fault("kill", "escalation-worker", 0.5, 0.5),
    Fault("stop", "store", 0.5, 2.0),
    Fault("kill", "intake", 0.2, 0.2),
    Fault("jump", "clock", 0.2, 0.0, hours=26.0),
    Fault("stop", "broker", 0.2, 2.0),
]


@pytest.mark.timeout(300)  # what a dead worker had claimed is claimed again after half a minute
def test_nothing_is_lost_and_nothing_happens_twice(mortal: House) -> None:
    found = run(mortal, 1, COMMANDS, FAULTS)

    assert found.holds, found.as_json()
    assert (found.attempted, found.acknowledged) == (COMMANDS, COMMANDS)


def test_the_same_seed_is_the_same_plan() -> None:
    assert plan(7, 30) == plan(7, 30) != plan(8, 30)
    assert {each.kind for each in plan(7, 60)} == {"kill", "stop", "cut", "slow", "half_open", "jump"}
