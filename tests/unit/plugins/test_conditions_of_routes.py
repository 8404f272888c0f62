"""Which way a case takes, who is told and what is owed, by its facts and by the categories that a person chose."""

from __future__ import annotations

import pytest

from needfire.conditions import Condition
from needfire.procedure import Edition
from needfire.suggesting import holds, setting
from needfire.vocabulary import VOCABULARY
from tests.unit.plugins.cases import AS_OF, CALENDAR, RawFacts, ago
from tests.unit.plugins.test_kent_categories import ALERT, CARE_LEAVER, DIED, FOSTERED, IN_CARE, ON_PLAN
from tests.unit.plugins.test_kent_categories import EDITION as KENT
from tests.unit.plugins.test_luton_categories import INJURED

CHILD: RawFacts = {"subject_kind": "child"}
ALERT_CLOCKS = [clock for clock in KENT.clocks if str(clock.starts) == "opened:assistant_director"]


def holds_in(edition: Edition, condition: Condition | None, raw: RawFacts, *chosen: str) -> bool:
    """Whether a condition of the edition holds for these facts and these chosen categories."""
    facts = VOCABULARY.read(raw, AS_OF)
    return holds(condition, setting(edition, facts, AS_OF, CALENDAR, chosen)).holds is True


def route_of(edition: Edition, raw: RawFacts, *chosen: str) -> str:
    """The route that the case takes."""
    return next(each.id for each in edition.routes if holds_in(edition, each.when, raw, *chosen))


def finalising_is_refused(raw: RawFacts, *chosen: str) -> bool:
    """Whether Kent's assistant director may not finalise without an alert."""
    step = KENT.routes[-1].step("assistant_director")
    outcome = step.outcome("finalise") if step else None
    assert outcome
    return any(holds_in(KENT, guard.when, raw, *chosen) for guard in outcome.refused)


def director_is_told(raw: RawFacts) -> bool:
    """Whether Kent's director is told once the unit has the alert."""
    step = KENT.routes[-1].step("assistant_director")
    outcome = step.outcome("send_to_unit") if step else None
    assert outcome
    return any(holds_in(KENT, told.when, raw) for told in outcome.tells if told.role == "director")


def duties_owed(edition: Edition, raw: RawFacts) -> set[str]:
    """The duties whose condition the facts meet; what follows on another duty has none."""
    return {duty.id for duty in edition.duties if duty.when and holds_in(edition, duty.when, raw)}


CRITERIA = [
    pytest.param(rule, facts, id=f"{rule}: {why}") for rule, t in ALERT.items() for why, facts in t.meets.items()
]


@pytest.mark.parametrize(("rule", "facts"), CRITERIA)
def test_an_alert_criterion_forbids_to_finalise_and_starts_the_clock(rule: str, facts: RawFacts) -> None:
    assert finalising_is_refused(facts)
    assert [clock.id for clock in ALERT_CLOCKS if holds_in(KENT, clock.applies_when, facts)] == ["alert_to_unit"]


def test_without_a_criterion_the_assistant_director_judges() -> None:
    facts = {**ON_PLAN, "happened": ["missing"], "missing_since": ago(hours=47)}
    assert not finalising_is_refused(facts)
    assert not any(holds_in(KENT, clock.applies_when, facts) for clock in ALERT_CLOCKS)


@pytest.mark.parametrize(
    ("chosen", "facts"),
    [
        ("KEN23-NTK-A", CHILD),
        ("KEN23-NTK-F", CHILD),
        ("KEN23-NTK-G", CHILD),
        ("KEN23-NTK-H", FOSTERED),
        ("KEN23-NTK-I", ON_PLAN),
    ],
)
def test_a_category_that_a_person_chose_is_the_criterion_of_the_same_words(chosen: str, facts: RawFacts) -> None:
    assert finalising_is_refused(facts, chosen)
    assert not finalising_is_refused(facts)


ONLY_CRITERION = {
    "KEN23-ALERT-1": ({**IN_CARE, **DIED}, True, {"secretary_of_state_and_ofsted"}),
    "KEN23-ALERT-2": (
        {**CHILD, **INJURED, "abuse_or_neglect": "known", "harm_place": "own_area"},
        True,
        {"practice_review_panel", "safeguarding_partners"},
    ),
    "KEN23-ALERT-2, placed by another authority": (
        {**CHILD, **INJURED, "abuse_or_neglect": "known", "harm_place": "own_area", "placed_by": "other_authority"},
        True,
        {
            "safeguarding_partners",
            "invite_placing_authority",
            "panel_in_place_of_placing_authority",
        },
    ),
    "KEN23-ALERT-3": (
        {**CHILD, **DIED, "services_open": ["youth_justice"]},
        True,
        {"youth_justice_board_death"},
    ),
    "KEN23-ALERT-4": (
        {**CHILD, "happened": ["charge"], "offence": "rape"},
        True,
        {"youth_justice_board"},
    ),
    "KEN23-ALERT-5": ({**ON_PLAN, "missing_pattern": True}, False, {"national_alert"}),
    "KEN23-ALERT-6": ({**FOSTERED, "broken_bones": True}, False, set()),
    "KEN23-ALERT-7": ({**CARE_LEAVER, **DIED, "age_years": 24}, False, {"care_leaver_death"}),
    "KEN23-ALERT-10": (
        {**CHILD, "happened": ["near_miss"], "importance_to_area": True},
        True,
        {"safeguarding_partnership"},
    ),
    "none, on a plan and missing an hour": (
        {**ON_PLAN, "happened": ["missing"], "missing_since": ago(hours=1)},
        False,
        {"national_alert"},
    ),
}


@pytest.mark.parametrize(("facts", "told", "owed"), ONLY_CRITERION.values(), ids=ONLY_CRITERION)
def test_each_criterion_has_its_duties(facts: RawFacts, told: bool, owed: set[str]) -> None:
    assert director_is_told(facts) is told
    assert duties_owed(KENT, facts) == owed


@pytest.mark.parametrize(
    ("services", "route"),
    [
        (["disabled_children"], "through_county_manager"),
        (["care_leaving"], "through_county_manager"),
        (["care_leaving", "social_work"], "need_to_know"),
        (["early_help"], "need_to_know"),
    ],
)
def test_the_service_decides_which_way_kents_form_goes(services: list[str], route: str) -> None:
    assert route_of(KENT, {**CHILD, "services_open": services}) == route
