from __future__ import annotations

import stat
from pathlib import Path

import pytest

from gateway.auditing import signing
from gateway.identity.bearers import Bearers
from gateway.identity.identities import PersonIdentity
from gateway.identity.known import KnownFromFiles
from gateway.identity.providers import Providers
from gateway.sealing.key_files import FileAuthorityKeys, gateway_secret
from operations import local_identity, make_identity
from operations.run_settings import AUDIT_KEY, KEYS
from shared_kernel.outbound.memory import MemoryOutbound

ADDRESS, PROVIDER = "http://127.0.0.1:8000", "http://127.0.0.1:9400"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    folder = tmp_path / "directories"
    folder.mkdir()
    (folder / "kent.yaml").write_text("authority: kent\npeople:\n  - {id: kent-manager, name: An Invented Manager}\n")
    return folder


def test_the_gateway_can_use_what_is_made(tmp_path: Path, directory: Path) -> None:
    secrets = tmp_path / "secrets"

    make_identity.main(secrets, directory, ADDRESS, PROVIDER)

    assert len(gateway_secret(secrets / KEYS)) == 32
    assert FileAuthorityKeys(secrets / KEYS).newest("kent") == 1
    assert signing.load_key({signing.KEY_VARIABLE: str(secrets / AUDIT_KEY)})
    known = Bearers(KnownFromFiles(secrets / local_identity.CONFIGURATION, ADDRESS), Providers(MemoryOutbound()))
    token = local_identity.token_for(secrets, "kent-manager")
    assert known.identity(token) == PersonIdentity("kent-manager", "kent")


def test_nobody_else_can_read_it(tmp_path: Path, directory: Path) -> None:
    make_identity.main(tmp_path / "secrets", directory, ADDRESS, PROVIDER)

    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    made = list((tmp_path / "secrets").rglob("*"))
    assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {0o600, 0o700}


def test_what_was_made_stays_good(tmp_path: Path, directory: Path) -> None:
    make_identity.main(tmp_path / "secrets", directory, ADDRESS, PROVIDER)
    before = {path.name: path.read_bytes() for path in (tmp_path / "secrets").rglob("*.*")}

    make_identity.main(tmp_path / "secrets", directory, ADDRESS, PROVIDER)

    assert {path.name: path.read_bytes() for path in (tmp_path / "secrets").rglob("*.*")} == before
