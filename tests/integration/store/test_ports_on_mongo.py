"""Every port's suite on the real store."""

from __future__ import annotations

from typing import Any

import pytest
from pymongo.database import Database

from shared_kernel.checkpoints_mongo import MongoCheckpointStore
from shared_kernel.commit_store_mongo import MongoCommitStore
from shared_kernel.delivery.ledger_mongo import MongoDeliveryLedger
from shared_kernel.leases_mongo import MongoLeaseStore
from shared_kernel.parked_mongo import MongoParkedStore
from shared_kernel.waiting_clocks_mongo import MongoClockStore
from tests.contract.ports.checkpoint_store_suite import CheckpointStoreSuite
from tests.contract.ports.clock_store_suite import ClockStoreSuite
from tests.contract.ports.commit_store_suite import CommitStoreSuite
from tests.contract.ports.delivery_ledger_suite import DeliveryLedgerSuite
from tests.contract.ports.lease_store_suite import LeaseStoreSuite, Wall
from tests.contract.ports.parked_store_suite import FIRST, ParkedStoreSuite


class TestMongoCommitStore(CommitStoreSuite):
    @pytest.fixture
    def store(self, database: Database[dict[str, Any]]) -> MongoCommitStore:
        return MongoCommitStore(database)


class TestMongoCheckpointStore(CheckpointStoreSuite):
    @pytest.fixture
    def checkpoints(self, database: Database[dict[str, Any]]) -> MongoCheckpointStore:
        return MongoCheckpointStore(database)


class TestMongoLeaseStore(LeaseStoreSuite):
    @pytest.fixture
    def leases(self, database: Database[dict[str, Any]], wall: Wall) -> MongoLeaseStore:
        return MongoLeaseStore(database, wall)


class TestMongoParkedStore(ParkedStoreSuite):
    @pytest.fixture
    def parked(self, database: Database[dict[str, Any]]) -> MongoParkedStore:
        return MongoParkedStore(database)

    def test_what_an_earlier_release_parked_is_still_there(
        self, parked: MongoParkedStore, database: Database[dict[str, Any]]
    ) -> None:
        parked.park(FIRST)
        database["parked_commits"].update_one({}, {"$unset": {"authority": "", "tried_at": ""}})
        assert parked.listed(10) == (FIRST,)


class TestMongoClockStore(ClockStoreSuite):
    @pytest.fixture
    def clocks(self, database: Database[dict[str, Any]], wall: Wall) -> MongoClockStore:
        return MongoClockStore(database, wall)


class TestMongoDeliveryLedger(DeliveryLedgerSuite):
    @pytest.fixture
    def ledger(self, database: Database[dict[str, Any]]) -> MongoDeliveryLedger:
        return MongoDeliveryLedger(database)
