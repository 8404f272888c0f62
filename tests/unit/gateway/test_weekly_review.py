"""Luton's weekly review, played by its management team on the pages, week after week (LUT-CIRC-3)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.luton.playing import DIRECTOR, HEAD, MANAGER, SOCIAL_WORKER
from tests.unit.casework.authorities import real
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House
from tests.unit.gateway.visiting import signed_in

LIST, CASE = "/reviews/weekly_review", r'href="/cases/([^"]+)"'


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, real("luton"))


def raised(callers: Callers) -> str:
    body = {"area": "north", "facts": {"subject_kind": "child"}, "categories": ["LUT-OTHER-1"]}
    return callers.raised(by=SOCIAL_WORKER, **body)


def listed(callers: Callers, by: str = HEAD) -> tuple[list[str], list[str]]:
    """The cases that are to be reviewed now, and those that have not come round yet."""
    now, _, coming = signed_in(callers, by).get(LIST).text.partition("Raised since, and not come round yet")
    return re.findall(CASE, now), re.findall(CASE, coming)


def tasks(callers: Callers, by: str = HEAD) -> list[str]:
    return re.findall(r'href="(/tasks/[^"]+)"', signed_in(callers, by).get(LIST).text)


def review(callers: Callers, task: str, by: str) -> str:
    """Claims it from the team's tray and records the outcome; what the page then says."""
    team = signed_in(callers, by)
    assert team.filled_in(task, f"{task}/claim", {}).status_code == 200
    done = {"outcome": "reviewed", "particulars.comment": "Seen by the team; nothing to add."}
    page: str = team.filled_in(task, f"{task}/decision", done).text
    return page


@pytest.fixture
def week(callers: Callers, house: House) -> Iterator[tuple[str, str]]:
    """Two notifications of one week, three days apart."""
    first = raised(callers)
    house.passes(days=3)
    yield first, raised(callers)


def test_what_was_raised_in_the_week_is_seen_at_once_and_comes_round_when_its_week_is_over(
    callers: Callers, house: House, week: tuple[str, str]
) -> None:
    first, second = week
    assert listed(callers) == ([], [first, second])
    house.passes(days=5)
    assert listed(callers) == ([first], [second])
    house.passes(days=3)
    assert (sorted(listed(callers)[0]), listed(callers)[1]) == (sorted(week), [])
    rows = list(csv.reader(io.StringIO(signed_in(callers, HEAD).get(f"{LIST}/list.csv").content.decode("utf-8-sig"))))
    assert {row[1] for row in rows[1:]} == set(week)


def test_the_team_reviews_and_next_weeks_list_has_what_is_due_then(
    callers: Callers, house: House, week: tuple[str, str]
) -> None:
    first, second = week
    house.passes(days=8)
    assert len(tasks(callers)) == 2
    for task, member in zip(tasks(callers), (HEAD, DIRECTOR), strict=True):
        assert "Reviewed" in review(callers, task, member)
    assert listed(callers) == ([], [])
    assert "Seen by the team; nothing to add." in signed_in(callers, HEAD).get(f"/cases/{first}").text
    callers.done(f"/v1/notifications/{second}/closure", {"particulars": {"resolution": "It is over."}}, MANAGER)
    house.passes(days=7)
    assert listed(callers) == ([first], []), "what was closed is reviewed no more"


def test_what_nobody_reviewed_waits_on_and_is_not_doubled(
    callers: Callers, house: House, week: tuple[str, str]
) -> None:
    house.passes(days=22)
    assert sorted(listed(callers)[0]) == sorted(week)


def test_it_is_the_teams_list_and_nobody_elses(callers: Callers, week: tuple[str, str]) -> None:
    for person in (SOCIAL_WORKER, MANAGER):
        assert signed_in(callers, person).get(LIST).status_code == 404


def test_only_what_stands_on_the_list_is_in_the_access_log(
    callers: Callers, house: House, week: tuple[str, str]
) -> None:
    house.passes(days=5)
    signed_in(callers, HEAD).get(LIST)
    assert set(week) <= set(house.access_log.first(1000)[-1].entry.things)
