"""Our side: the gateway's own rebuild, into memory and into the embedded store."""

from __future__ import annotations

from collections.abc import Mapping

from pymongo.database import Database

from benchmarks.growing.copied import Document
from benchmarks.rebuilding.log import VIEWS, Log, WireFeed
from gateway.read_models import cases, tray_items
from gateway.read_models.documents import Documents
from gateway.read_models.memory import MemoryCases, MemoryDocuments, MemoryTrays
from gateway.read_models.mongo import MongoCases
from gateway.read_models.moves import MemoryMoves
from gateway.read_models.projecting import FoldingFeed, Projection
from gateway.read_models.rebuilding import rebuild
from gateway.read_models.trays_mongo import MongoTrays
from shared_kernel.checkpoints_memory import MemoryCheckpointStore


class InMemory:
    """Into the views in memory."""

    def __init__(self) -> None:
        self._lie_in: Mapping[str, MemoryDocuments] = {cases.NAME: MemoryCases(), tray_items.NAME: MemoryTrays()}

    def build(self, log: Log) -> None:
        """Raises LookupError where a commit is left out."""
        _rebuilt(log, self._lie_in)

    def views(self) -> Mapping[str, list[Document]]:
        return {name: list(each.every()) for name, each in self._lie_in.items()}


class InStore:
    """Into collections of this database."""

    def __init__(self, own: Database[Document]) -> None:
        self._own = own
        self._lie_in: Mapping[str, Documents] = {cases.NAME: MongoCases(own), tray_items.NAME: MongoTrays(own)}

    def build(self, log: Log) -> None:
        """Raises LookupError where a commit is left out."""
        _rebuilt(log, self._lie_in)

    def views(self) -> Mapping[str, list[Document]]:
        return {name: list(self._own[name].find({})) for name in VIEWS}


def _rebuilt(log: Log, lie_in: Mapping[str, Documents]) -> None:
    views = [Projection(VIEWS[name], each) for name, each in lie_in.items()]
    feeds = {source: FoldingFeed(source, WireFeed(lines), views, MemoryMoves()) for source, lines in log.items()}
    applied = rebuild("bench", feeds, views, MemoryCheckpointStore())
    if applied != sum(map(len, log.values())):
        raise LookupError(f"{applied} commits were applied, and there are more")
