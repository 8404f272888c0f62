"""The views in MongoDB: a collection each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel, InsertOne, ReplaceOne
from pymongo.collection import Collection as StoredCollection
from pymongo.database import Database
from pymongo.errors import BulkWriteError

from access.visibility import Visibility, alerted_mark
from gateway.read_models import absences, assessments, cases, concerns, persons
from gateway.read_models.absences import Absences
from gateway.read_models.assessments import Assessments
from gateway.read_models.cascades import Alerted, any_of, case_behind, received_marks
from gateway.read_models.cases import SAY_WHOSE_NAME, Cases, Progress, covered
from gateway.read_models.concerns import Concerns
from gateway.read_models.documents import ChangedMeanwhile, Documents
from gateway.read_models.folding import Document
from gateway.read_models.persons import Persons
from gateway.read_models.raised import Raised
from gateway.read_models.raised_mongo import RaisedInMongo
from gateway.read_models.registry import ConcernRegistry, Registry
from shared_kernel.looking_back import BEFORE_ALL, newest
from shared_kernel.stores import DUPLICATE, translated
from shared_kernel.time import instant_text

Store = Database[dict[str, Any]]
Collected = StoredCollection[dict[str, Any]]


class MongoDocuments(Documents):
    """Makes its indexes when constructed."""

    INDEXES: Sequence[IndexModel] = ()

    def __init__(self, database: Store, name: str) -> None:
        self._documents = database[name]
        self._make_indexes()

    @translated()
    def _make_indexes(self) -> None:
        if self.INDEXES:
            self._documents.create_indexes(list(self.INDEXES))

    @translated()
    def load(self, ids: Collection[str]) -> Mapping[str, Document]:
        return {each["_id"]: each for each in self._documents.find({"_id": {"$in": sorted(ids)}})}

    @translated()
    def save(self, changed: Sequence[tuple[Document | None, Document]]) -> None:
        if not changed:
            return
        try:
            result = self._documents.bulk_write([_write(*each) for each in changed], ordered=False)
        except BulkWriteError as error:
            if any(failed["code"] != DUPLICATE for failed in error.details["writeErrors"]):
                raise
            raise ChangedMeanwhile from None
        if result.matched_count + result.inserted_count < len(changed):
            raise ChangedMeanwhile

    @translated()
    def drop(self) -> None:
        self._documents.delete_many({})


def _write(before: Document | None, after: Document) -> InsertOne[Document] | ReplaceOne[Document]:
    if before is None:
        return InsertOne(after)
    return ReplaceOne({"_id": after["_id"], "versions": before["versions"]}, after)


DATES = {"authority": 1, "person": 1, "raised_at": 1, "order": 1, "ended_at": 1, "intake.ended": 1}
"""What retention counts by, of a case."""


class MongoCases(MongoDocuments, Cases, Progress, Registry, Alerted):
    # Ascending, and asked by one mark and a closed range at a time: other shapes are not found by the index of every
    # server, the small embedded one least of all.
    INDEXES = (
        IndexModel([("marks", ASCENDING), ("order", ASCENDING)], name="by_mark"),
        IndexModel([("person", ASCENDING)], name="by_person"),
        IndexModel([("authority", ASCENDING), ("state", ASCENDING), ("ended_at", ASCENDING)], name="by_how_it_ended"),
        IndexModel([("items", ASCENDING)], name="items"),
        IndexModel([("reference", ASCENDING)], name="by_reference"),
    )

    def __init__(self, database: Store) -> None:
        super().__init__(database, cases.NAME)
        with translated():
            self._raised = RaisedInMongo(database, self._documents)

    def save(self, changed: Sequence[tuple[Document | None, Document]]) -> None:
        """The lines that reports count go ahead: whatever ends between both, they are written again before the case is."""
        self._pack(changed)
        try:
            super().save(changed)
        except ChangedMeanwhile:
            stored = self.load([after["_id"] for _, after in changed])
            self._pack([(after, stored[after["_id"]]) for _, after in changed if after["_id"] in stored])
            raise

    @translated()
    def _pack(self, changed: Sequence[tuple[Document | None, Document]]) -> None:
        self._raised.moves(changed)

    @translated()
    def pack_all(self) -> int:
        """Packs what was saved before there were packed lines, once; how many cases those were."""
        return self._raised.packs_all()

    def drop(self) -> None:
        super().drop()
        with translated():
            self._raised.drop()

    @translated()
    def raised(self, whose: Visibility, since: datetime, until: datetime, with_facts: bool) -> Raised:
        return self._raised.found(whose, since, until, with_facts)

    @translated()
    def one(self, whose: Visibility, notification_id: str) -> Document | None:
        found = self._documents.find_one({"_id": notification_id, "authority": whose.authority})
        return found if found and covered(whose, found) else None

    @translated()
    def holding(self, whose: Visibility, item_id: str) -> Document | None:
        found = self._documents.find_one({"items": item_id, "authority": whose.authority})
        return found if found and covered(whose, found) else None

    @translated()
    def several(self, whose: Visibility, ids: Collection[str]) -> Mapping[str, Document]:
        return self._several(whose, ids, None)

    @translated()
    def named(self, whose: Visibility, ids: Collection[str]) -> Mapping[str, Document]:
        return self._several(whose, ids, dict.fromkeys(SAY_WHOSE_NAME, 1))

    def _several(self, whose: Visibility, ids: Collection[str], shows: Document | None) -> Mapping[str, Document]:
        if not ids:
            return {}
        found = self._documents.find({"_id": {"$in": sorted(ids)}, "authority": whose.authority}, shows)
        return {each["_id"]: each for each in found if covered(whose, each)}

    @translated()
    def called(self, whose: Visibility, reference: str) -> tuple[Document, ...]:
        found = [each for each in self._documents.find({"reference": reference}) if covered(whose, each)]
        return tuple(sorted(found, key=lambda each: str(each["_id"])))

    @translated()
    def visible(self, whose: Visibility, before: str | None, limit: int, now: datetime) -> tuple[Document, ...]:
        return newest_bearing(self._documents, whose.list_marks, before, limit, now)

    @translated()
    def alerted(self, whose: Visibility, before: str | None, limit: int, now: datetime) -> tuple[Document, ...]:
        marks = [alerted_mark(each) for each in whose.list_marks]
        return newest_bearing(self._documents, marks, before, limit, now)

    @translated()
    def about(self, whose: Visibility, person: str) -> tuple[Document, ...]:
        found = [each for each in self._documents.find({"person": person}) if covered(whose, each)]
        return tuple(sorted(found, key=lambda each: str(each["order"])))

    @translated()
    def of_people(self, authority: str, people: Collection[str]) -> tuple[Document, ...]:
        return self._of_people(authority, people, None)

    @translated()
    def dates_of_people(self, authority: str, people: Collection[str]) -> tuple[Document, ...]:
        return self._of_people(authority, people, DATES)

    def _of_people(self, authority: str, people: Collection[str], shows: Document | None) -> tuple[Document, ...]:
        found = self._documents.find({"person": {"$in": sorted(people)}}, shows)
        theirs = [each for each in found if each["authority"] == authority]
        return tuple(sorted(theirs, key=lambda each: str(each["order"])))

    @translated()
    def ended(self, authority: str, how: str, before: datetime, limit: int) -> tuple[Document, ...]:
        span = {"$gt": BEFORE_ALL, "$lt": instant_text(before)}
        found = self._documents.find({"authority": authority, "state": how, "ended_at": span}, DATES)
        return tuple(found.sort("ended_at", ASCENDING).limit(limit))

    @translated()
    def behind(self, whose: Visibility, message: Document) -> Document | None:
        if not any_of(received_marks(whose), message):
            return None
        return self._documents.find_one({"_id": case_behind(message), "authority": message["authority"]})

    @translated()
    def versions(self, notification_ids: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
        found = self._documents.find({"_id": {"$in": sorted(notification_ids)}}, {"versions": 1})
        return {each["_id"]: each["versions"] for each in found}


def newest_bearing(
    documents: Collected,
    marks: Collection[str],
    before: str | None,
    limit: int,
    now: datetime,
) -> tuple[Document, ...]:
    """The newest documents that bear one of these marks, from below the `order` given.

    One may bear several of them, so which they are is asked first, and only those are read whole.
    """

    def between(lower: str, upper: str, number: int) -> list[tuple[str, str]]:
        places: list[tuple[str, str]] = []
        for mark in sorted(marks):
            asked = {"marks": mark, "order": {"$gte": lower, "$lt": upper}}
            found = documents.find(asked, {"order": 1}).sort("order", DESCENDING).limit(number)
            places = sorted({*places, *((each["order"], each["_id"]) for each in found)}, reverse=True)[:number]
            if len(places) == number:
                lower = places[-1][0]  # what lies below is not among the newest any more, whichever mark it bears
        return places

    ids = [key for _, key in newest(between, before, limit, now)]
    found = {each["_id"]: each for each in documents.find({"_id": {"$in": ids}})} if ids else {}
    return tuple(found[each] for each in ids if each in found)


class MongoConcerns(MongoDocuments, Concerns, ConcernRegistry):
    INDEXES = (
        IndexModel([("marks", ASCENDING), ("order", ASCENDING)], name="by_mark"),
        IndexModel([("intake.person", ASCENDING)], name="by_person"),
        IndexModel([("authority", ASCENDING), ("ended_at", ASCENDING)], name="by_end"),
    )

    def __init__(self, database: Store) -> None:
        super().__init__(database, concerns.NAME)

    @translated()
    def one(self, whose: Visibility, concern_id: str) -> Document | None:
        found = self._documents.find_one({"_id": concern_id, "authority": whose.authority})
        return found if found and concerns.marks_of(whose) & set(found["marks"]) else None

    @translated()
    def visible(self, whose: Visibility, before: str | None, limit: int) -> tuple[Document, ...]:
        return newest_bearing(self._documents, concerns.marks_of(whose), before, limit, whose.reader.at)

    @translated()
    def told_of_people(self, authority: str, people: Collection[str]) -> tuple[Document, ...]:
        found = self._documents.find({"intake.person": {"$in": sorted(people)}})
        theirs = [each for each in found if each["authority"] == authority]
        return tuple(sorted(theirs, key=lambda each: str(each["order"])))

    @translated()
    def ended(self, authority: str, before: datetime, limit: int) -> tuple[Document, ...]:
        asked = {"authority": authority, "ended_at": {"$gt": BEFORE_ALL, "$lt": instant_text(before)}}
        return tuple(self._documents.find(asked).sort("ended_at", ASCENDING).limit(limit))

    @translated()
    def versions(self, concern_ids: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
        found = self._documents.find({"_id": {"$in": sorted(concern_ids)}}, {"versions": 1})
        return {each["_id"]: each["versions"] for each in found}


class MongoAssessments(MongoDocuments, Assessments):
    def __init__(self, database: Store) -> None:
        super().__init__(database, assessments.NAME)

    @translated()
    def some(self, whose: Visibility, assessment_ids: Collection[str]) -> Mapping[str, Document]:
        found = self._documents.find({"_id": {"$in": sorted(assessment_ids)}, "authority": whose.authority})
        return {each["_id"]: each for each in found}

    @translated()
    def versions(self, assessment_ids: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
        found = self._documents.find({"_id": {"$in": sorted(assessment_ids)}}, {"versions": 1})
        return {each["_id"]: each["versions"] for each in found}


class MongoPersons(MongoDocuments, Persons):
    INDEXES = (IndexModel([("unread", ASCENDING)], name="unread"),)

    def __init__(self, database: Store) -> None:
        super().__init__(database, persons.NAME)

    @translated()
    def unread(self, authority: str, limit: int) -> tuple[Document, ...]:
        found = self._documents.find({"unread": True, "authority": authority}).sort("_id", ASCENDING)
        return tuple(found.limit(limit))


class MongoAbsences(MongoDocuments, Absences):
    def __init__(self, database: Store) -> None:
        super().__init__(database, absences.NAME)

    @translated()
    def all(self) -> tuple[Document, ...]:
        return tuple(self._documents.find({}).sort("_id", ASCENDING))
