"""What scores and facts set off: duties and tasks, from an assessment's answers to who owes what in the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from contracts.escalation import ClockBreachedV1, DutyOpenedV1, TaskDecidedV1
from needfire.instruments.assessments import Answers
from needfire.loading.deployment import Deployment
from needfire.periods import Period
from needfire.procedure import BreachAction
from tests.rules.northumberland.assessing import judged, prompted, scored, set_off, sound, with_asked, with_evidence
from tests.rules.northumberland.playing import (
    AREA_TEAM,
    GROUP,
    KEYWORKER,
    LEAD,
    PRACTITIONER,
    due,
    level,
    raised,
    rules_of,
    started,
    told,
)
from tests.unit.casework.authorities import real
from tests.unit.casework.case import NOON, Case, at, raise_it

PLACED: Mapping[str, Any] = {"placed_by": "other_authority", "risk_to_self_or_others": True}


def assessed(answers: Answers, value: str = "medium", **facts: Any) -> Case:
    """A case in which the assessment's findings are recorded with the level that a person set."""
    found: Mapping[str, Any] = judged(answers).facts
    return raised(level(value, **found, **facts))


def opened(case: Case, duty: str) -> DutyOpenedV1:
    found: list[DutyOpenedV1] = [each for each in case.ever(DutyOpenedV1) if each.duty == duty]
    assert len(found) == 1
    return found[0]


@pytest.mark.rule("NBL-T01")
@pytest.mark.parametrize("item", [f"SH{n}" for n in range(1, 8)])
@pytest.mark.parametrize("value", ["3", "4"])
def test_a_high_sexual_health_item_sends_the_summary_sheet(item: str, value: str) -> None:
    answers = sound(**{item: scored(item, value)})
    assert set_off(answers) == ["sexual_health_high"]
    case = assessed(answers)
    duty = opened(case, "sexual_health_summary")
    assert (duty.to, duty.people, duty.must) == ("Sexual health service", (LEAD,), True)
    assert "NBL-T01" in rules_of(duty) and "referral form" in duty.title
    assert "sexual_health_summary" not in started(case)  # no time is given, and none is invented
    case.given(case.complete("sexual_health_summary", "sent on 17 November"), by=LEAD)


@pytest.mark.rule("NBL-T01")
def test_a_2_or_another_section_does_not() -> None:
    for answers in (sound(SH1=scored("SH1", "2")), sound(EH1=scored("EH1", "4"))):
        assert "sexual_health_high" not in set_off(answers)
        assert "sexual_health_summary" not in assessed(answers).duties


@pytest.mark.rule("NBL-T02")
def test_substance_misuse_that_sorted_does_not_know_of_is_discussed_and_referred() -> None:
    answers = with_evidence(sound(), "substance_misuse", disclosed=True, sorted_involved=False)
    assert set_off(answers) == ["sorted_not_involved"]
    case = assessed(answers)
    assert case.task("discuss_sorted").people == (LEAD,)
    assert case.duties == []  # first it is discussed with the young person
    case.given(case.decide("discuss_sorted", "discussed"), by=LEAD)
    duty = opened(case, "sorted_referral")
    assert "Sorted" in duty.to and rules_of(duty) == {"NBL-T02"}
    assert duty.people == (LEAD,)


@pytest.mark.rule("NBL-T02")
@pytest.mark.parametrize(
    "evidence",
    [{"disclosed": True, "sorted_involved": True}, {"disclosed": False, "sorted_involved": False}, {"disclosed": True}],
)
def test_not_where_sorted_is_involved_or_nothing_was_said(evidence: dict[str, bool]) -> None:
    answers = with_evidence(sound(), "substance_misuse", **evidence)
    assert set_off(answers) == []
    assert "discuss_sorted" not in assessed(answers).waiting


@pytest.mark.rule("NBL-T03")
def test_poly_drug_use_gives_harm_reduction_information_at_once() -> None:
    answers = sound(SM10=scored("SM10", "1"))
    case = assessed(answers)
    duty = opened(case, "harm_reduction")
    assert (duty.to, "NBL-T03" in rules_of(duty)) == ("The young person", True)
    assert due(case, "harm_reduction") == NOON
    assert len(case.ever(ClockBreachedV1)) == 1  # it is late as soon as it is owed
    assert "harm_reduction" not in assessed(sound(SM10=scored("SM10", "0"), SM1=scored("SM1", "4"))).duties


@pytest.mark.rule("NBL-T03")
def test_it_is_owed_from_the_moment_at_which_it_is_recorded() -> None:
    case = raised(level("medium"))
    case.passes(hours=3)
    case.given(case.update({"poly_drug_use_scored": True}), by=PRACTITIONER)
    assert due(case, "harm_reduction") == NOON + timedelta(hours=3)


CONCERNS = {
    "a scored item": sound(AB4=scored("AB4", "1")),
    "an indicator": with_evidence(sound(), "absconding", cse_low=("infection",)),
    "a high indicator": with_evidence(sound(), "absconding", cse_high=("abducted",)),
    "a medium indicator": with_evidence(sound(), "absconding", cse_medium=("clipping",)),
}


@pytest.mark.rule("NBL-T04")
@pytest.mark.parametrize("concern", CONCERNS)
def test_any_concern_has_the_keyworker_liaise_with_the_social_worker_for_missing_children(concern: str) -> None:
    case = assessed(CONCERNS[concern])
    duty = opened(case, "missing_children_social_worker")
    assert (duty.to, duty.people) == ("Social worker for missing children", (KEYWORKER,))
    assert rules_of(duty) == {"NBL-T04"}


@pytest.mark.rule("NBL-T04")
def test_not_without_a_concern_and_the_other_reading_is_there_to_read() -> None:
    assert assessed(sound()).duties == []
    rule = real("northumberland").authorities["northumberland"].editions["2013-01"].rules["NBL-T04"]
    assert rule.status == "conflict" and "3 or 4" in (rule.other_reading or "")


@pytest.mark.rule("NBL-T04")
@pytest.mark.parametrize("concern", CONCERNS)
def test_the_social_worker_for_missing_children_joins_in_where_possible(concern: str) -> None:
    others = with_asked(CONCERNS[concern], involved=("young_person", "professionals", "parents_or_carers"))
    assert prompted(others, "NBL-T04") == ["absconding"]
    assert prompted(CONCERNS[concern], "NBL-T04") == []
    alone = with_asked(sound(), involved=("young_person", "professionals", "parents_or_carers"))
    assert prompted(alone, "NBL-T04") == []


@pytest.mark.rule("NBL-T05", "NBL-T05A")
@pytest.mark.parametrize(("value", "owed"), [("low", False), ("medium", False), ("high", True), ("very_high", True)])
def test_high_without_a_social_worker_is_referred_to_the_area_team(value: str, owed: bool) -> None:
    case = raised(level(value, social_worker_involved=False))
    assert case.duties == (["area_team_referral"] if owed else [])
    if owed:
        duty = opened(case, "area_team_referral")
        assert (duty.to, duty.people, duty.must) == ("Area team", (LEAD,), True)
        assert {"NBL-T05", "NBL-T05A"} <= rules_of(duty) and "initial assessment" in duty.title
        assert (AREA_TEAM,) in [each.people for each in case.routing.notices.values()]


@pytest.mark.rule("NBL-T05")
def test_with_a_social_worker_there_is_nothing_to_refer() -> None:
    assert raised(level("high", social_worker_involved=True)).duties == []
    case = raised(level("high"))
    assert case.duties == []  # not known is not no
    case.given(case.update({"social_worker_involved": False}), by=PRACTITIONER)
    assert case.duties == ["area_team_referral"]


@pytest.mark.rule("NBL-T05A")
def test_that_very_high_counts_as_high_is_an_assumption_that_is_said() -> None:
    rule = real("northumberland").authorities["northumberland"].editions["2013-01"].rules["NBL-T05A"]
    assert (rule.status, bool(rule.other_reading)) == ("assumption", True)
    assert "NBL-T05A" in rules_of(
        opened(raised(level("very_high", social_worker_involved=False)), "area_team_referral")
    )


@pytest.mark.rule("NBL-T06")
@pytest.mark.parametrize("placement", ["custody", "secure"])
def test_before_release_a_checklist_is_completed_on_the_time_before_custody(placement: str) -> None:
    release = at(NOON + timedelta(days=20))
    case = raised(level("medium", placement=placement, release_due_at=release))
    assert case.task("pre_discharge_assessment").people == (LEAD,)
    case.when(case.decide("pre_discharge_assessment", "completed"), by=LEAD).refused("record_required")
    records = {"as_before_custody": True}
    case.given(case.decide("pre_discharge_assessment", "completed", records), by=LEAD)
    [decided] = case.of(TaskDecidedV1)
    assert decided.records == records and "NBL-T06" in rules_of(decided)


@pytest.mark.rule("NBL-T06")
def test_not_for_another_placement_or_without_a_release() -> None:
    release = at(NOON + timedelta(days=20))
    assert "pre_discharge_assessment" not in raised(level("medium", placement="foster", release_due_at=release)).waiting
    case = raised(level("medium", placement="custody"))
    assert "pre_discharge_assessment" not in case.waiting
    case.given(case.update({"release_due_at": release}), by=PRACTITIONER)
    assert "pre_discharge_assessment" in case.waiting


@pytest.mark.rule("NBL-T07")
def test_new_information_has_the_lead_professional_review_the_level() -> None:
    case = raised(level("medium"))
    case.given(case.update({"age_years": 16}), by=PRACTITIONER)
    assert "level_review" not in case.waiting
    case.given(case.update({"new_information_at": at(NOON)}), by=PRACTITIONER)
    assert case.task("level_review").people == (LEAD,)
    case.when(case.decide("level_review", "stays"), by=LEAD).refused("comment_required")
    case.given(case.decide("level_review", "stays", sealed="why"), by=LEAD)
    [decided] = case.of(TaskDecidedV1)
    assert rules_of(decided) == {"NBL-T07"}
    case.passes(hours=1)
    case.given(case.update({"new_information_at": at(NOON + timedelta(hours=1))}), by=PRACTITIONER)
    assert "level_review" in case.waiting
    case.when(case.decide("level_review", "changed"), by=LEAD).refused("comment_required")
    case.given(case.decide("level_review", "changed", sealed="why"), by=LEAD)


@pytest.mark.rule("NBL-T08")
def test_the_group_asks_the_placing_authority_to_confirm() -> None:
    case = raised(level("medium", **PLACED))
    duty = opened(case, "placing_authority_confirms")
    assert (duty.to, duty.people) == ("The authority that placed the young person", (GROUP,))
    assert "NBL-T08" in rules_of(duty)


@pytest.mark.rule("NBL-T08")
@pytest.mark.parametrize(
    "change", [{"placed_by": "own_authority"}, {"risk_to_self_or_others": False}, {"placed_at_kyloe_house": True}]
)
def test_not_for_kyloe_house_for_its_own_or_without_a_risk(change: dict[str, Any]) -> None:
    assert raised(level("medium", **{**PLACED, **change})).duties == []
    assert raised(level("medium", **PLACED, placed_at_kyloe_house=False)).duties == ["placing_authority_confirms"]


@pytest.mark.rule("NBL-T08A")
def test_what_is_not_confirmed_stays_open_and_no_interval_is_invented() -> None:
    case = raised(level("low", **PLACED))
    case.passes(days=400)
    assert case.duty("placing_authority_confirms").done_by is None
    assert "placing_authority_confirms" not in started(case)
    assert "NBL-T08A" in rules_of(opened(case, "placing_authority_confirms"))
    register = real("northumberland").authorities["northumberland"].editions["2013-01"].register
    assert register and register.chased_every is None


@pytest.mark.rule("NBL-T08A")
def test_an_authority_that_sets_an_interval_has_it_chased() -> None:
    case = Case(chasing_after(Period(2, "w")))
    case.given(raise_it(level("low", **PLACED), "NBL-P03", area="blyth"), by=PRACTITIONER)
    case.until(NOON + timedelta(weeks=2) - timedelta(minutes=1))
    assert told(case) == []
    case.until(NOON + timedelta(weeks=2))
    assert told(case) == [(GROUP,)]


def chasing_after(interval: Period) -> Deployment:
    """Northumberland with an interval of its own."""
    deployment = real("northumberland")
    authority = deployment.authorities["northumberland"]
    edition = authority.editions["2013-01"]
    chased = BreachAction("remind", ("NBL-T08A",))
    duties = tuple(
        replace(each, within=interval, on_breach=(chased,)) if each.id == "placing_authority_confirms" else each
        for each in edition.duties
    )
    changed = replace(authority, editions={"2013-01": replace(edition, duties=duties)})
    return replace(deployment, authorities={"northumberland": changed})
