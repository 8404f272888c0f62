"""Oversight on pages: reports with plots and a table beside each, what may be handed on, and the list that comes round for review."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from contracts.gateway_reports import Counted
from gateway.web import reports
from gateway.web.tables import csv_of
from gateway.words.handed_on import NOT_TOLD, counts
from tests.unit.casework.authorities import fenshire
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.house import House
from tests.unit.gateway.visiting import Visitor, signed_in

REPORTS = """
reports:
- {id: missing, title: Missing children, rules: [FEN-2], by: auditor, to: [head], every: 1w, shows: lists, when: {gone: true}}
- {id: audit, title: Sample for audit, rules: [FEN-2], by: auditor, to: [], shows: samples, sample: 2}
- {id: types, title: Types, rules: [FEN-2], by: head, to: [], every: 4mo}
reviews:
- {id: weekly, title: Weekly review, rules: [FEN-2], by: head, every: 1w, outcomes: [{id: reviewed, title: Reviewed, rules: [FEN-2]}]}
"""


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, fenshire(REPORTS))


@pytest.fixture
def head(callers: Callers) -> Visitor:
    return signed_in(callers, "head")


def test_oversight_is_offered_to_whom_it_concerns(callers: Callers, head: Visitor) -> None:
    assert 'href="/reports">Oversight' in head.get("/").text
    page = head.get("/reports").text
    assert "Missing children" in page and "Types" in page and 'href="/reviews/weekly"' in page
    assert "Sample for audit" not in page
    worker = signed_in(callers, "worker")
    assert 'href="/reports">Oversight' not in worker.get("/").text
    assert worker.get("/reports/missing").status_code == 404
    assert worker.get("/reviews/weekly").status_code == 404


def test_a_report_is_a_plot_with_a_table_beside_it_and_says_what_it_does_not_tell(
    callers: Callers, head: Visitor
) -> None:
    listed = callers.raised()
    unsettled = callers.raised(facts={"subject_kind": "child"}, categories=["FEN-X"])
    page = head.get("/reports/missing").text
    assert "1 case, raised from" in page and "of 1 more case" in page.lower()
    assert f'href="/cases/{listed}"' in page and f'href="/cases/{unsettled}"' in page
    assert page.count('<svg class="plot"') == page.count('<table class="ledger">') == 2
    assert "November 2026: 1" in page and "What nobody raised is not in it" in page
    assert "<summary>Why?</summary>" in page


def test_of_a_long_list_the_page_shows_the_first_and_says_of_how_many(
    callers: Callers, head: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "LISTED", 2)
    for _ in range(3):
        callers.raised()
        callers.raised(facts={"subject_kind": "child"}, categories=["FEN-X"])
    page = head.get("/reports/missing").text
    assert page.count("Shown are 2 of 3.") == 2 and page.count('href="/cases/') == 4
    assert "of 3 more cases" in page.lower()
    assert len(list(csv.reader(io.StringIO(head.get("/reports/missing/cases.csv").text)))) == 4


def test_a_report_over_another_time_and_area(callers: Callers, head: Visitor) -> None:
    callers.raised()
    assert "0 cases" in head.get("/reports/types?area=hill").text
    assert "1 case" in head.get("/reports/types?area=fen").text
    days = "from-day=1&from-month=11&from-year=2026&to-day=16&to-month=11&to-year=2026"
    assert "0 cases" in head.get(f"/reports/types?{days}").text
    assert "1 case" in head.get(f"/reports/types?{days.replace('to-day=16', 'to-day=17')}").text


@pytest.mark.parametrize(
    "since", ["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00", "9999-12-31T23:59:59-12:00"]
)
def test_a_moment_at_the_end_of_all_time_is_no_time_for_a_report(callers: Callers, since: str) -> None:
    for asked in ({"until": since}, {"since": since}):
        assert callers.get("/v1/reports/types", "head", **asked).status_code == 422


@pytest.mark.parametrize(
    "asked",
    [
        "span=9", "from-day=40&from-month=1&from-year=2026", "from-day=1&from-month=1&from-year=2020", "area=moon",
        "to-day=31&to-month=12&to-year=9999", "to-day=1&to-month=1&to-year=1", "from-day=1&from-month=1&from-year=1",
        "from-day=31&from-month=12&from-year=9999", "from-day=1&from-month=11&from-year=2026&to-day=1&to-month=10&to-year=2026",
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_said_on_the_page(head: Visitor, asked: str) -> None:
    page = head.get(f"/reports/types?{asked}")
    assert page.status_code == 422 and "There is a problem" in page.text


def test_what_is_handed_on_tells_no_small_number_and_no_case(callers: Callers, head: Visitor) -> None:
    case = callers.raised()
    answer = head.get("/reports/missing/numbers.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1] == ["All", "Missing children", NOT_TOLD]
    assert ["Category", "Missing", NOT_TOLD] in rows and ["Month", "November 2026", NOT_TOLD] in rows
    assert case not in answer.text and "filename=" in answer.headers["content-disposition"]
    paper = head.get("/reports/missing/report.pdf")
    assert paper.headers["content-type"] == "application/pdf" and paper.content.startswith(b"%PDF")


def test_the_cases_of_a_report_are_a_table_for_those_who_work_on_them(callers: Callers, head: Visitor) -> None:
    case = callers.raised()
    rows = list(csv.reader(io.StringIO(head.get("/reports/missing/cases.csv").content.decode("utf-8-sig"))))
    assert rows[1] == [case, "fen", "2026-11-17", "Missing", "open"]


def test_a_sample_is_the_same_by_its_number(callers: Callers) -> None:
    for _ in range(6):
        callers.raised()
    auditor = signed_in(callers, "auditor")

    def drawn(asked: str) -> list[str]:
        return re.findall(r'<h3><a href="/cases/([^"]+)', auditor.get(f"/reports/audit?{asked}").text)

    assert drawn("seed=7") == drawn("seed=7")
    assert auditor.get("/reports/audit?seed=x").status_code == 422


def counted(*numbers: int) -> list[Counted]:
    return [Counted(str(at), f"no. {at}", number) for at, number in enumerate(numbers)]


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ((0, 7, 9), ("0", "7", "9")),
        ((3, 7, 9), (NOT_TOLD, NOT_TOLD, "9")),
        ((3, 4, 9), (NOT_TOLD, NOT_TOLD, "9")),
        ((0, 4), ("0", NOT_TOLD)),
        ((), ()),
    ],
)
def test_a_number_that_could_be_worked_out_is_not_told_either(numbers: tuple[int, ...], told: tuple[str, ...]) -> None:
    assert tuple(number for _, number in counts(counted(*numbers))) == told


def test_a_spreadsheet_runs_nothing_of_a_table() -> None:
    assert b"'=1+1" in csv_of(("a",), [("=1+1",)], "x").body


def test_the_review_list_holds_what_waits_for_it_and_leads_to_each(
    callers: Callers, house: House, head: Visitor
) -> None:
    callers.raised()
    assert "Nothing waits to be reviewed" in head.get("/reviews/weekly").text
    house.passes(days=8)
    head = signed_in(callers, "head")
    page = head.get("/reviews/weekly").text
    assert len(re.findall(r'<h3><a href="/tasks/', page)) == 1 and "Weekly review" in page
    rows = list(csv.reader(io.StringIO(head.get("/reviews/weekly/list.csv").content.decode("utf-8-sig"))))
    assert len(rows) == 2 and rows[1][2] == "Missing" and "Invented" not in str(rows)


def test_a_filter_is_saved_found_again_and_taken_away(callers: Callers, head: Visitor) -> None:
    callers.raised()
    assert "Save it" not in head.get("/reports/types").text
    there = "/reports/types?span=28&area=fen"
    assert "Save it: the last 4 weeks, Fen" in head.get(there).text
    page = head.filled_in(there, "/report-filters", {}).text
    link = re.search(r'href="(/reports/types\?[^"]+)">Types: the last 4 weeks, Fen<', page)
    assert link and "1 case" in head.get(link[1].replace("&amp;", "&")).text
    assert "Saved by you" not in signed_in(callers, "auditor").get("/reports").text
    [saved] = callers.said("/v1/report-filters", "head")["filters"]
    assert (saved["report_id"], saved["days"], saved["area"]) == ("types", 28, "fen")
    page = head.filled_in("/reports", f"/report-filters/{saved['filter_id']}/removal", {}).text
    assert "Saved by you" not in page


@pytest.mark.parametrize(
    ("body", "code", "status"),
    [
        ({"report_id": "audit", "days": 7}, "not_found", 404),
        ({"report_id": "types", "days": 8}, "malformed", 422),
        ({"report_id": "types", "days": 7, "area": "moon"}, "unknown_area", 422),
    ],
)
def test_a_filter_that_could_show_nothing_is_not_saved(
    callers: Callers, body: dict[str, object], code: str, status: int
) -> None:
    refused(callers.post("/v1/report-filters", body, "head"), code, status)
