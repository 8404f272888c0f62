"""Keys in a folder: `<authority>.keys`, a line for each version, and `gateway.secret`. For one machine and for demonstrations."""

from __future__ import annotations

import base64
import binascii
import os
import re
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import ClassVar

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gateway.sealing.authority_keys import AuthorityKeys, KeysUnavailable
from gateway.sealing.texts import CannotOpen, decrypted, encrypted
from shared_kernel.errors import CodedError

VARIABLE = "NEEDFIRE_KEYS"
MARK = "sandbox"
"""A file that says of a folder's keys that they were made for a sandbox, and are for nothing else."""
SECRET = "gateway.secret"  # noqa: S105  # a file's name
LENGTH = 32
_WRAPPED = re.compile(r"k(?P<version>[1-9][0-9]{0,5})\.(?P<body>[\w-]+)", re.ASCII)
_CODE = re.compile(r"[a-z][a-z0-9_-]{0,63}")
Ciphers = Mapping[int, AESGCM]


class KeysUnusable(CodedError):
    """There is no folder of keys, or not with a secret of 32 bytes in it: nothing could be sealed."""

    code: ClassVar[str] = "keys_unusable"


class FileAuthorityKeys(AuthorityKeys):
    """Thread-safe. A file is read again when it changes, so that a new version is used without a restart."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._known: dict[str, tuple[int, Ciphers]] = {}

    def wrap(self, authority: str, secrets: Mapping[str, bytes]) -> Mapping[str, str]:
        ciphers = self._ciphers(authority)
        version = max(ciphers)
        return {
            name: f"k{version}.{encrypted(ciphers[version], secret, _bound_to(authority, version, name))}"
            for name, secret in secrets.items()
        }

    def unwrap(self, authority: str, wrapped: Mapping[str, str]) -> Mapping[str, bytes]:
        ciphers = self._ciphers(authority)
        found: dict[str, bytes] = {}
        for name, text in wrapped.items():
            with suppress(CannotOpen):
                found[name] = _unwrapped(ciphers, authority, name, text)
        return found

    def newest(self, authority: str) -> int:
        return max(self._ciphers(authority))

    def version_of(self, wrapped: str) -> int:
        match = _WRAPPED.fullmatch(wrapped)
        return int(match["version"]) if match else 0

    def rotate(self, authority: str) -> int:
        version = self.newest(authority) + 1
        with self._file(authority).open("ab") as file:  # one short line in one write: a reader sees it whole
            file.write(_line(version))
        return version

    def retire(self, authority: str, below: int) -> None:
        file = self._file(authority)
        kept = [line for line in file.read_text("ascii").splitlines() if int(line.split()[0]) >= below]
        replace(file, "\n".join([*kept, ""]).encode())

    def _file(self, authority: str) -> Path:
        if not _CODE.fullmatch(authority):
            raise KeysUnavailable
        return self._folder / f"{authority}.keys"

    def _ciphers(self, authority: str) -> Ciphers:
        file = self._file(authority)
        try:
            changed = file.stat().st_mtime_ns
            with self._lock:
                known = self._known.get(authority)
                if known is None or known[0] != changed:
                    known = self._known[authority] = (changed, _read(file))
            return known[1]
        except (OSError, ValueError):
            raise KeysUnavailable from None


def _bound_to(authority: str, version: int, name: str) -> bytes:
    return f"needfire key of {authority} {version} {name}".encode()


def _unwrapped(ciphers: Ciphers, authority: str, name: str, text: str) -> bytes:
    match = _WRAPPED.fullmatch(text)
    version = int(match["version"]) if match else 0
    if match is None or version not in ciphers:
        raise CannotOpen
    return decrypted(ciphers[version], match["body"], _bound_to(authority, version, name))


def _read(file: Path) -> Ciphers:
    lines = [line.split() for line in file.read_text("ascii").splitlines() if line]
    ciphers = {int(version): AESGCM(_secret(written)) for version, written in lines}
    if not ciphers:
        raise ValueError
    return ciphers


def _secret(written: str) -> bytes:
    try:
        secret = base64.b64decode(written, validate=True)
    except binascii.Error:
        raise ValueError from None
    if len(secret) != LENGTH:
        raise ValueError
    return secret


def _line(version: int) -> bytes:
    return f"{version} ".encode() + base64.b64encode(secrets.token_bytes(LENGTH)) + b"\n"


def make(folder: Path, authorities: Iterable[str], *, sandbox: bool = False) -> list[str]:
    """A key for the gateway and for each authority that has none yet; the files that were made. A sandbox's bear its mark.

    Never overwrites one: what was sealed under it could not be read again.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if sandbox and not (folder / SECRET).exists():
        _made(folder / MARK, b"")
    wanted = {SECRET: base64.b64encode(secrets.token_bytes(LENGTH)) + b"\n"}
    wanted |= {f"{code}.keys": _line(1) for code in authorities}
    return [name for name, content in wanted.items() if _made(folder / name, content)]


def _made(path: Path, content: bytes) -> bool:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    return True


def replace(path: Path, content: bytes) -> None:
    """The file with this content, readable by its owner only; at no moment half of it."""
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    _made(draft, content)
    draft.replace(path)


def folder_of(environment: Mapping[str, str]) -> Path:
    """The folder that the environment names. Raises KeysUnusable."""
    named = environment.get(VARIABLE)
    if not named:
        raise KeysUnusable(f"{VARIABLE} is not set. {_MEND}")
    return Path(named)


def gateway_secret(folder: Path) -> bytes:
    """What keys the digests of commands. Raises KeysUnusable."""
    try:
        return _secret((folder / SECRET).read_text("ascii").strip())
    except (OSError, ValueError):
        raise KeysUnusable(f"The folder that {VARIABLE} names has no {SECRET} that can be read. {_MEND}") from None


_MEND = f"Make keys with `python -m gateway.sealing make FOLDER AUTHORITY …` and set {VARIABLE} to the folder."
