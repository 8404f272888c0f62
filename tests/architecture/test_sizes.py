"""The tree stays readable: small modules, small functions, a word on everything public."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "auditor",
    "services",
    "gateway",
    "access",
    "documents",
    "audit",
    "custody",
    "shared_kernel",
    "contracts",
    "operations",
    "plugins",
    "workbench",
)
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "build" not in path.parts)

BESIDE = ("tests", "benchmarks", "client", "fuzz", "examples", "deployment")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _lines(module: Path) -> int:
    return len(module.read_text("utf-8").splitlines())


def _functions(module: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, Function):
            yield node


def _length(function: Function) -> int:
    """Lines of the body, docstring left out."""
    body = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1


def test_there_is_a_tree_to_watch() -> None:
    assert len(MODULES) > 100


def test_no_module_is_over_400_lines() -> None:
    every = (*MODULES, *(path for room in BESIDE for path in (ROOT / room).rglob("*.py")))
    sizes = {str(module.relative_to(ROOT)): _lines(module) for module in every}
    assert {name: size for name, size in sizes.items() if size > 400} == {}


def test_half_of_the_modules_are_under_80_lines() -> None:
    assert median(_lines(module) for module in MODULES if module.name != "__init__.py") <= 80


def test_no_function_is_over_50_lines_and_half_are_under_8() -> None:
    lengths = {
        f"{module.relative_to(ROOT)}:{function.name}": _length(function)
        for module in MODULES
        for function in _functions(module)
    }
    assert {name: length for name, length in lengths.items() if length > 50} == {}
    assert median(lengths.values()) <= 8


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is(module: Path) -> None:
    text = module.read_text("utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text))
