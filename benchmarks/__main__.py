"""`python -m benchmarks [--write]`: measures and prints; with --write also into docs/benchmarks.md.

Returns 0 unless a command was lost. BENCH_QUICK=1 takes under a minute.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from benchmarks import deciding, page, register, replaying, report, sealing, verifying
from benchmarks.plan import QUICK, chosen
from benchmarks.running import run
from operations.problems import Problem


def main(arguments: list[str]) -> int:
    options = argparse.ArgumentParser(prog="benchmarks", description="our commands a second, beside their peers'")
    options.add_argument("--write", action="store_true", help="also write docs/benchmarks.md")
    chosen_options = options.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="needfire-bench-") as folder:
        try:
            plan = chosen(os.environ)
            replayed = replaying.measured(rounds=plan.rounds, cases=500 if plan is QUICK else 2000, in_full=100)
            verified = verifying.measured(rounds=plan.rounds, records=5_000 if plan is QUICK else 20_000)
            decided = deciding.measured(rounds=plan.rounds, times=1_000 if plan is QUICK else 5_000)
            cases, times = (2_000, 20) if plan is QUICK else (deciding.CASES, 100)
            decided = deciding.with_a_store(decided, Path(folder) / "pages", plan.rounds, times, cases)
            entries, times = (500, 5) if plan is QUICK else (register.ENTRIES, 20)
            registered = register.with_a_store(Path(folder) / "register", plan.rounds, times, entries)
            results = run(plan, Path(folder), lambda line: print(line, file=sys.stderr, flush=True))
        except Problem as problem:
            print(problem.shown(), file=sys.stderr)
            return 1
    sealed = sealing.measured(rounds=plan.rounds, times=500 if plan is QUICK else 2_000)
    parts = (
        report.lines(results),
        replaying.lines(replayed),
        sealing.lines(sealed),
        verifying.lines(verified),
        deciding.lines(decided),
        register.lines(registered),
    )
    found = [line for part in parts for line in part]
    print("\n".join(found))
    if chosen_options.write:
        page.write(found)
    return 1 if results.lost else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
