"""Ports of the loopback interface: free ones, and who holds a taken one."""

from __future__ import annotations

import random
import socket
from collections.abc import Callable, Iterable
from contextlib import suppress

import psutil

from operations.problems import Problem

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


def choose(wanted: int, preferred: int, setting: str, free: Callable[[], int] = any_free) -> int:
    """`wanted` if one was asked for, else `preferred` if it is free, else any. Raises Problem port-taken."""
    if wanted:
        require(wanted, f"{setting}={free()}")
        return wanted
    return preferred if preferred and is_free(preferred) else free()


def require(port: int, another: str) -> None:
    """Raises Problem port-taken, naming who holds the port where the system tells us."""
    if not is_free(port):
        raise Problem(
            "port-taken",
            f"Port {port} is in use by {holder(port) or 'another program'}.",
            f"end that program, or choose another port: make demo {another}",
        )


def holder(port: int) -> str | None:
    """`name (process id)` of who listens on the port; None when it is another user's."""
    with suppress(psutil.Error):
        for connection in psutil.net_connections("tcp"):
            listens = connection.status == psutil.CONN_LISTEN and connection.laddr[1:2] == (port,)
            if listens and connection.pid:
                return f"{psutil.Process(connection.pid).name()} (process {connection.pid})"
    return None
