"""The file of private keys for documents: made in a terminal, read strictly, rotated by a newer key before the older."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from custody.document_keys import new_key, public_key
from custody.sealed_documents import Meant, seal, unseal
from gateway.alerting.documents.keys import keys_in
from gateway.sealing.__main__ import main
from shared_kernel.settings import SettingInvalid

MEANT = Meant("alert-1.1", "kent@needfire.kent.example", "LUT")


def made(file: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The public key that was said."""
    main(["document-key", "LUT", str(file)])
    key, thumbprint = capsys.readouterr().out.splitlines()
    assert thumbprint == f"its thumbprint: {public_key(key).thumbprint()}"
    return key


def test_after_a_rotation_both_keys_open(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "documents.yaml"
    older, newer = made(file, capsys), made(file, capsys)
    assert file.stat().st_mode & 0o777 == 0o600
    held = keys_in(file)["LUT"]
    assert [each.thumbprint() for each in held] == [public_key(each).thumbprint() for each in (newer, older)]
    for each in (older, newer):
        assert unseal(seal(b"{}", public_key(each), MEANT), held, MEANT) == b"{}"


def test_without_a_file_there_are_none() -> None:
    assert keys_in(None) == {}


WRONG = {
    "empty": "",
    "a text": "nonsense",
    "a number": "LUT: 5",
    "a list": "[1]",
    "a list of numbers": "LUT: [5]",
    "a public key": json.dumps({"LUT": [json.loads(new_key()[1])]}),
    "another kind of key": "LUT: [{kty: oct, k: AAAA}]",
    "no yaml": "a: b: c",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_holds_something_else_is_refused_and_not_repeated(tmp_path: Path, name: str) -> None:
    file = tmp_path / "documents.yaml"
    file.write_text(WRONG[name], "utf-8")
    with pytest.raises(SettingInvalid) as refused:
        keys_in(file)
    assert "NEEDFIRE_DOCUMENT_KEYS" in str(refused.value) and "AAAA" not in str(refused.value)


@pytest.mark.parametrize("name", WRONG)
def test_no_key_is_put_into_another_file_which_stays_as_it_is(tmp_path: Path, name: str) -> None:
    file = tmp_path / "documents.yaml"
    file.write_text(WRONG[name], "utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["document-key", "LUT", str(file)])
    assert "NEEDFIRE_DOCUMENT_KEYS" in str(ended.value) and file.read_text("utf-8") == WRONG[name]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingInvalid):
        keys_in(tmp_path / "none.yaml")
