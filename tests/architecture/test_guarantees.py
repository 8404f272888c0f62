"""Every promise names a test that tries to break it, and every test that is named is there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "guarantees.md").read_text("utf-8")
PROMISES = {
    each.group(1): each.group(0) for each in re.finditer(r"^- \*\*(.+?)\*\*.*?(?=^- |^#|\Z)", TEXT, re.M | re.S)
}
SHOWN = re.compile(r"`(tests/[\w/]+\.py)::([Tt]est\w+)`")


@cache
def named_in(file: str) -> frozenset[str]:
    """The tests of a module, those of its suites' classes too."""
    nodes = list(ast.walk(ast.parse((ROOT / file).read_text("utf-8"))))
    made = {
        each.id for node in nodes if isinstance(node, ast.Assign) for each in node.targets if isinstance(each, ast.Name)
    }
    return frozenset({each.name for each in nodes if isinstance(each, ast.FunctionDef)} | made)


def test_there_are_promises_and_what_is_not_promised() -> None:
    assert re.findall(r"^# (.+)$", TEXT, re.M) == ["What is promised", "What is not promised", "How it is tried"]
    assert len(PROMISES) == len(re.findall(r"^- ", TEXT, re.M)) > 20


@pytest.mark.parametrize("promise", PROMISES)
def test_a_promise_names_tests_that_are_there(promise: str) -> None:
    shown = SHOWN.findall(PROMISES[promise])

    assert shown, "name the test that shows it"
    assert PROMISES[promise].count("tests/") == len(shown), "as `tests/file.py::test_name`"
    for file, name in shown:
        assert name in named_in(file), f"{file} has no {name}"
