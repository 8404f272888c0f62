"""`python -m benchmarks.guard`: is anything slower than it was, beside something that does not change? Part of `make lint`.

What takes milliseconds on one machine takes twice as many on another: so no time is compared, but how many times as long as a bare
piece of work of the same kind ours takes, by CPU time, in one process, in turn. That is compared with `recorded.json`, which
`--record` writes. Only what is worse three times in a row fails.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

from benchmarks.guarded import PAIRS, Pair

RECORDED = Path(__file__).with_name("recorded.json")
WORST, TRIES, ROUNDS, SECONDS = 0.6, 3, 9, 0.01
"""At least so much of the recorded ratio, in one of so many tries; a try is so many rounds, each side about so many seconds in each."""


def ratio_of(pair: Pair) -> float:
    """How fast ours is beside the bare work, 1 where it is as fast: the middle one of the rounds."""
    ours, bare = _often(pair.ours), _often(pair.bare)
    return median(_spent(*bare) / _spent(*ours) for _ in range(ROUNDS))


def _often(work: Callable[[], object]) -> tuple[Callable[[], object], int]:
    """The work, and how often it is done in a round."""
    work()
    return work, max(1, round(SECONDS / min(_spent(work, 1) for _ in range(3))))


def _spent(work: Callable[[], object], times: int) -> float:
    """CPU seconds for one."""
    began = time.process_time_ns()
    for _ in range(times):
        work()
    return max(time.process_time_ns() - began, 1) / times / 1e9


def is_worse(now: float, recorded: float) -> bool:
    """Whether this is less than is allowed of what was recorded."""
    return now < WORST * recorded


def worse(measure: Callable[[str], float], recorded: Mapping[str, float]) -> dict[str, Sequence[float]]:
    """Of those that were worse each time that they were measured, what was measured."""
    found: dict[str, Sequence[float]] = {}
    for name, before in recorded.items():
        tried: list[float] = []
        while len(tried) < TRIES and (not tried or is_worse(tried[-1], before)):
            tried.append(measure(name))
        if all(is_worse(each, before) for each in tried):
            found[name] = tried
    return found


def main(arguments: Sequence[str]) -> int:
    """The end status: 1 where something became slower, or where what is measured is not what is recorded."""
    options = argparse.ArgumentParser(
        prog="benchmarks.guard", description="ratios of CPU time beside the recorded ones"
    )
    options.add_argument("--record", action="store_true", help="write what is measured now")
    pairs = {each.name: each for each in PAIRS}
    if options.parse_args(arguments).record:
        told = {name: round(median(ratio_of(each) for _ in range(5)), 4) for name, each in pairs.items()}
        RECORDED.write_text(json.dumps(told, indent=2) + "\n", "utf-8")
        return 0
    recorded: dict[str, float] = json.loads(RECORDED.read_text("utf-8"))
    if recorded.keys() != pairs.keys():
        print("What is measured is not what is recorded: python -m benchmarks.guard --record", file=sys.stderr)
        return 1
    found = worse(lambda name: ratio_of(pairs[name]), recorded)
    for name, tried in found.items():
        shown = ", ".join(f"{each:.3f}" for each in tried)
        print(f"slower: {name}: {shown} of the bare work's speed, {recorded[name]:.3f} recorded", file=sys.stderr)
    print(
        f"{len(recorded) - len(found)} of {len(recorded)} pieces of work are as fast beside their limits as was recorded."
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
