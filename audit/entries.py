"""Entries of the access log: who was shown what, and who was refused, each sealed to the one before it in its chain.

A chain is one writer's, of one authority. Whoever writes never waits for another: a writer that dies leaves a chain that ends.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from shared_kernel.commits import canonical_json
from shared_kernel.time import NotAnInstant, instant_of, instant_text

SHOWN = "shown"
"""The outcome of what was answered; any other outcome is the code of a refusal, or what became of a sign-in."""
_CHAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]{0,199}")


@dataclass(frozen=True)
class Entry:
    """`actor` asked at `at` for `operation`, of the kind `deed`, for `purpose`, and was shown `things` (ids), or refused.

    What somebody asked for and may not see is not named: it stands as a mark that is the same for the same id, and from which
    the id cannot be told.
    """

    at: datetime
    actor: str
    authority: str
    deed: str
    operation: str
    things: tuple[str, ...] = ()
    purpose: str = "casework"
    outcome: str = SHOWN


@dataclass(frozen=True)
class Recorded:
    """An entry in its chain. `number` counts from 1; `hash` covers all but itself; the first `previous_hash` is empty."""

    chain: str
    number: int
    entry: Entry
    previous_hash: str
    hash: str

    @property
    def record_id(self) -> str:
        """Sorts within a chain as the numbers do."""
        return f"{self.chain}@{self.number:08d}"


class MalformedRecord(ValueError):
    """A document that is not an entry of a chain."""


def recorded(previous: Recorded | None, chain: str, entry: Entry) -> Recorded:
    """The chain's next entry. Raises MalformedRecord for a name that cannot be a chain's."""
    if not _CHAIN.fullmatch(chain):
        raise MalformedRecord("a chain's name is made of letters, digits and . : _ - only")
    number, before = (previous.number + 1, previous.hash) if previous else (1, "")
    draft = Recorded(chain, number, entry, before, "")
    return Recorded(chain, number, entry, before, hash_of(body_of(draft)))


def body_of(record: Recorded) -> dict[str, Any]:
    """What the hash covers, as plain JSON types."""
    told = {**asdict(record.entry), "at": instant_text(record.entry.at), "things": list(record.entry.things)}
    return {"chain": record.chain, "number": record.number, **told, "previous_hash": record.previous_hash}


def hash_of(body: Mapping[str, Any]) -> str:
    """The hash of what `body_of` gives."""
    return hashlib.sha256(canonical_json(body)).hexdigest()


def to_document(record: Recorded) -> dict[str, Any]:
    """Plain JSON types: for the store and for an export."""
    return {**body_of(record), "hash": record.hash}


def from_document(document: Mapping[str, Any]) -> Recorded:
    """The record that `to_document` wrote; unknown keys are left aside. Raises MalformedRecord."""
    try:
        entry = Entry(
            at=instant_of(document["at"]),
            actor=document["actor"],
            authority=document["authority"],
            deed=document["deed"],
            operation=document["operation"],
            things=tuple(document["things"]),
            purpose=document["purpose"],
            outcome=document["outcome"],
        )
        before, own = document["previous_hash"], document["hash"]
        return Recorded(document["chain"], document["number"], entry, before, own)
    except (KeyError, TypeError, NotAnInstant):
        raise MalformedRecord("this is not an entry of the access log") from None
