"""Onto the register: what a referral needs, whose view is recorded, what the group decides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contracts import risk_register as contract
from tests.unit.risk_register.house import (
    BODIES,
    CHAIR,
    JANE,
    LEAD,
    OFFICER,
    PLAN,
    POLICE,
    TEAM,
    RegisterHouse,
    holding,
    rules_of,
)

REFER = contract.ReferV1(JANE)
CONCURS = contract.DecideReferralV1(JANE, True)


@pytest.mark.rule("NBL-P10", "NBL-P10A")
def test_a_referral_without_assessment_or_plan_is_refused_with_the_rule() -> None:
    house = RegisterHouse()
    refusal = house.refused("referral_refused", REFER, TEAM)
    assert "NBL-P10A" in refusal["rules"]
    assert {each["about"] for each in refusal["details"]["against"]} == {"level", "assessment", "plan"}
    house.assess("high")
    assert [each["about"] for each in house.refused("referral_refused", REFER, TEAM)["details"]["against"]] == ["plan"]
    house.given(PLAN, LEAD).given(REFER, TEAM)
    [referred] = house.of(contract.ReferredV1)
    assert (referred.level, referred.assessment_id, referred.plan) == ("high", "assessment-1", 1)
    assert {"NBL-P10", "NBL-P10A"} <= rules_of(referred)


@pytest.mark.rule("NBL-P10")
@pytest.mark.parametrize("level", ["low", "medium"])
def test_only_high_and_very_high_are_referred(level: str) -> None:
    house = RegisterHouse()
    house.assess(level)
    house.given(PLAN, LEAD)
    assert "NBL-P10" in house.refused("referral_refused", REFER, TEAM)["rules"]
    house.assess("very_high")
    house.given(REFER, TEAM)


@pytest.mark.rule("NBL-P10", "NBL-P11")
def test_only_the_team_manager_refers_and_only_the_group_decides() -> None:
    house = RegisterHouse()
    house.assess("high")
    house.given(PLAN, LEAD)
    assert house.refused("not_permitted", REFER, LEAD)["details"]["roles"] == ["Team manager"]
    house.given(REFER, TEAM).views()
    assert house.refused("not_permitted", CONCURS, TEAM)["details"]["roles"] == ["Risk Management Group"]
    assert house.refused("register_stage", REFER, TEAM)["details"]["stage"] == "referred"


@pytest.mark.rule("NBL-P12", "NBL-P12A")
def test_every_bodys_view_is_recorded_before_the_group_decides() -> None:
    house = RegisterHouse().referred()
    for body in BODIES[1:]:
        house.given(contract.RecordViewV1(JANE, body, "agrees"), CHAIR)
    refusal = house.refused("entry_refused", CONCURS, CHAIR)
    assert [each["about"] for each in refusal["details"]["against"]] == ["childrens_services"]
    assert "NBL-P12A" in refusal["rules"]
    house.given(contract.RecordViewV1(JANE, "childrens_services", "does_not_agree"), CHAIR).given(CONCURS, CHAIR)
    [decided] = house.of(contract.ReferralDecidedV1)
    assert decided.views["childrens_services"] == "does_not_agree"
    assert decided.holder == "register_log_holder"
    assert house.entry().stage == "on_register"


@pytest.mark.rule("NBL-P12", "NBL-P12A")
def test_what_the_group_does_not_concur_with_goes_back_with_reasons() -> None:
    house = RegisterHouse().referred().views("does_not_agree")
    no = contract.DecideReferralV1(JANE, False)
    refusal = house.refused("entry_refused", no, CHAIR)
    assert [each["about"] for each in refusal["details"]["against"]] == ["reasons"]
    house.given(replace(no, sealed="why"), CHAIR)
    assert house.entry().stage == "with_agency"
    [decided] = house.of(contract.ReferralDecidedV1)
    assert (decided.sealed, decided.due) == ("why", ())
    house.given(REFER, TEAM)
    assert house.entry().referral is not None and house.of(contract.ReferredV1)[-1].number == 2
    assert house.refused("entry_refused", CONCURS, CHAIR)["details"]["against"]  # the views of before are not of now


@pytest.mark.rule("NBL-P12")
def test_a_level_that_has_come_down_meanwhile_puts_nobody_on() -> None:
    house = RegisterHouse().referred().views()
    house.assess("medium")
    assert "NBL-P10" in house.refused("referral_refused", CONCURS, CHAIR)["rules"]


@pytest.mark.rule("NBL-P12A")
def test_an_agency_gives_its_own_view_and_no_others() -> None:
    house = RegisterHouse().referred()
    client = "client:northumberland-police:1"
    own = contract.RecordViewV1(JANE, "police", "agrees", agency="northumberland-police")
    house.given(own, client)
    house.refused("not_found", replace(own, body="education"), client)
    house.refused(
        "not_found", replace(own, agency="northumberland-sexual-health"), "client:northumberland-sexual-health:1"
    )
    house.refused("malformed", replace(own, view="not_represented"), client)
    house.refused("not_permitted", contract.RecordViewV1(JANE, "police", "agrees"), POLICE)
    [recorded] = house.of(contract.ViewRecordedV1)
    assert (recorded.body, recorded.by) == ("police", client)


@pytest.mark.rule("NBL-P12A")
def test_before_the_referral_and_after_the_decision_an_agency_finds_nothing() -> None:
    own = contract.RecordViewV1(JANE, "police", "agrees", agency="northumberland-police")
    house = RegisterHouse()
    house.refused("not_found", own, "client:northumberland-police:1")
    house.on_register()
    house.refused(
        "register_stage", own, "client:northumberland-police:1"
    )  # it supports the plan, and knows of the entry


def test_nobody_decides_on_what_they_referred_themselves() -> None:
    house = RegisterHouse(holding((CHAIR, OFFICER), "team_manager", "risk_management_group"))
    house.assess("high")
    house.given(PLAN, LEAD).given(REFER, CHAIR).views()
    house.refused("own_work", CONCURS, CHAIR)
    house.given(CONCURS, OFFICER)


def test_what_is_none_of_the_editions_is_refused() -> None:
    house = RegisterHouse().referred()
    house.refused("unknown_body", contract.RecordViewV1(JANE, "newspaper", "agrees"), CHAIR)
    house.refused("malformed", contract.RecordViewV1(JANE, "police", "perhaps"), CHAIR)  # type: ignore[arg-type]
    house.refused("not_found", contract.ReferV1("notification-nobody"), TEAM)
