"""`python -m benchmarks [ENTRY ...] [--write]`: measures these entries, or all, one after another, and prints what was found.

With --write also into docs/benchmarks.md, where each entry keeps what its own last run found. The end status is 1 where
something was lost, missed or done twice. BENCH_QUICK=1 is for a first look.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from benchmarks import machine, page
from benchmarks.entry import Entry, Found
from benchmarks.plan import quick
from benchmarks.suite import ENTRIES
from operations.problems import Problem


def main(arguments: list[str]) -> int:
    by_name = {entry.name: entry for entry in ENTRIES}
    options = argparse.ArgumentParser(prog="benchmarks", description="what we do, beside who else does it")
    options.add_argument("entries", nargs="*", metavar="ENTRY", help=", ".join(by_name))
    options.add_argument("--write", action="store_true", help="also write docs/benchmarks.md")
    asked = options.parse_args(arguments)
    if unknown := set(asked.entries) - by_name.keys():
        options.error(f"there is no entry {', '.join(sorted(unknown))}; there are {', '.join(by_name)}")
    broken = [
        each for entry in ENTRIES if entry.name in (asked.entries or by_name) for each in _one(entry, asked.write)
    ]
    print("\n".join(broken), file=sys.stderr)
    return 1 if broken else 0


def _one(entry: Entry, write: bool) -> tuple[str, ...]:
    """Measures it; what may never happen and did."""
    print(f"\n{entry.title}\n", flush=True)
    when = machine.moment()
    with tempfile.TemporaryDirectory(prefix="needfire-bench-") as folder:
        try:
            found = entry.measure(Path(folder), quick(os.environ))
        except Problem as problem:
            return (problem.shown(),)
    lines = (when, "", *"\n".join(found.lines).strip("\n").splitlines(), *_ratios(found))
    print("\n".join(lines), flush=True)
    if write:
        page.write(entry, lines, found.plots, [each.name for each in ENTRIES])
    return found.broken


def _ratios(found: Found) -> tuple[str, ...]:
    if not found.ratios:
        return ()
    return (
        "",
        "Ahead of its peers so many times",
        *(f"  {name:<64}{ratio:>8.2f}" for name, ratio in found.ratios.items()),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
