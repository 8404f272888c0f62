"""Copies a deployment's databases into a folder while it runs."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bson import encode
from pymongo.database import Database

from operations.backup.contents import (
    COMMITS,
    KEYS,
    MADE_AGAIN,
    OF_PROCESSES,
    OF_RECORD,
    SERVICES,
    Copied,
    Manifest,
    digest_of,
)
from operations.problems import Problem
from operations.progress import Report
from shared_kernel.stores import CALL_SECONDS
from shared_kernel.time import Clock, instant_text

Document = dict[str, Any]
Databases = dict[str, Database[Document]]
"""By owner."""
SETTLED = CALL_SECONDS + 1.0
"""Seconds after which whatever was being written has been written, or was refused."""


def write(
    databases: Databases, folder: Path, clock: Clock, report: Report, settle: Callable[[float], None] = time.sleep
) -> Manifest:
    """A backup in `folder`, which must not exist yet. The platform may go on meanwhile.

    The order makes it hold together on any store: first what follows from commits (deliveries, the record), then a moment
    is taken, and every service's commits are read, then the keys. Of each commit that was recorded by that moment its
    cause and its keys are in it, and each that is in the record is. Raises OSError and what the store raises.
    """
    _refuse_unless_there(databases)
    folder.mkdir(mode=0o700, parents=True)
    before = [_copied(databases, folder, *each, report) for each in _beside_commits(databases)]
    until = clock.now()
    report(f"what was recorded until {instant_text(until)} will be in it")
    settle(SETTLED)
    commits = [_copied(databases, folder, owner, COMMITS, report) for owner in _having(databases, COMMITS)]
    keys = [_copied(databases, folder, owner, KEYS, report) for owner in _having(databases, KEYS)]
    manifest = Manifest(until, (*before, *commits, *keys))
    manifest.write(folder)
    return manifest


def _refuse_unless_there(databases: Databases) -> None:
    missing = sorted({owner for owner in databases if owner in SERVICES} - set(_having(databases, COMMITS)))
    if missing:
        names = ", ".join(databases[owner].name for owner in missing)
        remedy = "Set MONGODB_URI and NEEDFIRE_DATABASE_PREFIX as the platform has them; a service makes its own at its first start."
        raise Problem("nothing-to-copy", f"No commits lie in {names}.", remedy)


def _beside_commits(databases: Databases) -> list[tuple[str, str]]:
    left_out = OF_PROCESSES | MADE_AGAIN | {COMMITS, KEYS}
    found = [(owner, name) for owner, of in databases.items() for name in of.list_collection_names()]
    return sorted((each for each in found if each[1] not in left_out), key=_turn)


def _turn(each: tuple[str, str]) -> tuple[int, str, str]:
    owner, collection = each
    return OF_RECORD.index(collection) if collection in OF_RECORD else -1, owner, collection


def _having(databases: Databases, collection: str) -> list[str]:
    return sorted(owner for owner, of in databases.items() if collection in of.list_collection_names())


def _copied(databases: Databases, folder: Path, owner: str, collection: str, report: Report) -> Copied:
    draft = Copied(owner, collection, 0, "")
    file = folder / draft.file
    file.parent.mkdir(mode=0o700, exist_ok=True)
    count = _written(file, databases[owner][collection].find().sort("_id", 1))
    report(f"{draft.file}: {count:,} documents")
    return Copied(owner, collection, count, digest_of(file))


def _written(file: Path, documents: Iterable[Document]) -> int:
    count = 0
    with gzip.open(file, "wb", compresslevel=1) as opened:
        for document in documents:
            opened.write(encode(document))
            count += 1
    return count
