"""Reads what a person names on the command line, up to a size that no edition and no case has."""

from __future__ import annotations

from pathlib import Path

from workbench.problems import Problem

LARGEST = 8_000_000


def text_of(file: Path) -> str:
    """What stands in a file of at most 8 MB. Raises Problem."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
    except OSError as error:
        raise Problem(f"{file} cannot be read: {error.strerror}.") from None
    if len(raw) > LARGEST:
        raise Problem(f"{file} is larger than {LARGEST // 1_000_000} MB: divide it into several files.")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Problem(f"{file} cannot be read: it is not UTF-8 text.") from None
