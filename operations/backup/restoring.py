"""Puts a backup into an empty store."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from operations.backup.contents import COMMITS, DELIVERIES, OF_PROCESSES, OF_RECORD, Copied, Manifest
from operations.backup.reading import documents, recorded_until
from operations.backup.verifying import verified, verify
from operations.backup.writing import Databases, Document
from operations.problems import Problem
from operations.progress import Report
from shared_kernel.time import instant_text

AT_ONCE = 500


def restore(folder: Path, databases: Databases, report: Report, until: datetime | None = None) -> Manifest:
    """Verifies the backup, writes it, and verifies what the store then holds. What readers make of it they make again.

    With `until` it is as it stood then, to be looked at: the record, which tells of more, is left out, and so are
    deliveries that were not made. Raises Problem `store-not-empty`, `backup-unreadable`, `backup-broken`.
    """
    manifest = verify(folder, report)
    if until and until > manifest.until:
        sentence = f"This backup ends at {instant_text(manifest.until)}."
        raise Problem("bad-setting", sentence, "Ask for a moment before that, or take a later backup.")
    _refuse_unless_empty({each.owner: databases[each.owner] for each in manifest.collections})
    for each in manifest.collections:
        if until and each.collection in OF_RECORD:
            continue
        count = _put(databases, each, _wanted(folder, each, manifest.until, until))
        report(f"{each.owner}/{each.collection}: {count:,} documents")
    for each in manifest.of(COMMITS):
        kept = verified(databases[each.owner][COMMITS].find().sort("_id", 1))
        report(f"{each.owner}: {kept:,} commits in the store follow from one another")
    return manifest


def _wanted(folder: Path, copied: Copied, whole: datetime, until: datetime | None) -> Iterable[Document]:
    read = documents(folder, copied)
    if copied.collection == COMMITS:
        return recorded_until(read, until or whole)
    if until and copied.collection in DELIVERIES:
        return (each for each in read() if each["state"] == "delivered")
    return read()


def _put(databases: Databases, copied: Copied, found: Iterable[Document]) -> int:
    collection, left, count = databases[copied.owner][copied.collection], iter(found), 0
    while batch := list(islice(left, AT_ONCE)):
        collection.insert_many(batch)
        count += len(batch)
    return count


def _refuse_unless_empty(databases: Databases) -> None:
    for of in databases.values():
        for name in of.list_collection_names():
            if name not in OF_PROCESSES and _holds_something(of[name]):
                sentence = f"{of.name}.{name} holds something already."
                remedy = (
                    "Choose another NEEDFIRE_DATABASE_PREFIX, or a new store: a backup never mixes with what is there."
                )
                raise Problem("store-not-empty", sentence, remedy)


def _holds_something(collection: Any) -> bool:
    return collection.find_one({}, {"_id": 1}) is not None
