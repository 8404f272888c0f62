"""Running one command of set-up: what it prints goes to the log, and a failure gets a name and a remedy."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from operations.problems import Problem
from operations.set_up.room import disk_full, is_used_up

FULL = ("no space left on device", "os error 28", "errno 28", "disk quota exceeded")
NO_NETWORK = (
    "temporary failure in name resolution",
    "failed to resolve",
    "could not resolve",
    "dns error",
    "name or service not known",
    "newconnectionerror",
    "network is unreachable",
    "error sending request",
    "failed to fetch",
    "connecttimeouterror",
    "could not find a version that satisfies",  # what pip says in the end when it reached nothing
)


def run(command: Sequence[str | Path], log: Path, folder: Path) -> None:
    """Run to the end in `folder`. Raises Problem: disk-full, no-network or step-failed."""
    with log.open("ab") as out:
        out.write(f"\n$ {' '.join(map(str, command))}\n".encode())
        out.flush()
        begins = out.tell()
        # Open files are inherited, the set-up's lock among them.
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out, close_fds=False)
    if done.returncode != 0:
        raise named(words_after(log, begins), command, log, folder)


def words_after(log: Path, begins: int) -> str:
    with log.open("rb") as written:
        written.seek(begins)
        return written.read().decode(errors="replace")


def named(words: str, command: Sequence[str | Path], log: Path, folder: Path) -> Problem:
    """The problem that a command's own words point to."""
    lowered = words.lower()
    if any(sign in lowered for sign in FULL) or is_used_up(folder):
        return disk_full(folder)
    if any(sign in lowered for sign in NO_NETWORK):
        return Problem(
            "no-network",
            "The Python packages could not be fetched.",
            "check this machine's network, or its settings for a mirror, then run the same command again",
        )
    last = next((line for line in reversed(words.splitlines()) if line.strip()), "it printed nothing")
    return Problem(
        "step-failed",
        f"{Path(command[0]).name} ended with an error: {last.strip()[:200]}",
        f"read the end of {log}, put right what it names, then run the same command again",
    )
