"""What the guard compares: pieces of the platform's work, each beside bare work of the same kind that nobody here changes."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from benchmarks.raising import ACTOR, AUTHORITY, PARTICULARS, commands
from benchmarks.ruling.beside import EDITION, invented
from benchmarks.ruling.sides import BARE, OURS, as_asked, sides_of
from benchmarks.ruling.translating import subset_of
from contracts.commands import Command
from contracts.intake import RaiseNotificationV1
from contracts.schema import read, write
from gateway.read_models import cases
from gateway.read_models.folding import Document
from gateway.sealing.texts import KEY_BITS, PersonKey
from shared_kernel.commits import Commit, EventRecord, canonical_json, chained, from_document, to_document, verify_chain
from workbench.sources import source

AT = datetime(2026, 11, 16, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Pair:
    """`ours` does the work; `bare` the least that could be called the same."""

    name: str
    ours: Callable[[], object]
    bare: Callable[[], object]


def _rules() -> Pair:
    subset = subset_of(source(EDITION).edition)
    told, sides = invented(subset, 40), sides_of(subset)
    asked = {name: [as_asked(name, each) for each in told] for name in (OURS, BARE)}
    return Pair(
        "deciding by rules, to bare conditions",
        lambda: [sides[OURS](each) for each in asked[OURS]],
        lambda: [sides[BARE](each) for each in asked[BARE]],
    )


def _stream(commits: int = 12) -> list[Commit]:
    """One case: raised, then updated."""
    envelope = read(Command, commands(1)[0])
    raised = {
        **envelope.data, "edition": "2023-12", "edition_digest": "0" * 64, "raised_by": ACTOR, "raised_at": AT.isoformat(),
        "suggested": [], "left_out": [], "restrictions": [], "decisions": [], "concern_id": None,
    }  # fmt: skip
    found: list[Commit] = []
    for number in range(commits):
        updated = {
            "number": number, "updated_by": ACTOR, "updated_at": AT.isoformat(), "facts": envelope.data["facts"],
            "changed": ["age_years"], "suggested": [], "decisions": [], "sealed": envelope.data["sealed"],
        }  # fmt: skip
        event = (
            EventRecord("NotificationUpdated", 1, updated) if number else EventRecord("NotificationRaised", 1, raised)
        )
        found.append(_next(found[-1] if found else None, event))
    return found


def _next(before: Commit | None, event: EventRecord) -> Commit:
    number = before.version if before else 0
    return chained(
        before, stream="notification-1", authority=AUTHORITY, actor=ACTOR, command_id=f"command-{number}",
        command_digest="0" * 64, events=[event], answer={"notification_id": "notification-1"}, recorded_at=AT,
    )  # fmt: skip


def _folding(stream: list[Commit]) -> Pair:
    """A case's view, beside reading the same commits' JSON."""
    text = [json.dumps(to_document(each)) for each in stream]

    def fold(document: Document | None, commit: Commit) -> Document:
        return cases.VIEW.fold(document, "intake", commit)

    return Pair(
        "folding a case, to reading it as JSON",
        lambda: reduce(fold, stream, None),
        lambda: [json.loads(each) for each in text],
    )


def _chaining(stream: list[Commit]) -> tuple[Pair, Pair]:
    """Writing a commit, and verifying a stream, beside one dump and one SHA-256 of the same."""
    plain: list[dict[str, Any]] = [to_document(each) for each in stream]
    last, event = stream[-1], stream[-1].events[0]
    return (
        Pair("chaining a commit, to a hash of its JSON", lambda: _next(last, event), lambda: _hashed(plain[-1])),
        Pair(
            "verifying a chain, to hashes of its JSON", lambda: verify_chain(stream), lambda: list(map(_hashed, plain))
        ),
    )


def _hashed(document: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def _documents(stream: list[Commit]) -> Pair:
    lines = [canonical_json(to_document(each)) for each in stream]
    return Pair(
        "a feed's commits read and written, to JSON read and written",
        lambda: [canonical_json(to_document(from_document(json.loads(each)))) for each in lines],
        lambda: [json.dumps(json.loads(each)) for each in lines],
    )


def _sealing() -> Pair:
    key = PersonKey(AUTHORITY, "person-1", {1: AESGCM.generate_key(KEY_BITS)})
    cipher, text = AESGCM(key.secrets[1]), json.dumps(PARTICULARS).encode()

    def bare() -> bytes:
        nonce = os.urandom(12)
        return cipher.decrypt(nonce, cipher.encrypt(nonce, text, b"person-1"), b"person-1")

    return Pair("sealing and opening, to bare encryption", lambda: key.open(key.seal(PARTICULARS)), bare)


def _schemas() -> Pair:
    envelope = commands(1)[0]
    text = json.dumps(envelope)

    def ours() -> object:
        return write(read(RaiseNotificationV1, read(Command, json.loads(text)).data))

    return Pair("reading and writing a command by its schema, to its JSON", ours, lambda: json.dumps(json.loads(text)))


def pairs() -> tuple[Pair, ...]:
    """All of them."""
    stream = _stream()
    return (_rules(), _folding(stream), *_chaining(stream), _documents(stream), _sealing(), _schemas())


PAIRS = pairs()
