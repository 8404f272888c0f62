"""The views in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from threading import RLock

from access.visibility import Visibility, alerted_mark, area_mark
from gateway.read_models.absences import Absences
from gateway.read_models.assessments import Assessments
from gateway.read_models.cascades import Alerted, any_of, case_behind, received_marks
from gateway.read_models.cases import SAY_WHOSE_NAME, Cases, Progress, covered
from gateway.read_models.concerns import Concerns
from gateway.read_models.concerns import marks_of as concerns_marks
from gateway.read_models.documents import ChangedMeanwhile, Documents
from gateway.read_models.folding import Document, copied
from gateway.read_models.persons import Persons
from gateway.read_models.raised import Raised, areas_of, areas_seen, facts_of, line_of, mark_of, read
from gateway.read_models.register_lines import (
    Overviewed,
    RegisterLines,
    in_order,
    overviewed,
)
from gateway.read_models.register_lines import marks_of as register_marks
from gateway.read_models.registry import ConcernRegistry, Registry
from gateway.read_models.tray_items import Trays, marks_of, place
from shared_kernel.time import instant_text


class MemoryDocuments(Documents):
    """Documents as they were saved: a fold changes none that it was given. What queries hand out is a copy."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._documents: dict[str, Document] = {}

    def load(self, ids: Collection[str]) -> Mapping[str, Document]:
        with self._lock:
            return {each: self._documents[each] for each in ids if each in self._documents}

    def save(self, changed: Sequence[tuple[Document | None, Document]]) -> None:
        with self._lock:
            for before, after in changed:
                stored = self._documents.get(after["_id"])
                if (stored and stored["versions"]) != (before and before["versions"]):
                    raise ChangedMeanwhile
                self._documents[after["_id"]] = after

    def found(self, ids: Collection[str]) -> Mapping[str, Document]:
        """As `load`, for whoever asks: copies."""
        return {key: copied(each) for key, each in self.load(ids).items()}

    def drop(self) -> None:
        with self._lock:
            self._documents.clear()

    def every(self) -> list[Document]:
        with self._lock:
            return [copied(self._documents[each]) for each in sorted(self._documents)]


def ended_before(found: Iterable[Document], authority: str, before: datetime, limit: int) -> tuple[Document, ...]:
    """Those of the authority's that ended before then, whichever ended first first."""
    theirs = [each for each in found if each["authority"] == authority and each.get("ended_at")]
    ended = [each for each in theirs if each["ended_at"] < instant_text(before)]
    return tuple(sorted(ended, key=lambda each: str(each["ended_at"]))[:limit])


def _no_more_than(fields: Collection[str], document: Document) -> Document:
    cut: Document = {"_id": document["_id"]}
    for field in fields:
        part, _, name = field.partition(".")
        if not name and part in document:
            cut[part] = document[part]
        elif name and part in document:
            cut.setdefault(part, {}).update({name: document[part][name]} if name in document[part] else {})
    return cut


class MemoryCases(MemoryDocuments, Cases, Progress, Registry, Alerted):
    def one(self, whose: Visibility, notification_id: str) -> Document | None:
        return self.several(whose, [notification_id]).get(notification_id)

    def holding(self, whose: Visibility, item_id: str) -> Document | None:
        found = (each for each in self.every() if item_id in each["items"])
        return next((each for each in found if covered(whose, each)), None)

    def several(self, whose: Visibility, ids: Collection[str]) -> Mapping[str, Document]:
        return {key: each for key, each in self.found(ids).items() if covered(whose, each)}

    def named(self, whose: Visibility, ids: Collection[str]) -> Mapping[str, Document]:
        return {key: _no_more_than(SAY_WHOSE_NAME, each) for key, each in self.several(whose, ids).items()}

    def called(self, whose: Visibility, reference: str) -> tuple[Document, ...]:
        found = [each for each in self.every() if each["reference"] == reference and covered(whose, each)]
        return tuple(sorted(found, key=lambda each: str(each["_id"])))

    def visible(self, whose: Visibility, before: str | None, limit: int, now: datetime) -> tuple[Document, ...]:
        return self._newest(whose.list_marks, before, limit)

    def alerted(self, whose: Visibility, before: str | None, limit: int, now: datetime) -> tuple[Document, ...]:
        return self._newest({alerted_mark(each) for each in whose.list_marks}, before, limit)

    def _newest(self, marks: Collection[str], before: str | None, limit: int) -> tuple[Document, ...]:
        found = [each for each in self.every() if not set(each["marks"]).isdisjoint(marks)]
        newest = sorted(found, key=lambda each: str(each["order"]), reverse=True)
        return tuple(each for each in newest if before is None or each["order"] < before)[:limit]

    def raised(self, whose: Visibility, since: datetime, until: datetime, with_facts: bool) -> Raised:
        first, end = instant_text(since), instant_text(until)
        found = [each for each in self.every() if whose.marks & set(each["marks"]) and first <= each["order"] < end]
        seen = {each: area_mark(whose.authority, *each) for each in areas_seen(whose)}
        return Raised(
            {
                where: tuple(
                    read(line_of(each), where[0], {each["_id"]: facts_of(each)} if with_facts else {})
                    for each in found
                    if mark_of(each) == mark
                )
                for where, mark in seen.items()
            },
            tuple(each for each in found if (each["edition"], each["area"]) in {*areas_of(whose)} - seen.keys()),
        )

    def about(self, whose: Visibility, person: str) -> tuple[Document, ...]:
        found = [each for each in self.every() if each["person"] == person and covered(whose, each)]
        return tuple(sorted(found, key=lambda each: str(each["order"])))

    def of_people(self, authority: str, people: Collection[str]) -> tuple[Document, ...]:
        return self._of_people(authority, people)

    def dates_of_people(self, authority: str, people: Collection[str]) -> tuple[Document, ...]:
        return self._of_people(authority, people)

    def _of_people(self, authority: str, people: Collection[str]) -> tuple[Document, ...]:
        found = [each for each in self.every() if each["authority"] == authority and each["person"] in people]
        return tuple(sorted(found, key=lambda each: str(each["order"])))

    def ended(self, authority: str, how: str, before: datetime, limit: int) -> tuple[Document, ...]:
        return ended_before((each for each in self.every() if each["state"] == how), authority, before, limit)

    def behind(self, whose: Visibility, message: Document) -> Document | None:
        found = self.found([case_behind(message)]).get(case_behind(message))
        seen = found and found["authority"] == message["authority"] and any_of(received_marks(whose), message)
        return found if seen else None

    def versions(self, notification_ids: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
        return {key: each["versions"] for key, each in self.load(list(notification_ids)).items()}


class MemoryTrays(MemoryDocuments, Trays):
    def waiting(self, whose: Visibility, kind: str, after: str | None, limit: int) -> tuple[Document, ...]:
        asked = set(marks_of(whose, kind))
        found = [each for each in self.every() if asked & set(each["marks"])]
        behind = [each for each in found if after is None or place(each, kind) > after]
        return tuple(sorted(behind, key=lambda each: place(each, kind))[:limit])


class MemoryConcerns(MemoryDocuments, Concerns, ConcernRegistry):
    def one(self, whose: Visibility, concern_id: str) -> Document | None:
        found = self.found([concern_id]).get(concern_id)
        return found if found and concerns_marks(whose) & set(found["marks"]) else None

    def visible(self, whose: Visibility, before: str | None, limit: int) -> tuple[Document, ...]:
        found = [each for each in self.every() if concerns_marks(whose) & set(each["marks"])]
        newest = sorted(found, key=lambda each: str(each["order"]), reverse=True)
        return tuple(each for each in newest if before is None or each["order"] < before)[:limit]

    def told_of_people(self, authority: str, people: Collection[str]) -> tuple[Document, ...]:
        theirs = [each for each in self.every() if each["authority"] == authority and "intake" in each]
        found = [each for each in theirs if each["intake"]["person"] in people]
        return tuple(sorted(found, key=lambda each: str(each["order"])))

    def ended(self, authority: str, before: datetime, limit: int) -> tuple[Document, ...]:
        return ended_before(self.every(), authority, before, limit)

    def versions(self, concern_ids: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
        return {key: each["versions"] for key, each in self.load(list(concern_ids)).items()}


class MemoryAssessments(MemoryDocuments, Assessments):
    def some(self, whose: Visibility, assessment_ids: Collection[str]) -> Mapping[str, Document]:
        found = self.found(assessment_ids)
        return {key: each for key, each in found.items() if each["authority"] == whose.authority}

    def versions(self, assessment_ids: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
        return {key: each["versions"] for key, each in self.load(list(assessment_ids)).items()}


class MemoryRegister(MemoryDocuments, RegisterLines):
    def _lines(self, whose: Visibility, stage: str) -> tuple[Document, ...]:
        asked = set(register_marks(whose, stage))
        return in_order(each for each in self.every() if asked & set(each["marks"]))

    def overview(self, whose: Visibility, stage: str) -> tuple[Overviewed, ...]:
        return tuple(overviewed(each) for each in self._lines(whose, stage))

    def some(self, whose: Visibility, stage: str, ids: Collection[str]) -> tuple[Document, ...]:
        return tuple(each for each in self._lines(whose, stage) if each["_id"] in ids)

    def meetings(self, whose: Visibility, limit: int) -> tuple[Document, ...]:
        found = [each for each in self.every() if f"{whose.authority} meeting" in each["marks"]]
        return tuple(sorted(found, key=lambda each: str(each["order"]), reverse=True)[:limit])

    def meeting(self, whose: Visibility, meeting_id: str) -> Document | None:
        found = self.found([meeting_id]).get(meeting_id)
        return found if found and found["authority"] == whose.authority and "items" in found else None

    def versions(self, ids: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
        return {key: each["versions"] for key, each in self.load(list(ids)).items()}


class MemoryPersons(MemoryDocuments, Persons):
    def unread(self, authority: str, limit: int) -> tuple[Document, ...]:
        theirs = [each for each in self.every() if each["authority"] == authority and each.get("unread")]
        return tuple(theirs[:limit])


class MemoryAbsences(MemoryDocuments, Absences):
    def all(self) -> tuple[Document, ...]:
        return tuple(self.every())
