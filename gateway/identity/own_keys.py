"""The gateway's own keys: elliptic P-256, for the tokens that it gives to agencies' machines.

python -m gateway.identity.own_keys PATH     makes one, readable by its owner only; never overwrites one
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from gateway.identity.keys import KeySetUnusable, PublicKeys, public_keys

ALGORITHM = "ES256"


@dataclass(frozen=True)
class OwnKeys:
    """The first key signs; all verify. A key's id is its thumbprint (RFC 7638)."""

    signing: ECKey = field(repr=False)
    key_set: dict[str, Any]

    @property
    def key_id(self) -> str:
        """The id of the one that signs."""
        return self.signing.thumbprint()

    @cached_property
    def public(self) -> PublicKeys:
        """By id."""
        return public_keys(self.key_set)


def read_own_keys(files: Sequence[Path]) -> OwnKeys:
    """The keys in these files (PEM). Raises KeySetUnusable."""
    if not files:
        raise KeySetUnusable("There must be a key for the gateway's own tokens.")
    keys = [_read(file) for file in files]
    return OwnKeys(keys[0], {"keys": [_public(key) for key in keys]})


def _read(file: Path) -> ECKey:
    try:
        key = ECKey.import_key(file.read_bytes())
        if key.is_private and key.curve_name == "P-256":
            return key
    except (OSError, ValueError, TypeError, JoseError):
        pass
    raise KeySetUnusable(
        "A key for the gateway's own tokens must be a private P-256 key in PEM, in a file that can be read."
    )


def _public(key: ECKey) -> dict[str, Any]:
    more: Any = {"kid": key.thumbprint(), "use": "sig", "alg": ALGORITHM}
    return dict(key.as_dict(private=False, **more))


def make(path: Path) -> None:
    """A new private key. Raises FileExistsError, OSError."""
    written = ECKey.generate_key("P-256").as_pem(private=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(written)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m gateway.identity.own_keys PATH")
    try:
        make(Path(sys.argv[1]))
    except FileExistsError:
        sys.exit("There is a file of that name already; it was left as it is.")
    except OSError as problem:
        sys.exit(f"The file cannot be written: {problem.strerror}.")
