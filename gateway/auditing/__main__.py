"""`python -m gateway.auditing FILE`: makes the key that signs the record's heads, and beside it (`.pub`) the public one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from gateway.auditing.signing import make_key


def main(arguments: Sequence[str]) -> None:
    """Never writes over a key that is there."""
    asked = argparse.ArgumentParser(prog="python -m gateway.auditing", description=__doc__)
    asked.add_argument("file", type=Path)
    file = asked.parse_args(arguments).file
    try:
        make_key(file)
    except OSError as error:
        sys.exit(f"{file}: {error.strerror}")
    print(f"Keep {file} to the gateway's worker. Give {file.with_suffix('.pub')} to whoever is to verify the record.")


if __name__ == "__main__":
    main(sys.argv[1:])
