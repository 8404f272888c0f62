"""What nobody has written is not written, and what nobody has said is not taken for said: the same as where it is denied."""

from __future__ import annotations

import pytest

from needfire.instruments.assessments import Given
from tests.rules.northumberland.assessing import refused, scored, sound, warned, with_asked, with_evidence, without

# One row of each section that is scored by the matrix.
BY_MATRIX = ["EH2", "SH2", "SE2", "SM2", "OF2", "AB4"]
NOT_WRITTEN = [False, None]  # said to be missing, and left out


@pytest.mark.rule("NBL-V06")
@pytest.mark.parametrize("written", NOT_WRITTEN)
def test_why_they_are_vulnerable_by_being_looked_after(written: bool | None) -> None:
    assert refused(sound(SE1=scored("SE1", "1", why_vulnerable=written)), "NBL-V06") == ["SE1"]
    assert refused(sound(SE1=scored("SE1", "1", why_vulnerable=True)), "NBL-V06") == []
    assert refused(sound(SE1=scored("SE1", "0", why_vulnerable=written)), "NBL-V06") == []


@pytest.mark.rule("NBL-VCL-SM")
@pytest.mark.parametrize("written", NOT_WRITTEN)
def test_which_other_substance_it_is(written: bool | None) -> None:
    assert refused(sound(SM9=scored("SM9", "1", which=written)), "NBL-VCL-SM") == ["SM9"]
    assert refused(sound(SM9=scored("SM9", "1", which=True)), "NBL-VCL-SM") == []
    assert refused(sound(SM9=scored("SM9", "0", which=written)), "NBL-VCL-SM") == []


@pytest.mark.rule("NBL-V03", "NBL-V03A", "NBL-ITEM-1")
@pytest.mark.parametrize("item", BY_MATRIX)
@pytest.mark.parametrize("written", NOT_WRITTEN)
def test_the_harm_of_a_3_and_of_a_4(item: str, written: bool | None) -> None:
    for value, stands in (("2", True), ("3", False), ("4", False)):
        answers = sound(**{item: scored(item, value, harm_feared=written)})
        assert refused(answers, "NBL-V03") == ([] if stands else [item])


@pytest.mark.rule("NBL-V11", "NBL-ITEM-1")
@pytest.mark.parametrize("item", ["AB2", "AB3"])
@pytest.mark.parametrize("written", NOT_WRITTEN)
def test_the_harm_that_is_feared_of_going_missing(item: str, written: bool | None) -> None:
    assert refused(sound(**{item: scored(item, "1", harm_feared=written)}), "NBL-V11") == [item]
    assert refused(sound(**{item: scored(item, "0", harm_feared=written)}), "NBL-V11") == []


@pytest.mark.rule("NBL-V01", "NBL-ITEM-1")
@pytest.mark.parametrize("item", BY_MATRIX)
@pytest.mark.parametrize("written", NOT_WRITTEN)
def test_what_is_done_about_a_past_2(item: str, written: bool | None) -> None:
    past = {"history": True, "current": False, "imminent": False}
    assert warned(sound(**{item: scored(item, "2", **past, intervention=written)}), "NBL-V01") == [item]
    assert warned(sound(**{item: scored(item, "2", **past, intervention=True)}), "NBL-V01") == []


@pytest.mark.rule("NBL-V16", "NBL-ITEM-1")
@pytest.mark.parametrize("item", BY_MATRIX)
@pytest.mark.parametrize("written", NOT_WRITTEN)
def test_what_is_done_about_it_which_harm_and_why_this_score(item: str, written: bool | None) -> None:
    goes_on = {"history": True, "current": True, "imminent": False}
    left_out = {"intervention": written, "harm_feared": written, "reason": written}
    assert refused(sound(**{item: scored(item, "2", **goes_on, **left_out)}), "NBL-V16") == [item]
    for told in left_out:
        assert refused(sound(**{item: scored(item, "2", **goes_on, **{**left_out, told: True})}), "NBL-V16") == []


@pytest.mark.rule("NBL-FORM-1")
@pytest.mark.parametrize("written", NOT_WRITTEN)
def test_who_completed_it_when_and_both_views(written: bool | None) -> None:
    for needed in ("completed_by", "completed_on"):
        assert refused(with_asked(sound(), **{needed: written}), "NBL-FORM-1") == [needed]
    for view in ("young_person_next", "parents_next"):
        assert len(warned(with_asked(sound(), **{view: written}), "NBL-FORM-1")) == 1
    assert refused(sound(), "NBL-FORM-1") == warned(sound(), "NBL-FORM-1") == []


@pytest.mark.rule("NBL-FORM-1", "NBL-V15")
@pytest.mark.parametrize("written", NOT_WRITTEN)
def test_why_parents_could_not_be_involved(written: bool | None) -> None:
    alone = with_asked(sound(), involved=("young_person", "professionals"), parents_next=False)
    for rule in ("NBL-FORM-1", "NBL-V15"):
        assert len(warned(with_asked(alone, parents_not_possible=written), rule)) == 1
        assert warned(with_asked(alone, parents_not_possible=True), rule) == []


@pytest.mark.rule("NBL-V10")
@pytest.mark.parametrize("written", NOT_WRITTEN)
def test_which_offending_how_often_and_what_is_suspected(written: bool | None) -> None:
    offending = with_evidence(sound(OF1=scored("OF1", "1")), "offending", type_and_frequency=written)
    assert warned(offending, "NBL-V10") == ["offending"]
    suspected = with_evidence(sound(), "offending", suspected_uncharged=True, suspicion=written)
    assert refused(suspected, "NBL-V10") == ["offending"]


@pytest.mark.rule("NBL-V16", "NBL-ITEM-1")
@pytest.mark.parametrize("item", BY_MATRIX)
@pytest.mark.parametrize("imminent", [True, None])
def test_what_may_be_imminent_is_not_taken_for_what_is_not(item: str, imminent: bool | None) -> None:
    untreated = {"history": True, "current": True, "harm_feared": False, "intervention": False}
    assert refused(sound(**{item: scored(item, "2", **untreated, imminent=imminent)}), "NBL-V16") == []
    assert refused(sound(**{item: scored(item, "2", **untreated, imminent=False)}), "NBL-V16") == [item]
    assert warned(sound(**{item: scored(item, "4", imminent=imminent)}), "NBL-VCL-SCALE") == []


@pytest.mark.rule("NBL-V16")
@pytest.mark.parametrize("item", BY_MATRIX)
@pytest.mark.parametrize("value", ["1", "2", "3", "4"])
def test_it_is_said_once_that_no_score_fits(item: str, value: str) -> None:
    new = {"history": False, "current": True, "imminent": False, "harm_feared": False, "intervention": True}
    assert refused(sound(**{item: scored(item, value, **new, reason=False)}), "NBL-V16") == [item]


@pytest.mark.rule("NBL-VCL-SCALE", "NBL-ITEM-1")
@pytest.mark.parametrize("item", BY_MATRIX)
@pytest.mark.parametrize("value", ["0", "1"])
def test_only_what_happened_before_and_goes_on_is_a_2_by_the_matrix(item: str, value: str) -> None:
    goes_on = {"current": True, "imminent": False, "intervention": True}
    assert warned(sound(**{item: scored(item, value, **goes_on, history=True)}), "NBL-VCL-SCALE") == [item]
    for history in (False, None):
        assert warned(sound(**{item: scored(item, value, **goes_on, history=history)}), "NBL-VCL-SCALE") == []


@pytest.mark.rule("NBL-DEF-POLY")
@pytest.mark.parametrize(("value", "asked"), [("0", []), ("1", ["SM15"]), ("2", ["SM15"]), ("4", ["SM15"])])
def test_a_risk_of_overdose_that_is_not_known_is_judged_wherever_poly_drug_use_is_scored(
    value: str, asked: list[str]
) -> None:
    poly = sound(SM10=scored("SM10", value))
    assert warned(poly, "NBL-DEF-POLY") == []
    assert warned(without(poly, "SM15"), "NBL-DEF-POLY") == asked
    assert warned(sound(SM10=scored("SM10", value), SM15=Given(state="unknown")), "NBL-DEF-POLY") == asked
