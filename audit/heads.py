"""Signed heads: what a tree was at a moment, sealed to the head before it, under a key that only the signer has.

Ed25519. Whoever holds a head that was handed out can tell whether the history shown to them later is the one it was made of.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from audit.merkle import is_consistent
from shared_kernel.commits import canonical_json
from shared_kernel.time import NotAnInstant, instant_of, instant_text

CONTEXT = b"needfire audit head 1\n"
"""Stands before what is signed, so that no signature made for something else is one of a head."""
_HASH = re.compile(r"[0-9a-f]{64}")


class MalformedHead(ValueError):
    """A document that is not a signed head."""


@dataclass(frozen=True)
class Head:
    """The authority's tree at `at`: how many records, and its root (hex). `number` counts the authority's heads from 1.

    `previous_size` and `previous_hash` are those of the head before; 0 and empty for the first.
    """

    authority: str
    number: int
    size: int
    root: str
    at: datetime
    previous_size: int
    previous_hash: str


@dataclass(frozen=True)
class SignedHead:
    """`key` is the public key (base64) under which `signature` (base64) is good; `proof`: consistency with the head before."""

    head: Head
    key: str
    signature: str
    proof: tuple[str, ...]


def signed(head: Head, key: Ed25519PrivateKey, proof: Sequence[bytes]) -> SignedHead:
    """The head under this key."""
    signature = key.sign(_signed_bytes(head))
    return SignedHead(head, public_text(key.public_key()), _text(signature), tuple(each.hex() for each in proof))


def public_text(key: Ed25519PublicKey) -> str:
    """A public key as it stands in a head: its 32 bytes in base64."""
    return _text(key.public_bytes_raw())


def fingerprint(key: str) -> str:
    """How a key is named to people: the beginning of its SHA-256."""
    return hashlib.sha256(raw_of(key)).hexdigest()[:16]


def is_signed(head: SignedHead) -> bool:
    """Whether the signature is good under the key that the head names. Whether that key is to be trusted is another question."""
    try:
        key = Ed25519PublicKey.from_public_bytes(raw_of(head.key))
        key.verify(raw_of(head.signature), _signed_bytes(head.head))
    except (InvalidSignature, ValueError):
        return False
    return True


def raw_of(text: str) -> bytes:
    """The bytes of a key or signature. Raises ValueError for any but the one spelling."""
    raw = base64.b64decode(text, validate=True)
    if _text(raw) != text:
        raise ValueError("bytes have one spelling in base64")
    return raw


def follows(earlier: Head | None, later: SignedHead) -> bool:
    """Whether the later head was made of the earlier one's tree, grown; None stands for the empty tree."""
    head = later.head
    size, root, hashed, number = (earlier.size, earlier.root, hash_of(earlier), earlier.number) if earlier else _NONE
    if (head.previous_size, head.previous_hash, head.number) != (size, hashed, number + 1):
        return False
    proof = [bytes.fromhex(each) for each in later.proof]
    return is_consistent(size, head.size, proof, bytes.fromhex(root), bytes.fromhex(head.root))


_NONE = (0, hashlib.sha256().hexdigest(), "", 0)


def hash_of(head: Head) -> str:
    """How the next head names this one."""
    return hashlib.sha256(_signed_bytes(head)).hexdigest()


def _signed_bytes(head: Head) -> bytes:
    return CONTEXT + canonical_json(_body(head))


def _body(head: Head) -> dict[str, Any]:
    return {**asdict(head), "at": instant_text(head.at)}


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def to_document(signed_head: SignedHead) -> dict[str, Any]:
    """Plain JSON types: for the store, a file handed out, an export."""
    told = signed_head
    return {**_body(told.head), "key": told.key, "signature": told.signature, "proof": list(told.proof)}


def from_document(document: Mapping[str, Any]) -> SignedHead:
    """The head that `to_document` wrote; unknown keys are left aside. Raises MalformedHead."""
    try:
        head = Head(
            authority=_typed(document["authority"], str),
            number=_typed(document["number"], int),
            size=_typed(document["size"], int),
            root=_hash(document["root"]),
            at=instant_of(document["at"]),
            previous_size=_typed(document["previous_size"], int),
            previous_hash=_typed(document["previous_hash"], str),
        )
        key, signature = _typed(document["key"], str), _typed(document["signature"], str)
        return SignedHead(head, key, signature, tuple(_hash(each) for each in document["proof"]))
    except (KeyError, TypeError, NotAnInstant):
        raise MalformedHead("this is not a signed head") from None


def _typed(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise MalformedHead("this is not a signed head")
    return value


def _hash(value: Any) -> str:
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        raise MalformedHead("this is not a signed head")
    return value
