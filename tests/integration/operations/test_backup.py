"""A backup on a real store: written, verified, tampered with, put back."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from bson import decode_all, encode
from pymongo import MongoClient

from operations.backup import writing
from operations.backup.__main__ import main
from operations.backup.contents import FORMAT, SERVICES, Manifest, digest_of
from operations.backup.restoring import restore
from operations.backup.verifying import verify
from operations.backup.writing import Databases
from operations.ports import any_free
from operations.problems import Problem
from operations.progress import silent
from shared_kernel.commit_store_mongo import MongoCommitStore
from shared_kernel.commits import Commit
from shared_kernel.time import FixedClock, instant_text
from tests.contract.ports.samples import NOON, commit_after

OWNERS = ("intake", "gateway")
LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def prefix() -> str:
    return f"t{uuid4().hex[:16]}"


@pytest.fixture
def databases(store_client: MongoClient[dict[str, Any]], prefix: str) -> Iterator[Databases]:
    """A deployment with a case of three commits, one of them late, and what else there is of it."""
    made = {owner: store_client[f"{prefix}_{owner}"] for owner in OWNERS}
    store = MongoCommitStore(made["intake"])
    first = commit_after(None)
    commits = (first, commit_after(first), commit_after(None, "case-2", recorded_at=LATER))
    for each in commits:
        store.append(each)
    store.assign_positions(1, commits)
    gateway = made["gateway"]
    gateway["person_keys"].insert_one({"_id": "person-1", "authority": "kent", "wrapped": {"1": "sealed"}})
    gateway["deliveries"].insert_many([{"_id": "one", "state": "delivered"}, {"_id": "two", "state": "pending"}])
    gateway["audit_records"].insert_one({"_id": f"intake {first.commit_id}", "place": "kent|000000000000"})
    gateway["sessions"].insert_one({"_id": "signed-in"})
    gateway["cases"].insert_one({"_id": "case-1", "versions": {"intake": 3}})
    gateway["checkpoints"].insert_one({"_id": "gateway intake", "position": 3})
    yield made
    for database in made.values():
        database.client.drop_database(database.name)


@pytest.fixture
def empty(store_client: MongoClient[dict[str, Any]]) -> Iterator[Databases]:
    made = {owner: store_client[f"e{uuid4().hex[:16]}_{owner}"] for owner in OWNERS}
    yield made
    for database in made.values():
        database.client.drop_database(database.name)


def written(databases: Databases, folder: Path) -> Manifest:
    return writing.write(databases, folder, FixedClock(LATER), silent, lambda seconds: None)


def stream(databases: Databases, stream: str = "case-1") -> tuple[Commit, ...]:
    return MongoCommitStore(databases["intake"]).stream(stream)


def names(databases: Databases) -> set[str]:
    return {name for each in databases.values() for name in each.list_collection_names()}


def test_what_cannot_be_made_again_comes_back_and_the_rest_is_left_to_its_readers(
    databases: Databases, empty: Databases, tmp_path: Path
) -> None:
    written(databases, tmp_path / "b")
    restore(tmp_path / "b", empty, silent)
    assert stream(empty) == stream(databases) and len(stream(empty, "case-2")) == 1
    assert names(empty) == {"commits", "person_keys", "deliveries", "audit_records"}
    assert [each["_id"] for each in empty["gateway"]["deliveries"].find()] == ["one", "two"]


def test_as_it_stood_at_a_moment_nothing_goes_out_again(databases: Databases, empty: Databases, tmp_path: Path) -> None:
    written(databases, tmp_path / "b")
    restore(tmp_path / "b", empty, silent, NOON)
    assert len(stream(empty)) == 2 and not stream(empty, "case-2")
    assert names(empty) == {"commits", "person_keys", "deliveries"}
    assert [each["_id"] for each in empty["gateway"]["deliveries"].find()] == ["one"]
    with pytest.raises(Problem, match="This backup ends at"):
        restore(
            tmp_path / "b",
            empty,
            silent,
            LATER + timedelta(hours=1),
        )


def test_a_key_that_was_deleted_since_comes_back(databases: Databases, empty: Databases, tmp_path: Path) -> None:
    written(databases, tmp_path / "b")
    databases["gateway"]["person_keys"].delete_one({"_id": "person-1"})
    restore(tmp_path / "b", empty, silent)
    assert empty["gateway"]["person_keys"].find_one({"_id": "person-1"})


def test_it_is_never_mixed_with_what_is_there(databases: Databases, empty: Databases, tmp_path: Path) -> None:
    written(databases, tmp_path / "b")
    empty["gateway"]["subscriptions"].insert_one({"_id": "one"})
    with pytest.raises(Problem) as refused:
        restore(tmp_path / "b", empty, silent)
    assert refused.value.code == "store-not-empty"
    assert not stream(empty)


@pytest.mark.parametrize("file", ["intake/commits.bson.gz", "gateway/person_keys.bson.gz"])
def test_a_byte_that_was_changed_is_found_in_its_file(databases: Databases, tmp_path: Path, file: str) -> None:
    written(databases, tmp_path / "b")
    damaged = bytearray((tmp_path / "b" / file).read_bytes())
    damaged[len(damaged) // 2] ^= 1
    (tmp_path / "b" / file).write_bytes(damaged)
    with pytest.raises(Problem, match=file) as refused:
        verify(tmp_path / "b", silent)
    assert refused.value.code == "backup-unreadable"


def forged(folder: Path, change: Any) -> None:
    """The commits of the backup changed, and its list made to fit."""
    file = folder / "intake" / "commits.bson.gz"
    commits = change(decode_all(gzip.decompress(file.read_bytes())))
    file.write_bytes(gzip.compress(b"".join(map(encode, commits))))
    told = json.loads((folder / "manifest.json").read_text())
    for each in told["collections"]:
        if each["collection"] == "commits":
            each["sha256"] = digest_of(file)
    (folder / "manifest.json").write_text(json.dumps(told))


@pytest.mark.parametrize(
    "change",
    [
        lambda commits: [{**commits[0], "actor": "another"}, *commits[1:]],
        lambda commits: commits[1:],
        lambda commits: [{**commits[0], "events": 1}, *commits[1:]],
    ],
    ids=["changed", "lost", "no commit"],
)
def test_a_commit_that_was_changed_or_lost_is_found_although_the_list_was_made_to_fit(
    databases: Databases, empty: Databases, tmp_path: Path, change: Any
) -> None:
    written(databases, tmp_path / "b")
    forged(tmp_path / "b", change)
    with pytest.raises(Problem) as refused:
        restore(tmp_path / "b", empty, silent)
    assert refused.value.code == "backup-broken"
    assert names(empty) == set()


def test_a_commit_of_the_record_that_is_not_there_is_found(databases: Databases, tmp_path: Path) -> None:
    databases["intake"]["commits"].delete_many({"stream": "case-1"})
    written(databases, tmp_path / "b")
    with pytest.raises(Problem, match="The record tells of intake case-1@00000001"):
        verify(tmp_path / "b", silent)


OUTSIDE = {"format": FORMAT, "until": instant_text(NOON), "collections": [{"owner": "../..", "collection": "commits", "documents": 0, "sha256": ""}]}  # fmt: skip
EMPTY = {**OUTSIDE, "collections": []}


@pytest.mark.parametrize("told", [None, "", "{}", "[]", '{"format": "another"}', json.dumps(OUTSIDE)])
def test_a_folder_that_is_no_backup_is_refused(tmp_path: Path, told: str | None) -> None:
    if told is not None:
        (tmp_path / "manifest.json").write_text(told)
    with pytest.raises(Problem) as refused:
        verify(tmp_path, silent)
    assert refused.value.code == "backup-unreadable"


def test_a_backup_of_nothing_is_none(empty: Databases, tmp_path: Path) -> None:
    with pytest.raises(Problem) as refused:
        written(empty, tmp_path / "b")
    assert refused.value.code == "nothing-to-copy" and not (tmp_path / "b").exists()
    (tmp_path / "manifest.json").write_text(json.dumps(EMPTY))
    with pytest.raises(Problem, match="no commits at all"):
        verify(tmp_path, silent)


def test_where_no_store_answers_it_is_said_with_what_to_look_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MONGODB_URI", f"mongodb://somebody:secret@127.0.0.1:{any_free()}/")
    assert main(["write", str(tmp_path / "b")]) == 1
    said = capsys.readouterr().err
    assert "store-refused" in said and "MONGODB_URI" in said and "secret" not in said


def test_the_command_writes_verifies_and_restores(
    databases: Databases, store_client: MongoClient[dict[str, Any]], prefix: str, mongodb_uri: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("MONGODB_URI", mongodb_uri)
    monkeypatch.setenv("NEEDFIRE_DATABASE_PREFIX", prefix)
    monkeypatch.setattr(writing, "SETTLED", 0.0)
    for owner in SERVICES:
        MongoCommitStore(store_client[f"{prefix}_{owner}"])
    folder = str(tmp_path / "b")
    assert main(["write", folder]) == 0
    assert "intake: 3 commits follow from one another" in capsys.readouterr().out
    assert main(["write", folder]) == 1
    assert "not-writable" in capsys.readouterr().err
    assert main(["restore", folder]) == 1
    assert "store-not-empty" in capsys.readouterr().err
    monkeypatch.setenv("NEEDFIRE_DATABASE_PREFIX", f"r{uuid4().hex[:16]}")
    assert main(["restore", folder, "--until", instant_text(NOON)]) == 0
    assert "intake: 2 commits in the store follow from one another" in capsys.readouterr().out
    assert main(["verify", folder]) == 0
