"""The authorities' plugins load, and their times fall where a careful reader of the procedure would put them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib.metadata import EntryPoint

import pytest

from needfire.loading.authorities import ENTRY_POINTS, load_authorities
from needfire.procedure import Edition
from needfire.working_time import Period, deadline, england_and_wales

CALENDAR = england_and_wales()
CODES = ("england", "kent", "lincolnshire", "luton", "northumberland")
LOADED = load_authorities(entry_points=[EntryPoint(code, f"needfire_{code}", ENTRY_POINTS) for code in CODES])
FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)

# Counted by hand from Friday 20 November 2026 at 10:00; a time in working days ends with the day.
DUE = {
    ("luton", "weekly_update"): "2026-11-27T10:00+00:00",
    ("luton", "national_alert_again"): "2027-05-20T09:00+00:00",
    ("luton", "national_alert_lapses"): "2027-11-20T10:00+00:00",
    ("kent", "alert_to_unit, target"): "2026-11-21T10:00+00:00",
    ("kent", "alert_to_unit"): "2026-11-22T10:00+00:00",
    ("kent", "secretary_of_state_and_ofsted"): "2026-11-28T00:00+00:00",
    ("kent", "practice_review_panel"): "2026-11-28T00:00+00:00",
    ("kent", "safeguarding_partners"): "2026-11-28T00:00+00:00",
    ("kent", "safeguarding_partnership"): "2026-11-28T00:00+00:00",
    ("kent", "placing_authority_confirms"): "2026-11-21T10:00+00:00",
    ("kent", "panel_in_place_of_placing_authority"): "2026-11-28T00:00+00:00",
    ("kent", "practice_consultation"): "2026-11-26T00:00+00:00",
    ("kent", "practice_consultation, urgent"): "2026-11-21T10:00+00:00",
    ("kent", "national_alert_agreed"): "2026-11-22T10:00+00:00",
    ("kent", "national_alert_update, first"): "2026-12-18T10:00+00:00",
    ("kent", "national_alert_update"): "2027-02-20T10:00+00:00",
    ("kent", "de_alert"): "2026-11-26T00:00+00:00",
    ("kent", "de_alert_after_death"): "2026-11-26T00:00+00:00",
    ("kent", "missing_48_hours"): "2026-11-22T10:00+00:00",
    ("kent", "missing_48_hours_of_other_services"): "2026-11-22T10:00+00:00",
    ("kent", "return_interview"): "2026-11-23T10:00+00:00",
    ("kent", "national_alert_anew"): "2027-05-20T09:00+00:00",
    ("kent", "national_alert_lapses"): "2027-11-20T10:00+00:00",
    ("kent", "youth_justice_board"): "2026-11-21T10:00+00:00",
    ("kent", "youth_justice_board_death"): "2026-11-21T10:00+00:00",
    ("lincolnshire", "to_the_director_anyway"): "2026-11-20T17:00+00:00",
    ("lincolnshire", "promised_update"): "2026-11-20T10:00+00:00",
    ("england", "law_refer"): "2026-11-20T10:00+00:00",
    ("england", "law_referral_decision"): "2026-11-24T00:00+00:00",
    ("england", "law_referral_acknowledged"): "2026-11-24T00:00+00:00",
    ("england", "law_assessment"): "2027-01-28T00:00+00:00",
    ("england", "law_assessment_before_return"): "2026-11-20T10:00+00:00",
    ("england", "law_act_in_emergency"): "2026-11-20T10:00+00:00",
    ("england", "law_police_protection"): "2026-11-23T10:00+00:00",
    ("england", "law_initial_conference"): "2026-12-12T00:00+00:00",
    ("england", "law_core_group"): "2026-12-05T00:00+00:00",
    ("england", "law_review_conference, first"): "2027-02-20T10:00+00:00",
    ("england", "law_review_conference"): "2027-05-20T09:00+00:00",
    ("england", "law_conference_after_move"): "2026-12-12T00:00+00:00",
    ("england", "law_tell_senior_manager"): "2026-11-20T10:00+00:00",
    ("england", "law_tell_lado"): "2026-11-24T00:00+00:00",
    ("england", "law_decide_on_review"): "2026-12-20T10:00+00:00",
    ("england", "law_review_complete"): "2027-05-20T09:00+00:00",
    ("england", "law_report_to_panel"): "2026-11-27T10:00+00:00",
    ("england", "law_registrar"): "2026-11-27T10:00+00:00",
    ("england", "law_coroner"): "2026-11-26T00:00+00:00",
    ("england", "law_paediatrician"): "2026-11-20T10:00+00:00",
    ("england", "law_discuss_unexpected_death"): "2026-11-20T10:00+00:00",
    ("england", "law_visit_to_place_of_death"): "2026-11-21T10:00+00:00",
    ("england", "law_joint_report"): "2026-12-18T10:00+00:00",
    ("england", "law_police_on_post_mortem"): "2026-11-20T10:00+00:00",
    ("england", "law_social_care_on_post_mortem"): "2026-11-20T10:00+00:00",
    ("england", "law_review_panel"): "2026-11-28T00:00+00:00",
    ("england", "law_rapid_review"): "2026-12-12T00:00+00:00",
    ("england", "law_return_interview"): "2026-11-23T10:00+00:00",
}
WITHOUT_A_TIME = {
    ("luton", "safeguarding_board"),
    ("luton", "childs_record"),
    ("luton", "allegations_database"),
    ("luton", "ofsted"),
    ("kent", "invite_placing_authority"),
    ("kent", "youth_justice_copy_to_unit"),
    ("kent", "national_alert"),
    ("kent", "care_leaver_death"),
    *(
        ("england", f"law_{each}")
        for each in (
            "feedback",
            "feedback_below_threshold",
            "family_told",
            "assessment_told",
            "referrer_told",
            "crime",
            "consult_responsible_authority",
            "acceptance_in_writing",
            "plan_ended",
            "barring_service",
            "prison_tells",
            "probation",
            "release_address",
            "ofsted",
            "national_panel",
            "care_quality_commission",
            "board_on_post_mortem",
            "forward_death_notice",
            "care_leaver",
            "youth_justice",
            "supported_accommodation",
        )
    ),
    *(
        ("lincolnshire", f"write_{each}")
        for each in (
            "to_commissioning_group",
            "on_safeguarding_commissioning",
            "on_primary_care",
            "on_public_health",
        )
    ),
    ("kent", "ofsted"),
    ("kent", "safeguarding_board"),
}


def editions(code: str) -> list[Edition]:
    """The editions of an authority."""
    return list(LOADED.loaded[code].editions.values())


def periods(code: str) -> dict[tuple[str, str], Period | None]:
    """The time of every clock, target, duty and request of an authority."""
    found: dict[tuple[str, str], Period | None] = {}
    for edition in editions(code):
        found |= {(code, clock.id): clock.within for clock in edition.clocks}
        found |= {(code, duty.id): duty.within for duty in edition.duties}
        found |= {(code, f"{clock.id}, target"): clock.target for clock in edition.clocks if clock.target}
        found |= {(code, f"{clock.id}, first"): clock.first for clock in edition.clocks if clock.first}
        found |= {(code, each.id): each.within for each in edition.requests if each.within}
        found |= {(code, f"{each.id}, urgent"): each.urgent for each in edition.requests if each.urgent}
    # What comes from the baseline under an edition is counted once, with the baseline itself.
    return {part: period for part, period in found.items() if code == "england" or not part[1].startswith("law_")}


def test_every_plugin_loads() -> None:
    assert LOADED.stopped == {}
    assert set(LOADED.loaded) == set(CODES)


@pytest.mark.parametrize(
    ("code", "day", "edition"),
    [
        ("luton", date(2020, 1, 1), "undated"),
        ("luton", date(2019, 12, 31), None),
        ("kent", date(2023, 12, 1), "2023-12"),
        ("kent", date(2023, 11, 30), "2016-09"),
        ("kent", date(2016, 9, 1), "2016-09"),
        ("kent", date(2016, 8, 31), None),
        ("lincolnshire", date(2015, 3, 1), "2015-03"),
        ("lincolnshire", date(2015, 2, 28), None),
        ("northumberland", date(2013, 1, 1), "2013-01"),
        ("northumberland", date(2012, 12, 31), None),
    ],
)
def test_an_edition_holds_from_its_day(code: str, day: date, edition: str | None) -> None:
    held = LOADED.loaded[code].edition_at(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    assert (held.edition if held else None) == edition


def test_a_baseline_is_never_in_force_by_itself() -> None:
    assert set(LOADED.loaded["england"].editions) == {"2013-04", "2023-12"}
    assert LOADED.loaded["england"].edition_at(FRIDAY) is None


@pytest.mark.parametrize(("code", "part"), DUE)
def test_a_time_ends_when_a_careful_reader_says(code: str, part: str) -> None:
    period = periods(code)[code, part]
    assert period is not None
    assert deadline(FRIDAY, period, CALENDAR).due == datetime.fromisoformat(DUE[code, part])


def test_no_time_is_invented_where_the_source_gives_none() -> None:
    every = periods("luton") | periods("kent") | periods("lincolnshire") | periods("england")
    assert {part for part, period in every.items() if period is None} == WITHOUT_A_TIME
    assert set(every) == WITHOUT_A_TIME | set(DUE)
