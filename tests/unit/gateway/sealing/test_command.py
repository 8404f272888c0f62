"""Keys, from a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.sealing import key_files
from gateway.sealing.__main__ import Opened, _parser, carry_out, main
from gateway.sealing.key_files import FileAuthorityKeys
from gateway.sealing.ring import KeyRing
from gateway.sealing.store_memory import MemoryKeyStore
from shared_kernel.ids import new_id
from tests.unit.casework.case import NOON


def test_keys_are_made_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["make", str(tmp_path / "keys"), "kent"])
    assert capsys.readouterr().out == "made gateway.secret\nmade kent.keys\n"
    main(["make", str(tmp_path / "keys"), "kent", "luton"])
    assert capsys.readouterr().out == "made luton.keys\n"
    assert FileAuthorityKeys(tmp_path / "keys").newest("kent") == 1


def test_keys_are_rotated_renewed_and_retired(tmp_path: Path) -> None:
    key_files.make(tmp_path, ["kent"])
    store, keys = MemoryKeyStore(), FileAuthorityKeys(tmp_path)
    ring = KeyRing(store, keys, lambda: new_id("person", NOON), background=lambda work: None)
    person = ring.fresh("kent").person
    where = Opened(store, keys, ring)

    def ran(*arguments: str) -> str:
        return carry_out(_parser().parse_args(arguments), where)

    assert ran("rotate", "kent") == (
        "version 2 wraps from now on; 16 people, 16 keys wrapped anew, 0 that cannot be unwrapped left as they are"
    )
    assert ran("rewrap", "kent").startswith("version 2 is the newest; 16 people, 0 keys wrapped anew")
    assert ran("renew", "kent", person) == "version 2 seals from now on"
    assert ran("renew", "kent", "person-unknown") == "there is no key of this person"
    assert ran("retire", "kent").startswith("version 2 is the newest")
    assert (tmp_path / "kent.keys").read_text("ascii").startswith("2 ")


def test_without_keys_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEEDFIRE_KEYS", raising=False)
    monkeypatch.setenv("MONGODB_URI", "mongodb://127.0.0.1:1/")
    with pytest.raises(SystemExit, match="run it again"):
        main(["rewrap", "kent"])
