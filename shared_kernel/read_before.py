"""What was read of the last commits, so that a stream that is read for each decision is not made of its documents each time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from shared_kernel.commits import Commit, EventRecord

Contracts = Mapping[tuple[str, int], type]
Events = tuple[Any, ...]


class ReadBefore:
    """Keeps the events of the last `size` commits that were asked for. Thread-safe; whoever is given them must not change them."""

    def __init__(self, size: int) -> None:
        self._size, self._lock = size, Lock()
        self._kept: OrderedDict[tuple[str, int], tuple[Contracts, tuple[EventRecord, ...], Events]] = OrderedDict()

    def found(self, commit: Commit, contracts: Contracts, read: Callable[[Commit, Contracts], Events]) -> Events:
        """The commit's events under these contracts, read where they are not remembered. Raises what `read` raises.

        The hash only finds them: what is remembered is given where it was made of the very same records.
        """
        key = commit.hash, id(contracts)
        with self._lock:
            held = self._kept.get(key)
            if held and held[1] == commit.events:
                self._kept.move_to_end(key)
                return held[2]
        events = read(commit, contracts)
        with self._lock:
            # The contracts are held, so that their id is nobody else's.
            self._kept[key] = contracts, commit.events, events
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return events
