"""A national alert's life under Kent's edition of 2023, on a clock that is moved: from release to de-alert, and what is out of order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from contracts.escalation import ClockBreachedV1, NoticeGivenV1, TaskOpenedV1
from contracts.national_alerts import (
    AlertAnsweredV1,
    AlertInDoubtV1,
    AlertReleasedV1,
    MessageSentBackV1,
    MessageWithdrawnV1,
)
from tests.rules.alerting import also_holding, answered, propose, released, unreached, write
from tests.rules.kent import cited, read, take
from tests.rules.kent_2023.playing import (
    EDITION,
    INFORMATION,
    MANAGER,
    MET,
    UNIT_MANAGER,
    WORKER,
    H,
    alert_released,
    breached,
    cascaded,
    form_sent,
    missing_child,
    proposed,
    seen,
)
from tests.unit.casework.case import NOON, Case, at, close


def updated(case: Case, **facts: Any) -> Case:
    """An update was written, checked and released."""
    case.given(write(case, "update", facts), by=WORKER)
    case.given(case.decide("national_alert_renewed", "send"), by=UNIT_MANAGER)
    return cascaded(case)


def de_alerted(case: Case) -> Case:
    """A de-alert was written, checked and released."""
    case.given(write(case, "de_alert"), by=WORKER)
    case.given(case.decide("national_de_alert", "send"), by=UNIT_MANAGER)
    return cascaded(case)


@pytest.mark.rule("KEN23-NA-7", "KEN23-NA-8", "KEN23-NA-9", "KEN23-NA-12", "KEN23-DUTY-5")
def test_a_year_of_an_alerts_life() -> None:
    case = alert_released()
    assert case.notification.facts["national_alert_issued_at"] == at(NOON)
    due = [case.running("national_alert_update").due]
    updated(case.until(due[0] - H))
    for _ in range(4):
        due.append(case.running("national_alert_update").due)
        updated(case.until(due[-1] - H))
    assert due[0] == NOON + timedelta(weeks=4)
    assert [(later - sooner).days // 29 for sooner, later in pairwise(due)] == [3, 3, 3, 3]
    assert case.clock.now() > NOON + timedelta(days=360)
    missed = {each.clock_id for each in case.ever(ClockBreachedV1)}
    assert not [
        each for each in case.routing.clocks.values() if each.clock_id in missed and "alert_update" in each.clock
    ]
    seen(case)
    ends = case.running("de_alert").due
    de_alerted(case.passes(days=1))
    assert case.clock.now() < ends and case.running("de_alert").state == "met"
    assert released(case) == [("initial", 1), *(("update", number) for number in range(2, 7)), ("de_alert", 7)]
    assert case.alert.ended and case.ever(AlertReleasedV1)[-1].ends
    case.passes(days=400)
    assert "national_alert_update" not in breached(case)
    case.given(close(), by=MANAGER)


@pytest.mark.rule("KEN23-NA-9", "KEN23-NA-12")
def test_what_is_released_says_since_when_at_which_risk_by_whom_and_why() -> None:
    case = alert_released()
    [message] = case.ever(AlertReleasedV1)
    assert (message.message, message.number, message.released_by, message.ends) == ("initial", 1, INFORMATION[0], False)
    assert (at(message.original_missing_since), message.risk, message.edition) == (
        MET["missing_since"],
        "high",
        "kent 2023-12",
    )
    assert {"KEN23-NA-9", "KEN23-NA-12"} <= {rule for each in message.decisions for rule in each.rules}
    assert message.sealed == "sealed" and message.answers["linked_localities"] == ["E10000016", "E06000032"]


@pytest.mark.rule("KEN23-NA-7")
def test_a_missed_update_is_told_to_the_units_manager_again_and_again() -> None:
    case = alert_released().passes(days=29)
    assert "national_alert_update" in breached(case)
    assert [each.role for each in case.of(NoticeGivenV1) if "Update of the national alert" in each.about] == [
        "unit_service_manager"
    ]
    case.passes(days=100)
    assert "national_alert_update" in breached(case)


@pytest.mark.rule("KEN23-NA-5", "KEN23-NA-7")
@pytest.mark.parametrize(
    "moved", [{"national_alert_risk_level": "medium"}, {"media_strategy": "necessary"}, {"links_abroad": True}]
)
def test_an_extra_update_goes_at_any_time_on_a_sighting_the_media_or_the_risk(moved: dict[str, Any]) -> None:
    case = alert_released().passes(days=2)
    case.given(case.update({"national_alert_overtaken_at": at(case.clock.now() - H)}), by=WORKER)
    assert "national_alert_renewed" in case.waiting
    updated(case, **moved)
    assert released(case) == [("initial", 1), ("update", 2)]
    assert {**case.notification.facts, **moved} == case.notification.facts
    assert case.running("national_alert_update").due > case.clock.now() + timedelta(days=85)


@pytest.mark.rule("KEN23-NA-8")
def test_no_de_alert_before_the_child_was_seen_and_a_missed_one_is_told() -> None:
    case = alert_released().passes(days=10)
    case.given(case.update({"found_at": at(case.clock.now() - H)}), by=WORKER)
    case.when(write(case, "de_alert"), by=WORKER).refused("message_refused", rules=["KEN23-NA-8"])
    seen(case).passes(days=7)
    assert "de_alert" in breached(case)
    assert "unit_service_manager" in [each.role for each in case.of(NoticeGivenV1) if "De-alert" in each.about]
    de_alerted(case)
    assert case.running("de_alert").late


@pytest.mark.rule("KEN23-NA-8")
def test_a_child_who_died_is_de_alerted_too() -> None:
    case = alert_released()
    case.given(case.update({"happened": ["missing", "death"], "died_at": at(NOON - H)}), by=WORKER)
    assert case.running("de_alert_after_death").due == datetime(2026, 11, 21, tzinfo=UTC)
    de_alerted(case)
    assert case.running("de_alert_after_death").state == "met"


@pytest.mark.rule("KEN23-PLAT-6", "KEN23-NA-12")
def test_nobody_passes_a_message_that_they_wrote() -> None:
    case = also_holding(form_sent(), WORKER, UNIT_MANAGER)
    case.when(case.reassign("national_alert_check", WORKER), by=UNIT_MANAGER)
    case.when(case.decide("national_alert_check", "send"), by=WORKER).refused("own_work")
    case.when(case.decide("national_alert_check", "amend", sealed="why"), by=WORKER).refused("own_work")
    assert case.alert.on_its_way and not case.alert.on_its_way.signed_off
    assert read(EDITION, "KEN23-PLAT-6").other_reading


@pytest.mark.rule("KEN23-PLAT-6")
def test_a_custodians_answer_is_a_task_of_the_social_worker_at_once_and_each_is_one() -> None:
    case = alert_released()
    answered(answered(case, "sighting"), "linked", 2)
    answered(case, "not_known", 3)
    assert [each.result for each in case.ever(AlertAnsweredV1)] == ["sighting", "linked"]
    opened = case.ever(TaskOpenedV1)[-1]
    assert (opened.step, opened.people) == ("national_alert_response", (WORKER,))
    assert "KEN23-PLAT-6" in cited([opened])
    assert case.waiting.count("national_alert_response") == 2
    take(case, "national_alert_response", WORKER)
    case.when(case.decide("national_alert_response", "followed_up"), by=WORKER).refused("comment_required")
    case.given(case.decide("national_alert_response", "followed_up", sealed="what"), by=WORKER)


def test_custodians_who_were_not_reached_end_in_a_person_once_for_each_cause() -> None:
    case = alert_released()
    unreached(unreached(case, "failure"), "failure", 2)
    unreached(case, "silence", 3)
    told = [each for each in case.ever(NoticeGivenV1) if "custodians" in each.about]
    assert [(each.role, each.people) for each in told] == [("management_information", INFORMATION)] * 2
    assert "whom neither contact's address reaches" in told[0].about and "do not acknowledge" in told[1].about


# --- out of order -------------------------------------------------------------------------------------------------------


def test_an_update_or_a_de_alert_before_the_initial_alert_is_refused() -> None:
    for case in (missing_child(), proposed(), form_sent()):
        for message in ("update", "de_alert"):
            case.when(write(case, message), by=WORKER).refused("no_alert_current")


def test_an_initial_alert_without_its_threshold_or_a_second_one_is_refused() -> None:
    case = missing_child()
    case.when(write(case), by=WORKER).refused("threshold_not_judged")
    case = alert_released()
    case.when(write(case), by=WORKER).refused("alert_current")
    case.when(propose(case, WORKER), by=WORKER).refused("alert_current")


def test_two_messages_at_once_are_refused_until_the_first_was_released_or_sent_back() -> None:
    case = form_sent()
    case.when(write(case), by="kent-team-manager").refused("message_pending")
    case.given(case.decide("national_alert_check", "amend", sealed="no name"), by=UNIT_MANAGER)
    [back] = case.of(MessageSentBackV1)
    assert (back.number, back.by) == (1, UNIT_MANAGER)
    case.given(write(case), by=WORKER)
    case.given(case.decide("national_alert_check", "send"), by=UNIT_MANAGER)
    assert released(cascaded(case)) == [("initial", 1)]


def test_nothing_follows_a_de_alert() -> None:
    case = de_alerted(seen(alert_released()))
    for message in ("update", "de_alert", "initial"):
        case.when(write(case, message), by=WORKER).refused("alert_ended")
    case.when(propose(case, WORKER), by=WORKER).refused("alert_ended")
    assert [message for message, _ in released(case)].count("de_alert") == 1


def test_a_message_that_this_edition_does_not_write_is_refused_and_the_form_is_no_task_to_tick() -> None:
    case = alert_released()
    case.when(write(case, "renewal"), by=WORKER).refused("no_such_message")
    case.when(write(case, "update"), by=MANAGER).refused("not_permitted")
    case = proposed()
    case.when(case.decide("national_alert_form", "completed"), by=WORKER).refused("message_not_written")


@pytest.mark.rule("KEN23-NA-2")
def test_what_the_threshold_stands_against_at_the_end_is_not_released_after_all() -> None:
    case = form_sent()
    case.given(case.decide("national_alert_check", "send"), by=UNIT_MANAGER)
    case.given(case.update({"whereabouts": "known"}), by=WORKER)
    cascaded(case)
    [withdrawn] = case.of(MessageWithdrawnV1)
    assert withdrawn.decisions[0].rules == ("KEN23-NA-2",)
    assert released(case) == [] and "national_alert_issued_at" not in case.notification.facts


@pytest.mark.rule("KEN23-NA-1", "KEN23-NA-2")
def test_facts_corrected_after_the_release_are_told_to_who_decides_once() -> None:
    case = alert_released()
    case.given(case.update({"missing_since": at(NOON - timedelta(days=3))}), by=WORKER)
    [doubt] = case.of(AlertInDoubtV1)
    assert doubt.decisions[0].rules == ("KEN23-NA-2",)
    told = [each for each in case.of(NoticeGivenV1) if "threshold" in each.about]
    assert [each.people for each in told] == [(UNIT_MANAGER,)]
    case.given(case.update({"on_holiday": True}), by=WORKER)
    assert case.of(AlertInDoubtV1) == []
    updated(case)
    assert case.ever(AlertReleasedV1)[-1].original_missing_since == NOON - timedelta(days=3)


def test_a_case_with_a_current_alert_is_not_closed_and_what_was_on_its_way_ends_with_the_case() -> None:
    alert_released().when(close(), by=MANAGER).refused("alert_current")
    case = form_sent().given(close(), by=MANAGER)
    assert case.of(MessageWithdrawnV1) and case.alert.on_its_way is None
    case.when(write(case), by=WORKER).refused("notification_ended")
