"""`python -m fuzz [TARGET] [--seconds N | --runs N] [--seed N]`: without a target all of them, one after another."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import atheris

CORPUS = Path(__file__).parent / "corpus"
FINDS = Path(__file__).resolve().parents[1] / ".run" / "fuzz"
NAMES = ("envelope", "webhook", "token", "document", "import")
SECONDS = 600
LONGEST_INPUT = 4096
HANGS_AFTER_SECONDS = 20
"""libFuzzer counts an input that takes longer as a find."""


def main(arguments: list[str]) -> int:
    """Ends the process with libFuzzer's own code when one target is attacked: 0, or 77 for a find."""
    asked = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    asked.add_argument("target", nargs="?", choices=NAMES)
    asked.add_argument("--seconds", type=int, default=0)
    asked.add_argument("--runs", type=int, default=-1)
    asked.add_argument("--seed", type=int, default=0, help="0: another each time")
    given = asked.parse_args(arguments)
    if given.target is None:
        each = ["--seconds", str(given.seconds or SECONDS), "--runs", str(given.runs), "--seed", str(given.seed)]
        return max(subprocess.call([sys.executable, "-m", "fuzz", name, *each]) for name in NAMES)
    FINDS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as grown:
        _attack(given.target, [f"-runs={given.runs}", f"-seed={given.seed}", f"-max_total_time={given.seconds}"], grown)
    return 0


def _attack(name: str, limits: list[str], grown: str) -> None:
    with atheris.instrument_imports(
        include=["contracts", "custody", "documents", "gateway", "needfire", "shared_kernel"]
    ):
        from fuzz.targets import TARGETS
    flags = [f"-max_len={LONGEST_INPUT}", f"-timeout={HANGS_AFTER_SECONDS}", f"-artifact_prefix={FINDS}/{name}-"]
    atheris.Setup([name, *limits, *flags, grown, str(CORPUS / name)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
