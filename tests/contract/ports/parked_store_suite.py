"""What every ParkedStore does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from shared_kernel.parked import WAITS_BEHIND, ParkedCommit, ParkedStore
from tests.contract.ports.samples import NOON

FIRST = ParkedCommit("pages", "intake", "case-1", 3, 9, "rule_missing", NOON)
BEHIND = replace(FIRST, version=4, position=12, reason=WAITS_BEHIND, parked_at=NOON + timedelta(seconds=1))
OTHER_STREAM = replace(FIRST, stream="case-2", position=10, parked_at=NOON - timedelta(seconds=1))
OTHER_READER = replace(FIRST, reader="counts")
OTHER_SOURCE = replace(FIRST, source="escalation")


class ParkedStoreSuite:
    """Whoever derives from it gives the fixture `parked`: the ParkedStore that is tried."""

    def test_a_stream_comes_back_in_order(self, parked: ParkedStore) -> None:
        for each in (BEHIND, FIRST, OTHER_STREAM, OTHER_READER, OTHER_SOURCE):
            parked.park(each)
        assert parked.of_stream("pages", "intake", "case-1") == (FIRST, BEHIND)

    def test_blocked_are_the_streams_of_this_reader_and_source(self, parked: ParkedStore) -> None:
        assert parked.blocked("pages", "intake") == frozenset()
        for each in (FIRST, BEHIND, replace(OTHER_READER, stream="case-7")):
            parked.park(each)
        assert parked.blocked("pages", "intake") == {"case-1"}

    def test_parking_again_keeps_one_with_the_newer_reason(self, parked: ParkedStore) -> None:
        parked.park(FIRST)
        again = replace(FIRST, reason="KeyError", parked_at=NOON + timedelta(hours=1))
        parked.park(again)
        assert parked.of_stream("pages", "intake", "case-1") == (again,)
        assert parked.count() == 1

    def test_a_stream_is_free_when_the_last_of_it_is_removed(self, parked: ParkedStore) -> None:
        for each in (FIRST, BEHIND, OTHER_READER):
            parked.park(each)
        parked.remove(FIRST)
        parked.remove(FIRST)
        assert parked.blocked("pages", "intake") == {"case-1"}
        parked.remove(BEHIND)
        assert parked.blocked("pages", "intake") == frozenset()
        assert parked.blocked("counts", "intake") == {"case-1"}

    def test_all_are_listed_oldest_first(self, parked: ParkedStore) -> None:
        for each in (BEHIND, FIRST, OTHER_STREAM):
            parked.park(each)
        assert parked.listed(10) == (OTHER_STREAM, FIRST, BEHIND)
        assert parked.listed(1) == (OTHER_STREAM,)
        assert parked.listed(0) == ()
        assert parked.count() == 3

    def test_an_asked_redrive_is_taken_once_by_its_reader(self, parked: ParkedStore) -> None:
        for each in (FIRST, BEHIND, OTHER_STREAM, OTHER_READER):
            parked.park(each)
        parked.ask_redrive("pages", "intake", "case-1")
        assert parked.take_asked("counts", "intake") == ()
        assert parked.take_asked("pages", "intake") == ("case-1",)
        assert parked.take_asked("pages", "intake") == ()

    def test_asking_for_what_is_not_parked_asks_nothing(self, parked: ParkedStore) -> None:
        parked.ask_redrive("pages", "intake", "case-1")
        assert parked.take_asked("pages", "intake") == ()

    def test_what_is_anothers_is_not_listed_of_an_authority(self, parked: ParkedStore) -> None:
        kents = replace(FIRST, authority="kent", tried_at=NOON + timedelta(hours=1))
        for each in (kents, replace(OTHER_STREAM, authority="luton")):
            parked.park(each)
        assert parked.listed(10, "kent") == (kents,)
        assert parked.listed(10, "lincolnshire") == ()
