"""Found, monitored and reviewed under Kent's edition of 2016 (KEN16-FOUND, KEN16-MON, KEN16-REV)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.escalation import ClockBreachedV1, ClockMetV1, ClockStartedV1, NoticeGivenV1, TaskDecidedV1, TaskOpenedV1
from contracts.intake import NotificationClosedV1
from needfire.suggesting import holds, setting
from needfire.vocabulary import VOCABULARY
from needfire.working_time import occurrence
from tests.rules.kent import CALENDAR, EDITIONS, ask, binds, cited, read, take, told
from tests.rules.kent_2016.playing import (
    CHILD,
    EDITION,
    IN_CARE,
    IN_NEED,
    MISSING,
    NOW,
    OFFICER,
    ON_PLAN,
    ORGANISED_ABUSE,
    SERVICE_MANAGER,
    SOCIAL_WORKER,
    TEAM_MANAGER,
    H,
    forwarded,
    in_care,
    on_plan,
    raised,
    with_director,
)
from tests.unit.casework.case import Case, at, close

RETURN = NOW + 3 * H


def returned(facts: dict[str, Any], *categories: str) -> Case:
    """The child came back three hours after the alert; it was recorded ten hours later."""
    case = raised(facts, *(categories or ("KEN16-CAT-9", "KEN16-CAT-6"))).passes(hours=13)
    return case.given(case.update({"found_at": at(RETURN)}), by=TEAM_MANAGER)


# --- found -------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("KEN16-FOUND-1", "KEN16-PLAT-1")
@pytest.mark.parametrize(
    "facts", [IN_CARE, ON_PLAN, IN_NEED, {**MISSING, "unaccompanied_asylum_seeker": True, "plan": "none"}]
)
def test_the_return_interview_is_due_72_hours_from_the_return(facts: dict[str, Any]) -> None:
    case = returned(facts, "KEN16-CAT-9", "KEN16-CAT-6", "KEN16-CAT-8")
    clock = case.running("return_interview")
    assert (clock.counted_from, clock.due, clock.owner) == (RETURN, RETURN + 72 * H, "social_worker")
    assert binds(case, "return_interview")
    assert case.until(RETURN + 72 * H - timedelta(seconds=1)).of(ClockBreachedV1) == []
    assert len(case.until(RETURN + 72 * H).of(ClockBreachedV1)) == 1
    assert told(case) == ["social_worker"]
    assert read(EDITION, "KEN16-FOUND-1").other_reading


@pytest.mark.rule("KEN16-FOUND-1")
@pytest.mark.parametrize(("after", "late"), [(71, False), (72, True)])
def test_an_interview_meets_it_by_when_it_was_held(after: int, late: bool) -> None:
    case = returned(IN_CARE, "KEN16-CAT-8")
    case.until(RETURN + 80 * H).given(case.update({"return_interview_at": at(RETURN + after * H)}), by=TEAM_MANAGER)
    assert [each.late for each in case.of(ClockMetV1)] == [late]


@pytest.mark.rule("KEN16-FOUND-1")
def test_not_for_others_nor_before_the_return_and_the_dates_have_no_time() -> None:
    known = {"legal_status": "not_looked_after", "plan": "none", "unaccompanied_asylum_seeker": False}
    assert returned({**MISSING, **known}).ever(ClockStartedV1) == []
    assert returned({**CHILD, "legal_status": "care_order", "happened": ["near_miss"]}).ever(ClockStartedV1) == []
    case = in_care()
    assert case.passes(days=30).ever(ClockStartedV1) == []
    back = returned(IN_CARE, "KEN16-CAT-8")
    assert [each.clock for each in back.ever(ClockStartedV1)] == ["return_interview"]


@pytest.mark.rule("KEN16-FOUND-2", "KEN16-PLAT-3")
def test_nothing_ends_an_alert_by_itself_and_closing_it_with_a_reason_is_its_de_alert() -> None:
    case = returned({**IN_CARE, "well_being_established": True}, "KEN16-CAT-8")
    case.passes(days=400)
    assert case.notification.ended is None
    case.when(close(None), by=SERVICE_MANAGER).refused("comment_required")
    case.given(close("resolved"), by=SERVICE_MANAGER)
    assert {"KEN16-FOUND-2", "KEN16-PLAT-3"} <= cited(case.of(NotificationClosedV1))
    text = read(EDITION, "KEN16-FOUND-2")
    assert text.status == "gap" and "not said" in text.says


@pytest.mark.rule("KEN16-FOUND-2", "KEN16-PLAT-3")
def test_no_condition_is_invented_for_a_de_alert() -> None:
    in_care().given(close("still missing, and closed"), by=OFFICER)
    in_care().when(close("resolved"), by=TEAM_MANAGER).refused("not_permitted")


@pytest.mark.rule("KEN16-FOUND-3")
def test_the_record_holds_when_why_and_what_happened_on_return() -> None:
    case = take(returned(IN_CARE, "KEN16-CAT-8"), "account_of_absence", SOCIAL_WORKER)
    case.when(case.decide("account_of_absence", "recorded"), by=SOCIAL_WORKER).refused("comment_required")
    case.given(case.decide("account_of_absence", "recorded", sealed="why, and what then"), by=SOCIAL_WORKER)
    decided = cited(case.of(TaskDecidedV1))
    case.given(case.update({"well_being_established": True}), by=TEAM_MANAGER)
    assert "account_of_absence" not in case.waiting
    assert "KEN16-FOUND-3" in decided


@pytest.mark.rule("KEN16-FOUND-3")
def test_not_without_since_when_and_not_before_the_return() -> None:
    undated = {name: value for name, value in IN_CARE.items() if name != "missing_since"}
    case = take(returned(undated, "KEN16-CAT-8"), "account_of_absence", SOCIAL_WORKER)
    case.when(case.decide("account_of_absence", "recorded", sealed="why"), by=SOCIAL_WORKER)
    assert case.refused("outcome_refused")["rules"] == ["KEN16-FOUND-3"]
    assert "account_of_absence" not in in_care().waiting
    there = {**CHILD, "legal_status": "care_order", "happened": ["near_miss"]}
    assert "account_of_absence" not in returned(there, "KEN16-CAT-9").waiting


# --- the inbox ----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("KEN16-MON-1")
@pytest.mark.parametrize("outcome", ["keep", "forward"])
def test_every_alert_reaches_the_inbox_whatever_the_service_manager_decides(outcome: str) -> None:
    case = raised(ORGANISED_ABUSE, "KEN16-CAT-4")
    case.given(case.decide("service_manager", outcome), by=SERVICE_MANAGER)
    assert told(case) == ["alerts_inbox"]
    assert cited(case.of(NoticeGivenV1)) == {"KEN16-MON-1"}


@pytest.mark.rule("KEN16-MON-1")
def test_a_child_in_cares_first_alert_goes_there_and_nobody_has_to_send_it() -> None:
    case = in_care()
    assert told(case) == []
    forwarded(case)
    assert told(case) == ["alerts_inbox"]
    assert cited(case.of(NoticeGivenV1)) == {"KEN16-MON-1"}
    assert not [each for each in case.ever(TaskOpenedV1) if "inbox" in each.title and each.step != "amended_alert"]
    text = read(EDITION, "KEN16-MON-1")
    assert text.status == "gap" and "not said" in text.says


@pytest.mark.rule("KEN16-MON-1")
def test_those_of_other_services_and_their_updates_and_ends_reach_it_too() -> None:
    case = raised({**ORGANISED_ABUSE, "services_open": ["care_leaving"]}, "KEN16-CAT-4")
    case.given(case.decide("operational_manager", "send_on"), by="kent-operational-manager")
    assert told(case) == ["alerts_inbox"]
    case.given(case.update({"media_interest": ["coverage"]}), by=TEAM_MANAGER)
    assert told(case) == ["alerts_inbox"]
    case.given(close("resolved"), by=SERVICE_MANAGER)
    assert told(case) == ["alerts_inbox"]


def reported(report: str, facts: dict[str, Any]) -> bool:
    """Whether a case of these facts is one that the report is on."""
    stated = EDITIONS[EDITION]
    [asked] = [each for each in stated.reports if each.id == report]
    return holds(asked.when, setting(stated, VOCABULARY.read(facts, NOW), NOW, CALENDAR)).holds is True


@pytest.mark.rule("KEN16-MON-1")
def test_number_and_type_are_recorded_of_all_alerts() -> None:
    [report] = [each for each in EDITIONS[EDITION].reports if each.rules == ("KEN16-MON-1",)]
    assert (report.shows, report.every) == ("counts", None)
    assert (report.by, report.to) == ("alerts_inbox", ("unit_service_manager",))
    assert all(reported(report.id, facts) for facts in (IN_CARE, ON_PLAN, ORGANISED_ABUSE))


@pytest.mark.rule("KEN16-MON-2")
def test_missing_children_in_care_are_reported_every_week() -> None:
    [report] = [each for each in EDITIONS[EDITION].reports if "KEN16-MON-2" in each.rules]
    assert report.every is not None
    due = [occurrence(NOW, report.every, number, CALENDAR).due for number in (1, 2)]
    assert due == [datetime(2016, 10, 11, 11, tzinfo=UTC), datetime(2016, 10, 18, 11, tzinfo=UTC)]
    assert [EDITIONS[EDITION].roles[each] for each in report.to] == ["Area management team"]
    assert (report.by, report.shows) == ("unit_service_manager", "counts")
    assert reported(report.id, IN_CARE)
    assert not reported(report.id, {**IN_CARE, "whereabouts": "known"})
    assert not reported(report.id, ON_PLAN)


@pytest.mark.rule("KEN16-MON-3")
def test_a_team_reviews_its_alerts_when_it_asks_for_it_and_no_interval_is_invented() -> None:
    case = raised(ORGANISED_ABUSE, "KEN16-CAT-4").passes(days=400)
    assert "team_review" not in [each.step for each in case.ever(TaskOpenedV1)]
    for by in (SERVICE_MANAGER, TEAM_MANAGER):
        case.given(ask("team_review"), by=by)
        assert "KEN16-MON-3" in cited(case.of(TaskOpenedV1))
        case.given(case.decide("team_review", "reviewed"), by=SERVICE_MANAGER)
    case.when(ask("team_review"), by=SOCIAL_WORKER).refused("not_permitted")
    assert read(EDITION, "KEN16-MON-3").status == "gap"


@pytest.mark.rule("KEN16-MON-4")
@pytest.mark.parametrize("outcome", ["keep", "forward"])
def test_on_any_alert_in_the_inbox_the_officer_contacts_the_district(outcome: str) -> None:
    case = raised(ORGANISED_ABUSE, "KEN16-CAT-4")
    assert "contact_with_district" not in case.waiting
    case.given(case.decide("service_manager", outcome), by=SERVICE_MANAGER)
    assert case.task("contact_with_district").people == (OFFICER,)
    case.given(case.decide("contact_with_district", "meeting_recommended", sealed="why"), by=OFFICER)
    assert "KEN16-MON-4" in cited(case.of(TaskDecidedV1))


@pytest.mark.rule("KEN16-MON-4")
def test_each_way_has_one_contact_and_none_is_necessary_where_none_is() -> None:
    other = raised({**ORGANISED_ABUSE, "services_open": ["care_leaving"]}, "KEN16-CAT-4")
    other.given(other.decide("operational_manager", "send_on"), by="kent-operational-manager")
    other.given(other.decide("contact_with_district", "not_necessary"), by=OFFICER)
    for case, contact in (
        (with_director(in_care()), "quality_in_care"),
        (forwarded(on_plan()), "contact_on_missing_child"),
    ):
        opened = [each for each in case.ever(TaskOpenedV1) if "KEN16-MON-4" in cited([each])]
        assert [each.step for each in opened] == [contact]
    case = raised(ORGANISED_ABUSE, "KEN16-CAT-4")
    case.given(case.decide("service_manager", "keep"), by=SERVICE_MANAGER)
    for outcome in ("advised", "meeting_recommended"):
        case.when(case.decide("contact_with_district", outcome), by=OFFICER).refused("comment_required")


# --- review ------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("KEN16-REV-1")
@pytest.mark.parametrize("by", [SOCIAL_WORKER, TEAM_MANAGER, "kent-supervisor", SERVICE_MANAGER, OFFICER])
def test_a_change_of_the_risk_becomes_an_updated_alert(by: str) -> None:
    case = raised(ORGANISED_ABUSE, "KEN16-CAT-4")
    case.given(case.update({"open_to_services": True}), by=by)
    assert case.notification.number == 1
    assert "KEN16-REV-1" in cited(case.events)


@pytest.mark.rule("KEN16-REV-1")
def test_others_do_not_update_it() -> None:
    case = raised(ORGANISED_ABUSE, "KEN16-CAT-4")
    case.when(case.update({"open_to_services": True}), by="kent-lead-member").refused("not_permitted")


@pytest.mark.rule("KEN16-REV-1", "KEN16-FOUND-2")
@pytest.mark.parametrize("of_role", ["team_manager", "social_worker"])
def test_the_officer_decides_on_an_update_whether_the_alert_is_still_needed(of_role: str) -> None:
    case = raised(ORGANISED_ABUSE, "KEN16-CAT-4")
    case.when(ask("update_on_alert", of_role), by=SERVICE_MANAGER).refused("not_permitted")
    case.given(ask("update_on_alert", of_role), by=OFFICER)
    by = SOCIAL_WORKER if of_role == "social_worker" else TEAM_MANAGER
    if of_role == "social_worker":
        take(case, "update_on_alert", by)
    assert "still_needed" not in case.waiting
    case.when(case.decide("update_on_alert", "given"), by=by).refused("comment_required")
    case.given(case.decide("update_on_alert", "given", sealed="as it stands"), by=by)
    assert case.task("still_needed").people == (OFFICER,)
    case.when(case.decide("still_needed", "no_longer_needed"), by=OFFICER).refused("comment_required")
    case.given(case.decide("still_needed", "no_longer_needed", sealed="why"), by=OFFICER)
    case.given(ask("update_on_alert"), by=OFFICER).given(
        case.decide("update_on_alert", "given", sealed="as it stands"), by=TEAM_MANAGER
    )
    case.given(case.decide("still_needed", "needed"), by=OFFICER)
    assert case.notification.ended is None
