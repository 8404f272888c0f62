"""Keys in a folder."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest

from gateway.sealing import key_files
from gateway.sealing.authority_keys import KeysUnavailable
from gateway.sealing.key_files import FileAuthorityKeys, KeysUnusable, folder_of, gateway_secret
from tests.unit.gateway.sealing.authority_keys_suite import AuthorityKeysSuite


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    key_files.make(tmp_path / "keys", ["kent", "luton"])
    return tmp_path / "keys"


class TestFileAuthorityKeys(AuthorityKeysSuite):
    @pytest.fixture
    def keys(self, folder: Path) -> FileAuthorityKeys:
        return FileAuthorityKeys(folder)


def test_another_process_sees_a_new_version_at_once(folder: Path) -> None:
    one, other = FileAuthorityKeys(folder), FileAuthorityKeys(folder)
    assert other.newest("kent") == 1
    one.rotate("kent")
    assert other.newest("kent") == 2


def test_keys_are_for_their_owner_only_and_never_overwritten(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert before.keys() == {"gateway.secret", "kent.keys", "luton.keys"}
    assert key_files.make(folder, ["kent", "lincolnshire"]) == ["lincolnshire.keys"]
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.name in before} == before
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


@pytest.mark.parametrize("written", ["", "1 short", "x", "1 " + base64.b64encode(bytes(16)).decode(), "1 é"])
def test_a_file_that_is_no_key_is_as_if_there_were_none(folder: Path, written: str) -> None:
    (folder / "kent.keys").write_text(written, "utf-8")
    with pytest.raises(KeysUnavailable):
        FileAuthorityKeys(folder).newest("kent")


@pytest.mark.parametrize("written", [None, b"", b"short", b"\xff\xfe", base64.b64encode(bytes(16))])
def test_without_a_secret_nothing_starts_and_the_remedy_is_named_without_the_path(
    tmp_path: Path, written: bytes | None
) -> None:
    if written is not None:
        (tmp_path / "gateway.secret").write_bytes(written)
    with pytest.raises(KeysUnusable, match=r"python -m gateway\.sealing") as refused:
        gateway_secret(tmp_path)
    assert str(tmp_path) not in str(refused.value)


def test_without_a_folder_nothing_starts() -> None:
    with pytest.raises(KeysUnusable):
        folder_of({})
