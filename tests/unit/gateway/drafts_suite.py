"""What every store of drafts does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from gateway.drafts.store import DraftRow, DraftStore
from tests.unit.casework.case import NOON

ROW = DraftRow("draft-1", "fenshire", "worker", "person-1", "s2.1.draft:x", 1, NOON, NOON + timedelta(days=7))


class DraftsSuite:
    """Whoever derives from it gives the fixture `drafts`: the DraftStore that is tried."""

    def test_a_draft_is_its_authors_and_nobody_elses(self, drafts: DraftStore) -> None:
        assert drafts.add(ROW)
        assert drafts.find("fenshire", "worker", "draft-1") == ROW
        assert drafts.find("fenshire", "manager", "draft-1") is None
        assert drafts.find("kent", "worker", "draft-1") is None
        assert drafts.of_author("fenshire", "manager", 9) == ()

    def test_one_of_the_same_id_is_not_begun_twice(self, drafts: DraftStore) -> None:
        assert drafts.add(ROW)
        assert not drafts.add(replace(ROW, sealed="another"))
        assert drafts.find("fenshire", "worker", "draft-1") == ROW

    def test_what_another_window_saved_meanwhile_is_not_lost(self, drafts: DraftStore) -> None:
        drafts.add(ROW)
        second = replace(ROW, version=2, sealed="second")
        assert drafts.replace(second)
        assert not drafts.replace(replace(ROW, version=2, sealed="beside it"))
        assert drafts.find("fenshire", "worker", "draft-1") == second

    def test_those_saved_last_come_first_and_no_more_than_asked_for(self, drafts: DraftStore) -> None:
        rows = [replace(ROW, draft_id=f"draft-{n}", saved_at=NOON + timedelta(hours=n)) for n in range(3)]
        for each in rows:
            drafts.add(each)
        assert drafts.of_author("fenshire", "worker", 2) == (rows[2], rows[1])

    def test_one_whose_time_is_over_is_told_and_can_be_removed_once_and_again(self, drafts: DraftStore) -> None:
        drafts.add(ROW)
        assert drafts.run_out(ROW.until - timedelta(seconds=1), 9) == ()
        assert drafts.run_out(ROW.until, 9) == (ROW,)
        drafts.remove("kent", "draft-1")
        assert drafts.find("fenshire", "worker", "draft-1") == ROW
        drafts.remove("fenshire", "draft-1")
        drafts.remove("fenshire", "draft-1")
        assert drafts.run_out(ROW.until, 9) == ()
