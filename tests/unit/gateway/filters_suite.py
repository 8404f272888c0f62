"""What every store of saved filters does."""

from __future__ import annotations

from gateway.report_filters import ReportFilter, ReportFilters

WEEK, YEAR = ReportFilter("missing", 7, "fen"), ReportFilter("missing", 366)


class ReportFiltersSuite:
    """Whoever derives from it gives the fixture `filters`: the ReportFilters that is tried."""

    def test_each_has_their_own(self, filters: ReportFilters) -> None:
        filters.put("fenshire", "head", YEAR)
        filters.put("fenshire", "head", WEEK)
        filters.put("kent", "head", YEAR)
        assert filters.of("fenshire", "head") == (WEEK, YEAR)
        assert filters.of("fenshire", "auditor") == ()

    def test_saved_twice_it_is_there_once_and_taken_away_not_at_all(self, filters: ReportFilters) -> None:
        for _ in range(2):
            filters.put("fenshire", "head", WEEK)
        assert filters.of("fenshire", "head") == (WEEK,)
        filters.drop("fenshire", "auditor", WEEK.filter_id)
        assert filters.of("fenshire", "head") == (WEEK,)
        for _ in range(2):
            filters.drop("fenshire", "head", WEEK.filter_id)
        assert filters.of("fenshire", "head") == ()
