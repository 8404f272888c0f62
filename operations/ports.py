"""Ports of the loopback interface: free ones, and who holds a taken one."""

from __future__ import annotations

import socket
from contextlib import suppress

import psutil

from operations.problems import Problem

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether we could listen there: also not while somebody listens on all interfaces."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def any_free() -> int:
    with socket.socket() as tried:
        tried.bind((LOOPBACK, 0))
        port: int = tried.getsockname()[1]
    return port


def choose(wanted: int, preferred: int, setting: str) -> int:
    """`wanted` if one was asked for, else `preferred` if it is free, else any. Raises Problem port-taken."""
    if wanted:
        require(wanted, f"{setting}={any_free()}")
        return wanted
    return preferred if preferred and is_free(preferred) else any_free()


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
