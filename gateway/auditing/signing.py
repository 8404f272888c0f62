"""Signs the trees' heads at an interval, and hands them outside: what was handed out shows a history that is written anew."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from audit.heads import Head, hash_of, signed
from audit.merkle import Peaks, consistency_proof
from gateway.auditing.outlets.port import HeadOutlet, OutletUnavailable
from gateway.auditing.records import Records
from gateway.auditing.trees import StoredNodes
from shared_kernel.errors import CodedError
from shared_kernel.time import Clock

KEY_VARIABLE = "NEEDFIRE_AUDIT_KEY_FILE"
INTERVAL = timedelta(minutes=1)
AT_ONCE = 200


class AuditKeyUnusable(CodedError):
    """There is no key to sign heads with: nothing would show that the record is changed."""

    code: ClassVar[str] = "audit_key_unusable"

    def __init__(self) -> None:
        super().__init__(f"The file that {KEY_VARIABLE} names must hold a private key of Ed25519 as PEM.")


class Signing:
    """One process at a time, under the trees' lease. `key` is nowhere else."""

    def __init__(
        self, records: Records, key: Ed25519PrivateKey, outlets: Mapping[str, HeadOutlet], clock: Clock
    ) -> None:
        self._records, self._key, self._outlets, self._clock = records, key, outlets, clock

    def run_once(self) -> int:
        """Signs what has grown for long enough, then hands out what was not; how many heads. Raises OutletUnavailable."""
        authorities = self._records.authorities()
        made = sum(self._sign(each) for each in authorities)
        failed = [
            problem
            for each in authorities
            for name, outlet in self._outlets.items()
            if (problem := self._hand_out(each, name, outlet))
        ]
        if failed:  # what one outlet does not take, the others have had
            raise failed[0]
        return made

    def _sign(self, authority: str) -> int:
        last, (size, peaks) = self._records.last_head(authority), self._records.peaks(authority)
        before, now = last.head if last else None, self._clock.now()
        if before and (size == before.size or timedelta() <= now - before.at < INTERVAL):
            return 0
        nodes = StoredNodes(self._records, authority)
        root = Peaks(size, peaks).root()
        previous_size, previous_hash = (before.size, hash_of(before)) if before else (0, "")
        number = before.number + 1 if before else 1
        head = Head(authority, number, size, root.hex(), now, previous_size, previous_hash)
        self._records.add_head(signed(head, self._key, consistency_proof(nodes, previous_size, size)))
        return 1

    def _hand_out(self, authority: str, name: str, outlet: HeadOutlet) -> OutletUnavailable | None:
        """Hands out what this outlet has not had, once the first of it has waited for as long as it may gather."""
        while heads := self._records.heads(authority, self._records.to_hand_out(authority, name), AT_ONCE):
            if timedelta() <= self._clock.now() - heads[0].head.at < outlet.every:
                return None
            try:
                outlet.hand_out(heads)
            except OutletUnavailable as problem:
                return problem
            self._records.handed_out(authority, name, heads[-1].head.number)
        return None


def load_key(environment: Mapping[str, str]) -> Ed25519PrivateKey:
    """The key that the environment names. Raises AuditKeyUnusable."""
    try:
        key = load_pem_private_key(Path(environment[KEY_VARIABLE]).read_bytes(), None)
    except (KeyError, OSError, ValueError, TypeError):
        raise AuditKeyUnusable from None
    if not isinstance(key, Ed25519PrivateKey):
        raise AuditKeyUnusable
    return key


def make_key(file: Path) -> None:
    """A new key, and beside it (`.pub`) the public one. Raises FileExistsError where there is one, OSError."""
    key = Ed25519PrivateKey.generate()
    _write(file, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    _write(file.with_suffix(".pub"), public)


def _write(file: Path, content: bytes) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(content)
