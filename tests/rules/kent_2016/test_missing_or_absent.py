"""Missing, absent, or away: the words that Kent's edition of 2016 keeps apart (KEN16-MISS)."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.escalation import ClockStartedV1, RequestMadeV1, TaskDecidedV1, TaskOpenedV1
from contracts.intake import NotificationRaisedV1
from tests.rules.kent import against, ask, cited, decided_by, judged, read, take
from tests.rules.kent_2016.playing import (
    CHILD,
    EDITION,
    IN_CARE,
    IN_NEED,
    MISSING,
    NOW,
    SERVICE_MANAGER,
    SOCIAL_WORKER,
    TEAM_MANAGER,
    H,
    in_care,
    raised,
)
from tests.unit.casework.case import at

AWAY = {
    **CHILD,
    "legal_status": "care_order",
    "not_where_expected": True,
    "whereabouts": "known",
    "carer_concerned": True,
}
TERMS: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "A missing child, reported to the police.": (
        {"reported_to_police": True, "reported_missing_by": "family"},
        [{"reported_to_police": False}, {"reported_missing_by": "council"}],
    ),
    "Missing from care.": (
        {"legal_status": "care_order", "not_where_expected": True, "whereabouts": "unknown"},
        [{"legal_status": "not_looked_after"}, {"not_where_expected": False}, {"whereabouts": "known"}],
    ),
    "Away from placement without authorisation.": (
        {**AWAY, "absence_reported": False},
        [
            {"legal_status": "not_looked_after"},
            {"not_where_expected": False},
            {"whereabouts": "unknown"},
            {"carer_concerned": False},
        ],
    ),
    "A young runaway.": ({"ran_away": True}, [{"ran_away": False}]),
    "Missing, as the police say.": (
        {"police_classification": "missing", "whereabouts": "unknown"},
        [{"whereabouts": "known"}, {"police_classification": "absent"}],
    ),
    "Absent, as the police say.": (
        {"police_classification": "absent", "whereabouts": "unknown"},
        [{"whereabouts": "known"}, {"police_classification": "missing"}],
    ),
}


def terms(facts: dict[str, Any]) -> set[str]:
    """The words that fit an absence."""
    return {ground.sentence for ground, _ in judged(EDITION, "terms_of_absence", facts, NOW).carried_by}


@pytest.mark.rule("KEN16-MISS-1")
@pytest.mark.parametrize("term", TERMS)
def test_each_word_fits_its_case_and_not_the_nearest_other(term: str) -> None:
    facts, others = TERMS[term]
    assert term in terms(facts)
    assert [other for other in others if term in terms({**facts, **other})] == []


@pytest.mark.rule("KEN16-MISS-1")
def test_each_of_two_ways_to_a_word_is_one() -> None:
    by_carer = {"reported_to_police": True, "reported_missing_by": "carer"}
    assert terms(by_carer) == {"A missing child, reported to the police."}
    locality = {"legal_status": "care_order", "not_where_expected": True, "whereabouts": "locality_known"}
    assert terms(locality) == {"Missing from care."}
    reported = {**AWAY, "carer_concerned": False, "absence_reported": True}
    assert terms(reported) == {"Away from placement without authorisation."}


@pytest.mark.rule("KEN16-MISS-1", "KEN16-MISS-2", "KEN16-MISS-3", "KEN16-MISS-4")
def test_who_says_which_it_is() -> None:
    assert decided_by(EDITION, "terms_of_absence") == decided_by(EDITION, "police_attend") == "Social worker"
    assert decided_by(EDITION, "missing").startswith("Service manager")


@pytest.mark.rule("KEN16-MISS-1", "KEN16-MISS-4")
@pytest.mark.parametrize(
    ("facts", "attend"),
    [
        ({"police_classification": "missing", "whereabouts": "unknown"}, set()),
        ({"police_classification": "absent", "whereabouts": "unknown"}, {"KEN16-MISS-4"}),
        ({"police_classification": "missing", "whereabouts": "known"}, {"KEN16-MISS-1"}),
    ],
)
def test_the_police_attend_a_missing_child_and_not_an_absent_one(facts: dict[str, Any], attend: set[str]) -> None:
    assert against(EDITION, "police_attend", facts, NOW) == attend
    assert (judged(EDITION, "police_attend", facts, NOW).verdict == "met") is (attend == set())


GONE = {**IN_CARE, "age_years": 17, "whereabouts": "unknown"}


@pytest.mark.rule("KEN16-MISS-3")
@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        ({}, "met"),
        ({"whereabouts": "locality_known"}, "met"),
        ({"happened": ["near_miss"]}, "met"),
        ({"found_at": at(NOW - H)}, "met"),
        ({"found_at": at(NOW - H), "well_being_established": False}, "met"),
        ({"well_being_established": True}, "met"),
        ({"age_years": 18}, "not_met"),
        ({"found_at": at(NOW - H), "well_being_established": True}, "not_met"),
    ],
)
def test_missing_is_under_18_with_whereabouts_unknown_until_located_and_well(
    more: dict[str, Any], verdict: str
) -> None:
    assert judged(EDITION, "missing", {**GONE, **more}, NOW).verdict == verdict


@pytest.mark.rule("KEN16-MISS-3")
def test_while_it_is_not_said_what_is_known_of_where_the_child_is_it_is_open() -> None:
    found = judged(EDITION, "missing", {name: value for name, value in GONE.items() if name != "whereabouts"}, NOW)
    assert (found.verdict, "whereabouts" in found.needs) == ("open", True)


@pytest.mark.rule("KEN16-MISS-3")
def test_one_who_is_not_gone_is_not_missing() -> None:
    there = {name: value for name, value in GONE.items() if name != "missing_since"}
    assert judged(EDITION, "missing", {**there, "happened": ["near_miss"]}, NOW).verdict == "not_met"


@pytest.mark.rule("KEN16-MISS-3")
@pytest.mark.parametrize(("facts", "category"), [(IN_CARE, "KEN16-CAT-8"), (IN_NEED, "KEN16-CAT-6")])
def test_a_missing_child_of_these_is_identified_so_and_the_rule_is_cited(facts: dict[str, Any], category: str) -> None:
    case = raised(facts, category)
    [answer] = [each for each in case.ever(NotificationRaisedV1)[0].decisions if category in each.rules]
    assert answer.answer == "The facts meet it, and it was chosen."
    assert "KEN16-MISS-3" in answer.rules


@pytest.mark.rule("KEN16-MISS-2")
@pytest.mark.parametrize("facts", [IN_CARE, IN_NEED])
def test_a_child_whose_whereabouts_are_known_is_absent_and_not_missing(facts: dict[str, Any]) -> None:
    assert against(EDITION, "missing", {**facts, "whereabouts": "known"}, NOW) == {"KEN16-MISS-2"}
    case = raised({**facts, "whereabouts": "known", "senior_action_needed": True}, "KEN16-CAT-9")
    assert case.waiting[0] == "service_manager"
    assert "KEN16-MISS-2" in cited(case.ever(NotificationRaisedV1))


BETWEEN = {**IN_CARE, "whereabouts": "thought_known"}


@pytest.mark.rule("KEN16-MISS-2", "KEN16-MISS-3")
def test_where_both_readings_fit_a_person_decides_and_records_why() -> None:
    case = raised(BETWEEN, "KEN16-CAT-9")
    assert {"KEN16-MISS-2", "KEN16-MISS-3"} <= cited(
        [each for each in case.ever(TaskOpenedV1) if each.step == "missing_or_absent"]
    )
    for outcome in ("missing", "unauthorised_absence"):
        case.when(case.decide("missing_or_absent", outcome, sealed="why"), by=SERVICE_MANAGER).refused("facts_needed")
    case.given(case.update({"absence_taken_as": "missing"}), by=TEAM_MANAGER)
    case.when(case.decide("missing_or_absent", "unauthorised_absence", sealed="why"), by=SERVICE_MANAGER)
    assert case.refused("outcome_refused")["rules"] == ["KEN16-MISS-2"]
    case.when(case.decide("missing_or_absent", "missing"), by=SERVICE_MANAGER).refused("comment_required")
    case.given(case.decide("missing_or_absent", "missing", sealed="why"), by=SERVICE_MANAGER)
    text = read(EDITION, "KEN16-MISS-2")
    assert text.status == "conflict" and text.other_reading
    for whereabouts, waits in (("unknown", False), ("thought_known", True)):
        case.given(case.update({"whereabouts": whereabouts}), by=TEAM_MANAGER)
        assert ("missing_or_absent" in case.waiting) is waits


@pytest.mark.rule("KEN16-MISS-2", "KEN16-MISS-3")
def test_what_was_decided_holds() -> None:
    assert judged(EDITION, "missing", {**BETWEEN, "absence_taken_as": "missing"}, NOW).verdict == "met"
    absent = {**BETWEEN, "absence_taken_as": "unauthorised_absence"}
    assert against(EDITION, "missing", absent, NOW) == {"KEN16-MISS-2"}
    assert judged(EDITION, "missing", BETWEEN, NOW).verdict == "open"
    case = raised(absent, "KEN16-CAT-9")
    case.when(case.decide("missing_or_absent", "missing", sealed="why"), by=SERVICE_MANAGER)
    case.refused("outcome_refused")
    case.when(case.decide("missing_or_absent", "unauthorised_absence"), by=SERVICE_MANAGER).refused("comment_required")
    case.given(case.decide("missing_or_absent", "unauthorised_absence", sealed="why"), by=SERVICE_MANAGER)


@pytest.mark.rule("KEN16-MISS-2")
@pytest.mark.parametrize(
    "facts", [IN_CARE, {**IN_CARE, "whereabouts": "known"}, {**BETWEEN, "happened": ["near_miss"]}]
)
def test_where_one_reading_fits_nobody_has_to_decide(facts: dict[str, Any]) -> None:
    facts = {name: value for name, value in facts.items() if name != "missing_since" or facts is IN_CARE}
    assert "missing_or_absent" not in raised(facts, "KEN16-CAT-9", "KEN16-CAT-8").waiting


# --- KEN16-MISS-4 -----------------------------------------------------------------------------------------------------

ABSENT = {**CHILD, "legal_status": "care_order", "happened": ["unauthorised_absence"]}


@pytest.mark.rule("KEN16-MISS-4")
@pytest.mark.parametrize(
    ("more", "rules"),
    [
        ({"reasonable_attempts_verified": False, "carer_concerned": True}, True),
        ({"reasonable_attempts_verified": True, "carer_concerned": False}, True),
        ({"reasonable_attempts_verified": True, "carer_concerned": True}, False),
    ],
)
def test_the_care_provider_looks_first_and_reports_where_it_fears_harm(more: dict[str, Any], rules: bool) -> None:
    case = take(raised({**ABSENT, **more}, "KEN16-CAT-9"), "watch_absence", SOCIAL_WORKER)
    case.when(case.decide("watch_absence", "report_to_police"), by=SOCIAL_WORKER)
    if rules:
        assert case.refused("outcome_refused")["rules"] == ["KEN16-MISS-4"]
    else:
        assert "KEN16-MISS-4" in cited(case.of(TaskDecidedV1))


@pytest.mark.rule("KEN16-MISS-4")
@pytest.mark.parametrize(
    ("facts", "watched"),
    [
        (ABSENT, True),
        ({**ABSENT, "happened": ["near_miss"], "absent_since": at(NOW - H)}, True),
        ({**MISSING, "whereabouts": "known"}, True),
        (MISSING, False),
    ],
)
def test_an_unauthorised_absence_is_watched_without_an_invented_interval(facts: dict[str, Any], watched: bool) -> None:
    case = raised(facts, "KEN16-CAT-9")
    assert ("watch_absence" in case.waiting) is watched
    case.passes(days=60)
    assert case.ever(ClockStartedV1) == []
    assert [each.step for each in case.ever(TaskOpenedV1)].count("watch_absence") == (1 if watched else 0)


@pytest.mark.rule("KEN16-MISS-4")
def test_a_rise_of_the_risk_makes_it_missing_and_a_new_absence_is_watched_again() -> None:
    case = take(raised(ABSENT, "KEN16-CAT-9"), "watch_absence", SOCIAL_WORKER)
    case.when(case.decide("watch_absence", "now_missing"), by=SOCIAL_WORKER).refused("comment_required")
    case.given(case.decide("watch_absence", "now_missing", sealed="why"), by=SOCIAL_WORKER)
    case.passes(days=2).given(case.update({"absent_since": at(NOW + 40 * H)}), by=TEAM_MANAGER)
    take(case, "watch_absence", SOCIAL_WORKER)
    case.given(case.decide("watch_absence", "ended"), by=SOCIAL_WORKER)
    case.given(case.update({"carer_concerned": True}), by=TEAM_MANAGER)
    assert "watch_absence" not in case.waiting
    for by in (SERVICE_MANAGER, TEAM_MANAGER, "kent-supervisor"):
        case.given(ask("watch_absence"), by=by)
        assert [each.request for each in case.of(RequestMadeV1)] == ["watch_absence"]
    assert "watch_absence" not in in_care().waiting
