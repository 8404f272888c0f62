"""National alerts under Kent's edition of 2023: what opens each part, what nearly does, and what does not end it early."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from contracts.escalation import ClockMetV1, NoticeGivenV1
from tests.rules.alerting import released, write
from tests.rules.kent import against, ask, binds, judged, take
from tests.rules.kent_2023.playing import (
    EDITION,
    ELSE,
    MANAGER,
    MET,
    STATED,
    THREE_WEEKS,
    UNIT_MANAGER,
    WORKER,
    H,
    alert_released,
    cascaded,
    form_asked,
    form_sent,
    missing_child,
)
from tests.rules.kent_2023.test_national_threshold import EXCEPTIONS
from tests.unit.casework.case import NOON, Case, at
from tests.unit.escalation.kent import CHILD, DIRECTOR, HARMLESS, alerted, raised, with_director

ISSUED = {"national_alert_issued_at": at(NOON - timedelta(days=1))}
AGREED = "national_alert_agreed"
FOUND = {"whereabouts": "known", "plan": "none", "happened": ["media_matter"], "media_interest": ["coverage"]}
ANOTHER = {"raised_with_members": True}


# --- the 48 hours -------------------------------------------------------------------------------------------------------


@pytest.mark.rule("KEN23-NA-9", "KEN23-PLAT-1")
def test_the_48_hours_bind_from_the_forms_arrival_and_the_assistant_director_is_reminded() -> None:
    assert AGREED not in {each.clock for each in raised(MET, "KEN23-NTK-I").routing.clocks.values()}
    case = with_director(MET, "KEN23-NTK-I")
    assert binds(case, AGREED)
    case.until(NOON + 48 * H)
    overdue = "Overdue: Alert to the safeguarding unit where the threshold for a national alert is met"
    assert [each.role for each in case.of(NoticeGivenV1) if each.about == overdue] == ["assistant_director"]


@pytest.mark.rule("KEN23-NA-9")
def test_finalising_what_was_corrected_meets_it_and_the_correction_alone_does_not() -> None:
    known = {**HARMLESS, "particularly_vulnerable": False, "missing_pattern": False, "grave_risk": False}
    case = with_director({**known, **MET}, "KEN23-NTK-I", "KEN23-NTK-K")
    assert case.running(AGREED).state == "running"
    case.given(case.update({**FOUND, "legal_status": "not_looked_after"}), by=WORKER)
    assert case.running(AGREED).state == "running"
    case.given(case.decide("assistant_director", "finalise"), by=DIRECTOR)
    clock_id = case.running(AGREED).clock_id
    assert [each.by_trigger for each in case.of(ClockMetV1) if each.clock_id == clock_id] == [
        "decided:assistant_director.finalise"
    ]


@pytest.mark.rule("KEN23-NA-9")
@pytest.mark.parametrize(
    ("facts", "runs"),
    [
        ({"whereabouts": "unknown"}, True),
        ({"whereabouts": "thought_known"}, True),
        ({"whereabouts": "locality_known"}, False),
        ({"missing_since": at(NOON - THREE_WEEKS + H)}, False),
    ],
)
def test_it_runs_for_one_who_is_really_missing(facts: dict[str, Any], runs: bool) -> None:
    case = with_director({**MET, **facts}, "KEN23-NTK-I")
    assert (AGREED in {each.clock for each in case.routing.clocks.values()}) is runs


# --- the threshold ------------------------------------------------------------------------------------------------------

STANDING = [
    ("KEN23-NA-11", {"local_alert_raised_at": None}),
    ("KEN23-NA-1", {"vulnerable_adult": True}),
    ("KEN23-NA-1", {"unaccompanied_asylum_seeker": True}),
    ("KEN23-NA-2", {"whereabouts": "locality_known"}),
    ("KEN23-NA-2", {"temporarily_absent": True}),
    ("KEN23-NA-2", {"with_family_or_friends": True}),
    ("KEN23-NA-2", {"on_holiday": True}),
    ("KEN23-NA-2", {"believed_missing_by_family": False}),
    ("KEN23-NA-2", {"key_agencies_asked": False}),
    ("KEN23-NA-2", {"police_consulted": False}),
    ("KEN23-NA-2", {"missing_since": at(NOON - THREE_WEEKS + H)}),
]


@pytest.mark.rule(*EXCEPTIONS, "KEN23-NA-1", "KEN23-NA-2", "KEN23-NA-11")
@pytest.mark.parametrize(("rule", "answer"), STANDING)
def test_what_stands_against_it_stands_in_an_exceptional_case_too(rule: str, answer: dict[str, Any]) -> None:
    exceptional = {**ELSE, **EXCEPTIONS["KEN23-NA-3"][0], **answer}
    facts = {name: value for name, value in exceptional.items() if value is not None}
    assert against(EDITION, "national_alert", facts, NOON) == {rule}


@pytest.mark.rule(*EXCEPTIONS, "KEN23-NA-1")
@pytest.mark.parametrize("rule", EXCEPTIONS)
def test_each_exception_brings_in_a_child_in_care_and_a_plan_alone_does_not(rule: str) -> None:
    facts = {**ELSE, "legal_status": "interim_care_order", **EXCEPTIONS[rule][0]}
    found = judged(EDITION, "national_alert", facts, NOON)
    assert (found.verdict, {ground.rule for ground, _ in found.carried_by}) == ("met", {rule})
    on_plan = {**ELSE, "plan": "child_protection", "legal_status": "care_order"}
    assert against(EDITION, "national_alert", on_plan, NOON) == {"KEN23-NA-1"}


# --- the way ------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("KEN23-NA-9")
def test_nothing_is_checked_or_cascaded_before_the_form_is_complete() -> None:
    for case in (raised(MET, "KEN23-NTK-I"), missing_child(), form_asked()):
        assert {"national_alert_check", "national_alert_cascade"} & set(case.waiting) == set()
    assert "national_alert_check" in form_sent().waiting


@pytest.mark.rule("KEN23-NA-9", "KEN23-NA-12", "KEN23-NA-7")
def test_an_update_is_cascaded_once_it_is_sent_and_is_asked_for_only_when_the_alert_is_overtaken() -> None:
    case = alert_released()
    case.given(case.update(ANOTHER), by=WORKER)
    assert "national_alert_renewed" not in case.waiting
    case.given(case.update({"national_alert_overtaken_at": at(NOON - H)}), by=WORKER)
    case.given(write(case, "update"), by=WORKER)
    assert "national_alert_cascade" not in case.waiting
    case.given(case.decide("national_alert_renewed", "send"), by=UNIT_MANAGER)
    assert "national_alert_cascade" in case.waiting
    assert released(cascaded(case)) == [("initial", 1), ("update", 2)]
    case.given(case.update({"raised_with_members": False}), by=WORKER)
    assert {"national_alert_renewed", "national_alert_cascade"} & set(case.waiting) == set()


@pytest.mark.rule("KEN23-NA-7", "KEN23-PLAT-1")
def test_the_update_binds_and_the_units_manager_is_reminded() -> None:
    case = missing_child(**ISSUED)
    assert binds(case, "national_alert_update")
    case.passes(days=40)
    assert ("unit_service_manager", "Overdue: Update of the national alert") in [
        (each.role, each.about) for each in case.of(NoticeGivenV1)
    ]


@pytest.mark.rule("KEN23-NA-8")
@pytest.mark.parametrize(
    ("ended", "clock"),
    [
        ({"seen_and_no_longer_missing_at": at(NOON - H)}, "de_alert"),
        ({"died_at": at(NOON - H)}, "de_alert_after_death"),
    ],
)
def test_a_de_alert_binds_and_is_met_by_nothing_else(ended: dict[str, str], clock: str) -> None:
    case = missing_child(**ISSUED)
    case.given(case.update(ended), by=WORKER)
    assert binds(case, clock)
    case.given(case.update(ANOTHER), by=WORKER)
    assert case.running(clock).state == "running"
    case.given(case.update({"national_alert_ended_at": at(NOON)}), by=WORKER)
    assert case.running(clock).state == "met"


# --- while the child is missing -----------------------------------------------------------------------------------------


def planned() -> Case:
    """Strategy and planning were discussed once the alert was issued."""
    case = take(missing_child(**ISSUED), "strategy_while_missing", WORKER)
    return case.given(case.decide("strategy_while_missing", "held", sealed="plan"), by=WORKER)


@pytest.mark.rule("KEN23-NA-13")
@pytest.mark.parametrize("by", ["kent-team-manager", MANAGER, DIRECTOR, UNIT_MANAGER])
def test_each_of_four_can_ask_for_strategy_and_planning(by: str) -> None:
    case = planned().given(ask("strategy_while_missing", "social_worker"), by=by)
    assert "strategy_while_missing" in case.waiting
    planned().when(ask("strategy_while_missing", "social_worker"), by=WORKER).refused("not_permitted")


@pytest.mark.rule("KEN23-NA-13")
def test_an_update_of_something_else_asks_for_none_and_one_of_the_alert_does() -> None:
    case = planned()
    case.given(case.update(ANOTHER), by=WORKER)
    assert "strategy_while_missing" not in case.waiting
    case.given(case.update({"national_alert_updated_at": at(NOON - H)}), by=WORKER)
    assert "strategy_while_missing" in case.waiting


@pytest.mark.rule("KEN23-NA-13")
def test_nor_is_any_asked_for_of_one_who_is_not_missing() -> None:
    there = {**CHILD, "happened": ["media_matter"], "media_interest": ["coverage"]}
    case = alerted({**HARMLESS, **STATED, **there, **ISSUED}, "KEN23-NTK-K")
    assert "strategy_while_missing" not in case.waiting
