"""The checklist's items: which answers each takes, what it counts, and what the whole says and leaves to a person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from needfire.instruments import Band
from needfire.instruments.assessments import Bounds, Given
from needfire.instruments.judging import About, judge_assessment
from needfire.instruments.levels import LevelSet, judge_level, standing
from tests.rules.northumberland.assessing import (
    CALENDAR,
    NOW,
    checklist,
    judged,
    prompted,
    refused,
    saying,
    scored,
    set_off,
    sound,
    warned,
    with_asked,
    with_evidence,
    without,
)

# One row of each section that is scored by the matrix.
BY_MATRIX = ["EH2", "SH2", "SE2", "SM2", "OF2", "AB4"]
DECIDED = {"set_by": True, "set_on": True, "because": True, "age_and_functioning": True}


def test_a_sound_assessment_in_which_nothing_is_scored_stands() -> None:
    found = judged(sound())
    assert (found.refusals, found.warnings, found.prompts, found.triggers) == ((), (), (), ())
    assert found.total == Bounds(0, 0)


ROWS = {
    "NBL-VCL-EH": ("emotional_health", [f"EH{n}" for n in range(1, 10)]),
    "NBL-VCL-SH": ("sexual_health", [f"SH{n}" for n in range(1, 8)]),
    "NBL-VCL-SE": ("social", [f"SE{n}" for n in range(1, 6)]),
    "NBL-VCL-OF": ("offending", ["OF1", "OF2"]),
    "NBL-VCL-AB": ("absconding", [f"AB{n}" for n in range(1, 5)]),
}


@pytest.mark.rule("NBL-VCL-EH", "NBL-VCL-SH", "NBL-VCL-SE", "NBL-VCL-OF", "NBL-VCL-AB")
@pytest.mark.parametrize("rule", ROWS)
def test_each_row_takes_0_to_4_and_counts_in_its_section(rule: str) -> None:
    section, items = ROWS[rule]
    assert [item.id for each in checklist().sections if each.id == section for item in each.items] == items
    for item in items:
        for value in "01234":
            found = judged(sound(**{item: scored(item, value)}))
            assert saying(found.refusals, rule) == []
            assert (found.sections[section], found.total) == (Bounds(int(value), int(value)),) * 2
        for value in ("5", "-1", "2.5", "three", ""):
            assert item in refused(sound(**{item: scored(item, value)}), rule)


@pytest.mark.rule("NBL-VCL-EH", "NBL-VCL-SH", "NBL-VCL-SE", "NBL-VCL-OF", "NBL-VCL-AB")
@pytest.mark.parametrize("item", ["EH10", "SH8", "SE6", "SM16", "OF3", "AB5"])
def test_there_is_no_row_besides(item: str) -> None:
    assert item in [each.about for each in judged(sound(**{item: Given(("1",))})).refusals]


EVERY_ROW = ("NBL-VCL-EH", "NBL-VCL-PH", "NBL-VCL-SH", "NBL-VCL-SE", "NBL-VCL-SM", "NBL-VCL-OF", "NBL-VCL-AB")


@pytest.mark.rule(*EVERY_ROW, "NBL-V05")
def test_every_row_but_physical_health_may_wait() -> None:
    for item in checklist().items:
        refusals = [each.about for each in judged(without(sound(), item.id)).refusals]
        assert refusals == (["PH"] if item.id == "PH" else [])


@pytest.mark.rule(*EVERY_ROW, "NBL-V07", "NBL-V08")
def test_only_school_attendance_and_housing_may_not_apply() -> None:
    may = []
    for item in checklist().items:
        answers = sound(**{item.id: Given(state="not_applicable")})
        may += [item.id] if item.id not in [each.about for each in judged(answers).refusals] else []
    assert may == ["SE3", "SE5"]


@pytest.mark.rule(*EVERY_ROW)
def test_the_form_has_its_five_parts_and_guidance_stands_where_the_guidance_speaks() -> None:
    parts = {section.id: section.part for section in checklist().sections}
    assert sorted(set(parts.values())) == [f"Section {n}" for n in range(1, 6)]
    guided = {item.id for item in checklist().items if item.guidance}
    guided |= {section.id for section in checklist().sections if section.guidance}
    assert guided == GUIDED


GUIDED = {
    *(f"SH{n}" for n in range(1, 8)),
    *("EH8", "PH", "SE1", "SE3", "SE4", "SM10", "SM15", "AB3"),
    *("sexual_health", "substance_misuse", "offending", "absconding"),
}


@pytest.mark.rule("NBL-VCL-SCALE", "NBL-FORM-1", "NBL-ITEM-1", "NBL-V10", "NBL-V12", "NBL-T02", "NBL-CSE", "NBL-V16")
def test_what_is_asked_besides_may_be_left_out_but_for_who_what_and_when() -> None:
    needed = {"took_part", "involved", "completed_by", "completed_on"}
    for question in checklist().asks:
        refusals = [each.about for each in judged(with_asked(sound(), **{question.id: None})).refusals]
        assert refusals == ([question.id] if question.id in needed else [])
    for section in checklist().sections:
        for question in (*checklist().section_asks, *section.evidence):
            assert judged(with_evidence(sound(), section.id, **{question.id: None})).acceptable
    for item in checklist().items:
        for question in (*checklist().item_asks, *item.asks) if item.answers == ("risk",) and item.id != "SE3" else ():
            assert judged(sound(**{item.id: scored(item.id, "0", **{question.id: None})})).acceptable


@pytest.mark.rule("NBL-VCL-PH", "NBL-V05")
@pytest.mark.parametrize(("choice", "counts"), [("major", 3), ("moderate", 2), ("minor", 1), ("none", 0)])
def test_physical_health_is_one_of_four_with_its_score(choice: str, counts: int) -> None:
    found = judged(sound(PH=Given((choice,), rests_on=("a letter",))))
    assert (found.refusals, found.total) == ((), Bounds(counts, counts))


@pytest.mark.rule("NBL-VCL-PH", "NBL-V05")
def test_physical_health_has_exactly_one_category_and_never_a_4() -> None:
    for wrong in (Given(("4",)), Given(("3",)), Given(("major", "minor")), Given(()), Given(state="unknown")):
        assert refused(sound(PH=wrong), "NBL-V05") == ["PH"]
    assert refused(without(sound(), "PH"), "NBL-V05") == ["PH"]
    assert refused(without(sound(), "EH1"), "NBL-VCL-EH") == []  # another row may wait: the total has bounds


SUBSTANCES = [*(f"SM{n}" for n in range(1, 11)), "SM15"]


@pytest.mark.rule("NBL-VCL-SM")
@pytest.mark.parametrize("item", SUBSTANCES)
def test_a_substance_row_counts_0_to_4(item: str) -> None:
    assert judged(sound(**{item: scored(item, "3")})).sections["substance_misuse"] == Bounds(3, 3)
    assert refused(sound(**{item: scored(item, "5")}), "NBL-VCL-SM") == [item]


@pytest.mark.rule("NBL-VCL-SM")
@pytest.mark.parametrize(
    ("item", "choices"),
    [
        ("SM11", ["regular", "occasional"]),
        ("SM12", ["never", "now_or_before"]),
        ("SM13", ["none", "some", "all"]),
        ("SM14", ["none", "close", "significant"]),
    ],
)
def test_no_score_is_invented_for_the_four_rows_that_cannot_be_read(item: str, choices: list[str]) -> None:
    for choice in choices:
        found = judged(sound(**{item: Given((choice,))}))
        assert (found.refusals, found.total) == ((), Bounds(0, 0))
    assert refused(sound(**{item: Given(("3",))}), "NBL-VCL-SM") == [item]
    assert judged(without(sound(), item)).total == Bounds(0, 0)  # nor does its absence leave the total open


@pytest.mark.rule("NBL-VCL-SM")
def test_another_substance_is_named() -> None:
    assert refused(sound(SM9=scored("SM9", "1", which=False)), "NBL-VCL-SM") == ["SM9"]
    assert refused(sound(SM9=scored("SM9", "1")), "NBL-VCL-SM") == []


@pytest.mark.rule("NBL-VCL-SM")
def test_an_authority_can_give_the_unread_rows_a_score() -> None:
    sets = [
        replace(each, answers=tuple(replace(a, score=n) for n, a in enumerate(each.answers)))
        if each.id == "friends_using"
        else each
        for each in checklist().answer_sets
    ]
    configured = replace(checklist(), answer_sets=tuple(sets))
    found = judge_assessment(configured, sound(SM13=Given(("all",))), About({}, NOW, CALENDAR))
    assert found.total == Bounds(2, 2)


@pytest.mark.rule("NBL-VCL-SCALE")
@pytest.mark.parametrize("item", BY_MATRIX)
@pytest.mark.parametrize(
    ("value", "asked"),
    [
        ("1", {"history": False, "current": False}),
        ("2", {"history": False, "current": False}),
        ("1", {"history": True, "current": True, "intervention": True}),
        ("0", {"history": True, "current": True, "intervention": True}),
        ("4", {"history": True, "current": True, "imminent": False, "harm_feared": True}),
    ],
)
def test_a_score_that_is_not_the_matrixs_is_warned(item: str, value: str, asked: dict[str, bool]) -> None:
    assert warned(sound(**{item: scored(item, value, **asked)}), "NBL-VCL-SCALE") == [item]


@pytest.mark.rule("NBL-VCL-SCALE")
@pytest.mark.parametrize("item", BY_MATRIX)
def test_what_is_new_is_not_said_to_have_been_nothing(item: str) -> None:
    new = {"history": False, "current": True, "imminent": False, "reason": True}
    assert warned(sound(**{item: scored(item, "2", **new)}), "NBL-VCL-SCALE") == []
    assert (
        warned(sound(**{item: scored(item, "1", **{**new, "history": True, "current": False})}), "NBL-VCL-SCALE") == []
    )


@pytest.mark.rule("NBL-VCL-SCALE")
@pytest.mark.parametrize("value", ["0", "1", "2", "3", "4"])
def test_a_score_that_fits_the_matrix_is_not_warned(value: str) -> None:
    found = judged(sound(EH2=scored("EH2", value)))
    assert (found.refusals, found.warnings, found.prompts) == ((), (), ())
    assert found.total == Bounds(int(value), int(value))
    assert judged(without(sound(), "EH2")).total == Bounds(0, 4)


@pytest.mark.rule("NBL-VCL-SCALE")
@pytest.mark.parametrize("item", BY_MATRIX)
@pytest.mark.parametrize("effect", ["none_yet", "unknown"])
def test_a_2_is_accepted_by_either_wording_and_the_other_is_shown(item: str, effect: str) -> None:
    assert prompted(sound(**{item: scored(item, "2", effect=effect)}), "NBL-VCL-SCALE") == [item]
    assert judged(sound(**{item: scored(item, "2", effect=effect)})).acceptable
    assert prompted(sound(**{item: scored(item, "2", effect="positive")}), "NBL-VCL-SCALE") == []
    for value, change in (
        ("1", {"current": True}),
        ("3", {}),
        ("2", {"current": False}),
        ("2", {"intervention": False}),
    ):
        other = sound(**{item: scored(item, value, **{"effect": effect, "intervention": True, **change})})
        assert prompted(other, "NBL-VCL-SCALE") == []


@pytest.mark.rule("NBL-VCL-TOTAL")
def test_no_total_indicates_a_level_since_the_continuum_cannot_be_read() -> None:
    for answers in (sound(), sound(**{f"EH{n}": scored(f"EH{n}", "4") for n in range(1, 10)})):
        found = judge_level(checklist(), LevelSet("low", DECIDED), judged(answers))
        assert (found.refusals, found.indicated, found.differs) == ((), (), False)
        assert "NBL-VCL-TOTAL" in found.rules


@pytest.mark.rule("NBL-VCL-TOTAL")
def test_bands_are_an_authoritys_and_only_indicate() -> None:
    stated = checklist().level
    assert stated
    bands = (Band(0, "low"), Band(10, "medium"), Band(20, "high"))
    instrument = replace(checklist(), level=replace(stated, bands=bands))
    ten = sound(EH1=scored("EH1", "4"), EH2=scored("EH2", "4"), EH3=scored("EH3", "2"))
    found = judge_level(instrument, LevelSet("very_high", DECIDED), judged(ten))
    assert (found.refusals, found.indicated, found.differs) == ((), ("medium",), True)
    nine = sound(EH1=scored("EH1", "4"), EH2=scored("EH2", "4"), EH3=scored("EH3", "1"))
    assert judge_level(instrument, LevelSet("low", DECIDED), judged(nine)).indicated == ("low",)
    open_ended = judge_level(instrument, LevelSet("low", DECIDED), judged(without(nine, "EH4")))
    assert open_ended.indicated == ("low", "medium")


@pytest.mark.rule("NBL-VCL-TOTAL")
@pytest.mark.parametrize("left_out", DECIDED)
def test_the_level_is_a_persons_with_who_when_why_and_age_and_functioning(left_out: str) -> None:
    assert judge_level(checklist(), LevelSet("high", DECIDED), judged(sound())).refusals == ()
    for missing in ({**DECIDED, left_out: False}, {k: v for k, v in DECIDED.items() if k != left_out}):
        [said] = judge_level(checklist(), LevelSet("high", missing), judged(sound())).refusals
        assert (said.about, said.rules) == (left_out, ("NBL-VCL-TOTAL",))


@pytest.mark.rule("NBL-VCL-LEVEL", "NBL-LEVEL-DEF")
def test_the_level_is_one_of_four_with_the_procedures_words() -> None:
    words = {level: judge_level(checklist(), LevelSet(level, DECIDED), judged(sound())) for level in LEVELS}
    assert all(found.refusals == () and "NBL-LEVEL-DEF" in found.rules for found in words.values())
    assert "at any time" in words["high"].says and "imminent" in words["very_high"].says
    [said] = judge_level(checklist(), LevelSet("critical", DECIDED), judged(sound())).refusals
    assert "NBL-VCL-LEVEL" in said.rules


LEVELS = ("low", "medium", "high", "very_high")


@pytest.mark.rule("NBL-VCL-LEVEL")
def test_serious_harm_at_an_item_makes_no_level() -> None:
    found = judged(sound(EH6=scored("EH6", "3")))
    assert found.facts == {}  # nothing that the case would take for a level
    assert judge_level(checklist(), LevelSet("low", DECIDED), found).refusals == ()


@pytest.mark.rule("NBL-CSE")
@pytest.mark.parametrize(("band", "how_many"), [("cse_low", 8), ("cse_medium", 12), ("cse_high", 10)])
def test_indicators_support_the_risk_of_exploitation_and_count_nothing(band: str, how_many: int) -> None:
    [asked] = [q for s in checklist().sections for q in s.evidence if q.id == band]
    every = tuple(asked.words or ())
    assert len(every) == how_many
    answers = with_evidence(sound(AB3=scored("AB3", "1")), "absconding", **{band: every})
    found = judged(answers)
    assert (found.refusals, found.total, len(found.support["AB3"])) == ((), Bounds(1, 1), how_many)
    wrong = with_evidence(sound(), "absconding", **{band: ("looks_tired",)})
    assert refused(wrong, "NBL-CSE") == ["absconding"]


@pytest.mark.rule("NBL-CSE")
def test_indicators_without_a_score_are_asked_about() -> None:
    for band, indicator in (("cse_low", "infection"), ("cse_medium", "clipping"), ("cse_high", "abducted")):
        chosen = with_evidence(sound(), "absconding", **{band: (indicator,)})
        assert prompted(chosen, "NBL-CSE") == ["AB3"]
        scored_too = replace(chosen, items={**chosen.items, "AB3": scored("AB3", "1")})
        assert prompted(scored_too, "NBL-CSE") == []
    assert prompted(sound(), "NBL-CSE") == []


@pytest.mark.rule("NBL-DEF-SCORED")
def test_scored_is_1_or_more_and_high_3_or_4() -> None:
    assert set_off(sound(SM10=scored("SM10", "0"))) == []
    assert set_off(sound(SM10=scored("SM10", "1"))) == ["poly_drug_use"]
    assert set_off(sound(SH1=scored("SH1", "2"))) == []
    assert set_off(sound(SH1=scored("SH1", "3"))) == ["sexual_health_high"]


@pytest.mark.rule("NBL-DEF-SCORED")
def test_what_does_not_apply_adds_nothing_and_what_is_not_known_leaves_the_total_open() -> None:
    at_school = Given(("2",), asked={**scored("SE3", "2").asked})
    assert judged(sound(SE3=at_school)).total == Bounds(2, 2)
    assert judged(sound()).total == Bounds(0, 0)  # here school attendance does not apply
    assert judged(sound(SE3=Given(state="unknown"))).total == Bounds(0, 4)
    assert judged(without(sound(), "SE2", "PH")).total == Bounds(0, 7)
    assert judged(without(sound(), *(item.id for item in checklist().items))).total == Bounds(0, 151)


@pytest.mark.rule("NBL-DEF-POLY")
def test_the_risk_of_overdose_is_judged_from_poly_drug_use() -> None:
    poly = sound(SM10=scored("SM10", "2"))
    assert warned(without(poly, "SM15"), "NBL-DEF-POLY") == ["SM15"]
    assert warned(poly, "NBL-DEF-POLY") == []
    assert warned(without(sound(), "SM15"), "NBL-DEF-POLY") == []
    item = next(each for each in checklist().items if each.id == "SM10")
    assert "at the same time" in (item.guidance or "")


@pytest.mark.rule("NBL-ITEM-1")
@pytest.mark.parametrize("left_out", ["history", "current"])
def test_a_score_without_history_or_present_cannot_be_held_against_the_matrix(left_out: str) -> None:
    for item in BY_MATRIX:
        assert warned(sound(**{item: scored(item, "1", **{left_out: None})}), "NBL-ITEM-1") == [item]
        assert warned(sound(**{item: scored(item, "0", **{left_out: None})}), "NBL-ITEM-1") == []
        assert warned(sound(**{item: scored(item, "1")}), "NBL-ITEM-1") == []


@pytest.mark.rule("NBL-ITEM-1")
@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("history", "yes"),
        ("current", 1),
        ("imminent", "no"),
        ("intervention", "a mentor"),
        ("effect", "great"),
        ("harm_feared", "overdose"),
    ],
)
def test_what_is_asked_of_every_item_takes_its_own_answers_only(question: str, wrong: object) -> None:
    found = judged(sound(EH1=scored("EH1", "2", **{question: wrong})))
    assert "EH1" in saying(found.refusals, "NBL-ITEM-1")


@pytest.mark.rule("NBL-FORM-1")
@pytest.mark.parametrize("scale", ["young_person_scale", "parents_scale"])
def test_the_views_have_a_scale_from_0_to_10_where_10_is_best(scale: str) -> None:
    for value in (0, 10):
        assert judged(with_asked(sound(), **{scale: value})).acceptable
    for wrong in (-1, 11, "7", True, 2.5):
        assert refused(with_asked(sound(), **{scale: wrong}), "NBL-FORM-1") == [scale]
    [asked] = [each for each in checklist().asks if each.id == scale]
    assert asked.best == 10 and "10 is best" in asked.asks


@pytest.mark.rule("NBL-FORM-1")
def test_the_form_says_who_completed_it_and_when_and_has_both_views() -> None:
    for needed in ("completed_by", "completed_on"):
        assert refused(with_asked(sound(), **{needed: None}), "NBL-FORM-1") == [needed]
    assert len(warned(with_asked(sound(), young_person_next=None), "NBL-FORM-1")) == 1
    assert len(warned(with_asked(sound(), parents_next=False), "NBL-FORM-1")) == 1
    assert warned(with_asked(sound(), parents_next=False, parents_not_possible=True), "NBL-FORM-1") == []


@pytest.mark.rule("NBL-FORM-1")
def test_evidence_has_three_prompts_and_agencies_are_those_of_the_form() -> None:
    for prompt in ("worried_about", "working_well", "needs_to_happen"):
        for section in checklist().sections:
            assert judged(with_evidence(sound(), section.id, **{prompt: True})).acceptable
    assert refused(with_evidence(sound(), "social", worried_about="all"), "NBL-FORM-1") == ["social"]
    assert refused(with_asked(sound(), agencies=("police", "navy")), "NBL-FORM-1") == ["agencies"]
    assert judged(with_asked(sound(), issues_since_last_review=True)).acceptable


@pytest.mark.rule("NBL-FORM-1")
def test_current_and_original_score_and_the_trend_are_shown() -> None:
    first, second = judged(sound(EH1=scored("EH1", "4"))), judged(without(sound(), "EH2"))
    third = judged(sound(EH1=scored("EH1", "1")))
    found = standing([first, second, third])
    assert (found.original, found.current, found.change) == (Bounds(4, 4), Bounds(1, 1), -3)
    assert found.totals == (Bounds(4, 4), Bounds(0, 4), Bounds(1, 1))
    assert standing([first, second]).change is None
    with pytest.raises(ValueError, match="one version"):
        standing([first, replace(third, instrument="vulnerability_checklist 2")])
