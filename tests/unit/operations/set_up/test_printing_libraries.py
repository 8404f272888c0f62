from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from operations.progress import silent
from operations.set_up import printing_libraries


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the installer was asked for, on a machine that has none of it."""
    asked: list[str] = []

    def run(command: Sequence[str], **_: Any) -> subprocess.CompletedProcess[bytes]:
        asked.append(" ".join(command))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(printing_libraries, "are_installed", lambda: False)
    monkeypatch.setattr(subprocess, "run", run)
    return asked


def test_for_tests_what_is_missing_is_installed(asked_for: list[str]) -> None:
    printing_libraries.make_sure(Path(), "test", silent)
    assert asked_for == ["sh operations/install-debian-packages.sh libpangoft2-1.0-0 libharfbuzz-subset0"]


def test_the_demo_does_without(asked_for: list[str]) -> None:
    printing_libraries.make_sure(Path(), "runtime", silent)
    assert asked_for == []


def test_what_is_there_is_not_installed_again(asked_for: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing_libraries, "are_installed", lambda: True)
    printing_libraries.make_sure(Path(), "test", silent)
    assert asked_for == []


def test_an_installer_that_fails_ends_it(asked_for: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 3))
    with pytest.raises(SystemExit) as ended:
        printing_libraries.make_sure(Path(), "test", silent)
    assert ended.value.code == 3


def test_a_library_that_is_not_there_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing_libraries, "LIBRARIES", ("libneedfire-nowhere.so.0",))
    assert not printing_libraries.are_installed()
