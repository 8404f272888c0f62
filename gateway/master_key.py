"""The master key: the one secret of a gateway. It wraps each notification's data key, and no other key stands alone.

python -m gateway.master_key PATH        makes a new one, readable by its owner only; never overwrites one
"""

from __future__ import annotations

import base64
import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared_kernel.errors import CodedError

VARIABLE = "NEEDFIRE_MASTER_KEY_FILE"
LENGTH = 32


class MasterKeyUnusable(CodedError):
    """There is no master key, or not one of 32 bytes: nothing could be sealed."""

    code: ClassVar[str] = "master_key_unusable"


@dataclass(frozen=True)
class MasterKey:
    """Keys for each purpose are derived from it, so that none serves for two."""

    secret: bytes = field(repr=False)

    def derived(self, purpose: str) -> bytes:
        """32 bytes that serve this purpose only."""
        return HKDF(SHA256(), LENGTH, salt=None, info=f"needfire {purpose}".encode()).derive(self.secret)


def load(environment: Mapping[str, str] | None = None) -> MasterKey:
    """The key in the file that the environment names. Raises MasterKeyUnusable."""
    named = (os.environ if environment is None else environment).get(VARIABLE)
    mend = f"Make one with `python -m gateway.master_key PATH` and set {VARIABLE} to its path."
    if not named:
        raise MasterKeyUnusable(f"{VARIABLE} is not set. {mend}")
    try:
        secret = _decoded(Path(named).read_text("ascii").strip())
    except (OSError, ValueError):
        raise MasterKeyUnusable(f"The file that {VARIABLE} names cannot be read as a key. {mend}") from None
    if len(secret) != LENGTH:
        raise MasterKeyUnusable(f"The key that {VARIABLE} names is not {LENGTH} bytes long. {mend}")
    return MasterKey(secret)


def _decoded(written: str) -> bytes:
    """In base64, or in 64 hexadecimal digits."""
    return bytes.fromhex(written) if len(written) == 2 * LENGTH else base64.b64decode(written, validate=True)


def make(path: Path) -> None:
    """A new key, in base64. Raises FileExistsError: overwriting one would make everything sealed unreadable."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(secrets.token_bytes(LENGTH)) + b"\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m gateway.master_key PATH")
    try:
        make(Path(sys.argv[1]))
    except FileExistsError:
        sys.exit("There is a file of that name already; it was left as it is.")
    except OSError as problem:
        sys.exit(f"The file cannot be written: {problem.strerror}.")
