"""`python -m operations.make_identity FOLDER DIRECTORY ADDRESS PROVIDER`: the demonstration's keys and secrets, and who is known by them.

Keys that exist are left as they are: what was sealed stays readable. ADDRESS is where people reach the gateway,
PROVIDER where they sign in: the demonstration's identity provider, `identity_provider.py`.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import yaml

from custody.bodies import custodians
from gateway.auditing import signing
from gateway.sealing import key_files
from operations import local_identity
from operations.run_settings import AUDIT_KEY, CUSTODIANS, KEYS
from shared_kernel.delivery.signing import new_secret


def main(folder: Path, directory: Path, address: str, provider: str) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    authorities = [yaml.safe_load(file.read_text("utf-8"))["authority"] for file in sorted(directory.glob("*.yaml"))]
    key_files.make(folder / KEYS, authorities)
    with suppress(FileExistsError):
        signing.make_key(folder / AUDIT_KEY)
    if not (folder / CUSTODIANS).exists():
        secrets = {code: [new_secret()] for code in custodians()}
        local_identity.write(folder / CUSTODIANS, yaml.safe_dump(secrets))
    local_identity.prepare(folder, directory, address, provider)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4])
