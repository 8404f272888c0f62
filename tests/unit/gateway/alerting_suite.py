"""The views of national alerts beyond the case: what every store of them answers, and to whom."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from access import Reader
from access.visibility import Visibility, visibility
from gateway.read_models.cascades import Cascades, about_mark, custodian_mark, exercise_mark
from gateway.read_models.cases import Progress
from gateway.read_models.custodians import Entries
from gateway.read_models.documents import Documents
from gateway.read_models.received import ReceivedAlerts, received_mark
from tests.unit.national_alerts.councils import council

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def whose(code: str, person: str = "custodian") -> Visibility:
    directory = council(code)
    return visibility(Reader(person, directory.authority, directory, AT), ())


def message(number: int, *codes: str, about: str = "alert-1", exercise: bool = False) -> dict[str, Any]:
    marks = [*map(custodian_mark, codes), about_mark("kent", about), *([exercise_mark("kent")] if exercise else [])]
    begun = {"_id": f"{about}.{number}", "authority": "kent", "versions": {"start": 1}, "number": number}
    return {
        **begun,
        "about_id": about,
        "order": f"2026-11-20T10:0{number}:00.000000+00:00|{about}.{number}",
        "marks": sorted(marks),
    }


class CascadesAndDocuments(Cascades, Progress, Documents):
    """A view of messages on their way is asked and folded into."""


class ReceivedAndDocuments(ReceivedAlerts, Documents):
    """A view of copies is asked and folded into."""


class EntriesAndDocuments(Entries, Documents):
    """A view of the directory is asked and folded into."""


class CascadesSuite:
    """Whoever derives from it gives the fixture `store`."""

    def test_a_message_exists_for_those_it_was_sent_to(self, store: CascadesAndDocuments) -> None:
        stored = [message(1, "LUT", "MDW"), message(2, "LUT"), message(1, "LUT", about="exercise-1", exercise=True)]
        store.save([(None, each) for each in stored])
        assert store.received(whose("MDW"), "alert-1.1") == stored[0]
        assert store.received(whose("MDW"), "alert-1.2") is None
        assert store.received(whose("LUT", "keeper-one"), "alert-1.1") is None
        inbox = store.inbox(whose("LUT"), None, 2)
        assert [each["_id"] for each in inbox] == ["alert-1.2", "exercise-1.1"]
        assert [each["_id"] for each in store.inbox(whose("LUT"), inbox[-1]["order"], 2)] == ["alert-1.1"]
        assert [each["number"] for each in store.beside(whose("LUT"), stored[1])] == [1, 2]
        assert [each["number"] for each in store.beside(whose("MDW"), stored[0])] == [1]
        assert [each["number"] for each in store.of(whose("KEN"), "alert-1")] == [1, 2]
        assert store.of(whose("LUT"), "alert-1") == ()
        assert [each["_id"] for each in store.exercises(whose("KEN", "keeper-one"), None, 5)] == ["exercise-1.1"]
        assert store.exercises(whose("KEN"), None, 5) == store.exercises(whose("LUT", "keeper-one"), None, 5) == ()
        assert store.versions(["alert-1.1", "none"]) == {"alert-1.1": {"start": 1}}


class ReceivedSuite:
    """Whoever derives from it gives the fixture `store`."""

    def test_a_copy_exists_for_who_receives_in_its_authority(self, store: ReceivedAndDocuments) -> None:
        copy = {
            "_id": "received-1",
            "authority": "luton",
            "versions": {},
            "order": "1",
            "marks": [received_mark("luton")],
        }
        store.save([(None, copy)])
        assert store.one(whose("LUT"), "received-1") == copy and store.visible(whose("LUT"), None, 5) == (copy,)
        for other in (whose("LUT", "keeper-one"), whose("KEN")):
            assert store.one(other, "received-1") is None and store.visible(other, None, 5) == ()


class EntriesSuite:
    """Whoever derives from it gives the fixture `store`."""

    def test_what_has_happened_is_found_by_code(self, store: EntriesAndDocuments) -> None:
        entry = {"_id": "LUT", "authority": "luton", "versions": {"national_alerts": 1}, "events": []}
        store.save([(None, entry)])
        assert store.since(whose("LUT")) == {"LUT": entry}
