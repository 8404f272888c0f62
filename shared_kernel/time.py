"""Casework time: clocks that a test or a demo can move, and the one text form of an instant.

Leases and time-outs do not use these: they take the machine's own time, which nobody moves.
"""

from __future__ import annotations

import json
import os
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar, Protocol

from shared_kernel.errors import CodedError


class NotAnInstant(CodedError):
    """A date-time without offset, or a text that is not an instant in the one form used here."""

    code: ClassVar[str] = "not_an_instant"


class Clock(Protocol):
    """Port: what time it is for the casework."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class FixedClock:
    """Stands still until moved: a year of procedure runs in seconds."""

    def __init__(self, start: datetime) -> None:
        self._now = in_utc(start)

    def now(self) -> datetime:
        return self._now

    def set(self, instant: datetime) -> None:
        self._now = in_utc(instant)

    def advance(self, by: timedelta) -> None:
        self._now += by


class FileClock:
    """The machine's time plus `offset_seconds` of a small JSON file which several processes share.

    A missing file counts as 0. The file is looked at on every call and read again when it changed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._offset = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._current_offset()

    def _current_offset(self) -> timedelta:
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return timedelta()
        # The inode too: two moves within one tick of the file system's time replace the file all the same.
        if self._seen != (status.st_mtime_ns, status.st_ino):
            self._offset = read_offset(self._path)
            self._seen = (status.st_mtime_ns, status.st_ino)
        return self._offset


def read_offset(path: Path) -> timedelta:
    """The file's offset; zero when the file is missing. Raises NotAnInstant when it is not understood."""
    try:
        return timedelta(seconds=float(json.loads(path.read_text("utf-8"))["offset_seconds"]))
    except FileNotFoundError:
        return timedelta()
    except (ValueError, TypeError, KeyError, OverflowError):
        raise NotAnInstant('The clock file must read {"offset_seconds": a number}.') from None


def move(path: Path, by: timedelta) -> timedelta:
    """Moves the file's clock on by `by` and returns the new offset; a reader sees the old or the new one."""
    offset = read_offset(path) + by
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"offset_seconds": offset.total_seconds()}, file)
    os.replace(draft, path)
    return offset


def in_utc(instant: datetime) -> datetime:
    """The same instant in UTC. Raises NotAnInstant for a date-time without offset."""
    if instant.tzinfo is None:
        raise NotAnInstant("A date-time needs its offset from UTC.")
    return instant.astimezone(UTC)


def instant_text(instant: datetime) -> str:
    """`2026-01-31T09:00:00.000000+00:00`: of one width, so that texts sort as the instants do."""
    return in_utc(instant).isoformat(timespec="microseconds")


def instant_of(text: str) -> datetime:
    """The instant that `instant_text` wrote. Raises NotAnInstant for any other spelling."""
    try:
        instant = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        raise NotAnInstant("This is not an instant in UTC with microseconds.") from None
    if instant.tzinfo is None or instant_text(instant) != text:
        raise NotAnInstant("This is not an instant in UTC with microseconds.")
    return instant
