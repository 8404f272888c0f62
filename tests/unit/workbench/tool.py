"""Runs the tool as a person does, and reads what it prints."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner, Result

from workbench.main import app

ROOT = Path(__file__).parents[3]
DIRECTORIES = str(ROOT / "examples" / "directories")
CASES = ROOT / "examples" / "cases"


def needfire(*words: str | Path, code: int = 0) -> str:
    """What the command prints; it must end with this exit code."""
    result: Result = CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "80"})
    assert result.exit_code == code, f"{result.exit_code}: {result.output}\n{result.exception!r}"
    return result.output
