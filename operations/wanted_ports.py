"""Ports that somebody asked for: taken as they are, or refused with the name of who holds them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import psutil

from operations.ports import any_free, is_free
from operations.problems import Problem


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
