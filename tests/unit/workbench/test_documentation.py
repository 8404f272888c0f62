"""docs/tool.md says what the tool says of itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.unit.workbench.tool import ROOT, needfire
from workbench.cases import read_cases
from workbench.main import app

PAGE = (ROOT / "docs" / "tool.md").read_text("utf-8")
COMMANDS = [
    *(str(command.name) for command in app.registered_commands),
    *(
        f"{group.typer_instance.info.name} {command.name}"
        for group in app.registered_groups
        if group.typer_instance
        for command in group.typer_instance.registered_commands
    ),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_page_has_the_help_of_each_command(command: str) -> None:
    printed = "\n".join(line.rstrip() for line in needfire(*command.split(), "--help").strip("\n").splitlines())
    assert f"$ needfire {command} --help\n{printed}\n```" in PAGE, f"put this into docs/tool.md:\n{printed}"


def test_the_page_tells_of_every_command_and_no_other() -> None:
    assert re.findall(r"^## ([\w ]+):", PAGE, re.MULTILINE) == COMMANDS


def test_its_case_can_be_read(tmp_path: Path) -> None:
    stated, beside = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    file = tmp_path / "case.yaml"
    file.write_text(stated + beside, "utf-8")
    (case,) = read_cases(file)
    did = ["decide", "update", "done", "close", "wait", "consult", "share", "ask", "not_required", "confirm"]
    assert [each.does for each in case.then] == did
