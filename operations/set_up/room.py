"""Room on the disk, looked at before it runs out in the middle of something."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from operations.problems import Problem

MEGABYTE = 1_000_000
NEEDED_TO_INSTALL = 700 * MEGABYTE
"""The environment for tests takes about 250 MB, and as much again in the installer's cache."""
USED_UP = 5 * MEGABYTE
NEEDED_TO_RUN = 200 * MEGABYTE
"""RabbitMQ stops accepting messages below 50 MB; logs and the store need the rest."""


def check(folder: Path, needed: int = NEEDED_TO_INSTALL) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise disk_full(folder, free // MEGABYTE, needed // MEGABYTE)


def is_used_up(folder: Path) -> bool:
    """For a command that failed without saying why."""
    return shutil.disk_usage(folder).free < USED_UP


def named(error: OSError, folder: Path) -> Problem | None:
    """The problem behind an error of the system's, where it is one that a person can put right."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(folder)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Problem(
            "not-writable",
            f"{error.filename or folder} may not be written to ({error.strerror}).",
            f"run this as the owner of {folder}, on a disk that may be written to",
        )
    return None


def disk_full(folder: Path, free: int | None = None, needed: int = NEEDED_TO_INSTALL // MEGABYTE) -> Problem:
    """Sizes in MB; `free` is None when the system itself said that the disk is full."""
    left = f"has {free} MB left and {needed} MB are needed" if free is not None else "is full"
    return Problem(
        "disk-full",
        f"The disk under {folder} {left}.",
        f"free {needed} MB there (df -h shows where), then run the same command again",
    )
