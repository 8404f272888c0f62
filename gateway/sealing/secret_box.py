"""What the gateway keeps for itself alone, and for no person's case: encrypted with a key of its own for each use."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

OF_WEBHOOKS, OF_UNSENT_FORMS = b"needfire webhook secrets", b"needfire unsent forms"
"""The uses. What lies in a store was encrypted under these very words."""
_NONCE = 12


class SecretBox:
    """Encrypts under a key made from the gateway's own secret, for this use."""

    def __init__(self, gateway_secret: bytes, use: bytes) -> None:
        self._cipher = AESGCM(HKDF(hashes.SHA256(), 32, None, use).derive(gateway_secret))

    def seal(self, bound_to: str, text: str) -> bytes:
        """The text, encrypted; it opens with what it is bound to, such as an id, and with nothing else."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, text.encode(), bound_to.encode())

    def open(self, bound_to: str, sealed: bytes) -> str | None:
        """The text; None where it was bound to something else, or altered."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], bound_to.encode()).decode()
        except InvalidTag:
            return None
