"""What every store of views does: documents by id, saved only as they were loaded, and the questions that views answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from access import AgencyReader, Reader
from access.visibility import Visibility, alerted_mark, area_mark, emergency_mark, person_marks, visibility
from gateway.read_models.absences import Absences
from gateway.read_models.assessments import Assessments
from gateway.read_models.cases import Cases, Progress
from gateway.read_models.concerns import Concerns
from gateway.read_models.documents import ChangedMeanwhile, Documents
from gateway.read_models.folding import Document
from gateway.read_models.persons import Persons
from gateway.read_models.registry import ConcernRegistry, Registry
from gateway.read_models.tray_items import Trays, person_mark, place, role_mark
from needfire.procedure import Edition
from shared_kernel.spoken_references import reference_of
from shared_kernel.time import instant_text
from tests.unit.casework.authorities import fenshire, fenshire_edition
from tests.unit.casework.case import NOON


class CasesAndDocuments(Cases, Progress, Registry, Documents):
    """A view of cases is asked and folded into."""


class TraysAndDocuments(Trays, Documents):
    """A view of trays is asked and folded into."""


class AssessmentsAndDocuments(Assessments, Documents):
    """A view of assessments is asked and folded into."""


class AssessmentsSuite:
    """Whoever derives from it gives the fixture `store`."""

    def held(self, number: int, authority: str = "fenshire") -> Document:
        places = {"EH1": {"values": ["2"], "texts": {"reason": "s2.1.EH1.reason:eA"}}}
        name = f"assessment-1-{number}"
        return {"_id": name, "authority": authority, "versions": {"risk_management": number}, "places": places}

    def test_those_of_the_readers_authority_are_found_and_no_others(self, store: AssessmentsAndDocuments) -> None:
        store.save([(None, self.held(1)), (None, self.held(2, "kent")), (None, self.held(3))])
        ids = ["assessment-1-1", "assessment-1-2", "assessment-1-9"]
        directory = fenshire().directories["fenshire"]
        whose = visibility(Reader("worker", "fenshire", directory, NOON), (fenshire_edition(),))
        found = store.some(whose, ids)
        assert found == {"assessment-1-1": self.held(1)}
        assert store.versions([*ids, "assessment-1-3"]) == {
            "assessment-1-1": {"risk_management": 1},
            "assessment-1-2": {"risk_management": 2},
            "assessment-1-3": {"risk_management": 3},
        }


class ConcernsAndDocuments(Concerns, ConcernRegistry, Documents):
    """A view of concerns is asked and folded into."""


class PersonsAndDocuments(Persons, Documents):
    """Both ports of the collection of what was decided on people's records."""


class AbsencesAndDocuments(Absences, Documents):
    """A view of absences is asked and folded into."""


def case(
    number: int,
    area: str = "fen",
    *involved: str,
    authority: str = "fenshire",
    version: int = 1,
    raised: datetime | None = None,
) -> Document:
    name = f"notification-{number}"
    return {
        "_id": name,
        "reference": reference_of(name),
        "authority": authority,
        "versions": {"intake": version},
        "edition": "trial",
        "person": f"person-{number % 10}",
        "area": area,
        "items": [f"task-{number}-1", f"notice-{number}-1"],
        "marks": sorted([*person_marks(authority, involved), area_mark(authority, "trial", area)]),
        "order": f"{instant_text(raised or NOON - timedelta(minutes=20 - number))}|{name}",
    }


def seeing(person: str, *editions: Edition) -> Visibility:
    """What the person sees who is involved here and there; with the edition also what their posts let them see."""
    return visibility(Reader(person, "fenshire", fenshire().directories["fenshire"], NOON), editions)


MANAGER = seeing("manager", fenshire_edition())
"""Sees the cases of the fen, and those in which they are involved."""


class CasesSuite:
    """Whoever derives from it gives the fixture `store`: the CasesAndDocuments that is tried."""

    def test_what_ended_is_found_in_the_order_of_its_end(self, store: CasesAndDocuments) -> None:
        days = {1: 3, 2: 1, 3: None, 4: 2}
        for number, day in days.items():
            ended = instant_text(NOON + timedelta(days=day)) if day else None
            store.save([(None, {**case(number), "ended_at": ended, "state": "closed" if ended else "open"})])
        later = NOON + timedelta(days=9)
        assert _ids(store.ended("fenshire", "closed", NOON + timedelta(days=3), 10)) == [
            "notification-2",
            "notification-4",
        ]
        assert _ids(store.ended("fenshire", "closed", later, 1)) == ["notification-2"]
        assert store.ended("kent", "closed", later, 10) == store.ended("fenshire", "not_required", later, 10) == ()

    def test_all_with_a_reference_are_found_by_whoever_may_see_them(self, store: CasesAndDocuments) -> None:
        reference = reference_of("notification-1")
        alike = [{**case(number, area), "reference": reference} for number, area in ((3, "fen"), (2, "hill"))]
        store.save([(None, case(1)), *((None, each) for each in alike), (None, case(4))])
        assert [each["_id"] for each in store.called(MANAGER, reference)] == ["notification-1", "notification-3"]
        assert store.called(MANAGER, reference_of("notification-5")) == ()

    def test_the_cases_of_people_are_found_for_those_who_keep_the_records(self, store: CasesAndDocuments) -> None:
        store.save([(None, case(12)), (None, case(2)), (None, case(3)), (None, case(22, authority="kent"))])
        found = store.of_people("fenshire", ["person-2", "person-unknown"])
        assert [each["_id"] for each in found] == ["notification-2", "notification-12"]
        dates = store.dates_of_people("fenshire", ["person-2", "person-unknown"])
        assert [(each["_id"], each["person"]) for each in dates] == [(each["_id"], each["person"]) for each in found]

    def test_the_cases_about_a_person_are_found_the_oldest_first(self, store: CasesAndDocuments) -> None:
        store.save([(None, case(12)), (None, case(2)), (None, case(3)), (None, case(22, authority="kent"))])
        found = store.about(MANAGER, "person-2")
        assert [each["_id"] for each in found] == ["notification-2", "notification-12"]
        dates = store.dates_of_people("fenshire", ["person-2", "person-unknown"])
        assert [(each["_id"], each["person"]) for each in dates] == [(each["_id"], each["person"]) for each in found]
        assert store.about(seeing("clerk"), "person-2") == ()

    def test_what_was_saved_is_loaded_and_what_is_not_there_is_left_out(self, store: CasesAndDocuments) -> None:
        store.save([(None, case(1)), (None, case(2))])
        assert store.load(["notification-1", "notification-9"]) == {"notification-1": case(1)}
        assert store.one(MANAGER, "notification-2") == case(2)
        assert store.one(MANAGER, "notification-9") is None

    def test_nothing_saved_is_no_error(self, store: CasesAndDocuments) -> None:
        store.save([])
        assert store.load([]) == {}

    def test_a_document_is_replaced_as_it_was_loaded(self, store: CasesAndDocuments) -> None:
        store.save([(None, case(1))])
        store.save([(case(1), case(1, "hill", version=2))])
        assert store.load(["notification-1"]) == {"notification-1": case(1, "hill", version=2)}

    def test_a_document_that_changed_meanwhile_is_not_overwritten(self, store: CasesAndDocuments) -> None:
        store.save([(None, case(1))])
        store.save([(case(1), case(1, version=2))])
        with pytest.raises(ChangedMeanwhile):
            store.save([(case(1), case(1, "hill", version=2))])
        assert store.one(MANAGER, "notification-1") == case(1, version=2)

    def test_a_new_document_that_is_there_already_is_not_overwritten(self, store: CasesAndDocuments) -> None:
        store.save([(None, case(1))])
        with pytest.raises(ChangedMeanwhile):
            store.save([(None, case(1, "hill"))])
        assert store.one(MANAGER, "notification-1") == case(1)

    def test_dropped_is_gone(self, store: CasesAndDocuments) -> None:
        store.save([(None, case(1))])
        store.drop()
        assert store.one(MANAGER, "notification-1") is None

    def test_what_does_not_exist_for_somebody_is_not_there_whichever_way_they_ask(
        self, store: CasesAndDocuments
    ) -> None:
        theirs, unseen, foreign = (
            case(1, "hill", "manager"),
            case(2, "hill"),
            case(3, "fen", "manager", authority="kent"),
        )
        store.save([(None, each) for each in (theirs, unseen, foreign)])
        assert [store.one(MANAGER, f"notification-{number}") for number in (1, 2, 3)] == [theirs, None, None]
        assert [store.holding(MANAGER, f"task-{number}-1") for number in (1, 2, 3, 4)] == [theirs, None, None, None]
        asked = [f"notification-{number}" for number in range(5)]
        assert store.several(MANAGER, asked) == {"notification-1": theirs}
        assert list(store.named(MANAGER, asked)) == ["notification-1"] and store.named(MANAGER, []) == {}

    def test_of_whom_only_the_name_is_asked_the_story_is_not_read(self, store: CasesAndDocuments) -> None:
        told = {**case(1), "intake": {"sealed": "s", "timeline": [1]}, "escalation": {"timeline": [1]}, "risk": {}}
        store.save([(None, told)])
        found = store.named(MANAGER, ["notification-1"])["notification-1"]
        assert {"intake": found["intake"], "escalation": found["escalation"]} == {
            "intake": {"sealed": "s"},
            "escalation": {},
        }
        assert found.keys() == {"_id", "authority", "area", "edition", "person", "marks", "intake", "escalation"}

    def test_emergency_access_lets_them_ask_for_one_until_it_ends_and_is_in_no_list(
        self, store: CasesAndDocuments
    ) -> None:
        ends = instant_text(NOON + timedelta(hours=1))
        opened = {**case(1), "marks": [emergency_mark("fenshire", "auditor", ends)]}
        store.save([(None, opened)])
        auditor = seeing("auditor")
        assert isinstance(auditor.reader, Reader)
        later = Visibility(replace(auditor.reader, at=NOON + timedelta(hours=1)), ())
        assert store.one(auditor, "notification-1") == opened
        assert store.one(later, "notification-1") is None
        assert store.one(seeing("clerk"), "notification-1") is None
        assert store.visible(auditor, None, 10, NOON) == ()

    def test_visible_are_those_one_is_involved_in_and_those_of_ones_areas_newest_first(
        self, store: CasesAndDocuments
    ) -> None:
        others = case(5, "fen", "manager", authority="kent")
        documents = [case(1, "fen"), case(2, "hill", "manager"), case(3, "hill"), case(4, "fen", "manager"), others]
        store.save([(None, each) for each in documents])
        mine = store.visible(seeing("manager"), None, 10, NOON)
        assert [each["_id"] for each in mine] == ["notification-4", "notification-2"]
        both = store.visible(MANAGER, None, 10, NOON)
        assert [each["_id"] for each in both] == ["notification-4", "notification-2", "notification-1"]
        assert store.visible(seeing("hill-manager"), None, 10, NOON) == ()

    def test_a_page_begins_below_the_one_before(self, store: CasesAndDocuments) -> None:
        store.save([(None, case(number, "fen", "manager")) for number in range(1, 6)])
        first = store.visible(MANAGER, None, 2, NOON)
        second = store.visible(MANAGER, first[-1]["order"], 2, NOON)
        assert [each["_id"] for each in (*first, *second)] == [f"notification-{number}" for number in (5, 4, 3, 2)]

    def test_the_newest_are_those_of_all_for_whom_one_sees_them(self, store: CasesAndDocuments) -> None:
        documents = [
            *(case(number, "fen") for number in (1, 6)),
            *(case(number, "hill", "manager") for number in (2, 5)),
        ]
        store.save([(None, each) for each in documents])
        found = store.visible(MANAGER, None, 2, NOON)
        assert [each["_id"] for each in found] == ["notification-6", "notification-5"]

    def test_those_with_an_alert_are_listed_by_themselves_to_whoever_sees_the_case(
        self, store: CasesAndDocuments
    ) -> None:
        documents = [case(number, "fen", "manager") for number in range(1, 30)]
        for each in (documents[2], documents[0]):
            each["marks"] += [alerted_mark(mark) for mark in each["marks"]]
        store.save([(None, each) for each in documents])
        found = store.alerted(MANAGER, None, 10, NOON)
        assert [each["_id"] for each in found] == ["notification-3", "notification-1"]
        assert store.alerted(MANAGER, found[0]["order"], 10, NOON) == found[1:]
        assert store.alerted(seeing("hill-manager"), None, 10, NOON) == ()

    def test_however_long_ago_it_was_raised_it_is_found_once(self, store: CasesAndDocuments) -> None:
        days = (0, 0.01, 0.3, 1, 5, 29, 200, 3_000)
        documents = [case(n, "fen", "manager", raised=NOON - timedelta(days=each)) for n, each in enumerate(days)]
        later = case(99, "fen", "manager", raised=NOON + timedelta(days=1))
        store.save([(None, each) for each in (*documents, later)])
        assert list(store.visible(MANAGER, None, 100, NOON)) == [later, *documents]
        assert list(store.visible(MANAGER, documents[2]["order"], 2, NOON)) == documents[3:5]

    def test_versions_are_told_by_id(self, store: CasesAndDocuments) -> None:
        store.save([(None, case(1, version=3))])
        assert store.versions(["notification-1", "notification-2"]) == {"notification-1": {"intake": 3}}


def tray(number: int, *marks: str, due: str = "9999") -> Document:
    return {
        "_id": f"notification-{number}",
        "authority": "fenshire",
        "versions": {"escalation": 1},
        "marks": list(marks),
        "due": {"task": due, "notice": "9999", "duty": "9999"},
    }


OWN, POSTS = person_mark("fenshire", "task", "manager"), role_mark("fenshire", "task", "manager", "fen")
OTHERS = role_mark("fenshire", "task", "manager", "hill")


class TraysSuite:
    """Whoever derives from it gives the fixture `store`: the TraysAndDocuments that is tried."""

    def test_a_tray_is_found_by_its_marks_and_only_once(self, store: TraysAndDocuments) -> None:
        store.save([(None, each) for each in (tray(1, OWN), tray(2, POSTS), tray(3, OWN, POSTS), tray(4, OTHERS))])
        assert [each["_id"][-1] for each in store.waiting(MANAGER, "task", None, 10)] == ["1", "2", "3"]
        assert store.waiting(MANAGER, "notice", None, 10) == ()
        assert store.waiting(seeing("stranger", fenshire_edition()), "task", None, 10) == ()

    def test_what_is_due_soonest_comes_first(self, store: TraysAndDocuments) -> None:
        store.save([(None, each) for each in (tray(1, OWN), tray(2, OWN, due="2026-12"), tray(3, OWN, due="2026-11"))])
        assert [each["_id"][-1] for each in store.waiting(MANAGER, "task", None, 2)] == ["3", "2"]

    def test_page_by_page_each_is_met_once_also_where_nothing_is_due(self, store: TraysAndDocuments) -> None:
        due = {2: "2026-12", 5: "2026-11", 7: "2026-12"}
        store.save([(None, tray(number, OWN, due=due.get(number, "9999"))) for number in range(1, 10)])
        met: list[str] = []
        after: str | None = None
        while page := store.waiting(MANAGER, "task", after, 2):
            met += [each["_id"][-1] for each in page]
            after = place(page[-1], "task")
        assert met == ["5", "2", "7", "1", "3", "4", "6", "8", "9"]


class AbsencesSuite:
    """Whoever derives from it gives the fixture `store`: the AbsencesAndDocuments that is tried."""

    def test_all_are_told(self, store: AbsencesAndDocuments) -> None:
        documents: list[Document] = [
            {"_id": f"absences-{code}", "authority": code, "versions": {}} for code in ("fen", "kent")
        ]
        store.save([(None, each) for each in documents])
        assert list(store.all()) == documents


class ConcernsSuite:
    """Whoever derives from it gives the fixture `store`: the ConcernsAndDocuments that is tried."""

    @pytest.fixture(autouse=True)
    def filled(self, store: ConcernsAndDocuments) -> None:
        store.save([(None, _concern(number, agency)) for number, agency in enumerate(("police", "clinic", "police"))])

    def test_the_newest_of_one_agency_come_first_and_no_others(self, store: ConcernsAndDocuments) -> None:
        assert _ids(store.visible(_agency("police"), None, 10)) == ["concern-2", "concern-0"]
        assert store.visible(_agency("school"), None, 10) == ()

    def test_the_front_door_sees_those_of_its_area_and_nobody_else_does(self, store: ConcernsAndDocuments) -> None:
        door = seeing("desk-1", fenshire_edition())
        [first] = store.visible(door, None, 1)
        assert _ids(store.visible(door, first["order"], 10)) == ["concern-1", "concern-0"]
        assert store.visible(MANAGER, None, 10) == ()
        assert store.one(MANAGER, "concern-1") is None

    def test_one_is_found_with_how_far_it_has_come(self, store: ConcernsAndDocuments) -> None:
        found = store.one(_agency("clinic"), "concern-1")
        assert found is not None
        assert found["_id"] == "concern-1"
        assert store.one(_agency("police"), "concern-1") is None
        assert store.one(_agency("clinic"), "concern-9") is None
        assert store.versions(["concern-1", "concern-9"]) == {"concern-1": {"intake": 1}}

    def test_those_about_people_are_found_for_those_who_keep_the_records(self, store: ConcernsAndDocuments) -> None:
        documents: list[Document] = [
            {**_concern(number, "police"), "authority": authority, "intake": {"person": person}}
            for number, authority, person in (
                (7, "fenshire", "person-1"),
                (5, "fenshire", "person-2"),
                (6, "kent", "person-1"),
            )
        ]
        store.save([(None, each) for each in documents])
        assert _ids(store.told_of_people("fenshire", ["person-2", "person-1"])) == ["concern-5", "concern-7"]
        assert store.told_of_people("fenshire", ["person-9"]) == ()

    def test_what_became_nothing_is_found_in_the_order_of_its_end(self, store: ConcernsAndDocuments) -> None:
        for number, day in {11: 3, 12: 1, 13: None, 14: 2}.items():
            ended = instant_text(NOON + timedelta(days=day)) if day else None
            store.save([(None, {**_concern(number, "police"), "ended_at": ended})])
        assert _ids(store.ended("fenshire", NOON + timedelta(days=3), 10)) == ["concern-12", "concern-14"]
        assert _ids(store.ended("fenshire", NOON + timedelta(days=9), 1)) == ["concern-12"]
        assert store.ended("kent", NOON + timedelta(days=9), 10) == ()


class PersonsSuite:
    """Whoever derives from it gives the fixture `store`: the PersonsAndDocuments that is tried."""

    def test_what_nobody_has_read_is_found_by_authority(self, store: PersonsAndDocuments) -> None:
        documents: list[Document] = [
            {"_id": f"person-{number}", "authority": authority, "versions": {}, "unread": unread}
            for number, authority, unread in ((3, "fen", True), (1, "fen", True), (2, "fen", False), (4, "kent", True))
        ]
        store.save([(None, each) for each in documents])
        assert _ids(store.unread("fen", 10)) == ["person-1", "person-3"]
        assert _ids(store.unread("fen", 1)) == ["person-1"]


def _agency(agency: str) -> Visibility:
    return visibility(AgencyReader("client", "fenshire", agency, frozenset(), frozenset(), NOON), ())


def _ids(found: Iterable[Document]) -> list[str]:
    return [each["_id"] for each in found]


def _concern(number: int, agency: str) -> Document:
    name = f"concern-{number}"
    order = f"{instant_text(NOON + timedelta(minutes=number))}|{name}"
    marks = [f"fenshire agency {agency}", "fenshire area fen"]
    return {"_id": name, "authority": "fenshire", "versions": {"intake": 1}, "marks": marks, "order": order}
