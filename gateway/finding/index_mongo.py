"""Names in MongoDB: the collection `names`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pymongo import ASCENDING, DESCENDING, IndexModel

from gateway.finding.index import NAME, Names
from gateway.read_models.folding import Document
from gateway.read_models.mongo import MongoDocuments, Store
from shared_kernel.stores import translated


class MongoNames(MongoDocuments, Names):
    INDEXES = (
        IndexModel([("tokens", ASCENDING)], name="by_token"),
        IndexModel([("person", ASCENDING)], name="by_person"),
    )

    def __init__(self, database: Store) -> None:
        super().__init__(database, NAME)

    @translated()
    def holding(self, authority: str, groups: Sequence[Collection[str]], limit: int) -> tuple[Document, ...]:
        asked = {"$and": [{"tokens": {"$in": sorted(group)}} for group in groups], "authority": authority}
        return tuple(self._documents.find(asked).sort("_id", DESCENDING).limit(limit))

    @translated()
    def forget(self, authority: str, person: str) -> None:
        self._documents.update_many({"person": person, "authority": authority}, {"$set": {"tokens": []}})
