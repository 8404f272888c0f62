"""pytest's side of the kit: `--write-golden`, and asserts that say what they compared."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("needfire.conformance.suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--write-golden` writes what cases come to now beside them; read the difference before you commit it."""
    group = parser.getgroup("needfire", "conformance of a procedure")
    group.addoption("--write-golden", action="store_true", help="write what golden cases come to, then read the change")
