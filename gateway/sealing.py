"""Seals what identifies a person, and opens it again. Only here is it ever in plain text.

A sealed text is `s1.<names of the fields>.<nonce and ciphertext>`: AES-256-GCM under the notification's data key, bound to
the authority, the notification and the names, so that it opens nowhere else and not with other names on it.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gateway.master_key import MasterKey
from shared_kernel.errors import CodedError

VERSION = "s1"
NONCE = 12


class CannotOpen(CodedError):
    """It was sealed with another key, for another notification, or was altered."""

    code: ClassVar[str] = "cannot_open"

    def __init__(self) -> None:
        super().__init__("What was sealed cannot be opened here.")


@dataclass(frozen=True)
class DataKey:
    """One notification's key, unwrapped; it lives as long as the request."""

    authority: str
    notification_id: str
    secret: bytes = field(repr=False)

    def seal(self, particulars: Mapping[str, str]) -> str:
        """The particulars as one compact text."""
        names = ",".join(sorted(particulars))
        plain = json.dumps(dict(particulars), ensure_ascii=False, separators=(",", ":")).encode()
        return f"{VERSION}.{names}.{_encrypted(self.secret, plain, self._bound_to(names))}"

    def open(self, sealed: str) -> dict[str, str]:
        """The particulars. Raises CannotOpen."""
        try:
            version, names, body = sealed.split(".")
            plain = _decrypted(self.secret, body, self._bound_to(names))
            opened: dict[str, str] = json.loads(plain)
        except (ValueError, InvalidTag):
            raise CannotOpen from None
        if version != VERSION:
            raise CannotOpen
        return opened

    def _bound_to(self, names: str) -> bytes:
        return json.dumps([VERSION, self.authority, self.notification_id, names]).encode()


class KeyWrap:
    """Makes data keys, wraps and unwraps them, under a key derived from the master key."""

    def __init__(self, master: MasterKey) -> None:
        self._secret = master.derived("wrapping of data keys")

    def new(self, notification_id: str) -> tuple[bytes, str]:
        """A new data key: itself, and wrapped."""
        secret = AESGCM.generate_key(256)
        return secret, _encrypted(self._secret, secret, notification_id.encode())

    def unwrapped(self, notification_id: str, wrapped: str) -> bytes:
        """The data key. Raises CannotOpen."""
        try:
            return _decrypted(self._secret, wrapped, notification_id.encode())
        except (ValueError, InvalidTag):
            raise CannotOpen from None


def names_in(sealed: str) -> tuple[str, ...]:
    """Which fields a sealed text holds, without opening it."""
    return tuple(name for name in sealed.split(".")[1].split(",") if name) if sealed.count(".") == 2 else ()


def _encrypted(secret: bytes, plain: bytes, bound_to: bytes) -> str:
    nonce = os.urandom(NONCE)
    return base64.urlsafe_b64encode(nonce + AESGCM(secret).encrypt(nonce, plain, bound_to)).decode().rstrip("=")


def _decrypted(secret: bytes, body: str, bound_to: bytes) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    except binascii.Error:
        raise CannotOpen from None
    return AESGCM(secret).decrypt(raw[:NONCE], raw[NONCE:], bound_to)
