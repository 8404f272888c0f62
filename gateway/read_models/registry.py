"""What those ask who keep an authority's records, and the worker that carries out a deletion: cases and concerns, whoever may see them.

Apart from `Cases` and `Concerns`, so that nobody who works on cases has it at hand.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from gateway.read_models.folding import Document


class Registry(Protocol):
    """Port."""

    def of_people(self, authority: str, people: Collection[str]) -> tuple[Document, ...]:
        """The authority's cases that are about these people, the oldest first."""

    def ended(self, authority: str, before: datetime, limit: int) -> tuple[Document, ...]:
        """The authority's cases that ended before then, whichever ended first first."""


class ConcernRegistry(Protocol):
    """Port."""

    def told_of_people(self, authority: str, people: Collection[str]) -> tuple[Document, ...]:
        """The concerns about these people that the authority's agencies raised, the oldest first."""

    def ended(self, authority: str, before: datetime, limit: int) -> tuple[Document, ...]:
        """The authority's concerns that were decided before then and became no notification, whichever was decided first first."""
