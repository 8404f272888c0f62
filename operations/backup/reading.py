"""Reads what lies in a backup."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import groupby, takewhile
from operator import itemgetter
from pathlib import Path
from typing import IO, Any, cast

from bson import decode_file_iter
from bson.errors import InvalidBSON

from operations.backup.contents import Copied, unreadable
from shared_kernel.time import instant_text

Document = dict[str, Any]
Read = Callable[[], Iterable[Document]]
"""Reads the documents again from the first."""


def documents(folder: Path, copied: Copied) -> Read:
    """Reads a collection's documents, in the order of their ids. Raises Problem `backup-unreadable` while it reads."""

    def read() -> Iterator[Document]:
        try:
            with gzip.open(folder / copied.file) as opened:
                yield from decode_file_iter(cast(IO[bytes], opened))
        except (OSError, EOFError, zlib.error, InvalidBSON) as error:
            raise unreadable(copied.file) from error

    return read


def recorded_until(commits: Read, until: datetime) -> Iterator[Document]:
    """What was recorded by then, each stream from its first commit on.

    A commit whose position comes after one that is left out has none again, and is given the next: readers meet no hole.
    """
    moment = instant_text(until)  # of one width: texts sort as instants do

    def kept() -> Iterator[tuple[Document, bool]]:
        for _, stream in groupby(commits(), key=itemgetter("stream")):
            here = list(stream)
            whole = len(list(takewhile(lambda each: each["recorded_at"] <= moment, here)))
            yield from ((each, index < whole) for index, each in enumerate(here))

    first_out = min((each["position"] for each, stays in kept() if not stays and each["position"]), default=None)
    for each, stays in kept():
        if stays:
            renumbered = first_out is not None and each["position"] > first_out
            yield {**each, "position": 0} if renumbered else each
