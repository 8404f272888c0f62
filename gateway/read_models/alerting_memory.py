"""The views of national alerts beyond the case, in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from access.visibility import Visibility
from gateway.read_models import cascades, received
from gateway.read_models.cascades import Cascades, any_of
from gateway.read_models.custodians import Entries
from gateway.read_models.folding import Document
from gateway.read_models.memory import MemoryDocuments
from gateway.read_models.received import ReceivedAlerts


class MemoryMarked(MemoryDocuments):
    """Documents with marks and an order."""

    def bearing(self, marks: frozenset[str], before: str | None, limit: int) -> tuple[Document, ...]:
        found = [each for each in self.every() if any_of(marks, each)]
        newest = sorted(found, key=lambda each: str(each["order"]), reverse=True)
        return tuple(each for each in newest if before is None or each["order"] < before)[:limit]

    def bearing_one(self, marks: frozenset[str], document_id: str) -> Document | None:
        found = self.found([document_id]).get(document_id)
        return found if found and any_of(marks, found) else None

    def versions(self, ids: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
        return {key: each["versions"] for key, each in self.load(list(ids)).items()}


class MemoryCascades(MemoryMarked, Cascades):
    def received(self, whose: Visibility, message_id: str) -> Document | None:
        return self.bearing_one(cascades.received_marks(whose), message_id)

    def inbox(self, whose: Visibility, before: str | None, limit: int) -> tuple[Document, ...]:
        return self.bearing(cascades.received_marks(whose), before, limit)

    def beside(self, whose: Visibility, message: Document) -> tuple[Document, ...]:
        mark = cascades.about_mark(message["authority"], message["about_id"])
        found = [each for each in self.every() if any_of(frozenset({mark}), each)]
        return cascades.in_order(each for each in found if any_of(cascades.received_marks(whose), each))

    def of(self, whose: Visibility, about_id: str) -> tuple[Document, ...]:
        mark = cascades.about_mark(whose.authority, about_id)
        return cascades.in_order(each for each in self.every() if any_of(frozenset({mark}), each))

    def exercises(self, whose: Visibility, before: str | None, limit: int) -> tuple[Document, ...]:
        return self.bearing(cascades.exercise_marks(whose), before, limit)


class MemoryReceived(MemoryMarked, ReceivedAlerts):
    def one(self, whose: Visibility, received_id: str) -> Document | None:
        return self.bearing_one(received.marks_of(whose), received_id)

    def visible(self, whose: Visibility, before: str | None, limit: int) -> tuple[Document, ...]:
        return self.bearing(received.marks_of(whose), before, limit)


class MemoryEntries(MemoryMarked, Entries):
    def since(self, whose: Visibility) -> Mapping[str, Document]:
        return {each["_id"]: each for each in self.every()}
