"""Working Together 2013: who hears of a child's death, what follows an unexpected one, which board leads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.escalation import ClockStartedV1, DutyOpenedV1, NoticeGivenV1
from tests.rules.england.playing import (
    CODE,
    DAY,
    HOUR,
    PAEDIATRICIAN,
    WORKER,
    ago,
    decided,
    due,
    met,
    missed_at,
    opened,
    raised,
    read,
    record,
    running,
    sent_to,
    told,
)
from tests.unit.casework.authorities import real
from tests.unit.casework.case import NOON, Case, at, raise_it

DIED: dict[str, Any] = {"happened": ["death"], "abuse_or_neglect": "no", "died_at": ago(hours=4)}
IN_CARE: dict[str, Any] = {"legal_status": "care_order"}


@pytest.mark.rule("WT13-CD2")
def test_the_registrar_has_7_days_from_the_registration() -> None:
    case = record(raised(**DIED), death_registered_at=ago(days=1))
    [started] = case.of(ClockStartedV1)
    assert "registrar's duty" in started.title
    missed_at(case, "law_registrar", NOON + 6 * DAY)


@pytest.mark.rule("WT13-CD2")
def test_the_registrar_who_told_the_board_in_time_is_not_chased() -> None:
    case = record(raised(**DIED), death_registered_at=ago(days=1)).passes(days=5)
    assert met(record(case, registrar_told_board_at=at(NOON + 5 * DAY))) == [False]


@pytest.mark.rule("WT13-CD4")
def test_the_coroner_has_3_working_days() -> None:
    case = record(raised(**DIED), inquest_or_post_mortem_at=at(NOON))
    [started] = case.of(ClockStartedV1)
    assert "coroner's duty" in started.title
    missed_at(case, "law_coroner", datetime(2026, 11, 21, tzinfo=UTC))
    assert met(record(case, coroner_told_board_at=at(datetime(2026, 11, 21, tzinfo=UTC)))) == [True]


@pytest.mark.rule("WT13-CD5", "WT13-CD10")
def test_an_unexpected_death_is_told_at_once_and_discussed_at_once() -> None:
    case = record(raised(**DIED), death_unexpected=True, death_confirmed_at=at(NOON))
    assert opened(case) == {"law_paediatrician", "law_care_quality_commission", "law_discuss_unexpected_death"}
    about = "The designated paediatrician, the coroner and the police are told at the same time"
    assert (about, "designated_paediatrician") in {(each.about, each.role) for each in case.of(NoticeGivenV1)}
    assert all(body in sent_to(record_of(), "law_paediatrician") for body in ("paediatrician", "coroner", "police"))
    assert due(case, "law_paediatrician") == due(case, "law_discuss_unexpected_death") == NOON
    decided(case, "law_discuss_unexpected_death", "held", PAEDIATRICIAN)


def record_of() -> Any:
    """A case in which the death was just recorded as unexpected."""
    return record(raised(**DIED), death_unexpected=True)


@pytest.mark.rule("WT13-CD5", "WT13-CD9", "WT13-CD10")
def test_after_a_death_that_was_expected_nothing_of_this_follows() -> None:
    case = record(raised(**DIED), death_unexpected=False, death_place="home")
    assert (opened(case), running(case)) == (set(), set())


@pytest.mark.rule("WT13-CD10")
def test_the_health_providers_must_notify_the_commission_and_no_time_is_invented() -> None:
    case = record_of()
    [duty] = [each for each in case.of(DutyOpenedV1) if each.duty == "law_care_quality_commission"]
    assert duty.must
    assert "by the registered health providers" in duty.to
    assert "law_care_quality_commission" not in running(case)
    assert read("WT13-GAP-1").status == "gap"


@pytest.mark.rule("WT13-CD9")
@pytest.mark.parametrize(
    ("place", "asked"), [("home", True), ("community", True), ("hospital", False), ("other", False)]
)
def test_after_a_death_at_home_or_in_the_community_a_visit_is_decided_on(place: str, asked: bool) -> None:
    case = record(raised(**DIED), death_unexpected=True, death_place=place)
    assert ("law_decide_on_visit" in opened(case)) is asked


@pytest.mark.rule("WT13-CD9", "WT13-CD9A")
def test_the_place_is_ideally_visited_within_24_hours_of_the_death() -> None:
    case = record(raised(**DIED), death_unexpected=True, death_place="home")
    decided(case, "law_decide_on_visit", "visit", PAEDIATRICIAN)
    missed_at(case, "law_visit_to_place_of_death", NOON + 20 * HOUR)
    assert read("WT13-CD9A").other_reading


@pytest.mark.rule("WT13-CD9")
def test_a_visit_in_time_meets_it_and_none_is_due_where_it_was_decided_against() -> None:
    case = record(raised(**DIED), death_unexpected=True, death_place="home")
    decided(case, "law_decide_on_visit", "visit", PAEDIATRICIAN)
    assert met(record(case.passes(hours=19), place_of_death_visited_at=at(NOON + 19 * HOUR))) == [False]
    other = record(raised(**DIED), death_unexpected=True, death_place="community")
    decided(other, "law_decide_on_visit", "no_visit", PAEDIATRICIAN)
    assert "law_visit_to_place_of_death" not in running(other)


@pytest.mark.rule("WT13-CD15")
@pytest.mark.parametrize("cause", ["unnatural", "not_confirmed"])
def test_the_coroner_has_the_joint_report_28_days_after_the_death(cause: str) -> None:
    case = record(raised(**DIED), cause_of_death=cause)
    missed_at(case, "law_joint_report", NOON - 4 * HOUR + 28 * DAY)


@pytest.mark.rule("WT13-CD15")
def test_no_report_is_due_after_a_natural_death_nor_while_crucial_information_is_missing() -> None:
    assert running(record(raised(**DIED), cause_of_death="natural")) == set()
    case = record(raised(**DIED), cause_of_death="unnatural")
    assert opened(record(case, crucial_information_missing=True)) == {"law_joint_report_when_complete"}
    assert running(case) == set()


@pytest.mark.rule("WT13-CD15")
def test_a_report_given_in_time_meets_it() -> None:
    case = record(raised(**DIED), cause_of_death="unnatural").passes(days=27)
    assert met(record(case, joint_report_sent_at=at(NOON + timedelta(days=27)))) == [False]


@pytest.mark.rule("WT13-CD17")
def test_results_that_suggest_abuse_are_told_at_once_to_police_and_social_care_and_to_the_chair_without_a_time() -> (
    None
):
    case = record(raised(**DIED), post_mortem_suggests_abuse=True)
    assert opened(case) == {"law_police_on_post_mortem", "law_social_care_on_post_mortem", "law_board_on_post_mortem"}
    assert due(case, "law_police_on_post_mortem") == due(case, "law_social_care_on_post_mortem") == NOON
    assert "law_board_on_post_mortem" not in {each.clock for each in case.routing.clocks.values()}
    assert "line_manager" in told(case)
    assert opened(record(raised(**DIED), post_mortem_suggests_abuse=False)) == set()


@pytest.mark.rule("WT13-CD23")
@pytest.mark.parametrize(
    ("facts", "passed_on"),
    [
        ({"normally_resident": False}, True),
        ({"normally_resident": True}, False),
        ({**IN_CARE, "normally_resident": True, "responsible_authority": "other_authority"}, True),
        ({**IN_CARE, "normally_resident": False, "responsible_authority": "own_authority"}, False),
        ({"normally_resident": True, "responsible_authority": "other_authority"}, False),
        ({"legal_status": "care_leaver", "normally_resident": False}, True),
        ({"legal_status": "care_leaver", "normally_resident": True, "responsible_authority": "other_authority"}, False),
    ],
)
def test_a_notice_that_arrives_elsewhere_is_passed_on_to_the_board_that_leads(
    facts: dict[str, Any], passed_on: bool
) -> None:
    case = record(raised(**DIED), death_notice_received_at=at(NOON), **facts)
    assert ("law_forward_death_notice" in opened(case)) is passed_on


@pytest.mark.rule("WT13-CD23")
@pytest.mark.parametrize("resident", [True, False])
def test_of_whom_no_legal_status_is_known_it_counts_where_they_lived(resident: bool) -> None:
    asked = raise_it({"subject_kind": "community_member"}, "LCP-OTHER-1", area="boston")
    case = Case(real(CODE)).given(asked, by=WORKER)
    record(case, death_notice_received_at=at(NOON), normally_resident=resident)
    assert ("law_forward_death_notice" in opened(case)) is not resident


@pytest.mark.rule("WT13-CD23")
def test_without_a_notice_nothing_is_passed_on() -> None:
    assert opened(record(raised(**DIED), normally_resident=False)) == set()
