"""Keys, from a terminal.

python -m gateway.sealing make FOLDER AUTHORITY …    makes the keys that are not there yet, readable by their owner only
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from gateway.sealing import key_files


def main(arguments: Sequence[str]) -> None:
    """Raises OSError where the folder cannot be written."""
    parser = argparse.ArgumentParser(prog="python -m gateway.sealing")
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make", help="make the keys that are not there yet; none is ever overwritten")
    make.add_argument("folder", type=Path)
    make.add_argument("authority", nargs="*")
    asked = parser.parse_args(arguments)
    for name in key_files.make(asked.folder, asked.authority):
        print(f"made {name}")


if __name__ == "__main__":
    main(sys.argv[1:])
