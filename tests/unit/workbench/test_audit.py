"""`needfire audit verify` says plainly whether an export is right, and names what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from audit.folders import write_head
from audit.heads import MalformedHead
from tests.unit.audit.history import KEY, OTHER_KEY, History, history
from tests.unit.workbench.tool import needfire

MADE = history(40, every=10)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """An export as a file."""
    return written(tmp_path / "export.jsonl", MADE.export())


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """The public key as PEM."""
    return pem(tmp_path / "audit.pub")


def written(file: Path, lines: list[bytes]) -> Path:
    file.write_bytes(b"".join(lines))
    return file


def pem(file: Path, *keys: object) -> Path:
    public = [each.public_key() for each in keys or (KEY,)]  # type: ignore[attr-defined]
    file.write_bytes(b"".join(each.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo) for each in public))
    return file


def heads_in(folder: Path, of: History, *numbers: int) -> Path:
    folder.mkdir()
    for number in numbers:
        write_head(folder, of.heads[number - 1])
    return folder


def test_what_is_right_is_told_with_its_numbers(export: Path, key: Path) -> None:
    printed = needfire("audit", "verify", export, "--public-key", key)
    assert "Right: every record of fenshire is as it was signed." in printed
    assert "Records  0 to 39, from the beginning, up to Monday 16 November 2026" in printed
    assert "26 of access" in printed and "14 of intake" in printed
    assert "Nobody vouches" not in printed


def test_a_key_that_nobody_vouches_for_is_said_to_be_one(export: Path) -> None:
    assert "Nobody vouches for the key" in needfire("audit", "verify", export)


def test_the_first_wrong_record_is_named(tmp_path: Path, key: Path) -> None:
    lines = MADE.export()
    at = next(at for at, line in enumerate(lines) if b"gateway-0-fenshire" in line and b'"number":3' in line)
    changed = [*lines[:at], lines[at].replace(b'"worker"', b'"nobody"'), *lines[at + 1 : -1]]
    printed = needfire("audit", "verify", written(tmp_path / "x", changed), "--public-key", key, code=1)
    assert "Wrong: changed." in printed
    assert "Record  8" in printed and "Stream  access gateway-0-fenshire@00000003" in printed
    assert f"Line    {at + 1}" in printed


def test_heads_that_were_handed_out_are_compared(tmp_path: Path, export: Path) -> None:
    heads = heads_in(tmp_path / "heads", MADE, 1, 2, 3, 4)
    printed = needfire("audit", "verify", export, "--heads", heads)
    assert "4 that were handed out are of this history" in printed
    later = written(tmp_path / "later", MADE.export(first=2))
    assert "1 that were handed out lie outside this export" in needfire("audit", "verify", later, "--heads", heads)


def test_a_rewritten_history_is_found_by_them(tmp_path: Path, export: Path) -> None:
    other = history(41, every=10)
    other.leaves[5] = other.leaves[40]
    rewritten = History()
    for number, (source, record) in enumerate(other.records[:40]):
        if number != 38:
            rewritten.add(source, other.leaves[number].record_id, record)
    rewritten.signs()
    heads = heads_in(tmp_path / "heads", rewritten, 1)
    printed = needfire("audit", "verify", export, "--heads", heads, code=1)
    assert "Wrong: head does not follow." in printed and "signed anew" in printed
    assert "Line" not in printed


def test_several_keys_may_be_trusted(tmp_path: Path, export: Path) -> None:
    needfire("audit", "verify", export, "--public-key", pem(tmp_path / "both", OTHER_KEY, KEY))
    printed = needfire("audit", "verify", export, "--public-key", pem(tmp_path / "other", OTHER_KEY), code=1)
    assert "another key than those that are trusted" in printed


def test_what_cannot_be_verified_is_said_in_a_sentence(tmp_path: Path, export: Path) -> None:
    nothing, empty = tmp_path / "nothing", tmp_path / "empty"
    empty.mkdir()
    assert "cannot be read" in needfire("audit", "verify", nothing, code=2)
    assert "cannot be read" in needfire("audit", "verify", export, "--heads", nothing, code=2)
    assert "holds no heads" in needfire("audit", "verify", export, "--heads", empty, code=2)
    assert "cannot be read" in needfire("audit", "verify", export, "--public-key", nothing, code=2)
    assert "cannot be used as public key" in needfire("audit", "verify", export, "--public-key", export, code=2)
    (empty / "fenshire-000000001.json").write_text("{}", "utf-8")
    assert "fenshire-000000001.json is not a head" in needfire("audit", "verify", export, "--heads", empty, code=2)


def test_a_head_is_never_written_over_another(tmp_path: Path) -> None:
    folder = heads_in(tmp_path / "heads", MADE, 1, 2)
    write_head(folder, MADE.heads[0])
    assert sorted(each.name for each in folder.iterdir()) == ["fenshire-000000001.json", "fenshire-000000002.json"]
    other = history(11, every=10)
    other.reads()
    other.heads.clear()
    with pytest.raises(FileExistsError):
        write_head(folder, other.signs())
    assert issubclass(MalformedHead, ValueError)
