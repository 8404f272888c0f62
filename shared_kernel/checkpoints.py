"""How far each reader of a feed has come."""

from __future__ import annotations

from typing import Protocol


class CheckpointStore(Protocol):
    """Port: one position a reader and source, in the reader's own database."""

    def load(self, reader: str, source: str) -> int:
        """The last position that was dealt with; 0 for a reader that has not begun."""

    def save(self, reader: str, source: str, position: int) -> None:
        """Never moves back: a late writer cannot make a reader forget what it has done."""

    def forget(self, reader: str, source: str) -> None:
        """The reader begins again from nothing, as a rebuilt read model does."""
