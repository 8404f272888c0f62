"""Failpoints end the process, only where the environment says so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from shared_kernel.failpoints import FAILPOINTS, VARIABLE, UnknownFailpoint, reach

REACH_ALL = "from shared_kernel.failpoints import *; [(print(name, flush=True), reach(name)) for name in FAILPOINTS]"


@pytest.mark.parametrize("place", FAILPOINTS)
def test_the_process_ends_at_the_named_place_and_nowhere_before(place: str) -> None:
    environment = {**os.environ, "PYTHONPATH": os.getcwd(), VARIABLE: place}
    ended = subprocess.run(
        [sys.executable, "-c", REACH_ALL], env=environment, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == -signal.SIGKILL
    assert ended.stdout.split() == list(FAILPOINTS[: FAILPOINTS.index(place) + 1])


def test_without_the_variable_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    for place in FAILPOINTS:
        reach(place)


def test_a_place_that_is_not_listed_is_an_error() -> None:
    with pytest.raises(UnknownFailpoint):
        reach("relay.postioned")
