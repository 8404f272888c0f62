"""Reports over HTTP: who has which, when they are due, what they come to, and what they do not tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from access import Reader
from gateway.raised import judging
from needfire.conditions import Finding, Setting
from needfire.facts import Vocabulary
from needfire.reporting import ReportedCase
from tests.unit.casework.authorities import fenshire, real
from tests.unit.casework.case import NOON
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.house import House

REPORTS = """
reports:
- {id: missing, title: Missing children, rules: [FEN-2], by: auditor, to: [head], every: 1w, shows: lists, when: {gone: true}}
- {id: audit, title: Sample for audit, rules: [FEN-2], by: auditor, to: [], shows: samples, sample: 2}
- {id: types, title: Types, rules: [FEN-2], by: head, to: [], every: 4mo}
"""
AUDITOR, HEAD = "auditor", "head"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, fenshire(REPORTS))


def test_each_sees_the_reports_that_they_draw_or_receive(callers: Callers) -> None:
    ids = {by: [each["report_id"] for each in callers.said("/v1/reports", by)["reports"]] for by in (AUDITOR, HEAD)}
    assert ids == {AUDITOR: ["missing", "audit"], HEAD: ["missing", "types"]}
    assert callers.said("/v1/reports", "worker")["reports"] == []


def test_a_report_of_others_is_not_there(callers: Callers) -> None:
    refused(callers.get("/v1/reports/types", AUDITOR), "not_found", 404)
    refused(callers.get("/v1/reports/nothing", AUDITOR), "not_found", 404)


def test_when_it_is_due_next_is_counted_from_the_procedures_first_day(callers: Callers) -> None:
    told = {each["report_id"]: each for each in callers.said("/v1/reports", AUDITOR)["reports"]}
    assert told["missing"]["next_due"] == "2026-11-18T00:00:00+00:00"
    assert told["missing"]["arithmetic"]
    assert told["audit"]["next_due"] is None


def test_it_lists_the_cases_that_it_is_about_and_those_that_are_not_settled(callers: Callers) -> None:
    missing = callers.raised()
    unsettled = callers.raised(facts={"subject_kind": "child"}, categories=["FEN-X"])
    callers.raised(facts={"happened": ["arrest"]}, categories=["FEN-C"])
    drawn = callers.said("/v1/reports/missing", HEAD)
    assert (drawn["number"], drawn["cases"], drawn["unsettled"]) == (1, [missing], [unsettled])
    assert drawn["by_category"] == [{"of": "FEN-A", "title": "Missing", "number": 1}]
    assert drawn["by_month"] == [{"of": "2026-11", "title": "2026-11", "number": 1}]


class AsDefinedIn:
    """Holds under the edition that defines what this one does."""

    def __init__(self, definitions: object) -> None:
        self.definitions = definitions

    def judge(self, setting: Setting) -> Finding:
        return Finding(setting.definitions == self.definitions)

    def in_words(self, vocabulary: Vocabulary) -> str:
        return "as defined"


def test_a_condition_is_judged_of_each_case_under_its_own_edition(tmp_path: Path) -> None:
    parts = House(tmp_path, real("kent")).parts
    judge = judging(parts, Reader("kent-director", "kent", parts.deployment.directories["kent"], NOON))
    editions = parts.people.authority("kent").editions
    cases = {name: ReportedCase("notification-1", NOON, (), name, {}) for name in editions}
    for name, edition in editions.items():
        condition = AsDefinedIn(edition.definitions)
        assert [each for each, case in cases.items() if judge(case, condition).holds] == [name]


def test_a_sample_is_drawn_again_by_its_seed(callers: Callers) -> None:
    raised = {callers.raised() for _ in range(8)}
    first = callers.said("/v1/reports/audit", AUDITOR, seed=5)["cases"]
    assert len(first) == 2
    assert set(first) <= raised
    assert callers.said("/v1/reports/audit", AUDITOR, seed=5)["cases"] == first


@pytest.mark.parametrize(
    ("time", "code"),
    [
        ({"since": "yesterday"}, "malformed"),
        ({"since": "2026-11-01"}, "malformed"),
        ({"since": "2020-01-01T00:00:00+00:00"}, "malformed"),
        ({"since": "2026-11-10T00:00:00+00:00", "until": "2026-11-10T00:00:00+00:00"}, "period_backwards"),
    ],
)
def test_a_time_that_cannot_be_is_named(callers: Callers, time: dict[str, str], code: str) -> None:
    refused(callers.get("/v1/reports/missing", HEAD, **time), code, 422)


def test_only_what_was_raised_in_the_time_counts(callers: Callers) -> None:
    callers.raised()
    assert callers.said("/v1/reports/missing", HEAD, until="2026-11-17T12:00:00+00:00")["number"] == 0
    assert callers.said("/v1/reports/missing", HEAD, until="2026-11-17T12:00:01+00:00")["number"] == 1
