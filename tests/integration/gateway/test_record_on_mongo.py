"""The ports of the record on the real store."""

from __future__ import annotations

from typing import Any

import pytest
from pymongo.database import Database

from gateway.auditing.log_mongo import MongoWaiting
from gateway.auditing.records_mongo import MongoRecords
from tests.unit.gateway.auditing.records_suite import RecordsSuite
from tests.unit.gateway.auditing.waiting_suite import WaitingSuite


class TestMongoWaiting(WaitingSuite):
    @pytest.fixture
    def waiting(self, database: Database[dict[str, Any]]) -> MongoWaiting:
        return MongoWaiting(database)


class TestMongoRecords(RecordsSuite):
    @pytest.fixture
    def records(self, database: Database[dict[str, Any]]) -> MongoRecords:
        return MongoRecords(database)
