"""How often any view has moved: one number, so that whoever waits for a change need not look through the views for it.

It tells nothing of what moved. A number that was not counted costs a delay and no more: whoever waits looks by itself in the end.
"""

from __future__ import annotations

from typing import Protocol


class Moves(Protocol):
    """Port: where the number is kept."""

    def moved(self) -> None:
        """Counts one more; called after the views were saved. Raises StoreUnavailable."""

    def number(self) -> int:
        """How many were counted. Raises StoreUnavailable."""


class MemoryMoves(Moves):
    """In this process alone."""

    def __init__(self) -> None:
        self._number = 0

    def moved(self) -> None:
        self._number += 1

    def number(self) -> int:
        return self._number
