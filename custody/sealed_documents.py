"""A document that only the body that it is meant for can open: JWE (RFC 7516) in one line, ECDH-ES and AES-256.

Its protected header says of which message it is, by whom and for whom. Opened for anything else it does not open at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwe import JWERegistry
from joserfc.jwk import ECKey
from joserfc.registry import HeaderParameter

from contracts.refusals import Refusal

ALGORITHM, ENCRYPTION, TYPE = "ECDH-ES+A256KW", "A256GCM", "needfire-document"
LARGEST = 48 * 1024
"""Bytes of a document before it is sealed."""
_OWN = ("message_id", "sender", "custodian")
_REGISTRY = JWERegistry(
    header_registry={name: HeaderParameter(f"Needfire's {name}", "str", True) for name in _OWN},
    algorithms=[ALGORITHM, ENCRYPTION],
)


@dataclass(frozen=True)
class Meant:
    """Of which message a document is, by whom, and for which body."""

    message_id: str
    sender: str
    custodian: str

    def header(self, key: ECKey) -> dict[str, str]:
        """What is protected beside the document: all of it, and the key that opens it."""
        fixed = {"alg": ALGORITHM, "enc": ENCRYPTION, "typ": TYPE, "kid": key.thumbprint()}
        return {**fixed, "message_id": self.message_id, "sender": self.sender, "custodian": self.custodian}


def seal(document: bytes, key: ECKey, meant: Meant) -> str:
    """The document, sealed to a public key. Raises Refusal `too_large`."""
    if len(document) > LARGEST:
        raise Refusal("too_large")
    return jwe.encrypt_compact(dict(meant.header(key)), document, key, registry=_REGISTRY)


def unseal(sealed: str, keys: Sequence[ECKey], meant: Meant) -> bytes:
    """What was sealed to one of these private keys, for this. Raises Refusal `document_refused`, whatever is wrong with it."""

    def the_key(found: Any) -> ECKey:
        # Asked for before anything is opened: what is meant for something else, or compressed, is not opened first.
        header = {name: value for name, value in found.headers().items() if name != "epk"}
        for key in keys:
            if header == meant.header(key):
                return key
        raise Refusal("document_refused")

    try:
        opened = jwe.decrypt_compact(sealed, the_key, registry=_REGISTRY).plaintext
    except (JoseError, ValueError, TypeError, KeyError, RecursionError):
        raise Refusal("document_refused") from None
    if opened is None or len(opened) > LARGEST:
        raise Refusal("document_refused")
    return opened
