from __future__ import annotations

from pathlib import Path

import pytest

from operations import __main__ as commands
from operations.run_settings import RunSettings


@pytest.fixture(autouse=True)
def run_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEEDFIRE_RUN_FOLDER", str(tmp_path))
    return tmp_path


def test_an_unknown_command_is_told_which_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["dance"]) == 2
    assert "up|demo|status|down" in capsys.readouterr().err


def test_a_problem_is_shown_with_its_remedy_and_not_as_a_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEEDFIRE_LISTEN", "0.0.0.0:80")

    assert commands.main(["up"]) == 1
    shown = capsys.readouterr().err
    assert shown.startswith("STOPPED (bad-setting): ")
    assert "\nRemedy: " in shown


def test_what_the_system_refuses_is_a_problem_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(settings: RunSettings) -> int:
        raise PermissionError(13, "Permission denied", "up.lock")

    monkeypatch.setitem(commands.COMMANDS, "up", refused)

    assert commands.main(["up"]) == 1
    assert "STOPPED (not-writable): up.lock" in capsys.readouterr().err


def test_stopping_where_nothing_runs_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["down"]) == 0
    assert "nothing was running" in capsys.readouterr().out


def test_status_where_nothing_runs_says_how_to_begin(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["status"]) == 0
    assert "make demo" in capsys.readouterr().out
