"""Each message of a national alert under Kent's edition of 2023: who writes it, who checks it, and how it goes back."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.escalation import TaskOpenedV1
from contracts.national_alerts import MessageSentBackV1
from needfire.alerting import Message
from tests.rules.alerting import fill, released
from tests.rules.kent import cited
from tests.rules.kent_2023.messages import CHECKED, FORMS, to_be_written
from tests.rules.kent_2023.playing import (
    MANAGER,
    UNIT_MANAGER,
    WORKER,
    H,
    alert_released,
    cascaded,
    missing_child,
)
from tests.unit.casework.case import NOON, at

TEAM_MANAGER = "kent-team-manager"
EACH_MESSAGE = pytest.mark.parametrize("message", FORMS)
SEEN = {"seen_and_no_longer_missing_at": at(NOON - H)}
DIED = {"died_at": at(NOON - H)}


@pytest.mark.rule("KEN23-NA-7", "KEN23-NA-8", "KEN23-NA-9")
@EACH_MESSAGE
def test_the_social_worker_or_their_team_manager_writes_it_and_nobody_else(message: Message) -> None:
    for by in (WORKER, TEAM_MANAGER):
        to_be_written(message).given(fill(message, FORMS[message]), by=by)
    for by in (MANAGER, UNIT_MANAGER):
        to_be_written(message).when(fill(message, FORMS[message]), by=by).refused("not_permitted")


@pytest.mark.rule("KEN23-NA-7", "KEN23-NA-8", "KEN23-NA-9")
@EACH_MESSAGE
def test_what_does_not_pass_goes_back_with_the_reason_to_its_author_who_writes_it_anew(message: Message) -> None:
    step, back = CHECKED[message]
    case = to_be_written(message).given(fill(message, FORMS[message]), by=WORKER)
    assert case.task(step).people == (UNIT_MANAGER,)
    case.when(case.decide(step, back), by=UNIT_MANAGER).refused("comment_required")
    case.given(case.decide(step, back, sealed="what is wrong"), by=UNIT_MANAGER)
    [sent_back] = case.of(MessageSentBackV1)
    assert (sent_back.message, sent_back.by) == (message, UNIT_MANAGER)
    case.given(fill(message, FORMS[message]), by=WORKER)
    cascaded(case.given(case.decide(step, "send"), by=UNIT_MANAGER))
    assert released(case)[-1][0] == message


# --- the task of the de-alert, before anybody has written one ------------------------------------------------------------


@pytest.mark.rule("KEN23-NA-8")
@pytest.mark.parametrize("over", [SEEN, DIED])
def test_the_units_service_manager_has_the_de_alert_to_check_once_the_child_was_seen_or_has_died(
    over: dict[str, Any],
) -> None:
    case = alert_released()
    case.given(case.update({"found_at": at(NOON - H)}), by=WORKER)
    assert "national_de_alert" not in case.waiting
    case.given(case.update(over), by=WORKER)
    assert case.task("national_de_alert").people == (UNIT_MANAGER,)
    assert "KEN23-NA-8" in cited([each for each in case.of(TaskOpenedV1) if each.step == "national_de_alert"])


@pytest.mark.rule("KEN23-NA-8")
@pytest.mark.parametrize("over", [SEEN, DIED])
@pytest.mark.parametrize(
    ("known", "is_to_be_checked"),
    [
        ((), False),
        (("national_alert_issued_at",), True),
        (("national_alert_issued_at", "national_alert_ended_at"), False),
        (("national_alert_ended_at",), False),
    ],
)
def test_there_is_no_de_alert_without_an_alert_nor_after_its_end(
    over: dict[str, Any], known: tuple[str, ...], is_to_be_checked: bool
) -> None:
    case = missing_child(**{each: at(NOON - H) for each in known})
    case.given(case.update(over), by=WORKER)
    assert ("national_de_alert" in case.waiting) is is_to_be_checked
