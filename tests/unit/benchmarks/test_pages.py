"""The benchmark of pages asks every page that there is, and says which is over its limit and which answered wrongly."""

from __future__ import annotations

from benchmarks.pages import Shown, Visited, lines
from benchmarks.pages.asked import ASKED
from gateway.web.pages import PAGES


def test_no_page_is_left_out() -> None:
    assert set(ASKED) == {each.path for each in PAGES if each.method == "GET"}


def test_what_is_over_the_limit_and_what_answered_wrongly_is_told() -> None:
    within, slow = Shown("/", 0.01, 0.02, 0.03, 0.01, 0.01, 9_000), Shown("/tray", 0.1, 0.2, 0.2, 0.1, 0.1, 9_000)
    large = Shown("/docs", 0.01, 0.01, 0.01, 0.01, 0.01, 100_001, (503,))
    paper = Shown("/cases/{notification_id}/case.pdf", 1.0, 2.0, 2.0, 0.1, 0.1, 900_000)
    found = Visited((within, slow, large, paper), 100_000, 10_000, 50)
    told = "\n".join(lines(found))
    assert "over it: /tray, /docs\n" in told and "100,000 cases" in told
    assert found.wrong == ("/docs: answered (503,)",)
