"""What a backup holds: which collections, and the list that lies beside them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from operations.problems import Problem
from shared_kernel.time import NotAnInstant, instant_of, instant_text

SERVICES = ("intake", "escalation", "national_alerts", "risk_management")
OWNERS = (*SERVICES, "gateway")
COMMITS, KEYS = "commits", "person_keys"
DELIVERIES = frozenset({"deliveries", "documents"})
OF_PROCESSES = frozenset({"leases", "delivery_claims", "document_claims", "sessions", "drafts", "once", "durability"})
"""What holds only for processes and people that are there now: nobody stays signed in by a backup, and none keeps a draft."""
MADE_AGAIN = frozenset(
    {
        "checkpoints", "waiting_clocks", "parked_commits",
        "cases", "concerns", "persons", "absences", "assessments", "cascades", "received", "register", "register_packs",
        "raised", "raised_facts", "view_moves",
        "custodians", "tray_items", "tray_packs", "names",
    }
)  # fmt: skip
"""What readers make of the commits: after a restore they begin from nothing, so that it fits the commits."""
OF_RECORD = ("audit_heads", "audit_trees", "audit_nodes", "audit_records", "access_log")
"""Copied in this order, and before the commits: nothing is in a tree that is not in the backup."""
MANIFEST = "manifest.json"
FORMAT = "needfire-backup-1"
_COLLECTION = re.compile(r"[a-z][a-z_]{0,63}")


@dataclass(frozen=True)
class Copied:
    """One collection: of which owner, how many documents, and the digest (SHA-256) of its file."""

    owner: str
    collection: str
    documents: int
    sha256: str

    @property
    def file(self) -> str:
        """Where it lies in the backup's folder: BSON documents one after another, gzipped, as mongorestore reads them."""
        return f"{self.owner}/{self.collection}.bson.gz"


@dataclass(frozen=True)
class Manifest:
    """`until`: no commit was recorded after it, by the casework's clock."""

    until: datetime
    collections: tuple[Copied, ...]

    def of(self, collection: str) -> Iterator[Copied]:
        """That collection of each owner that has one."""
        return (each for each in self.collections if each.collection == collection)

    def write(self, folder: Path) -> None:
        """Puts the list beside the files. Raises OSError."""
        told = {
            "format": FORMAT,
            "until": instant_text(self.until),
            "collections": [asdict(c) for c in self.collections],
        }
        (folder / MANIFEST).write_text(json.dumps(told, indent=1) + "\n", "utf-8")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Raises Problem `backup-unreadable`."""
        try:
            told: Mapping[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
            if told["format"] != FORMAT:
                raise ValueError
            copied = tuple(Copied(**each) for each in told["collections"])
            if not all(each.owner in OWNERS and _COLLECTION.fullmatch(each.collection) for each in copied):
                raise ValueError
            return cls(instant_of(told["until"]), copied)
        except (OSError, ValueError, KeyError, TypeError, NotAnInstant) as error:
            raise unreadable(MANIFEST) from error


def unreadable(file: str) -> Problem:
    """The problem of a file that is missing, or not what was written."""
    remedy = "Take another backup; keep this one as it is until you know what became of it."
    return Problem("backup-unreadable", f"{file} is missing, or is not what was written.", remedy)


def digest_of(file: Path) -> str:
    """SHA-256 of a file. Raises OSError."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
