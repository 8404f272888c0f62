"""The keys, as the environment says."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.sealing import key_files
from gateway.sealing.authority_keys import KeysUnavailable
from gateway.sealing.composing import authority_keys
from gateway.sealing.key_files import FileAuthorityKeys, KeysUnusable
from gateway.sealing.key_service import ServiceAuthorityKeys

SERVICE = {"NEEDFIRE_KEY_SERVICE": "https://127.0.0.1:9"}


def test_keys_lie_in_the_folder_unless_a_key_service_is_named(tmp_path: Path) -> None:
    key_files.make(tmp_path, ["kent"])
    folder = {"NEEDFIRE_KEYS": str(tmp_path)}
    assert isinstance(authority_keys(folder), FileAuthorityKeys)
    assert isinstance(authority_keys(folder | SERVICE), ServiceAuthorityKeys)
    with pytest.raises(KeysUnusable):
        authority_keys(SERVICE)


def test_a_key_service_without_its_token_or_out_of_reach_is_away(tmp_path: Path) -> None:
    token = tmp_path / "token"
    named = SERVICE | {"NEEDFIRE_KEY_SERVICE_TOKEN_FILE": str(token)}
    with pytest.raises(KeysUnavailable):
        authority_keys(named).newest("kent")
    token.write_text("invented-token\n", "ascii")
    with pytest.raises(KeysUnavailable):
        authority_keys(named).newest("kent")
