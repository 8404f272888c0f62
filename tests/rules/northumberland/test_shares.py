"""Who may share what with whom, what is expected of nobody, and which bodies are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from contracts.escalation import DutyOpenedV1
from gateway.words.names import Names
from gateway.words.sharing import expected_shares
from needfire.suggesting import setting
from tests.rules.northumberland.assessing import CALENDAR, NOW, edition
from tests.rules.northumberland.playing import (
    AGREED,
    GROUP,
    KEYWORKER,
    LEAD,
    LINE,
    POLICE,
    PRACTITIONER,
    SENIOR,
    TEAM,
    level,
    raised,
    referred,
)
from tests.unit.casework.authorities import real

OTHERS = (PRACTITIONER, KEYWORKER, LINE, TEAM, SENIOR)


@pytest.mark.rule("NBL-P09", "NBL-INTEL-1")
@pytest.mark.parametrize(
    ("way", "to", "may"),
    [
        ("tell_agencies", {"to_body": "police"}, LEAD),
        ("into_the_group", {"to_role": "risk_management_group"}, POLICE),
        ("to_the_police", {"to_body": "police"}, GROUP),
    ],
)
def test_each_way_to_share_is_for_one_role_and_goes_where_it_says(way: str, to: dict[str, str], may: str) -> None:
    for other in {*OTHERS, LEAD, POLICE, GROUP} - {may}:
        case = raised(level("high"))
        case.when(case.share(way, **to), by=other).refused("not_permitted")
    case = raised(level("high"))
    case.when(case.share(way, to_person=LINE), by=may).refused("one_recipient")
    case.given(case.share(way, **to), by=may)


@pytest.mark.rule("NBL-P09", "NBL-INTEL-1")
@pytest.mark.parametrize("value", ["low", "medium", "high", "very_high"])
def test_sharing_is_as_appropriate_and_no_case_lacks_it(value: str) -> None:
    directory = real("northumberland").directories["northumberland"]
    within = setting(edition(), {"vulnerability_level": value}, NOW, CALENDAR)
    names = Names(directory, edition(), {edition().name: edition()})
    assert expected_shares({"state": "open"}, names, within) == ()


TOLD: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "sexual_health_summary": ({"sexual_health_scored_high": True}, "Sexual health service", "lead professional"),
    "harm_reduction": ({"poly_drug_use_scored": True}, "The young person", "lead professional"),
    "missing_children_social_worker": (
        {"absconding_or_exploitation_concern": True},
        "Social worker for missing children",
        "keyworker",
    ),
    "area_team_referral": ({"social_worker_involved": False}, "Area team", "lead professional"),
    "placing_authority_confirms": (
        {"placed_by": "other_authority", "risk_to_self_or_others": True},
        "The authority that placed the young person",
        "Risk Management Group",
    ),
}


def opened(case: Any, duty: str) -> str:
    """What is said of this duty where it opened."""
    [found] = [each for each in case.ever(DutyOpenedV1) if each.duty == duty]
    answer: str = found.decisions[0].answer
    return answer.lower()


@pytest.mark.rule("NBL-T01", "NBL-T03", "NBL-T04", "NBL-T05", "NBL-T08")
@pytest.mark.parametrize("duty", TOLD)
def test_a_body_is_told(duty: str) -> None:
    facts, to, lead = TOLD[duty]
    assert opened(raised(level("high", **facts)), duty) == f"{to}: it must be told, led by the {lead}.".lower()


@pytest.mark.rule("NBL-T02")
def test_sorted_is_told_once_it_was_discussed() -> None:
    case = raised(level("high", sorted_referral_needed=True))
    case.given(case.decide("discuss_sorted", "discussed"), by=LEAD)
    said = "sorted (substance misuse service): it must be told, led by the lead professional."
    assert opened(case, "sorted_referral") == said


BODIES = {
    "childrens_services": "Children's services",
    "education": "Education",
    "police": "Police",
    "sorted": "Sorted",
    "youth_offending": "Youth offending service",
    "camhs": "Child and adolescent mental health service",
    "sexual_health": "Sexual health service",
}


@pytest.mark.rule("NBL-P13", "NBL-P13A")
@pytest.mark.parametrize("agency", BODIES)
def test_a_supporting_agency_is_told_with_a_copy(agency: str) -> None:
    case = referred(level("high", supporting_agencies=[agency]))
    case.given(case.decide("rmg_decision", "concurs", AGREED), by=GROUP)
    said = f"{BODIES[agency]}: it must be told, led by the Risk Management Group."
    assert opened(case, f"plan_to_{agency}") == said.lower()
