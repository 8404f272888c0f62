from __future__ import annotations

import stat
from pathlib import Path

import pytest

from gateway import master_key
from gateway.identity import Tokens
from operations import local_identity, make_identity


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    folder = tmp_path / "directories"
    folder.mkdir()
    (folder / "kent.yaml").write_text("authority: kent\npeople:\n  - {id: kent-manager, name: An Invented Manager}\n")
    return folder


def test_the_gateway_can_use_what_is_made(tmp_path: Path, directory: Path) -> None:
    secrets = tmp_path / "secrets"

    make_identity.main(secrets, directory)

    key = secrets / local_identity.MASTER_KEY
    assert len(master_key.load({master_key.VARIABLE: str(key)}).secret) == master_key.LENGTH
    token = local_identity.read(secrets)["kent-manager"]
    known = Tokens(secrets / local_identity.TOKENS).identity(token)
    assert known and (known.person, known.authority) == ("kent-manager", "kent")


def test_nobody_else_can_read_it(tmp_path: Path, directory: Path) -> None:
    make_identity.main(tmp_path / "secrets", directory)

    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "secrets").iterdir()} == {0o600}


def test_what_was_made_stays_good(tmp_path: Path, directory: Path) -> None:
    make_identity.main(tmp_path / "secrets", directory)
    before = {path.name: path.read_bytes() for path in (tmp_path / "secrets").iterdir()}

    make_identity.main(tmp_path / "secrets", directory)

    assert {path.name: path.read_bytes() for path in (tmp_path / "secrets").iterdir()} == before
