"""The gateway's ports on the real store."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from pymongo.database import Database

from gateway.drafts.store_mongo import MongoDrafts
from gateway.finding.index_mongo import MongoNames
from gateway.identity.once_mongo import MongoOnceStore
from gateway.identity.sessions_mongo import MongoSessionStore
from gateway.read_models import raised_mongo, register_lines, register_mongo, trays_mongo
from gateway.read_models.alerting_mongo import MongoCascades
from gateway.read_models.mongo import (
    MongoAbsences,
    MongoAssessments,
    MongoCases,
    MongoConcerns,
    MongoPersons,
)
from gateway.read_models.moves_mongo import MongoMoves
from gateway.read_models.received_mongo import MongoEntries, MongoReceived
from gateway.read_models.register_lines import counted
from gateway.read_models.register_mongo import MongoRegister
from gateway.read_models.trays_mongo import MongoTrays
from gateway.report_filters_mongo import MongoReportFilters
from gateway.sealing.store_mongo import MongoKeyStore
from needfire.procedure import Edition
from tests.unit.gateway.alerting_suite import CascadesSuite, EntriesSuite, ReceivedSuite
from tests.unit.gateway.documents_suite import (
    MANAGER,
    OWN,
    POSTS,
    AbsencesSuite,
    AssessmentsSuite,
    CasesSuite,
    ConcernsSuite,
    PersonsSuite,
    TraysSuite,
    case,
    seeing,
    tray,
)
from tests.unit.gateway.drafts_suite import DraftsSuite
from tests.unit.gateway.filters_suite import ReportFiltersSuite
from tests.unit.gateway.identity.stores_suite import OnceStoreSuite, SessionStoreSuite
from tests.unit.gateway.keys_suite import KeyStoreSuite
from tests.unit.gateway.moves_suite import MovesSuite
from tests.unit.gateway.names_suite import NamesSuite
from tests.unit.gateway.raised_suite import RaisedSuite, raised
from tests.unit.gateway.register_suite import HERE, NOW, RegisterSuite, line


class TestMongoCases(CasesSuite):
    @pytest.fixture
    def store(self, database: Database[dict[str, Any]]) -> MongoCases:
        return MongoCases(database)


class TestMongoRaised(RaisedSuite):
    @pytest.fixture
    def store(self, database: Database[dict[str, Any]]) -> MongoCases:
        return MongoCases(database)

    def test_what_was_saved_before_there_were_packed_lines_is_packed_once(
        self, database: Database[dict[str, Any]]
    ) -> None:
        store = MongoCases(database)
        store.save([(None, case(number)) for number in (1, 2, 3)])
        database["raised"].delete_many({})
        assert raised(store, MANAGER) == {}
        assert [store.pack_all(), store.pack_all()] == [3, 0]
        assert raised(store, MANAGER).keys() == {"notification-1", "notification-2", "notification-3"}

    def test_a_full_pack_is_followed_by_another(
        self, database: Database[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(raised_mongo, "FULL", 2)
        documents = [case(number) for number in range(1, 6)]
        for each in documents:
            MongoCases(database).save([(None, each)])
        assert database["raised"].count_documents({"mark": "fenshire area trial fen"}) == 3
        changed = {**documents[0], "versions": {"intake": 2}, "intake": {"categories": ["FEN-A"]}}
        MongoCases(database).save([(documents[0], changed)])
        assert raised(MongoCases(database), MANAGER)["notification-1"] == ("FEN-A",)
        assert len(raised(MongoCases(database), MANAGER)) == 5


class TestMongoTrays(TraysSuite):
    @pytest.fixture
    def store(self, database: Database[dict[str, Any]]) -> MongoTrays:
        return MongoTrays(database)

    def test_what_is_packed_is_moved_with_its_trays_and_put_right_where_it_is_not(
        self, store: MongoTrays, database: Database[dict[str, Any]]
    ) -> None:
        first, second = tray(1, OWN, POSTS, due="2026-12"), tray(2, OWN)
        store.save([(None, first), (None, second)])
        sooner, done = {**second, "due": {**second["due"], "task": "2026-11"}}, {**first, "marks": []}
        for before, after in ((first, done), (second, sooner)):
            store.save([(before, {**after, "versions": {"escalation": 2}})])
        assert [each["_id"] for each in store.waiting(MANAGER, "task", None, 10)] == ["notification-2"]
        assert [each["due"]["task"] for each in store.waiting(MANAGER, "task", None, 10)] == ["2026-11"]
        assert store.put_right() == 0
        packs = database[trays_mongo.PACKING.name]
        packs.delete_many({})
        assert store.waiting(MANAGER, "task", None, 10) == ()
        assert store.put_right() == 1
        assert len(store.waiting(MANAGER, "task", None, 10)) == 1
        packs.update_many({}, {"$set": {"lines.notification-9": orjson.dumps(["2026-10", OWN]).decode()}})
        assert store.put_right() == 1
        assert store.put_right() == 0

    def test_a_page_is_full_where_a_tray_has_just_been_emptied_and_is_still_packed(
        self, store: MongoTrays, database: Database[dict[str, Any]]
    ) -> None:
        store.save([(None, tray(number, OWN)) for number in range(1, 5)])
        database["tray_items"].update_one({"_id": "notification-1"}, {"$set": {"marks": []}})
        assert [each["_id"][-1] for each in store.waiting(MANAGER, "task", None, 2)] == ["2", "3"]


class TestMongoAssessments(AssessmentsSuite):
    @pytest.fixture
    def store(self, database: Database[dict[str, Any]]) -> MongoAssessments:
        return MongoAssessments(database)


class TestMongoReportFilters(ReportFiltersSuite):
    @pytest.fixture
    def filters(self, database: Database[dict[str, Any]]) -> MongoReportFilters:
        return MongoReportFilters(database)


class TestMongoConcerns(ConcernsSuite):
    @pytest.fixture
    def store(self, database: Database[dict[str, Any]]) -> MongoConcerns:
        return MongoConcerns(database)


class TestMongoPersons(PersonsSuite):
    @pytest.fixture
    def store(self, database: Database[dict[str, Any]]) -> MongoPersons:
        return MongoPersons(database)


class TestMongoAbsences(AbsencesSuite):
    @pytest.fixture
    def store(self, database: Database[dict[str, Any]]) -> MongoAbsences:
        return MongoAbsences(database)


class TestMongoNames(NamesSuite):
    @pytest.fixture
    def store(self, database: Database[dict[str, Any]]) -> MongoNames:
        return MongoNames(database)


class TestMongoKeyStore(KeyStoreSuite):
    @pytest.fixture
    def keys(self, database: Database[dict[str, Any]]) -> MongoKeyStore:
        return MongoKeyStore(database)


class TestMongoSessionStore(SessionStoreSuite):
    @pytest.fixture
    def sessions(self, database: Database[dict[str, Any]]) -> MongoSessionStore:
        return MongoSessionStore(database)


class TestMongoOnceStore(OnceStoreSuite):
    @pytest.fixture
    def once(self, database: Database[dict[str, Any]]) -> MongoOnceStore:
        return MongoOnceStore(database)


class TestMongoCascades(CascadesSuite):
    @pytest.fixture
    def store(self, database: Database[dict[str, Any]]) -> MongoCascades:
        return MongoCascades(database)


class TestMongoReceived(ReceivedSuite):
    @pytest.fixture
    def store(self, database: Database[dict[str, Any]]) -> MongoReceived:
        return MongoReceived(database)


class TestMongoEntries(EntriesSuite):
    @pytest.fixture
    def store(self, database: Database[dict[str, Any]]) -> MongoEntries:
        return MongoEntries(database)


class TestMongoRegister(RegisterSuite):
    @pytest.fixture
    def store(self, database: Database[dict[str, Any]]) -> MongoRegister:
        return MongoRegister(database)

    def test_what_was_deleted_by_hand_of_lines_or_what_lies_beside_is_noticed_and_made_anew(
        self, store: MongoRegister, trial: Edition, database: Database[dict[str, Any]]
    ) -> None:
        manager = seeing("manager", trial)
        store.save([])
        assert store.put_right() == 0
        database[register_lines.NAME].delete_one({"_id": "notification-3"})
        assert store.put_right() == 1
        assert counted(store.overview(manager, "on_register"), NOW, ["low"]).by_level == {"low": 0}
        store.save([(None, line(3, "~", HERE, level="low"))])  # as the auditor has it made again
        assert store.put_right() == 0
        assert counted(store.overview(manager, "on_register"), NOW, ["low"]).by_level == {"low": 1}
        database[register_mongo.PACKING.name].delete_many({})
        assert store.put_right() == 1
        assert len(store.overview(manager, "on_register")) == 3
        assert store.put_right() == 0


class TestMongoDrafts(DraftsSuite):
    @pytest.fixture
    def drafts(self, database: Database[dict[str, Any]]) -> MongoDrafts:
        return MongoDrafts(database)


class TestMongoMoves(MovesSuite):
    @pytest.fixture
    def store(self, database: Database[dict[str, Any]]) -> MongoMoves:
        return MongoMoves(database)
