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

    def dates_of_people(self, authority: str, people: Collection[str]) -> tuple[Document, ...]:
        """As `of_people`, of each only what retention counts by: whose it is, when it was raised, how and when it ended."""

    def ended(self, authority: str, how: str, before: datetime, limit: int) -> tuple[Document, ...]:
        """The authority's cases that ended so before then, whichever ended first first; of each what retention counts by."""


class ConcernRegistry(Protocol):
    """Port."""

    def told_of_people(self, authority: str, people: Collection[str]) -> tuple[Document, ...]:
        """The concerns about these people that the authority's agencies raised, the oldest first."""

    def ended(self, authority: str, before: datetime, limit: int) -> tuple[Document, ...]:
        """The authority's concerns that were decided before then and became no notification, whichever was decided first first."""
