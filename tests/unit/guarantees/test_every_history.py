"""Thousands of histories are tried with NEEDFIRE_HISTORIES=3000, as `make chaos` does; some at every test run."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

from tests.unit.guarantees.histories import Histories

TestEveryHistory = Histories.TestCase
TestEveryHistory.settings = settings(
    max_examples=int(os.environ.get("NEEDFIRE_HISTORIES", "40")),
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
