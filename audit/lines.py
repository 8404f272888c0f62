"""An export's lines, one after another, with a look at those to come: no more of the file is held than a block."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from audit.findings import Finding, Kind, Wrong
from shared_kernel.commits import canonical_json
from shared_kernel.errors import CodedError

LONGEST = 64 * 1024 * 1024
"""Bytes of one line at most: a commit is at most a quarter of it."""


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """The file's lines with their ends; of one that is too long only the beginning."""
    while line := file.readline(LONGEST):
        yield line


class Lines:
    """`number` is that of the line read last, from 1."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._rest, self._ahead = iter(lines), deque[bytes]()
        self.number = 0

    def next(self) -> bytes | None:
        """The next line, without its end. None when there are no more. Raises Wrong for one that has no end."""
        line = self._ahead.popleft() if self._ahead else next(self._rest, None)
        self.number += 1
        if line is None:
            return None
        if not line.endswith(b"\n"):
            raise self.wrong("unreadable", "The line is cut off.")
        return line[:-1]

    def peek(self, count: int) -> list[bytes]:
        """The next lines, at most so many, which stay to be read."""
        while len(self._ahead) < count and (line := next(self._rest, None)) is not None:
            self._ahead.append(line)
        return [each.rstrip(b"\n") for each in list(self._ahead)[:count]]

    def wrong(self, kind: Kind, sentence: str, record: int | None = None, stream: str | None = None) -> Wrong:
        """That the line read last is wrong."""
        return Wrong(Finding(kind, self.number, sentence, record, stream))


def told_in(line: bytes) -> Mapping[str, Any] | None:
    """What a line that is no record says; None where it is not in the one spelling that it can have."""
    try:
        told = json.loads(line)
        return told if isinstance(told, dict) and canonical_json(told) == line else None
    except (ValueError, RecursionError, CodedError):
        return None
