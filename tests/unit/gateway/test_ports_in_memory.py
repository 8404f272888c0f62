"""The gateway's ports, in memory."""

from __future__ import annotations

import pytest

from gateway.drafts.store_memory import MemoryDrafts
from gateway.finding.index_memory import MemoryNames
from gateway.identity.once_memory import MemoryOnceStore
from gateway.identity.sessions_memory import MemorySessionStore
from gateway.read_models.alerting_memory import MemoryCascades, MemoryEntries, MemoryReceived
from gateway.read_models.memory import (
    MemoryAbsences,
    MemoryAssessments,
    MemoryCases,
    MemoryConcerns,
    MemoryPersons,
    MemoryRegister,
    MemoryTrays,
)
from gateway.report_filters_memory import MemoryReportFilters
from gateway.sealing.store_memory import MemoryKeyStore
from tests.unit.gateway.alerting_suite import CascadesSuite, EntriesSuite, ReceivedSuite
from tests.unit.gateway.documents_suite import (
    AbsencesSuite,
    AssessmentsSuite,
    CasesSuite,
    ConcernsSuite,
    PersonsSuite,
    TraysSuite,
)
from tests.unit.gateway.drafts_suite import DraftsSuite
from tests.unit.gateway.filters_suite import ReportFiltersSuite
from tests.unit.gateway.identity.stores_suite import OnceStoreSuite, SessionStoreSuite
from tests.unit.gateway.keys_suite import KeyStoreSuite
from tests.unit.gateway.names_suite import NamesSuite
from tests.unit.gateway.raised_suite import RaisedSuite
from tests.unit.gateway.register_suite import RegisterSuite


class TestMemoryCases(CasesSuite):
    @pytest.fixture
    def store(self) -> MemoryCases:
        return MemoryCases()


class TestMemoryRaised(RaisedSuite):
    @pytest.fixture
    def store(self) -> MemoryCases:
        return MemoryCases()


class TestMemoryTrays(TraysSuite):
    @pytest.fixture
    def store(self) -> MemoryTrays:
        return MemoryTrays()


class TestMemoryAssessments(AssessmentsSuite):
    @pytest.fixture
    def store(self) -> MemoryAssessments:
        return MemoryAssessments()


class TestMemoryConcerns(ConcernsSuite):
    @pytest.fixture
    def store(self) -> MemoryConcerns:
        return MemoryConcerns()


class TestMemoryPersons(PersonsSuite):
    @pytest.fixture
    def store(self) -> MemoryPersons:
        return MemoryPersons()


class TestMemoryAbsences(AbsencesSuite):
    @pytest.fixture
    def store(self) -> MemoryAbsences:
        return MemoryAbsences()


class TestMemoryNames(NamesSuite):
    @pytest.fixture
    def store(self) -> MemoryNames:
        return MemoryNames()


class TestMemoryKeyStore(KeyStoreSuite):
    @pytest.fixture
    def keys(self) -> MemoryKeyStore:
        return MemoryKeyStore()


class TestMemorySessionStore(SessionStoreSuite):
    @pytest.fixture
    def sessions(self) -> MemorySessionStore:
        return MemorySessionStore()


class TestMemoryOnceStore(OnceStoreSuite):
    @pytest.fixture
    def once(self) -> MemoryOnceStore:
        return MemoryOnceStore()


class TestMemoryReportFilters(ReportFiltersSuite):
    @pytest.fixture
    def filters(self) -> MemoryReportFilters:
        return MemoryReportFilters()


class TestMemoryCascades(CascadesSuite):
    @pytest.fixture
    def store(self) -> MemoryCascades:
        return MemoryCascades()


class TestMemoryReceived(ReceivedSuite):
    @pytest.fixture
    def store(self) -> MemoryReceived:
        return MemoryReceived()


class TestMemoryEntries(EntriesSuite):
    @pytest.fixture
    def store(self) -> MemoryEntries:
        return MemoryEntries()


class TestMemoryRegister(RegisterSuite):
    @pytest.fixture
    def store(self) -> MemoryRegister:
        return MemoryRegister()


class TestMemoryDrafts(DraftsSuite):
    @pytest.fixture
    def drafts(self) -> MemoryDrafts:
        return MemoryDrafts()
