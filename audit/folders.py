"""Heads handed out as files: one file a head in a folder, and the public keys as PEM."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from audit.heads import MalformedHead, SignedHead, from_document, public_text, to_document
from shared_kernel.commits import canonical_json

_PEM = re.compile(rb"-----BEGIN PUBLIC KEY-----.*?-----END PUBLIC KEY-----", re.DOTALL)


LINES = ".jsonl"
"""A file with several heads, one a line, as they go out by mail."""


class MalformedKey(ValueError):
    """A file that holds no public key of Ed25519."""


def file_name(head: SignedHead) -> str:
    """The file of a head: names sort as the heads follow."""
    return f"{head.head.authority}-{head.head.number:09d}.json"


def write_head(folder: Path, head: SignedHead) -> None:
    """Puts the head into the folder, whole or not at all, and never over another one. Raises OSError, FileExistsError."""
    file, told = folder / file_name(head), canonical_json(to_document(head)) + b"\n"
    if file.exists():
        if file.read_bytes() != told:
            raise FileExistsError("another head lies under this name")
        return
    draft = folder / f".{file.name}.{os.getpid()}"
    with draft.open("wb") as opened:
        opened.write(told)
        opened.flush()
        os.fsync(opened.fileno())
    try:
        os.link(draft, file)  # fails where somebody was faster, as a rename would not
    finally:
        draft.unlink()
    _sync(folder)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_heads(folder: Path) -> list[SignedHead]:
    """Every head in the folder, from files of one and of several. Raises MalformedHead, which names the file, and OSError."""
    files = [each for each in sorted(folder.iterdir()) if each.suffix in (".json", LINES)]
    return [head for each in files for head in _read_head(each)]


def _read_head(file: Path) -> list[SignedHead]:
    try:
        told = file.read_bytes()
        return [from_document(json.loads(line)) for line in (told.splitlines() if file.suffix == LINES else [told])]
    except ValueError:
        raise MalformedHead(f"{file.name} is not a head that was handed out") from None


def read_keys(file: Path) -> list[str]:
    """The public keys in a PEM file, one or several. Raises MalformedKey, OSError."""
    keys = [_read_key(each) for each in _PEM.findall(file.read_bytes())]
    if not keys:
        raise MalformedKey("there is no public key in it")
    return keys


def _read_key(pem: bytes) -> str:
    try:
        key = load_pem_public_key(pem)
    except ValueError:
        raise MalformedKey("it is not PEM") from None
    if not isinstance(key, Ed25519PublicKey):
        raise MalformedKey("it is not a key of Ed25519")
    return public_text(key)
