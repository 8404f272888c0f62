"""Reports: which cases they are about, what they count and show, when they are due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from needfire.bank_holidays import england_and_wales
from needfire.conditions import Condition, Finding, Is
from needfire.periods import Period
from needfire.reporting import ReportedCase, draw, due
from needfire.reports import Report

START = datetime(2026, 11, 2, tzinfo=UTC)
END = START + timedelta(days=30)
WEEK = Period.parse("1w")
MISSING = Is("happened", ("missing",))
CALENDAR = england_and_wales()


def report(**given: Any) -> Report:
    return Report("missing", "Missing children", ("FEN-1",), "unit", ("managers",), **given)


def case(number: int, day: int, *categories: str, holds: bool | None = True) -> ReportedCase:
    return ReportedCase(f"case-{number}", START + timedelta(days=day), categories, "trial", {"holds": holds})


def judged(case: ReportedCase, _: Condition) -> Finding:
    return Finding(case.told["holds"])


def test_counts_by_category_and_month_and_names_no_case() -> None:
    drawn = draw(
        report(), [case(1, 3, "FEN-A"), case(2, 4, "FEN-A", "FEN-B"), case(3, 29, "FEN-B")], START, END, judged
    )
    assert drawn.number == 3
    assert drawn.by_category == (("FEN-A", 2), ("FEN-B", 2))
    assert drawn.by_month == (("2026-11", 2), ("2026-12", 1))
    assert drawn.cases == ()


def test_a_month_is_that_of_englands_clocks_and_one_without_cases_is_not_named() -> None:
    moments = (
        "2026-01-31T23:59:59",
        "2026-02-01T00:00:00",
        "2026-03-31T22:59:59",
        "2026-03-31T23:00:00",
        "2026-12-01T00:00:00",
    )
    cases = [ReportedCase(f"case-{each}", datetime.fromisoformat(f"{each}+00:00"), (), "trial", {}) for each in moments]
    drawn = draw(report(), cases, START - timedelta(days=366), START + timedelta(days=366), judged)
    assert drawn.by_month == (("2026-01", 1), ("2026-02", 1), ("2026-03", 1), ("2026-04", 1), ("2026-12", 1))


def test_a_case_raised_at_the_start_is_in_and_one_raised_at_the_end_is_not() -> None:
    drawn = draw(report(shows="lists"), [case(1, 0), case(2, 30), case(3, -1)], START, END, judged)
    assert drawn.cases == ("case-1",)


def test_only_the_cases_that_its_condition_holds_for() -> None:
    drawn = draw(
        report(shows="lists", when=MISSING), [case(1, 2), case(2, 1), case(3, 3, holds=False)], START, END, judged
    )
    assert drawn.cases == ("case-2", "case-1")


def test_a_case_of_which_it_is_not_known_is_shown_as_such() -> None:
    drawn = draw(report(shows="lists", when=MISSING), [case(1, 2, holds=None)], START, END, judged)
    assert (drawn.cases, drawn.unsettled) == ((), ("case-1",))


def test_a_sample_can_be_drawn_again_and_another_seed_gives_another() -> None:
    cases = [case(number, 1) for number in range(200)]
    sampled = report(shows="samples", sample=50)
    first = draw(sampled, cases, START, END, judged, seed=7).cases
    assert len(set(first)) == 50
    assert draw(sampled, reversed(cases), START, END, judged, seed=7).cases == first
    assert draw(sampled, cases, START, END, judged, seed=8).cases != first


def test_a_sample_of_fewer_than_asked_is_all_of_them() -> None:
    drawn = draw(report(shows="samples", sample=50), [case(1, 1), case(2, 2)], START, END, judged)
    assert drawn.cases == ("case-1", "case-2")


@pytest.mark.parametrize(("after", "week"), [(0, 1), (6.99, 1), (7, 2), (70.5, 11)])
def test_it_comes_round_without_drift(after: float, week: int) -> None:
    found = due(report(every=WEEK), START, START + timedelta(days=after), CALENDAR)
    assert found and found.due == START + timedelta(weeks=week)


def test_a_report_on_request_is_never_due() -> None:
    assert due(report(), START, END, CALENDAR) is None
