"""The way and the form of a national alert under Kent's edition of 2023 (KEN23-NA)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from contracts.escalation import ClockStartedV1, TaskDecidedV1, TaskOpenedV1
from tests.rules.kent import ask, cited, read, take
from tests.rules.kent_2023.playing import (
    ANSWERED,
    EDITION,
    INFORMATION,
    MANAGER,
    MET,
    THREE_WEEKS,
    UNIT_MANAGER,
    WORKER,
    H,
    breached,
    form_sent,
    missing_child,
)
from tests.unit.casework.case import NOON, at
from tests.unit.escalation.kent import DIRECTOR, with_director


@pytest.mark.rule("KEN23-NA-9")
def test_the_assistant_director_alerts_the_unit_within_48_hours_where_the_threshold_is_met() -> None:
    case = with_director(MET, "KEN23-NTK-I")
    clock = case.running("national_alert_agreed")
    assert (clock.due, clock.owner) == (NOON + 48 * H, "assistant_director")
    assert {"KEN23-NA-9"} <= cited(
        [each for each in case.ever(ClockStartedV1) if each.clock == "national_alert_agreed"]
    )
    assert "national_alert_agreed" not in breached(case.until(NOON + 48 * H - timedelta(seconds=1)))
    assert "national_alert_agreed" in breached(case.until(NOON + 48 * H))
    in_time = with_director(MET, "KEN23-NTK-I").passes(hours=47)
    in_time.given(in_time.decide("assistant_director", "send_to_unit"), by=DIRECTOR)
    assert in_time.running("national_alert_agreed").state == "met"


@pytest.mark.rule("KEN23-NA-9")
@pytest.mark.parametrize(
    "nearly",
    [
        {"missing_since": at(NOON - THREE_WEEKS + timedelta(minutes=1))},
        {"whereabouts": "locality_known"},
        {"plan": "none", "legal_status": "care_order"},
        *({name: not value} for name, value in ANSWERED.items()),
    ],
)
def test_no_such_time_where_the_threshold_is_not_met(nearly: dict[str, Any]) -> None:
    case = with_director({**MET, **nearly}, "KEN23-NTK-I")
    assert "national_alert_agreed" not in {each.clock for each in case.routing.clocks.values()}


@pytest.mark.rule("KEN23-NA-9")
@pytest.mark.parametrize("of_role", ["social_worker", "team_manager"])
def test_the_assistant_director_asks_social_worker_or_team_manager_for_the_form(of_role: str) -> None:
    case = missing_child()
    assert "national_alert_form" not in case.waiting
    case.given(ask("national_alert_form", of_role), by=DIRECTOR)
    assert case.task("national_alert_form").role == of_role
    case.when(ask("national_alert_form", of_role), by=MANAGER).refused("not_permitted")
    text = read(EDITION, "KEN23-NA-9")
    assert text.status == "conflict" and text.other_reading and "unit asks" in text.other_reading


@pytest.mark.rule("KEN23-DUTY-5")
def test_the_units_service_manager_considers_it_and_has_the_social_worker_asked() -> None:
    case = missing_child()
    assert "national_alert_form" not in case.waiting
    case.given(case.complete("national_alert", "asked"), by=UNIT_MANAGER)
    assert case.task("national_alert_form").people == (WORKER,)
    assert "KEN23-DUTY-5" in cited(case.of(TaskOpenedV1))


@pytest.mark.rule("KEN23-NA-9", "KEN23-NA-12")
def test_the_form_goes_to_the_units_manager_and_then_to_management_information_for_the_custodians() -> None:
    case = form_sent()
    assert case.task("national_alert_check").people == (UNIT_MANAGER,)
    assert "national_alert_cascade" not in case.waiting
    for by in (WORKER, DIRECTOR, INFORMATION[0]):
        case.when(case.decide("national_alert_check", "send"), by=by).refused("not_permitted")
    case.given(case.decide("national_alert_check", "send"), by=UNIT_MANAGER)
    assert case.task("national_alert_cascade").people == INFORMATION
    take(case, "national_alert_cascade", INFORMATION[0])
    case.given(case.decide("national_alert_cascade", "cascaded"), by=INFORMATION[0])
    [decided] = case.of(TaskDecidedV1)
    assert "every custodian or designated officer" in decided.title
    assert {"KEN23-NA-9", "KEN23-NA-12"} <= cited([decided])


@pytest.mark.rule("KEN23-NA-9")
def test_a_form_that_is_not_right_goes_back() -> None:
    case = form_sent()
    case.when(case.decide("national_alert_check", "amend"), by=UNIT_MANAGER).refused("comment_required")
    case.given(case.decide("national_alert_check", "amend", sealed="what"), by=UNIT_MANAGER)
    assert "national_alert_form" in case.waiting and "national_alert_cascade" not in case.waiting


@pytest.mark.rule("KEN23-NA-2")
@pytest.mark.parametrize(
    "nearly",
    [
        {"whereabouts": "locality_known"},
        {"whereabouts": "known"},
        {"missing_since": at(NOON - THREE_WEEKS + timedelta(minutes=1))},
        *({name: not value} for name, value in ANSWERED.items()),
    ],
)
def test_it_is_not_sent_while_the_threshold_stands_against_it(nearly: dict[str, Any]) -> None:
    case = form_sent(**nearly)
    case.when(case.decide("national_alert_check", "send"), by=UNIT_MANAGER)
    assert case.refused("outcome_refused")["rules"] == ["KEN23-NA-2"]


@pytest.mark.rule("KEN23-NA-2")
def test_nor_while_it_is_not_known_since_when_the_child_is_missing_or_a_question_is_open() -> None:
    case = form_sent()
    case.given(case.update(withdrawn=("missing_since",)), by=WORKER)
    case.when(case.decide("national_alert_check", "send"), by=UNIT_MANAGER).refused("outcome_refused")
    other = form_sent()
    other.given(other.update(withdrawn=("on_holiday",)), by=WORKER)
    other.when(other.decide("national_alert_check", "send"), by=UNIT_MANAGER)
    assert set(other.refused("facts_needed")["details"]["facts"]) == {"on_holiday"}
