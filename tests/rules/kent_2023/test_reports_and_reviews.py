"""What the reports of Kent's edition of 2023 show to whom, and who holds a safeguarding review."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from needfire.conditions import Condition, Finding
from needfire.reporting import ReportedCase, draw
from needfire.reports import Report
from needfire.suggesting import holds, setting
from needfire.vocabulary import VOCABULARY
from tests.rules.kent import CALENDAR, EDITIONS, ask, decided_by, told
from tests.rules.kent_2023.playing import EDITION, UNIT_MANAGER
from tests.unit.casework.case import NOON
from tests.unit.escalation.kent import HARMLESS, alerted


@pytest.mark.rule("KEN23-NA-1")
def test_the_units_service_manager_decides_whether_a_national_alert_is_sent() -> None:
    assert decided_by(EDITION, "national_alert") == "Service manager of the safeguarding unit"


# --- reports -----------------------------------------------------------------------------------------------------------

REPORTS = {
    "trends": ("safeguarding_unit", ("director", "assistant_director")),
    "area_trends": ("assistant_director", ("assistant_director",)),
}


def report_of(name: str) -> Report:
    return next(each for each in EDITIONS[EDITION].reports if each.id == name)


def reported(number: int) -> ReportedCase:
    """A case of this number, raised on that day of October."""
    day = datetime(2026, 10, number, 9, tzinfo=UTC)
    return ReportedCase(f"notification-{number}", day, ("KEN23-NTK-K",), EDITION, HARMLESS)


def judged(case: ReportedCase, condition: Condition) -> Finding:
    stated = EDITIONS[case.edition]
    return holds(condition, setting(stated, VOCABULARY.read(case.told, NOON), NOON, CALENDAR))


@pytest.mark.rule("KEN23-MON-2")
@pytest.mark.parametrize("name", REPORTS)
def test_trends_are_numbers_for_those_who_follow_them_and_name_no_case(name: str) -> None:
    report = report_of(name)
    assert (report.by, report.to) == REPORTS[name]
    drawn = draw(report, map(reported, (1, 2, 3)), NOON - timedelta(days=90), NOON, judged)
    assert (drawn.number, drawn.by_category, drawn.cases) == (3, (("KEN23-NTK-K", 3),), ())


# --- reviews -----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("KEN23-REV-2")
@pytest.mark.parametrize(
    ("of_role", "by"),
    [("unit_service_manager", UNIT_MANAGER), ("principal_social_worker", "kent-principal-social-worker")],
)
@pytest.mark.parametrize("outcome", ["reviewed", "not_held"])
def test_a_safeguarding_review_is_held_or_not_and_why_is_said(of_role: str, by: str, outcome: str) -> None:
    case = alerted(HARMLESS, "KEN23-NTK-K")
    case.given(ask("safeguarding_review", of_role), by="kent-safeguarding-lead")
    assert case.task("safeguarding_review").people == (by,)
    case.when(case.decide("safeguarding_review", outcome), by=by).refused("comment_required")
    case.given(case.decide("safeguarding_review", outcome, sealed="learning"), by=by)
    assert (case.waiting.count("safeguarding_review"), told(case)) == (0, [])
