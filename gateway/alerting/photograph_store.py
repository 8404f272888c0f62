"""Where sealed photographs are kept: a document each, in the gateway's own database."""

from __future__ import annotations

from typing import Protocol

from pymongo.errors import DuplicateKeyError

from gateway.read_models.folding import Document
from gateway.read_models.mongo import Store
from shared_kernel.stores import translated


class Photographs(Protocol):
    """Port: sealed photographs, by their ids."""

    def put(self, document: Document) -> None:
        """Keeps it; one that is there already stays as it is."""

    def one(self, authority: str, attachment_id: str) -> Document | None:
        """The authority's photograph of this id."""


class MemoryPhotographs(Photographs):
    def __init__(self) -> None:
        self._kept: dict[str, Document] = {}

    def put(self, document: Document) -> None:
        self._kept.setdefault(document["_id"], document)

    def one(self, authority: str, attachment_id: str) -> Document | None:
        found = self._kept.get(attachment_id)
        return found if found and found["authority"] == authority else None


class MongoPhotographs(Photographs):
    def __init__(self, database: Store) -> None:
        self._kept = database["photographs"]

    @translated()
    def put(self, document: Document) -> None:
        try:
            self._kept.insert_one(dict(document))
        except DuplicateKeyError:
            return

    @translated()
    def one(self, authority: str, attachment_id: str) -> Document | None:
        return self._kept.find_one({"_id": attachment_id, "authority": authority})
