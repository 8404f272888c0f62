"""What every store of cases tells reports of them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from access.visibility import Visibility
from gateway.read_models.cases import Cases
from gateway.read_models.documents import ChangedMeanwhile
from tests.unit.casework.authorities import fenshire_edition
from tests.unit.casework.case import NOON
from tests.unit.gateway.documents_suite import MANAGER, CasesAndDocuments, case, seeing


def raised(
    store: Cases, whose: Visibility, since: datetime = NOON - timedelta(days=1), until: datetime = NOON
) -> dict[str, tuple[str, ...]]:
    """The cases that count for them, with their categories."""
    found = store.raised(whose, since, until, with_facts=False)
    lines = [each for group in found.of_areas.values() for each in group]
    assert len({each.notification_id for each in lines}) == len(lines)
    one_by_one = {str(each["_id"]): tuple(each.get("intake", {}).get("categories", ())) for each in found.others}
    return one_by_one | {each.notification_id: each.categories for each in lines}


class RaisedSuite:
    """Whoever derives from it gives the fixture `store`: the CasesAndDocuments that is tried."""

    def test_what_reports_count_is_told_of_whole_areas_and_of_single_cases_elsewhere(
        self, store: CasesAndDocuments
    ) -> None:
        mine, theirs, others = case(1), case(2, "hill", "manager"), case(3, "hill")
        store.save([(None, each) for each in (mine, theirs, others, case(4, authority="kent"))])
        assert raised(store, MANAGER) == {"notification-1": (), "notification-2": ()}
        assert raised(store, seeing("clerk", fenshire_edition())) == {}

    def test_what_reports_count_lies_between_two_moments(self, store: CasesAndDocuments) -> None:
        days = (0, 1, 30, 200, 366, 3_000)
        store.save([(None, case(n, raised=NOON - timedelta(days=each))) for n, each in enumerate(days)])
        found = raised(store, MANAGER, NOON - timedelta(days=200), NOON)
        assert found.keys() == {"notification-1", "notification-2", "notification-3"}

    def test_what_reports_count_follows_the_case(self, store: CasesAndDocuments) -> None:
        facts = {"facts": {"happened": ["missing"]}, "consultations": [{"with_role": "head"}]}
        before = {**case(1), "intake": {"categories": ["FEN-A"], **facts}}
        after = {**before, "versions": {"intake": 2}, "intake": {"categories": ["FEN-A", "FEN-B"], **facts}}
        store.save([(None, before), (None, case(2))])
        store.save([(before, after)])
        assert raised(store, MANAGER) == {"notification-1": ("FEN-A", "FEN-B"), "notification-2": ()}
        told = store.raised(MANAGER, NOON - timedelta(days=1), NOON, with_facts=True).of_areas["trial", "fen"]
        assert {each.notification_id: each.told for each in told}["notification-1"] == facts
        moved = {**after, "versions": {"intake": 3}, **{name: case(1, "hill")[name] for name in ("area", "marks")}}
        store.save([(after, moved)])
        assert raised(store, MANAGER).keys() == {"notification-2"}

    def test_what_reports_count_is_as_saved_where_another_was_faster(self, store: CasesAndDocuments) -> None:
        before, after, late = (
            {**case(1, version=version), "intake": {"categories": [category]}}
            for version, category in ((1, "FEN-A"), (2, "FEN-B"), (2, "FEN-C"))
        )
        store.save([(None, before)])
        store.save([(before, after)])
        with pytest.raises(ChangedMeanwhile):
            store.save([(before, late)])
        assert raised(store, MANAGER) == {"notification-1": ("FEN-B",)}
        store.drop()
        assert raised(store, MANAGER) == {}
