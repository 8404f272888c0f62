"""Luton: who signs a national alert off, and what follows when the child is found, or is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from contracts.escalation import ClockBreachedV1, ClockStartedV1, NoticeGivenV1, TaskOpenedV1
from tests.rules.alerting import propose, write
from tests.rules.luton.playing import (
    CHILD,
    HEAD,
    MANAGER,
    SOCIAL_WORKER,
    TEAM_MANAGER,
    THRESHOLD,
    asked,
    claimed,
    forwarded,
    told,
)
from tests.unit.casework.case import NOON, Case, at

# --- who signs it off ---------------------------------------------------------------------------------------------------

ON_PLAN_MISSING = {
    "subject_kind": "child",
    "legal_status": "not_looked_after",
    "plan": "child_protection",
    "happened": ["missing"],
}


def template_completed() -> Case:
    """The social worker has completed the template beside a forwarded notification."""
    case = forwarded(ON_PLAN_MISSING, "LUT-CP-1")
    case.given(propose(case, SOCIAL_WORKER, THRESHOLD), by=SOCIAL_WORKER)
    return case.given(write(case), by=SOCIAL_WORKER)


@pytest.mark.rule("LUT-NA-3", "LUT-NA-5")
def test_the_service_manager_checks_what_the_social_worker_completed_beside_the_notification() -> None:
    case = template_completed()
    assert case.task("national_alert").people == (MANAGER,)
    assert "sign_off_national_alert" not in case.waiting
    rules = case.of(TaskOpenedV1)[0].decisions[0].rules
    assert {"LUT-NA-3", "LUT-NA-4", "LUT-NA-5"} <= set(rules)


@pytest.mark.rule("LUT-NA-3", "LUT-NA-5")
@pytest.mark.parametrize("by", [TEAM_MANAGER, MANAGER, HEAD])
def test_only_a_social_worker_begins_it_and_the_sign_off_cannot_be_had_without_the_check(by: str) -> None:
    case = forwarded(ON_PLAN_MISSING, "LUT-CP-1")
    case.when(propose(case, SOCIAL_WORKER, THRESHOLD), by=by).refused("not_permitted")
    case.when(write(case), by=by).refused("not_permitted")
    case.when(asked("national_alert"), by=by).refused("not_permitted")
    case.when(asked("sign_off_national_alert"), by=by).refused("not_permitted")
    case.when(asked("cascade_national_alert"), by=by).refused("not_permitted")


@pytest.mark.rule("LUT-NA-5")
def test_what_is_incomplete_goes_no_further_and_says_why() -> None:
    case = template_completed()
    case.when(case.decide("national_alert", "to_be_completed"), by=MANAGER).refused("comment_required")
    case.given(case.decide("national_alert", "to_be_completed", sealed="no date of birth"), by=MANAGER)
    assert case.of(TaskOpenedV1) == []


def checked() -> Case:
    """The service manager found the template sound."""
    case = template_completed()
    return case.given(case.decide("national_alert", "sound"), by=MANAGER)


@pytest.mark.rule("LUT-NA-4", "LUT-NA-5")
def test_the_head_of_service_signs_it_off_before_it_is_sent() -> None:
    case = checked()
    assert case.task("sign_off_national_alert").people == (HEAD,)
    assert "cascade_national_alert" not in case.waiting
    case.when(case.decide("sign_off_national_alert", "signed_off"), by=MANAGER).refused("not_permitted")
    case.given(case.decide("sign_off_national_alert", "signed_off"), by=HEAD)
    assert case.task("cascade_national_alert").people == ("luton-management-information",)
    claimed(case, "cascade_national_alert", "luton-management-information")
    case.given(case.decide("cascade_national_alert", "sent"), by="luton-management-information")


@pytest.mark.rule("LUT-NA-4", "LUT-NA-5")
def test_it_is_no_formality_a_person_may_say_no_with_a_reason() -> None:
    case = checked()
    case.when(case.decide("sign_off_national_alert", "not_approved"), by=HEAD).refused("comment_required")
    case.given(case.decide("sign_off_national_alert", "not_approved", sealed="why"), by=HEAD)
    assert (told(case), case.of(TaskOpenedV1)) == ([], [])


@pytest.mark.rule("LUT-NA-6")
def test_every_alert_that_is_signed_off_goes_to_the_family_safeguarding_service_manager() -> None:
    case = checked()
    case.given(case.decide("sign_off_national_alert", "signed_off"), by=HEAD)
    assert told(case) == [("family_safeguarding_service_manager", ("LUT-NA-6",))]


# --- found, or not --------------------------------------------------------------------------------------------------------

ISSUED = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
SIX_MONTHS, TWELVE, EIGHTEEN = (
    datetime(2027, 5, 17, 8, 0, tzinfo=UTC),  # nine o'clock by the summer's clocks
    datetime(2027, 11, 17, 9, 0, tzinfo=UTC),
    datetime(2028, 5, 17, 8, 0, tzinfo=UTC),
)


def issued() -> Case:
    """A national alert was issued this morning, and recorded."""
    case = forwarded({**ON_PLAN_MISSING, "happened": ["significant_risk"]})
    return case.given(case.update({"national_alert_issued_at": at(ISSUED)}), by=TEAM_MANAGER)


def breaches(case: Case, clock: str) -> int:
    """How often this clock's time has passed."""
    ids = {each.clock_id for each in case.routing.clocks.values() if each.clock == clock}
    return sum(each.clock_id in ids for each in case.ever(ClockBreachedV1))


@pytest.mark.rule("LUT-NA-7")
def test_once_located_a_national_found_notification_follows() -> None:
    case = issued().passes(days=3)
    assert "national_found" not in case.waiting
    case.given(case.update({"found_at": at(NOON + timedelta(days=2))}), by=TEAM_MANAGER)
    assert case.task("national_found").people == (MANAGER,)
    case.given(case.decide("national_found", "followed"), by=MANAGER)


@pytest.mark.rule("LUT-NA-7")
def test_without_an_alert_nothing_is_to_follow_and_nobody_asks_for_it() -> None:
    case = forwarded(ON_PLAN_MISSING, "LUT-CP-1")
    case.given(case.update({"found_at": at(NOON)}), by=TEAM_MANAGER)
    assert "national_found" not in case.waiting
    case.when(asked("national_found"), by=MANAGER).refused("not_permitted")


@pytest.mark.rule("LUT-NA-8")
def test_not_located_a_new_notification_is_due_six_months_after_the_last_one() -> None:
    case = issued()
    clock = case.running("national_alert_again")
    assert (clock.owner, clock.due) == ("service_manager", SIX_MONTHS)
    case.until(SIX_MONTHS - timedelta(minutes=1))
    assert breaches(case, "national_alert_again") == 0
    case.until(SIX_MONTHS)
    assert breaches(case, "national_alert_again") == 1
    [reminded] = [each for each in case.of(NoticeGivenV1) if "LUT-NA-8" in each.decisions[0].rules]
    assert (reminded.people, reminded.decisions[0].rules) == ((MANAGER,), ("LUT-NA-8", "LUT-PLAT-1"))
    [missed] = [each for each in case.of(ClockBreachedV1) if "LUT-NA-8" in each.decisions[0].rules]
    assert missed.decisions[0].answer == "No: it was missed."


@pytest.mark.rule("LUT-NA-8")
def test_and_again_six_months_later() -> None:
    case = issued().until(TWELVE)
    assert breaches(case, "national_alert_again") == 2


@pytest.mark.rule("LUT-NA-8")
def test_the_six_months_begin_anew_with_each_one_issued() -> None:
    case = issued().until(ISSUED + timedelta(days=100))
    again = datetime(2027, 2, 20, 9, 0, tzinfo=UTC)
    case.given(case.update({"national_alert_updated_at": at(again)}), by=TEAM_MANAGER)
    assert case.running("national_alert_again").due == datetime(2027, 8, 20, 8, 0, tzinfo=UTC)


NOT_ISSUED = {**CHILD, "happened": ["self_harm"]}


@pytest.mark.rule("LUT-NA-8", "LUT-NA-9")
def test_without_an_alert_there_is_nothing_to_repeat() -> None:
    case = forwarded(NOT_ISSUED, "LUT-CLA-12")
    case.given(case.update({"affects_council": True}), by=TEAM_MANAGER)
    clocks = {each.clock for each in case.ever(ClockStartedV1)}
    assert not clocks & {"national_alert_again", "national_alert_lapses"}


@pytest.mark.rule("LUT-NA-8", "LUT-NA-9")
@pytest.mark.parametrize("ended_by", ["found_at", "national_alert_ended_at"])
def test_found_or_ended_there_is_nothing_to_repeat_any_more(ended_by: str) -> None:
    case = issued().passes(days=30)
    case.given(case.update({ended_by: at(NOON + timedelta(days=29))}), by=TEAM_MANAGER)
    case.passes(days=400)
    assert breaches(case, "national_alert_again") == breaches(case, "national_alert_lapses") == 0


@pytest.mark.rule("LUT-NA-9")
def test_after_twelve_months_without_a_follow_up_the_others_delete_it_and_those_responsible_are_told() -> None:
    case = issued().passes(days=100)
    # Another update is no follow-up of the alert.
    case.given(case.update({"affects_council": True}), by=TEAM_MANAGER)
    case.until(TWELVE - timedelta(minutes=1))
    assert breaches(case, "national_alert_lapses") == 0
    case.until(TWELVE)
    assert breaches(case, "national_alert_lapses") == 1
    informed = [each for each in case.of(NoticeGivenV1) if each.decisions[0].rules == ("LUT-NA-9",)]
    assert [(each.role, each.people) for each in informed] == [
        ("service_manager", (MANAGER,)),
        ("head_of_strategic_safeguarding", (HEAD,)),
    ]
    [missed] = [each for each in case.of(ClockBreachedV1) if "LUT-NA-9" in each.decisions[0].rules]
    assert missed.decisions[0].answer == "No: it was missed."


@pytest.mark.rule("LUT-NA-9")
def test_a_follow_up_keeps_it_for_another_twelve_months() -> None:
    case = issued().until(SIX_MONTHS)
    case.given(case.update({"national_alert_updated_at": at(SIX_MONTHS)}), by=TEAM_MANAGER)
    assert (case.running("national_alert_lapses").owner, case.running("national_alert_lapses").due) == (
        "service_manager",
        EIGHTEEN,
    )
    case.until(EIGHTEEN - timedelta(minutes=1))
    assert breaches(case, "national_alert_lapses") == 0
