"""What the law has changed since 2013, in an invented authority that stands on it; and what is only carried on, unconfirmed."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from typing import Any

import pytest

from contracts.escalation import ClockStartedV1, DutyOpenedV1
from gateway.words.names import rule_text
from needfire.directory.loading import load_directory
from needfire.loading.authorities import load_authorities
from needfire.loading.deployment import Deployment
from needfire.procedure import Edition
from tests.rules.england.playing import DAY, HOUR, cited, due, laws, met, missed_at, opened, running, sent_to, told
from tests.unit.casework.authorities import HERE, Installed, fenshire_edition, plugin
from tests.unit.casework.case import NOON, Case, at, raise_it

STANDS_ON = """
stands_on:
  authority: england
  edition: "2023-12"
  roles: {social_worker: worker, social_work_manager: manager, lead_professional: clerk, conference_chair: clerk,
    lado: liaison, senior_manager: head, safeguarding_partners: auditor, designated_paediatrician: liaison}
"""
LEAVER: dict[str, Any] = {"legal_status": "care_leaver", "age_years": 24, "happened": ["death"]}


@cache
def deployment() -> Deployment:
    """Fenshire on the law as it is."""
    installed = Installed("fenshire", plugin("fenshire", fenshire_edition(STANDS_ON)))
    found = load_authorities(entry_points=[installed, Installed("england", import_module("needfire_england"))])
    text = (HERE / "fenshire-directory.yaml").read_text("utf-8")
    return Deployment({"fenshire": found.loaded["fenshire"]}, {"fenshire": load_directory(text, "fenshire.yaml")})


def edition() -> Edition:
    """Fenshire's edition with the law under it."""
    return deployment().authorities["fenshire"].editions["trial"]


def raised(**facts: Any) -> Case:
    """A case of a child, raised by judgement."""
    facts = {"subject_kind": "child", **facts}
    return Case(deployment()).given(raise_it(facts, "FEN-X", area="fen"), by="worker")


def record(case: Case, **facts: Any) -> Case:
    """Records these facts."""
    return case.given(case.update(facts), by="worker")


def statuses() -> dict[str, str]:
    """Of each of the law's rules, how a reader sees that it is marked."""
    return {rule: rule_text(edition(), rule).status for rule in edition().rules if rule.startswith(("LAW-", "WT13-"))}


@pytest.mark.rule("LAW-INCIDENT-1", "LAW-INCIDENT-1D")
def test_the_panel_is_notified_within_5_working_days_of_becoming_aware() -> None:
    case = record(raised(), notifiable_incident_known_at=at(NOON))
    assert "law_review_panel" in opened(case)
    assert {"LAW-INCIDENT-1", "LAW-INCIDENT-1D"} <= cited(case.of(DutyOpenedV1))
    missed_at(case, "law_review_panel", datetime(2026, 11, 25, tzinfo=UTC))
    assert statuses()["LAW-INCIDENT-1D"] == "unconfirmed"


@pytest.mark.rule("LAW-INCIDENT-1")
def test_an_incident_that_nobody_calls_notifiable_is_notified_to_nobody() -> None:
    assert opened(record(raised(), happened=["serious_injury"], abuse_or_neglect="known")) == set()


@pytest.mark.rule("LAW-REVIEW-1", "LAW-REVIEW-1A")
def test_the_rapid_review_is_complete_within_15_working_days() -> None:
    case = record(raised(), notifiable_incident_known_at=at(NOON))
    started = [each for each in case.of(ClockStartedV1) if each.clock == "law_rapid_review"]
    assert {"LAW-REVIEW-1", "LAW-REVIEW-1A", "LAW-SCR-1"} <= cited(started)
    assert statuses()["LAW-REVIEW-1A"] == "unconfirmed"
    missed_at(case, "law_rapid_review", datetime(2026, 12, 9, tzinfo=UTC))


@pytest.mark.rule("LAW-REVIEW-1")
def test_a_rapid_review_in_time_meets_it() -> None:
    case = record(raised(), notifiable_incident_known_at=at(NOON)).passes(days=20)
    assert False in met(record(case, rapid_review_completed_at=at(NOON + 20 * DAY)))
    assert "law_rapid_review" not in running(case)


@pytest.mark.rule("LAW-LEAVER-1", "LAW-LEAVER-1A")
@pytest.mark.parametrize(
    ("facts", "notified"),
    [
        ({}, True),
        ({"age_years": 25}, False),
        ({"legal_status": "not_looked_after"}, False),
        ({"died_at": "2024-01-01T00:00:00+00:00"}, True),
        ({"died_at": "2023-12-31T23:59:00+00:00"}, False),
    ],
)
def test_a_care_leavers_death_up_to_24_is_notified_from_january_2024(facts: dict[str, Any], notified: bool) -> None:
    case = record(raised(), **{**LEAVER, **facts}, care_leaver_death_known_at=at(NOON))
    assert ("law_care_leaver" in opened(case)) is notified
    assert "law_care_leaver" not in running(case)
    assert statuses()["LAW-LEAVER-1A"] == "unconfirmed"
    assert edition().rules["LAW-LEAVER-1"].params["from"] == "2024-01"


@pytest.mark.rule("LAW-YJ-1", "LAW-YJ-1A")
@pytest.mark.parametrize(
    ("moment", "must"), [("2022-04-01T00:00:00+01:00", True), ("2022-03-31T23:59:00+01:00", False)]
)
def test_youth_justice_gives_notice_from_april_2022_and_no_time_is_invented(moment: str, must: bool) -> None:
    case = record(raised(), youth_justice_incident_at=moment)
    assert ("law_youth_justice" in opened(case)) is must
    assert running(case) == set()
    assert statuses()["LAW-YJ-1A"] == "unconfirmed"
    assert edition().rules["LAW-YJ-1"].params["from"] == "2022-04"


@pytest.mark.rule("LAW-ABSENT-1")
@pytest.mark.parametrize(("classed", "asked"), [("absent", {"law_absent_is_missing"}), ("missing", set())])
def test_who_is_classed_as_absent_is_to_be_treated_as_missing(classed: str, asked: set[str]) -> None:
    assert opened(record(raised(), police_classification=classed)) == asked


@pytest.mark.rule("LAW-RETURN-1", "LAW-RETURN-1A")
def test_a_return_interview_is_offered_within_72_hours_of_the_return() -> None:
    case = record(raised(missing_since=at(NOON - 30 * HOUR)), found_at=at(NOON - HOUR))
    assert statuses()["LAW-RETURN-1A"] == "unconfirmed"
    missed_at(case, "law_return_interview", NOON + 71 * HOUR)


@pytest.mark.rule("LAW-RETURN-1")
@pytest.mark.parametrize("fact", ["return_interview_offered_at", "return_interview_at"])
def test_an_interview_offered_or_held_in_time_meets_it(fact: str) -> None:
    case = record(raised(missing_since=at(NOON - 30 * HOUR)), found_at=at(NOON - HOUR)).passes(hours=70)
    assert met(record(case, **{fact: at(NOON + 70 * HOUR)})) == [False]


@pytest.mark.rule("LAW-SUPPORTED-1", "LAW-SUPPORTED-1A")
def test_ofsted_hears_from_the_provider_of_supported_accommodation() -> None:
    case = record(raised(), supported_accommodation_incident_at=at(NOON))
    assert opened(case) == {"law_supported_accommodation"}
    assert sent_to(case, "law_supported_accommodation") == "Ofsted, by the provider"
    assert statuses()["LAW-SUPPORTED-1A"] == "unconfirmed"


@pytest.mark.rule("LAW-PARTNERS-1")
def test_the_safeguarding_partners_stand_where_the_board_stood() -> None:
    case = record(raised(), notifiable_incident_known_at=at(NOON))
    assert "auditor" in told(case)
    case = record(raised(), death_registered_at=at(NOON))
    assert case.running("law_registrar").owner == "auditor"


@pytest.mark.rule("LAW-SCR-1", "LAW-CARRY-1")
def test_serious_case_reviews_are_gone_and_that_is_unconfirmed() -> None:
    assert opened(record(raised(), board_notified_at=at(NOON))) == set()
    assert not [each for each in edition().thresholds if each.id == "law_serious_case_review"]
    ended = {"WT13-SCR1", "WT13-SCR2", "WT13-SCR3", "WT13-SCR4", "WT13-SCR8", "WT13-SCR9"}
    assert not ended & edition().rules.keys()
    assert statuses()["LAW-SCR-1"] == "unconfirmed"


@pytest.mark.rule("LAW-CARRY-1")
def test_what_is_carried_on_works_and_is_marked_unconfirmed_with_what_may_be_otherwise() -> None:
    case = record(raised(), referral_received_at=at(NOON))
    assert due(case, "law_referral_decision") == datetime(2026, 11, 19, tzinfo=UTC)
    assert "WT13-05" in cited(case.of(ClockStartedV1))
    rule = rule_text(edition(), "WT13-05")
    assert (rule.status, "2013" in rule.document) == ("unconfirmed", True)
    assert rule.other_reading
    assert statuses()["WT13-26"] == "conflict"
    assert statuses()["WT13-18A"] == "assumption"


@pytest.mark.rule("LAW-WT-1", "LAW-WT-2", "LAW-PLAT-2")
def test_of_the_later_documents_a_reader_learns_which_there_are_and_what_is_not_confirmed() -> None:
    assert "2018" in rule_text(edition(), "LAW-WT-1").says
    assert "2026" in rule_text(edition(), "LAW-WT-2").says
    assert (statuses()["LAW-WT-2"], statuses()["LAW-PLAT-2"]) == ("unconfirmed", "assumption")
    sources = {rule_text(edition(), rule).document for rule in statuses()}
    assert edition().document not in sources
    assert all(rule_text(edition(), rule).section for rule in statuses())


@pytest.mark.rule("LAW-GAP-1", "LAW-PLAT-1")
def test_where_no_time_is_known_the_reader_is_told_and_what_a_missed_time_does_is_ours() -> None:
    case = record(raised(), supported_accommodation_incident_at=at(NOON))
    assert "LAW-GAP-1" in cited(case.of(DutyOpenedV1))
    assert (statuses()["LAW-GAP-1"], statuses()["LAW-PLAT-1"]) == ("gap", "assumption")
    assert laws(case.duties) == {"law_supported_accommodation"}
