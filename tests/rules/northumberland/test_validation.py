"""The checklist's validation: what must be is refused, what should be is warned, the rest is asked; and the nearest case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from needfire.instruments.assessments import Bounds, Given
from tests.rules.northumberland.assessing import (
    judged,
    prompted,
    refused,
    scored,
    sound,
    warned,
    with_asked,
    with_evidence,
    without,
)

# One row of each section that is scored by the matrix.
BY_MATRIX = ["EH2", "SH2", "SE2", "SM2", "OF2", "AB4"]
PAST = {"history": True, "current": False, "imminent": False, "intervention": True, "harm_feared": True}
NEW = {"history": False, "current": True, "imminent": False, "harm_feared": False, "intervention": True}
UNTREATED = {"history": True, "current": True, "imminent": False, "harm_feared": False, "intervention": False}


@pytest.mark.rule("NBL-V01")
@pytest.mark.parametrize("item", BY_MATRIX)
@pytest.mark.parametrize(("value", "stands"), [("0", False), ("1", True), ("2", True), ("3", False), ("4", False)])
def test_what_is_past_is_2_at_most_and_never_0(item: str, value: str, stands: bool) -> None:
    assert refused(sound(**{item: scored(item, value, **PAST)}), "NBL-V01") == ([] if stands else [item])
    for change in ({"current": True}, {"history": False}):
        other = sound(**{item: scored(item, value, **{**PAST, **change})})
        assert refused(other, "NBL-V01") == []


@pytest.mark.rule("NBL-V01")
@pytest.mark.parametrize("item", BY_MATRIX)
def test_a_past_2_that_names_no_intervention_is_warned(item: str) -> None:
    unnamed = {**PAST, "intervention": False}
    assert warned(sound(**{item: scored(item, "2", **unnamed)}), "NBL-V01") == [item]
    assert warned(sound(**{item: scored(item, "2", **PAST)}), "NBL-V01") == []
    for value, change in (("1", {}), ("3", {}), ("2", {"current": True}), ("2", {"history": False})):
        assert warned(sound(**{item: scored(item, value, **{**unnamed, **change})}), "NBL-V01") == []


@pytest.mark.rule("NBL-V02")
@pytest.mark.parametrize("item", BY_MATRIX)
@pytest.mark.parametrize(("value", "fits"), [("2", False), ("3", False), ("4", True)])
def test_what_goes_on_and_is_imminent_should_be_a_4(item: str, value: str, fits: bool) -> None:
    imminent = {"history": True, "current": True, "imminent": True, "harm_feared": True}
    answers = sound(**{item: scored(item, value, **imminent)})
    assert warned(answers, "NBL-V02") == ([] if fits else [item])
    assert judged(answers).acceptable
    for change in ({"imminent": False}, {"current": False}):
        assert warned(sound(**{item: scored(item, value, **{**imminent, **change})}), "NBL-V02") == []


BLOCKS = {
    "emotional_health": "EH1",
    "sexual_health": "SH1",
    "social": "SE2",
    "substance_misuse": "SM1",
    "offending": "OF1",
    "absconding": "AB1",
}


@pytest.mark.rule("NBL-V03")
@pytest.mark.parametrize("block", BLOCKS)
def test_every_block_that_scores_has_its_evidence(block: str) -> None:
    item = BLOCKS[block]
    answers = sound(**{item: scored(item, "1")})
    assert refused(answers, "NBL-V03") == []
    assert refused(with_evidence(answers, block, text=False), "NBL-V03") == [block]
    assert refused(with_evidence(answers, block, text=None), "NBL-V03") == [block]
    assert refused(with_evidence(sound(), block, text=False), "NBL-V03") == []


@pytest.mark.rule("NBL-V03")
def test_physical_health_too_has_its_evidence() -> None:
    minor = sound(PH=Given(("minor",), rests_on=("a letter",)))
    assert refused(with_evidence(minor, "physical_health_block", text=False), "NBL-V03") == ["physical_health_block"]
    assert refused(minor, "NBL-V03") == []


@pytest.mark.rule("NBL-V03")
@pytest.mark.parametrize("item", BY_MATRIX)
def test_a_3_names_the_serious_harm(item: str) -> None:
    assert refused(sound(**{item: scored(item, "3", harm_feared=False)}), "NBL-V03") == [item]
    assert refused(sound(**{item: scored(item, "3")}), "NBL-V03") == []
    assert refused(sound(**{item: scored(item, "2", harm_feared=False)}), "NBL-V03") == []


@pytest.mark.rule("NBL-V03A", "NBL-V03")
@pytest.mark.parametrize("item", BY_MATRIX)
def test_a_4_names_the_harm_too(item: str) -> None:
    unnamed = sound(**{item: scored(item, "4", harm_feared=False)})
    assert refused(unnamed, "NBL-V03A") == refused(unnamed, "NBL-V03") == [item]  # said once, not twice
    assert refused(sound(**{item: scored(item, "4")}), "NBL-V03A") == []
    assert refused(sound(**{item: scored(item, "3", harm_feared=False)}), "NBL-V03A") == []


@pytest.mark.rule("NBL-V04")
def test_mental_health_difficulties_are_scored_with_a_diagnosis_only() -> None:
    assert refused(sound(EH8=scored("EH8", "1")), "NBL-V04") == []
    for undiagnosed in (False, None):
        assert refused(sound(EH8=scored("EH8", "1", diagnosed=undiagnosed)), "NBL-V04") == ["EH8"]
    assert refused(sound(EH8=scored("EH8", "0", diagnosed=False)), "NBL-V04") == []


@pytest.mark.rule("NBL-V06")
def test_looked_after_or_leaving_care_says_which_and_why() -> None:
    assert refused(sound(SE1=scored("SE1", "1")), "NBL-V06") == []
    assert refused(sound(SE1=scored("SE1", "1", status="leaving_care")), "NBL-V06") == []
    assert refused(sound(SE1=scored("SE1", "1", status=None)), "NBL-V06") == ["SE1"]
    assert refused(sound(SE1=scored("SE1", "1", why_vulnerable=False)), "NBL-V06") == ["SE1"]
    assert refused(sound(SE1=scored("SE1", "0", status=None)), "NBL-V06") == []


@pytest.mark.rule("NBL-V07")
@pytest.mark.parametrize("value", ["0", "1", "2"])
def test_school_attendance_is_scored_at_school_age_only(value: str) -> None:
    at_school = sound(SE3=scored("SE3", value))
    assert refused(at_school, "NBL-V07") == warned(at_school, "NBL-V07") == []
    for age in (False, None):
        assert refused(sound(SE3=scored("SE3", value, school_age=age)), "NBL-V07") == ["SE3"]


@pytest.mark.rule("NBL-V07")
def test_not_applicable_is_not_0() -> None:
    past_school_age = judged(sound())
    assert (past_school_age.refusals, past_school_age.sections["social"]) == ((), Bounds(0, 0))
    assert warned(sound(SE3=Given(state="not_applicable", asked={"school_age": True})), "NBL-V07") == ["SE3"]
    unanswered = judged(without(sound(), "SE3"))
    assert unanswered.sections["social"] == Bounds(0, 4)  # what does not apply adds nothing; what is missing may
    assert refused(sound(SE2=Given(state="not_applicable")), "NBL-VCL-SE") == ["SE2"]  # not every row may say it


@pytest.mark.rule("NBL-V08")
def test_homelessness_is_for_no_fixed_abode_now() -> None:
    assert refused(sound(SE4=scored("SE4", "1")), "NBL-V08") == []
    for abode in (False, None):
        assert refused(sound(SE4=scored("SE4", "1", no_fixed_abode=abode)), "NBL-V08") == ["SE4"]


@pytest.mark.rule("NBL-V08")
def test_unsuitable_housing_stays_empty_beside_homelessness() -> None:
    homeless = sound(SE4=scored("SE4", "2"))
    assert judged(homeless).sections["social"] == Bounds(2, 2)
    assert judged(without(homeless, "SE5")).sections["social"] == Bounds(2, 2)
    for value in ("0", "1"):
        both = replace(homeless, items={**homeless.items, "SE5": scored("SE5", value)})
        assert refused(both, "NBL-V08") == ["SE5"]
    assert refused(sound(SE5=scored("SE5", "1"), SE4=Given(state="unknown")), "NBL-V08") == []
    assert judged(without(sound(), "SE4", "SE5")).sections["social"] == Bounds(
        0, 4
    )  # not 8: only one of them can score


@pytest.mark.rule("NBL-V09")
@pytest.mark.parametrize("item", [f"SM{n}" for n in range(1, 11)])
def test_use_before_and_use_now_are_both_recorded(item: str) -> None:
    assert refused(sound(**{item: scored(item, "1")}), "NBL-V09") == []
    for left_out in ("history", "current"):
        assert refused(sound(**{item: scored(item, "1", **{left_out: None})}), "NBL-V09") == [item]
        assert refused(sound(**{item: scored(item, "0", **{left_out: None})}), "NBL-V09") == []


@pytest.mark.rule("NBL-V10")
def test_the_evidence_on_offending_says_whether_youth_offending_is_involved() -> None:
    offending = sound(OF1=scored("OF1", "1"))
    assert refused(offending, "NBL-V10") == warned(offending, "NBL-V10") == []
    assert refused(with_evidence(offending, "offending", youth_offending=None), "NBL-V10") == ["offending"]
    assert refused(with_evidence(sound(), "offending", youth_offending=None), "NBL-V10") == []


@pytest.mark.rule("NBL-V10")
@pytest.mark.parametrize("left_out", ["orders", "voluntary_programme", "type_and_frequency"])
def test_orders_programme_kind_and_frequency_should_be_there(left_out: str) -> None:
    offending = sound(OF2=scored("OF2", "1"))
    lacking = with_evidence(offending, "offending", **{left_out: None})
    assert (refused(lacking, "NBL-V10"), warned(lacking, "NBL-V10")) == ([], ["offending"])
    assert warned(with_evidence(sound(), "offending", **{left_out: None}), "NBL-V10") == []


@pytest.mark.rule("NBL-V10")
def test_suspected_offending_is_written_though_the_score_is_low() -> None:
    suspected = with_evidence(sound(), "offending", suspected_uncharged=True)
    assert refused(suspected, "NBL-V10") == ["offending"]
    assert refused(with_evidence(suspected, "offending", suspicion=True), "NBL-V10") == []
    assert refused(with_evidence(sound(), "offending", suspected_uncharged=False), "NBL-V10") == []


@pytest.mark.rule("NBL-V11")
def test_one_piece_of_evidence_should_not_carry_both_risks() -> None:
    shared = replace(scored("AB3", "2"), rests_on=("the night of the 3rd", "evidence on AB2"))
    answers = sound(AB2=scored("AB2", "2"), AB3=shared)
    assert warned(answers, "NBL-V11") == [None]  # it is about both
    low = {item: scored(item, "1") for item in ("AB2", "AB3")}
    assert warned(sound(**low), "NBL-V11") == []
    assert warned(sound(**{**low, "AB2": replace(low["AB2"], rests_on=low["AB3"].rests_on)}), "NBL-V11") == [None]
    assert judged(answers).acceptable
    assert warned(sound(AB2=scored("AB2", "2"), AB3=scored("AB3", "2")), "NBL-V11") == []
    assert warned(sound(AB2=scored("AB2", "0"), AB3=shared), "NBL-V11") == []
    blank = {item: replace(scored(item, "2"), rests_on=()) for item in ("AB2", "AB3")}
    assert len(warned(sound(**blank), "NBL-V11")) == 1
    for item in ("AB2", "AB3"):
        assert warned(sound(**{**blank, item: scored(item, "2")}), "NBL-V11") == []  # one of them has its own
        assert warned(sound(**{**blank, item: replace(scored(item, "0"), rests_on=())}), "NBL-V11") == []


@pytest.mark.rule("NBL-V11")
@pytest.mark.parametrize("item", ["AB2", "AB3"])
def test_the_specific_harm_is_named(item: str) -> None:
    assert refused(sound(**{item: scored(item, "1", harm_feared=False)}), "NBL-V11") == [item]
    assert refused(sound(**{item: scored(item, "1")}), "NBL-V11") == []
    assert refused(sound(AB1=scored("AB1", "1", harm_feared=False)), "NBL-V11") == []


@pytest.mark.rule("NBL-V12")
def test_missing_without_a_report_can_be_scored_high_with_evidence_and_a_plan() -> None:
    unreported = with_evidence(sound(AB1=scored("AB1", "4")), "absconding", not_reported=True, plan_addresses_it=True)
    assert refused(unreported, "NBL-V12") == []
    assert refused(with_evidence(unreported, "absconding", text=False), "NBL-V12") == ["absconding"]
    for plan in (False, None):
        assert refused(with_evidence(unreported, "absconding", plan_addresses_it=plan), "NBL-V12") == ["absconding"]
    reported = with_evidence(sound(AB1=scored("AB1", "4")), "absconding", not_reported=False)
    assert refused(reported, "NBL-V12") == []
    not_high = with_evidence(sound(AB1=scored("AB1", "2")), "absconding", not_reported=True)
    assert refused(not_high, "NBL-V12") == []
    just_high = with_evidence(sound(AB1=scored("AB1", "3")), "absconding", not_reported=True)
    assert refused(just_high, "NBL-V12") == ["absconding"]


@pytest.mark.rule("NBL-V13")
@pytest.mark.parametrize("item", [f"SH{n}" for n in range(1, 8)])
def test_whatever_is_scored_in_sexual_health_asks_after_exploitation(item: str) -> None:
    assert prompted(sound(**{item: scored(item, "1")}), "NBL-V13") == ["sexual_health"]
    assert judged(sound(**{item: scored(item, "1")})).acceptable
    assert prompted(sound(**{item: scored(item, "0")}), "NBL-V13") == []
    assert prompted(sound(EH1=scored("EH1", "1")), "NBL-V13") == []


@pytest.mark.rule("NBL-V14")
def test_a_score_should_rest_on_evidence() -> None:
    assert warned(sound(EH1=replace(scored("EH1", "1"), rests_on=())), "NBL-V14") == ["EH1"]
    assert warned(sound(EH1=replace(scored("EH1", "0"), rests_on=())), "NBL-V14") == []
    assert warned(sound(EH1=scored("EH1", "1")), "NBL-V14") == []


@pytest.mark.rule("NBL-V14", "NBL-T06")
def test_scores_are_those_of_this_time_but_before_release_those_of_the_time_before_custody() -> None:
    before, discharge = {"scored_as_of": "before_custody"}, {"pre_discharge_meeting": True}
    for no_discharge in (False, None):
        assert len(warned(with_asked(sound(), **before, pre_discharge_meeting=no_discharge), "NBL-V14")) == 1
    assert warned(with_asked(sound(), **before, **discharge), "NBL-V14") == []
    assert len(warned(with_asked(sound(), **discharge), "NBL-T06")) == 1
    assert warned(with_asked(sound(), **before, **discharge), "NBL-T06") == []


@pytest.mark.rule("NBL-V15")
def test_the_young_person_and_the_professionals_must_parents_should_be_involved() -> None:
    parents, everybody = ("young_person", "professionals"), ("young_person", "parents_or_carers", "professionals")
    assert refused(with_asked(sound(), involved=everybody), "NBL-V15") == []
    assert len(refused(with_asked(sound(), involved=("parents_or_carers", "professionals")), "NBL-V15")) == 1
    assert len(refused(with_asked(sound(), involved=("young_person", "parents_or_carers")), "NBL-V15")) == 1
    without_parents = with_asked(sound(), involved=parents)
    assert (refused(without_parents, "NBL-V15"), len(warned(without_parents, "NBL-V15"))) == ([], 1)
    assert warned(with_asked(without_parents, parents_not_possible=True), "NBL-V15") == []


@pytest.mark.rule("NBL-V15")
def test_who_was_involved_is_recorded() -> None:
    assert refused(with_asked(sound(), involved=None), "NBL-V15") == ["involved"]
    assert refused(with_asked(sound(), took_part=None), "NBL-V15") == ["took_part"]


@pytest.mark.rule("NBL-V16")
@pytest.mark.parametrize("situation", [NEW, UNTREATED], ids=["new", "untreated"])
@pytest.mark.parametrize(
    ("value", "reason", "stands"),
    [
        ("1", True, False),
        ("2", True, True),
        ("2", False, False),
        ("3", True, True),
        ("3", False, False),
        ("4", True, False),
    ],
)
@pytest.mark.parametrize("item", BY_MATRIX)
def test_where_no_score_fits_a_person_chooses_2_or_3_and_says_why(
    item: str, situation: dict[str, bool], value: str, reason: bool, stands: bool
) -> None:
    answers = sound(**{item: scored(item, value, **{**situation, "reason": reason})})
    assert refused(answers, "NBL-V16") == ([] if stands else [item])


@pytest.mark.rule("NBL-V16")
@pytest.mark.parametrize("value", ["1", "2", "3", "4"])
@pytest.mark.parametrize(
    "change", [{"current": False}, {"imminent": True}, {"harm_feared": True}, {"intervention": True}]
)
def test_where_a_score_fits_no_reason_is_asked(change: dict[str, bool], value: str) -> None:
    assert refused(sound(EH5=scored("EH5", value, **{**UNTREATED, **change})), "NBL-V16") == []


@pytest.mark.rule("NBL-V16")
def test_no_machine_chooses_where_no_score_fits() -> None:
    answers = sound(EH5=Given(state="unknown", asked=UNTREATED))
    assert judged(answers).sections["emotional_health"] == Bounds(0, 4)


@pytest.mark.rule("NBL-KEY-1")
def test_the_checklist_should_name_the_keyworker() -> None:
    for named in (False, None):
        assert len(warned(with_asked(sound(), keyworker_named=named), "NBL-KEY-1")) == 1
    assert warned(sound(), "NBL-KEY-1") == []


@pytest.mark.rule("NBL-KEY-2")
@pytest.mark.parametrize(
    ("item", "section", "agency"),
    [("OF1", "offending", "youth_offending"), ("SM1", "substance_misuse", "sorted"), ("AB1", "absconding", "police")],
)
def test_an_agency_that_matters_to_an_issue_should_take_part(item: str, section: str, agency: str) -> None:
    issue = sound(**{item: scored(item, "1")})
    others = tuple({"education", "police", "sorted", "youth_offending"} - {agency})
    assert warned(with_asked(issue, took_part=others), "NBL-KEY-2") == [section]
    assert warned(with_asked(issue, took_part=(agency,)), "NBL-KEY-2") == []
    assert warned(with_asked(sound(), took_part=others), "NBL-KEY-2") == []
