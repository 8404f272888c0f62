"""How long records are kept."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from needfire.directory.checks import validate
from needfire.directory.loading import load_directory
from needfire.retention import Kept, Retention, RetentionClass, earlier, kept_until, person_kept_until
from tests.unit.casework.authorities import fenshire

SCHEDULE = Retention(
    "records_officer",
    "head_of_information",
    (
        RetentionClass("closed", "Closed", "ended", "a basis", "own_choice", years=6),
        RetentionClass("not_required", "Not required", "raised", "a basis", "unconfirmed", months=18),
    ),
)


def kept(record: str | None, ended: datetime | None, raised: datetime = datetime(2026, 1, 31, 12, tzinfo=UTC)) -> Kept:
    return Kept("notification-1", raised, ended, record)


@pytest.mark.parametrize(
    ("record", "ended", "until"),
    [
        ("closed", datetime(2024, 2, 29, 12, tzinfo=UTC), date(2030, 2, 28)),
        ("closed", datetime(2026, 6, 30, 23, 30, tzinfo=UTC), date(2032, 7, 1)),  # in England it is July already
        ("not_required", datetime(2026, 6, 30, tzinfo=UTC), date(2027, 7, 31)),
        ("unheard_of", datetime(2026, 6, 30, tzinfo=UTC), None),
        (None, None, None),
    ],
)
def test_it_is_kept_so_long_from_when_its_class_says(
    record: str | None, ended: datetime | None, until: date | None
) -> None:
    assert kept_until(SCHEDULE, kept(record, ended)).day == until


def test_how_sure_the_basis_is_is_said() -> None:
    told = kept_until(SCHEDULE, kept("not_required", datetime(2026, 6, 30, tzinfo=UTC)))
    assert "18 months from 2026-01-31, when it was raised" in told.because and "not confirmed yet" in told.because


def test_a_person_is_kept_as_long_as_any_of_their_records() -> None:
    old, young = kept("closed", datetime(2020, 1, 1, tzinfo=UTC)), kept("closed", datetime(2021, 1, 1, tzinfo=UTC))
    assert person_kept_until(SCHEDULE, [old, young])[0] == date(2027, 1, 1)
    assert person_kept_until(SCHEDULE, [old, kept(None, None)])[0] is None
    assert person_kept_until(None, [old])[0] is None
    assert person_kept_until(SCHEDULE, []) == (None, ())

    assert earlier(date(2026, 8, 31), 1, 6) == date(2025, 2, 28)


TIME = "{records_role: a, second_role: b, classes: [{record: closed, title: x, counted_from: ended, basis: x, %s}]}"


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("{records_role: A B, second_role: b, classes: []}", "name_unusable"),
        ("{records_role: a, second_role: b, tell_days_before: 0}", "days_unusable"),
        ("{records_role: a, second_role: b, chase_days_after: 0}", "days_unusable"),
        (TIME % "status: own_choice", "time_unusable"),
        (TIME % "status: own_choice, years: 151", "time_unusable"),
        (TIME % "status: own_choice, years: -1", "time_unusable"),
        (TIME % "status: text, years: 6", "source_missing"),
        (
            "{records_role: a, second_role: b, classes: ["
            "{record: closed, title: x, counted_from: ended, basis: x, status: own_choice, years: 1}, "
            "{record: closed, title: y, counted_from: ended, basis: x, status: own_choice, years: 2}]}",
            "class_twice",
        ),
    ],
)
def test_what_is_wrong_with_a_schedule_is_said(stated: str, code: str) -> None:
    import yaml

    directory = fenshire().directories["fenshire"]
    stated_retention = yaml.safe_load(stated)
    classes = tuple(RetentionClass(**each) for each in stated_retention.pop("classes", []))
    from dataclasses import replace

    wrong = replace(directory, retention=Retention(classes=classes, **stated_retention))
    assert [each.code for each in validate(wrong)] == [code]


def test_a_schedule_is_read_from_the_directory() -> None:
    text = (
        "authority: fenshire\nareas: [fen]\npeople: []\nposts: []\nretention: " + TIME % "status: own_choice, years: 6"
    )
    retention = load_directory(text, "fenshire.yaml").retention
    assert retention and retention.classes[0].years == 6
