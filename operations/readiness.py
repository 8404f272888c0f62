"""Starting things in order: each as soon as what it stands on is ready, none beyond its patience."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from operations.child import Child, last_words, log_file
from operations.problems import Problem
from operations.process_list import ProcessKind
from operations.run_settings import Addresses

PATIENCE = 180.0
"""Seconds. One that ends is told at once: this is for one that stands still, on a machine that has much else to do."""


class Interrupted(Exception):
    """Somebody asked the runner to end while it was waiting."""


def start_in_order(
    kinds: Sequence[ProcessKind],
    ready: set[str],
    launch: Callable[[ProcessKind], Child],
    check: Callable[[Child], bool],
    pause: Callable[[], None],
) -> None:
    """Adds to `ready`. Whatever `launch`, `check` and `pause` raise ends it."""
    started: dict[str, Child] = {}
    while not all(kind.name in ready for kind in kinds):
        for kind in kinds:
            if kind.name not in started and ready.issuperset(kind.before):
                started[kind.name] = launch(kind)
        for name, child in started.items():
            if name not in ready and check(child):
                ready.add(name)
        pause()


def is_ready(child: Child, addresses: Addresses, folder: Path) -> bool:
    """Raises Problem when the process has ended, or has had its time."""
    if child.ended is not None and not child.finished:
        raise Problem(
            "process-ended",
            f"{child.kind.name} ended while it was starting ({how(child.ended)}). " + _last_words(child, folder),
            f"put right what {folder}/logs/{child.kind.name}.log names, then run the same command again",
        )
    if _says_ready(child, replace(addresses, pulse=str(child.pulse))):
        return True
    if child.age > PATIENCE:
        raise Problem(
            "process-not-ready",
            f"{child.kind.name} runs, but was not ready after {PATIENCE:.0f} seconds. " + _last_words(child, folder),
            f"read {folder}/logs/{child.kind.name}.log; on a slow machine run the same command again",
        )
    return False


def _last_words(child: Child, folder: Path) -> str:
    said = last_words(log_file(folder, child.kind.name), 12)
    return f"Its last words:\n{said}" if said else "It has said nothing."


def _says_ready(child: Child, addresses: Addresses) -> bool:
    try:
        return child.kind.health.ready(addresses, child.age, child.finished)
    except Exception:  # nobody listens yet, in the dozen ways that clients have of saying so
        return False


def how(status: int) -> str:
    """The exit status of a process in words."""
    return f"signal {-status}" if status < 0 else f"status {status}"
