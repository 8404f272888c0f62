"""Keys, from a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.sealing.__main__ import main
from gateway.sealing.key_files import FileAuthorityKeys


def test_keys_are_made_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["make", str(tmp_path / "keys"), "kent"])
    assert capsys.readouterr().out == "made gateway.secret\nmade kent.keys\n"
    main(["make", str(tmp_path / "keys"), "kent", "luton"])
    assert capsys.readouterr().out == "made luton.keys\n"
    assert FileAuthorityKeys(tmp_path / "keys").newest("kent") == 1
