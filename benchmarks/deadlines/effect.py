"""What a peer does when something is due: one document in the store, journaled on a majority, as our commit is."""

from __future__ import annotations

import os
import time
from typing import Any

from pymongo.collection import Collection

from shared_kernel.settings import Settings
from shared_kernel.stores import connect

AT_ONCE = 10
"""Threads of each peer that carry out what is due. Ours has one."""
POLLED_SECONDS = 0.25
"""As often as our worker looks at least; for the peer that looks from time to time, too."""


def named(prefix: str) -> str:
    """The database of the effects."""
    return f"{prefix}_fired"


def opened(environment: dict[str, str] | None = None) -> Collection[dict[str, Any]]:
    """Where the peer of this process writes."""
    found = environment or dict(os.environ)
    return connect(Settings.from_environment(found))[named(found["BENCH_PREFIX"])]["fired"]


def write(fired: Collection[dict[str, Any]], clock: str, due: float) -> None:
    """The time is taken before it is written, as ours does."""
    fired.insert_one({"clock": clock, "due": due, "at": time.time()})
