"""Nothing can be set, hooked or stated that the documentation does not tell, and that no test uses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from needfire.authority import editions_of
from needfire.reference import hooks, parts
from needfire.rule_kinds import RULE_KINDS

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
    "operations",
    "plugins",
    "workbench",
    "deployment",
    "docker-compose.yml",
)
SETTING = re.compile(r"\b(?:NEEDFIRE_[A-Z_]*[A-Z]|AMQP_URI|MONGODB_URI)\b")
PLUGINS = sorted(each.name for each in (ROOT / "plugins").iterdir() if (each / f"needfire_{each.name}").is_dir())
ONLY_IN_TESTS = {"Band": "tests/unit/sdk/test_instruments.py"}
"""Parts that the sources give nothing for, and the test that uses each."""
OURS = {"NEEDFIRE_STARTED_BY", "NEEDFIRE_PROCESS"}
"""How the runner marks its own processes: nobody sets them."""


def settings() -> list[str]:
    """Every variable of the environment that the code or the deployment names."""
    found = {name for room in ROOMS for text in texts(room) for name in SETTING.findall(text)}
    return sorted(found - OURS)


def texts(room: str) -> list[str]:
    """What is written in a folder (or file) of the project, but not in what is generated."""
    start = ROOT / room
    files = (
        [start] if start.is_file() else [each for each in start.rglob("*") if each.suffix in (".py", ".yaml", ".sh")]
    )
    return [each.read_text("utf-8") for each in files]


def read_by_code() -> set[str]:
    """Those that some module reads, and not only docker-compose."""
    rooms = ("auditor", "services", "gateway", "shared_kernel", "operations")
    return {name for room in rooms for name in SETTING.findall(written_in(room))}


@cache
def written_in(room: str) -> str:
    return "\n".join(texts(room))


@pytest.mark.parametrize("name", settings())
def test_a_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs" / "running.md").read_text("utf-8")


@pytest.mark.parametrize("name", [name for name in settings() if name in read_by_code()])
def test_a_setting_that_the_code_reads_is_tested(name: str) -> None:
    assert name in written_in("tests")


@pytest.mark.parametrize("name", hooks())
def test_a_hook_is_tested(name: str) -> None:
    assert re.search(rf"\b{name}\b", written_in("tests/unit/sdk")), "no test implements it"


@pytest.mark.parametrize("kind", RULE_KINDS)
def test_a_kind_of_rule_is_stated_somewhere(kind: str) -> None:
    """Of each kind there is a rule in a plugin; that each rule has a test is `test_rules_are_shown`."""
    stated = re.compile(rf"kind: {kind}\b")
    assert stated.search(written_in("plugins")), "leave the kind out, or state a rule of it"


@pytest.mark.parametrize("part", sorted(parts().keys() - ONLY_IN_TESTS.keys()))
def test_a_part_of_the_language_is_used_by_a_plugin(part: str) -> None:
    """What a plugin states is shown rule by rule; a part that none states would be shown by nothing."""
    assert part in used(), "leave the part out of the language, or use it"


@pytest.mark.parametrize("part", ONLY_IN_TESTS)
def test_a_part_that_no_plugin_may_use_is_used_by_a_test(part: str) -> None:
    assert part not in used()
    assert part.lower() in (ROOT / ONLY_IN_TESTS[part]).read_text("utf-8").lower()


@cache
def used() -> frozenset[str]:
    """The names of all parts that the editions in the plugins' folders state."""
    found: set[str] = set()
    for authority in PLUGINS:
        for edition in editions_of(f"needfire_{authority}"):
            found |= set(_names(edition))
    return frozenset(found)


def _names(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        part = tuple(part.values())
    if isinstance(part, tuple):
        for each in part:
            yield from _names(each)
    elif is_dataclass(part):
        yield type(part).__name__
        for each in fields(part):
            yield from _names(getattr(part, each.name))
