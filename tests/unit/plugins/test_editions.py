"""The authorities' plugins load, and their times fall where a careful reader of the procedure would put them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib.metadata import EntryPoint

import pytest

from needfire.authorities import ENTRY_POINTS, load_authorities
from needfire.procedure import Edition
from needfire.working_time import Period, deadline, england_and_wales

CALENDAR = england_and_wales()
CODES = ("england", "kent", "lincolnshire", "luton", "northumberland")
LOADED = load_authorities(entry_points=[EntryPoint(code, f"needfire_{code}", ENTRY_POINTS) for code in CODES])
FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)

# Counted by hand from Friday 20 November 2026 at 10:00; a time in working days ends with the day.
DUE = {
    ("luton", "weekly_update"): "2026-11-27T10:00+00:00",
    ("kent", "alert_to_unit, target"): "2026-11-21T10:00+00:00",
    ("kent", "alert_to_unit"): "2026-11-22T10:00+00:00",
    ("kent", "secretary_of_state_and_ofsted"): "2026-11-28T00:00+00:00",
    ("kent", "practice_review_panel"): "2026-11-28T00:00+00:00",
    ("kent", "safeguarding_partners"): "2026-11-28T00:00+00:00",
    ("kent", "safeguarding_partnership"): "2026-11-28T00:00+00:00",
    ("kent", "placing_authority_confirms"): "2026-11-21T10:00+00:00",
    ("kent", "youth_justice_board"): "2026-11-21T10:00+00:00",
    ("kent", "youth_justice_board_death"): "2026-11-21T10:00+00:00",
}
WITHOUT_A_TIME = {
    ("luton", "safeguarding_board"),
    ("kent", "invite_placing_authority"),
    ("kent", "youth_justice_copy_to_unit"),
    ("kent", "national_alert"),
    ("kent", "care_leaver_death"),
}


def editions(code: str) -> list[Edition]:
    """The editions of an authority."""
    return list(LOADED.loaded[code].editions.values())


def periods(code: str) -> dict[tuple[str, str], Period | None]:
    """The time of every clock, target and duty of an authority."""
    found: dict[tuple[str, str], Period | None] = {}
    for edition in editions(code):
        found |= {(code, clock.id): clock.within for clock in edition.clocks}
        found |= {(code, duty.id): duty.within for duty in edition.duties}
        found |= {(code, f"{clock.id}, target"): clock.target for clock in edition.clocks if clock.target}
    return found


def test_every_plugin_loads() -> None:
    assert LOADED.stopped == {}
    assert set(LOADED.loaded) == set(CODES)


@pytest.mark.parametrize(
    ("code", "day", "edition"),
    [
        ("luton", date(2020, 1, 1), "undated"),
        ("luton", date(2019, 12, 31), None),
        ("kent", date(2023, 12, 1), "2023-12"),
        ("kent", date(2023, 11, 30), None),
    ],
)
def test_an_edition_holds_from_its_day(code: str, day: date, edition: str | None) -> None:
    held = LOADED.loaded[code].edition_at(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    assert (held.edition if held else None) == edition


@pytest.mark.parametrize("code", ["england", "lincolnshire", "northumberland"])
def test_an_authority_whose_rules_do_not_work_yet_has_no_procedure(code: str) -> None:
    assert LOADED.loaded[code].edition_at(FRIDAY) is None


@pytest.mark.parametrize(("code", "part"), DUE)
def test_a_time_ends_when_a_careful_reader_says(code: str, part: str) -> None:
    period = periods(code)[code, part]
    assert period is not None
    assert deadline(FRIDAY, period, CALENDAR).due == datetime.fromisoformat(DUE[code, part])


def test_no_time_is_invented_where_the_source_gives_none() -> None:
    every = periods("luton") | periods("kent")
    assert {part for part, period in every.items() if period is None} == WITHOUT_A_TIME
    assert set(every) == WITHOUT_A_TIME | set(DUE)
