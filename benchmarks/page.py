"""docs/benchmarks.md: how it is measured, in words, and what the last run found."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
WORDS = Path(__file__).with_name("README.md")


def write(found: Iterable[str]) -> None:
    """Replaces the page."""
    PAGE.write_text(text(WORDS.read_text("utf-8"), found), "utf-8")


def text(words: str, found: Iterable[str]) -> str:
    """The page: the words of benchmarks/README.md, then the tables as they were printed."""
    tables = "\n".join(found)
    return f"{words.rstrip()}\n\n## What the last run found\n\nWritten by `python -m benchmarks --write`.\n\n```text\n{tables}\n```\n"
