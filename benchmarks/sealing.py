"""What sealing costs a command: microseconds of one core for sealing and opening what is said, and for a key made ahead.

Beside it the same in one piece under the same key: what sealing field by field costs more.
`python -m benchmarks sealing` prints it. CPU time counts, not the clock on the wall.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from benchmarks.numbers import Spread, spread
from benchmarks.raising import AUTHORITY, PARTICULARS
from gateway.finding.index import keyed
from gateway.finding.matching import tokens_of
from gateway.sealing import key_files
from gateway.sealing.key_files import FileAuthorityKeys
from gateway.sealing.ring import name_of
from gateway.sealing.texts import KEY_BITS, PersonKey

LONG = {**PARTICULARS, "date_of_birth": "2011-02-03", "address": "1 Invented Road", "comment": "In words. " * 200}
PERSON = "person-0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b"


@dataclass(frozen=True)
class Sealing:
    """Microseconds of one core for each, over several rounds."""

    what: str
    took: Spread


def measured(rounds: int, times: int) -> tuple[Sealing, ...]:
    """Each piece of work, so many times in each round."""
    with TemporaryDirectory() as folder:
        return tuple(
            Sealing(what, spread([_microseconds(work, times) for _ in range(rounds)]))
            for what, work in _works(Path(folder))
        )


def _works(folder: Path) -> Sequence[tuple[str, Callable[[], object]]]:
    key = PersonKey(AUTHORITY, PERSON, {1: AESGCM.generate_key(KEY_BITS)})
    key_files.make(folder, [AUTHORITY])
    keys = FileAuthorityKeys(folder)
    name, index = name_of(PERSON, 1), AESGCM.generate_key(KEY_BITS)
    wrapped, short, long = keys.wrap(AUTHORITY, {name: key.secrets[1]}), key.seal(PARTICULARS), key.seal(LONG)
    return (
        ("sealing the benchmark's command (2 fields)", lambda: key.seal(PARTICULARS)),
        ("the same in one piece", lambda: _in_one_piece(key.secrets[1])),
        ("sealing 5 fields, 2,000 characters", lambda: key.seal(LONG)),
        ("opening the benchmark's command", lambda: key.open(short)),
        ("opening 5 fields, 2,000 characters", lambda: key.open(long)),
        ("a key made ahead and wrapped", lambda: keys.wrap(AUTHORITY, {name: AESGCM.generate_key(KEY_BITS)})),
        ("a key unwrapped", lambda: keys.unwrap(AUTHORITY, wrapped)),
        ("tokens of a name for the index", lambda: keyed(index, tokens_of(LONG))),
    )


def _in_one_piece(secret: bytes) -> bytes:
    nonce = os.urandom(12)
    return AESGCM(secret).encrypt(nonce, json.dumps(PARTICULARS).encode(), PERSON.encode())


def _microseconds(work: Callable[[], object], times: int) -> float:
    began = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - began) / times * 1_000_000


def lines(found: Sequence[Sealing]) -> list[str]:
    """What was measured, line by line, as the other sections of the report."""
    shown = (f"{each.took.median:,.1f} ({each.took.lowest:,.1f}-{each.took.highest:,.1f})" for each in found)
    rows = (f"  {each.what:<44}{told:>24}" for each, told in zip(found, shown, strict=True))
    return ["", "Sealing, microseconds of CPU time on one core", *rows]
