"""`python -m benchmarks.pages` prints how each page does; `--quick` among a few cases. Returns 1 where one answered wrongly."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.pages import lines, measured


def main(arguments: list[str]) -> int:
    """Prints it."""
    with tempfile.TemporaryDirectory(prefix="needfire-bench-") as folder:
        quick = {"times": 3, "cases": 2_000, "entries": 200, "plays": 5} if "--quick" in arguments else {}
        found = measured(Path(folder), **quick)
    print("\n".join(lines(found)))
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
