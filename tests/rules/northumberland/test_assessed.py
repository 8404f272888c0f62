"""The checklist through the service: what is refused, what is warned, and what the scores set off."""

from __future__ import annotations

from typing import Any

import pytest

from contracts import risk_assessments as contract
from needfire.instruments.assessments import Answers, Given
from tests.rules.northumberland.assessing import (
    FITS,
    scored,
    sound,
    with_asked,
    with_evidence,
    without,
)
from tests.rules.northumberland.filling import (
    FIRST,
    SECOND,
    assessed,
    begin,
    complete,
    completed,
    filled,
    refused_rules,
    save,
)
from tests.rules.northumberland.playing import LEAD, rules_of
from tests.unit.casework.case import Case

NEW = {"history": False, "current": True, "imminent": False}


def said_by(case: Case) -> list[dict[str, Any]]:
    """What the refusal says, one after the other."""
    details = case.answer["refused"]["details"]["said"]
    return list(details)


def by_rule(answers: Answers, rule: str, *others: str, id: str) -> Any:
    """These answers as a parameter, with the rule that speaks of them; the test is that of the rule, and of the others."""
    return pytest.param(answers, rule, id=id, marks=pytest.mark.rule(rule, *others))


# --- what must be: refused, and the draft kept ------------------------------------------------------------------------
REFUSED = [
    by_rule(sound(EH4=scored("EH4", "3", current=False)), "NBL-V01", id="past-3"),
    by_rule(sound(EH4=scored("EH4", "0", history=True)), "NBL-V01", id="past-0"),
    by_rule(with_evidence(sound(EH4=scored("EH4", "1")), "emotional_health", text=None), "NBL-V03", id="no-evidence"),
    by_rule(sound(EH4=scored("EH4", "3", harm_feared=None)), "NBL-V03", id="3-no-harm"),
    by_rule(sound(EH4=scored("EH4", "4", harm_feared=None)), "NBL-V03A", id="4-no-harm"),
    by_rule(sound(EH8=scored("EH8", "2", diagnosed=False)), "NBL-V04", id="no-diagnosis"),
    by_rule(without(sound(), "PH"), "NBL-V05", "NBL-VCL-PH", id="no-PH"),
    by_rule(sound(SE1=scored("SE1", "2", why_vulnerable=None)), "NBL-V06", id="why-not"),
    by_rule(sound(SE3=scored("SE3", "1", school_age=False)), "NBL-V07", id="past-school"),
    by_rule(sound(SE4=scored("SE4", "2", no_fixed_abode=False)), "NBL-V08", id="abode"),
    by_rule(sound(SE4=scored("SE4", "2"), SE5=scored("SE5", "2")), "NBL-V08", id="both-homes"),
    by_rule(sound(SM3=scored("SM3", "2", history=None)), "NBL-V09", id="use-before"),
    by_rule(sound(SM9=scored("SM9", "2", which=None)), "NBL-VCL-SM", id="which"),
    by_rule(with_evidence(sound(OF1=scored("OF1", "2")), "offending", youth_offending=None), "NBL-V10", id="yos"),
    by_rule(sound(AB3=scored("AB3", "2", harm_feared=None)), "NBL-V11", "NBL-VCL-AB", id="harm"),
    by_rule(
        with_evidence(sound(AB1=scored("AB1", "4")), "absconding", not_reported=True), "NBL-V12", id="not-reported"
    ),
    by_rule(with_asked(sound(), involved=("professionals",)), "NBL-V15", id="young-person"),
    by_rule(sound(EH4=Given(("2",), asked=NEW, rests_on=("x",))), "NBL-V16", id="no-fit"),
]


@pytest.mark.parametrize(("answers", "rule"), REFUSED)
def test_what_must_be_is_refused_by_its_rule_and_the_draft_is_kept(answers: Answers, rule: str) -> None:
    case = filled(answers)
    before = case.risk.stream(FIRST)
    assert rule in refused_rules(case.when(complete(), by=LEAD), "assessment_refused")
    assert case.risk.stream(FIRST) == before, "the draft is as it was"


# --- what should be: warned, read, and left ----------------------------------------------------------------------------
FEARED = Given(("2",), asked={**FITS["2"], "harm_feared": True}, rests_on=("one",))
WARNED = [
    by_rule(sound(EH4=scored("EH4", "2", current=False, intervention=None)), "NBL-V01", id="past-2"),
    by_rule(sound(EH4=scored("EH4", "3", imminent=True)), "NBL-V02", id="imminent-3"),
    by_rule(sound(AB2=FEARED, AB3=FEARED), "NBL-V11", id="one-evidence-twice"),
    by_rule(sound(EH4=Given(("1",), asked=FITS["1"])), "NBL-V14", id="rests-on-nothing"),
    by_rule(with_asked(sound(), involved=("young_person", "professionals")), "NBL-V15", id="no-parents"),
    by_rule(with_asked(sound(), keyworker_named=None), "NBL-KEY-1", id="no-keyworker"),
    by_rule(with_asked(sound(OF1=scored("OF1", "1")), took_part=("police",)), "NBL-KEY-2", id="not-there"),
    by_rule(with_asked(sound(), young_person_next=None), "NBL-FORM-1", id="no-view"),
    by_rule(with_asked(sound(), scored_as_of="now", pre_discharge_meeting=True), "NBL-T06", id="before-release"),
]


@pytest.mark.parametrize(("answers", "rule"), WARNED)
def test_what_should_be_is_warned_and_may_be_left_by_who_has_read_it(answers: Answers, rule: str) -> None:
    case = filled(answers).when(complete(), by=LEAD)
    assert rule in refused_rules(case, "warnings_unread")
    keys = [each["key"] for each in said_by(case)]
    case.when(complete(FIRST, *keys[1:]), by=LEAD).refused("warnings_unread")
    case.given(complete(FIRST, *keys), by=LEAD)
    [event] = case.of(contract.AssessmentCompletedV1)
    assert rule in {each for warning in event.warnings for each in warning.rules}


@pytest.mark.rule("NBL-V13", "NBL-CSE")
def test_whatever_is_scored_in_sexual_health_asks_for_exploitation_and_hinders_nothing() -> None:
    case = completed(sound(SH4=scored("SH4", "1")))
    [event] = case.of(contract.AssessmentCompletedV1)
    assert "NBL-V13" in {rule for each in event.prompts for rule in each.rules}


# --- what the scores set off -------------------------------------------------------------------------------------------
@pytest.mark.rule("NBL-T01", "NBL-T03", "NBL-T04", "NBL-DEF-SCORED")
@pytest.mark.parametrize(
    ("answers", "fact", "duty", "rule"),
    [
        (sound(SH4=scored("SH4", "3")), "sexual_health_scored_high", "sexual_health_summary", "NBL-T01"),
        (sound(SM10=scored("SM10", "1")), "poly_drug_use_scored", "harm_reduction", "NBL-T03"),
        (
            sound(AB1=scored("AB1", "1")),
            "absconding_or_exploitation_concern",
            "missing_children_social_worker",
            "NBL-T04",
        ),
    ],
)
def test_scores_become_facts_of_the_case_and_open_what_somebody_owes(
    answers: Answers, fact: str, duty: str, rule: str
) -> None:
    case = filled(answers)
    assert duty not in case.duties
    event = _complete(case)
    assert case.notification.facts[fact] is True
    assert duty in case.duties
    assert rule in rules_of(event)
    case.given(case.complete(duty), by=LEAD if duty != "missing_children_social_worker" else "northumberland-keyworker")
    assert case.duty(duty).done_by


def _complete(case: Case) -> contract.AssessmentCompletedV1:
    """Completes it, with every warning read."""
    case.when(complete(), by=LEAD)
    if "refused" in case.answer:
        case.given(complete(FIRST, *(each["key"] for each in said_by(case))), by=LEAD)
    [event] = case.of(contract.AssessmentCompletedV1)
    done: contract.AssessmentCompletedV1 = event
    return done


@pytest.mark.rule("NBL-T02")
def test_a_referral_to_sorted_is_discussed_then_made() -> None:
    answers = with_evidence(sound(), "substance_misuse", disclosed=True, sorted_involved=False)
    case = completed(answers)
    case.given(case.decide("discuss_sorted", "discussed"), by=LEAD)
    assert "sorted_referral" in case.duties


@pytest.mark.rule("NBL-T01")
def test_a_flag_that_a_review_does_not_set_any_more_is_taken_down() -> None:
    case = assessed("high", sound(SH4=scored("SH4", "3")))
    case.given(begin("review"), by=LEAD).given(save(sound(), SECOND), by=LEAD).given(complete(SECOND), by=LEAD)
    assert case.notification.facts["sexual_health_scored_high"] is False
