"""Each duty of Kent's edition of 2023 from end to end: what opens it, who leads it, by when, and who hears that it was not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.escalation import DutyOpenedV1, NoticeGivenV1, TaskDecidedV1
from tests.rules.kent import ask, duties, take, told
from tests.rules.kent_2023.playing import MET, UNIT_MANAGER
from tests.unit.casework.case import NOON, Case, at
from tests.unit.escalation.kent import CHARGED, CHILD, DIED_IN_CARE, DIRECTOR, alerted, raised, with_director

H = timedelta(hours=1)
LEARNED = NOON - 20 * H  # Monday 16 November 2026, 16:00
FIVE_WORKING_DAYS = datetime(2026, 11, 24, tzinfo=UTC)  # by the end of Monday 23 November
KNOWN = {"learned_at": at(LEARNED)}
LEAD, YOUTH_JUSTICE = "kent-principal-social-worker", "kent-assistant-director-adolescents"
OTHER = "KEN23-NTK-X"
ABUSED = {**CHILD, **KNOWN, "happened": ["serious_injury"], "abuse_or_neglect": "known", "harm_place": "own_area"}
PLACED = {**ABUSED, "placed_by": "other_authority"}
DIED_UNDER_YOUTH_JUSTICE = {**CHILD, **KNOWN, "happened": ["death"], "services_open": ["youth_justice"]}
IMPORTANT = {**CHILD, **KNOWN, "happened": ["near_miss"], "importance_to_area": True}
MISSING = {**CHILD, "plan": "child_protection", "happened": ["missing"], "missing_since": at(NOON - 50 * H)}
CARE_LEAVER = {**CHILD, "legal_status": "care_leaver", "happened": ["death"], "age_years": 24}


@dataclass(frozen=True)
class Owed:
    """What is to be seen of a duty: the facts, the category chosen, to whom, by whom, who is consulted, by when."""

    facts: Mapping[str, Any]
    category: str
    to: str
    by: str
    consults: tuple[str, ...] = ("director",)
    must: bool = True
    due: datetime | None = None
    at_once: bool = False


DUTIES = {
    ("secretary_of_state_and_ofsted", "KEN23-DUTY-1"): Owed(
        {**DIED_IN_CARE, **KNOWN},
        "KEN23-NTK-A",
        "Secretary of State and Ofsted",
        LEAD,
        consults=("unit_assistant_director", "director"),
        due=FIVE_WORKING_DAYS,
    ),
    ("practice_review_panel", "KEN23-DUTY-2"): Owed(
        ABUSED, OTHER, "Child Safeguarding Practice Review Panel", LEAD, due=FIVE_WORKING_DAYS
    ),
    ("safeguarding_partners", "KEN23-DUTY-2"): Owed(
        ABUSED,
        OTHER,
        "Safeguarding partners of the area, and of other areas where fitting",
        LEAD,
        must=False,
        due=FIVE_WORKING_DAYS,
    ),
    ("invite_placing_authority", "KEN23-DUTY-3"): Owed(PLACED, OTHER, "The authority that placed the child", LEAD),
    ("youth_justice_board", "KEN23-DUTY-4"): Owed(
        CHARGED, "KEN23-NTK-G", "Youth Justice Board", YOUTH_JUSTICE, due=NOON + 22 * H, at_once=True
    ),
    ("youth_justice_board_death", "KEN23-DUTY-4"): Owed(
        DIED_UNDER_YOUTH_JUSTICE,
        "KEN23-NTK-F",
        "Youth Justice Board",
        YOUTH_JUSTICE,
        due=LEARNED + 24 * H,
        at_once=True,
    ),
    ("national_alert", "KEN23-DUTY-5"): Owed(
        MISSING, "KEN23-NTK-I", "Allocated social worker", UNIT_MANAGER, consults=(), must=False
    ),
    ("safeguarding_partnership", "KEN23-DUTY-6"): Owed(
        IMPORTANT, OTHER, "Kent Safeguarding Multi Agency Partnership", LEAD, must=False, due=FIVE_WORKING_DAYS
    ),
    ("care_leaver_death", "KEN23-DUTY-7"): Owed(
        CARE_LEAVER, OTHER, "Secretary of State for Education and Ofsted", LEAD, consults=(), must=False
    ),
}
EACH = [
    pytest.param(duty, owed, id=duty, marks=pytest.mark.rule(rule, "KEN23-PLAT-1"))
    for (duty, rule), owed in DUTIES.items()
]


def opened(case: Case, duty: str) -> DutyOpenedV1:
    """The event that opened it."""
    [found] = [each for each in case.ever(DutyOpenedV1) if each.duty == duty]
    return found  # type: ignore[no-any-return]


def is_as(case: Case, duty: str, owed: Owed) -> None:
    """The duty was opened to this body, with this lead and these to be consulted."""
    found = opened(case, duty)
    assert (found.to, found.people, found.consults, found.must) == (owed.to, (owed.by,), owed.consults, owed.must)
    assert f"{'must' if owed.must else 'should'} be told" in found.decisions[0].answer


def is_chased(case: Case, duty: str, owed: Owed) -> None:
    """Nobody is told before its time is over; then who leads is reminded, and the director told."""
    if owed.due is None:
        assert duty not in {each.clock for each in case.routing.clocks.values()}
        return
    assert case.running(duty).due == owed.due
    about = f"Overdue: {opened(case, duty).title}"
    case.until(owed.due - timedelta(seconds=1))
    assert about not in [each.about for each in case.ever(NoticeGivenV1)]
    case.until(owed.due)
    people = [each.people for each in case.of(NoticeGivenV1) if each.about == about]
    assert people == [(owed.by,), ("kent-director",)]


@pytest.mark.parametrize(("duty", "owed"), EACH)
def test_each_is_opened_to_its_body_and_chased_when_its_time_is_over(duty: str, owed: Owed) -> None:
    early = raised(owed.facts, owed.category)
    assert (duty in early.duties) is owed.at_once
    case = alerted(owed.facts, owed.category)
    is_as(case, duty, owed)
    is_chased(case, duty, owed)


# --- another authority placed the child ---------------------------------------------------------------------------------


def invited(facts: Mapping[str, Any] = PLACED) -> Case:
    """The placing authority was invited to notify the panel."""
    case = alerted(facts, OTHER)
    return case.given(case.complete("invite_placing_authority", "letter"), by=LEAD)


@pytest.mark.rule("KEN23-DUTY-2", "KEN23-DUTY-3")
def test_the_panel_is_left_to_the_authority_that_placed_the_child() -> None:
    assert duties(alerted(PLACED, OTHER)) == ["safeguarding_partners", "invite_placing_authority"]
    assert duties(alerted(ABUSED, OTHER)) == ["practice_review_panel", "safeguarding_partners"]
    assert duties(alerted({**PLACED, "abuse_or_neglect": "no"}, OTHER)) == []


@pytest.mark.rule("KEN23-DUTY-3", "KEN23-PLAT-1")
def test_unconfirmed_kent_notifies_in_its_place() -> None:
    case = invited()
    case.given(case.decide("placing_authority_confirms", "unconfirmed"), by=LEAD)
    owed = Owed(PLACED, OTHER, "Child Safeguarding Practice Review Panel", LEAD, due=FIVE_WORKING_DAYS)
    is_as(case, "panel_in_place_of_placing_authority", owed)
    is_chased(case, "panel_in_place_of_placing_authority", owed)


@pytest.mark.rule("KEN23-DUTY-3")
@pytest.mark.parametrize("corrected", [{"placed_by": "own_authority"}, {"abuse_or_neglect": "no"}])
def test_not_in_its_place_where_it_turned_out_that_there_was_nothing_for_it_to_notify(
    corrected: dict[str, str],
) -> None:
    case = invited()
    case.given(case.update(corrected), by="kent-social-worker")
    case.given(case.decide("placing_authority_confirms", "unconfirmed"), by=LEAD)
    assert "panel_in_place_of_placing_authority" not in case.duties


# --- the Youth Justice Board, national alerts -----------------------------------------------------------------------------


@pytest.mark.rule("KEN23-DUTY-4")
@pytest.mark.parametrize(
    ("facts", "category", "duty"),
    [
        (CHARGED, "KEN23-NTK-G", "youth_justice_board"),
        (DIED_UNDER_YOUTH_JUSTICE, "KEN23-NTK-F", "youth_justice_board_death"),
    ],
)
def test_what_went_to_the_board_must_go_to_the_unit_too(facts: dict[str, Any], category: str, duty: str) -> None:
    case = raised(facts, category)
    case.given(case.update({"raised_with_members": True}), by="kent-social-worker")
    assert "youth_justice_copy_to_unit" not in case.duties
    case.given(case.complete(duty, "YJB-1"), by=YOUTH_JUSTICE)
    unit = "Safeguarding, professional standards and quality assurance unit"
    is_as(case, "youth_justice_copy_to_unit", Owed(facts, category, unit, YOUTH_JUSTICE, consults=()))


@pytest.mark.rule("KEN23-DUTY-4", "KEN23-MON-1")
@pytest.mark.parametrize(
    ("facts", "category", "expected"),
    [
        (CHARGED, "KEN23-NTK-G", True),
        (DIED_UNDER_YOUTH_JUSTICE, "KEN23-NTK-F", True),
        ({**CHARGED, "offence": "other"}, OTHER, False),
    ],
)
def test_of_further_reporting_youth_justice_hears_where_the_board_is_told(
    facts: dict[str, Any], category: str, expected: bool
) -> None:
    case = take(alerted(facts, category), "discuss_alert", "kent-standards-officer-1")
    records = {"discussed_with": "principal_social_worker"}
    case.given(case.decide("discuss_alert", "raise_onward", records, "which"), by="kent-standards-officer-1")
    assert ("assistant_director_adolescents" in told(case)) is expected


@pytest.mark.rule("KEN23-DUTY-5")
def test_a_national_alert_is_considered_of_one_who_is_missing_and_the_unit_can_ask_for_its_form() -> None:
    assert "national_alert" not in alerted({**CHILD, "plan": "child_protection", "happened": ["arrest"]}, OTHER).duties
    case = alerted(MET, "KEN23-NTK-I")
    case.given(ask("national_alert_form", "social_worker"), by=UNIT_MANAGER)
    assert "national_alert_form" in case.waiting


@pytest.mark.rule("KEN23-DUTY-3")
def test_that_it_confirmed_or_not_needs_no_more_words() -> None:
    for outcome in ("confirmed", "unconfirmed"):
        case = invited()
        case.given(case.decide("placing_authority_confirms", outcome), by=LEAD)
        assert [each.outcome for each in case.of(TaskDecidedV1)] == [outcome]


@pytest.mark.rule("KEN23-DUTY-7", "KEN23-DUTY-6")
def test_nothing_of_it_is_owed_before_the_unit_has_the_alert() -> None:
    for facts in (CARE_LEAVER, IMPORTANT, ABUSED, MISSING):
        case = with_director(facts, *(["KEN23-NTK-I"] if facts is MISSING else [OTHER]))
        assert duties(case) == []
        case.given(case.decide("assistant_director", "send_to_unit"), by=DIRECTOR)
        assert duties(case) != []
