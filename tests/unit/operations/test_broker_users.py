"""A run's users of the broker: made once, and made again only where something is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from operations import broker_users
from operations.broker_users import DEFINITIONS, PASSWORDS, RUNNER, Rights, prepared, rights


def test_passwords_stay_as_they_are(tmp_path: Path) -> None:
    first = prepared(tmp_path)
    definitions = (tmp_path / DEFINITIONS).read_text("utf-8")
    assert prepared(tmp_path) == first
    assert (tmp_path / DEFINITIONS).read_text("utf-8") == definitions


def test_a_process_that_a_later_version_has_gets_its_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {name: right for name, right in rights().items() if name != "auditor"}
    monkeypatch.setattr(broker_users, "rights", lambda: before)
    old = prepared(tmp_path)
    monkeypatch.undo()
    new = prepared(tmp_path)
    assert new.keys() - old.keys() == {"auditor"}
    assert {name: new[name] for name in old} == old
    assert _users(tmp_path) == {*rights(), RUNNER}


def test_a_right_that_a_later_version_gives_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker_users, "rights", lambda: {"gateway": Rights("", "", "")})
    prepared(tmp_path)
    monkeypatch.undo()
    prepared(tmp_path)
    stated = json.loads((tmp_path / DEFINITIONS).read_text("utf-8"))["permissions"]
    (given,) = [each["write"] for each in stated if each["user"] == "gateway"]
    assert given == rights()["gateway"].write


def test_nobody_else_reads_the_passwords(tmp_path: Path) -> None:
    prepared(tmp_path)
    assert (tmp_path / PASSWORDS).stat().st_mode & 0o077 == 0


def _users(folder: Path) -> set[str]:
    return {each["name"] for each in json.loads((folder / DEFINITIONS).read_text("utf-8"))["users"]}
