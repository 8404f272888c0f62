"""Free ports of the loopback interface. Set-up looks here before any package is installed: nothing but Python itself."""

from __future__ import annotations

import random
import socket
from collections.abc import Callable, Iterable

LOOPBACK = "127.0.0.1"
OURS = range(13_000, 20_000)
NODES = range(10_240, 12_700)
"""Below 32768, where the system begins to give ports to whoever connects: it gives none of these between our look at it and its use,
nor while its process is started again. A node of the broker's has two more, 10,000 and 20,000 above its own."""
_given: set[int] = set()


def is_free(port: int) -> bool:
    """Whether we could listen there: also not while somebody listens on all interfaces."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def any_free(among: range = OURS, all_of: Callable[[int], Iterable[int]] = lambda port: (port,)) -> int:
    """One that is free with `all_of` it, never the same twice. Raises LookupError."""
    for port in random.sample(among, len(among)):
        if port not in _given and all(map(is_free, all_of(port))):
            _given.add(port)
            return port
    raise LookupError("no port is free")
