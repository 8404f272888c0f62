"""Which tests are marked with which rules of the procedures. `python -m tests.mutation.marked` prints it as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence

import pytest

FOLDERS = ("tests/unit", "tests/rules")
EVERY = "*"
"""Marks what is shown of every rule: that the numbers which a reader is shown are those that are counted."""
ARGUMENTS = (
    "-m", "rule", "-q", "-s", "-p", "no:cacheprovider", "-p", "no:pytest_nameko", "-o", "addopts=",
    "--import-mode=importlib", "--strict-markers",
)  # fmt: skip


def tests_by_rule(items: Iterable[pytest.Item]) -> Mapping[str, Sequence[pytest.Item]]:
    """The collected tests by rule id, in the order in which they were collected."""
    found: dict[str, list[pytest.Item]] = {}
    for item in items:
        for rule in rules_of(item):
            found.setdefault(rule, []).append(item)
    return found


def rules_of(item: pytest.Item) -> tuple[str, ...]:
    """The rule ids that a test is marked with."""
    return tuple(dict.fromkeys(str(rule) for marker in item.iter_markers("rule") for rule in marker.args))


class Collected:
    """Prints the tests' ids by rule instead of running them."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Called once all tests are collected."""
        found = {rule: [item.nodeid for item in items] for rule, items in tests_by_rule(session.items).items()}
        print("\n" + json.dumps(found))
        return True


if __name__ == "__main__":
    sys.exit(pytest.main([*ARGUMENTS, "-qq", *FOLDERS], plugins=[Collected()]))
