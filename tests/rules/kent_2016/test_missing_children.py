"""The ways of a missing child's alert under Kent's edition of 2016 (KEN16-CPCIN, KEN16-CIC)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from contracts.escalation import NoticeGivenV1, RequestMadeV1, RoutingStartedV1, TaskDecidedV1, TaskOpenedV1
from needfire.form_parts import missing_particulars
from needfire.suggesting import setting
from needfire.vocabulary import VOCABULARY
from tests.rules.kent import CALENDAR, EDITIONS, ask, cited, take, told
from tests.rules.kent_2016.playing import (
    CHECKED,
    DIRECTOR,
    DIRECTOR_OF_AREA,
    EDITION,
    IN_CARE,
    IN_NEED,
    INFORMATION,
    NOW,
    OFFICER,
    ON_PLAN,
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
from tests.unit.casework.case import Case, at

ALL_OF_CARE = ["director", "practice_development_officer", "unit_service_manager"]


def route(case: Case) -> str:
    """The route that was chosen."""
    return str(case.ever(RoutingStartedV1)[0].route)


# --- in need or on a protection plan --------------------------------------------------------------------------------


@pytest.mark.rule("KEN16-CPCIN-1")
@pytest.mark.parametrize("facts", [ON_PLAN, IN_NEED])
def test_the_service_manager_checks_actions_and_meetings_before_it_goes_on(facts: dict[str, Any]) -> None:
    case = raised(facts, "KEN16-CAT-6")
    assert route(case) == "missing_on_plan"
    case.when(case.decide("service_manager_on_plan", "forward"), by=SERVICE_MANAGER)
    assert set(case.refused("record_required")["details"]["records"]) == set(CHECKED)
    case.when(
        case.decide("service_manager_on_plan", "forward", {**CHECKED, "meeting_dates": "soon"}), by=SERVICE_MANAGER
    )
    assert set(case.refused("record_required")["details"]["records"]) == {"meeting_dates"}


@pytest.mark.rule("KEN16-CPCIN-1")
def test_it_goes_to_the_inbox_and_the_area_assistant_director_who_may_tell_the_director() -> None:
    case = forwarded(on_plan())
    assert told(case) == ["alerts_inbox"]
    assert "KEN16-CPCIN-1" in cited(case.of(NoticeGivenV1))
    assert case.task("assistant_director").people == (DIRECTOR_OF_AREA,)
    case.when(case.decide("assistant_director", "keep"), by=DIRECTOR_OF_AREA).refused("facts_needed")
    case.given(case.update({"unaccompanied_asylum_seeker": False}), by=TEAM_MANAGER)
    case.given(case.decide("assistant_director", "keep"), by=DIRECTOR_OF_AREA)
    assert told(case) == []
    other = forwarded(on_plan())
    other.given(other.decide("assistant_director", "bring_to_director"), by=DIRECTOR_OF_AREA)
    assert "director" in told(other)


@pytest.mark.rule("KEN16-CPCIN-1")
def test_a_missing_child_on_no_plan_goes_the_ordinary_way() -> None:
    assert route(raised({**ON_PLAN, "plan": "none"}, "KEN16-CAT-9")) == "alert"
    assert route(raised({**ON_PLAN, "national_alert_required": True}, "KEN16-CAT-6", "KEN16-CAT-7")) == (
        "missing_on_plan"
    )


@pytest.mark.rule("KEN16-CPCIN-2")
def test_the_unit_contacts_the_district_and_can_recommend_a_meeting() -> None:
    case = forwarded(on_plan())
    assert case.task("contact_on_missing_child").people == (OFFICER,)
    case.when(case.decide("contact_on_missing_child", "meeting_recommended"), by=OFFICER).refused("comment_required")
    case.when(case.decide("contact_on_missing_child", "advised"), by=OFFICER).refused("comment_required")
    case.given(case.decide("contact_on_missing_child", "meeting_recommended", sealed="when"), by=OFFICER)
    assert "KEN16-CPCIN-2" in cited(case.of(TaskDecidedV1))
    for outcome, sealed in (("advised", "what"), ("not_necessary", None)):
        other = forwarded(on_plan())
        other.given(other.decide("contact_on_missing_child", outcome, sealed=sealed), by=OFFICER)
    assert "contact_on_missing_child" not in with_director(in_care()).waiting


@pytest.mark.rule("KEN16-CPCIN-3")
def test_management_information_puts_the_dates_of_a_child_on_a_protection_plan_on_the_record() -> None:
    case = on_plan()
    take(case, "dates_on_record", INFORMATION)
    case.given(case.decide("dates_on_record", "recorded"), by=INFORMATION)
    assert "KEN16-CPCIN-3" in cited(case.of(TaskDecidedV1))
    case.given(case.update({"reported_to_police": True}), by=TEAM_MANAGER)
    assert "dates_on_record" not in case.waiting
    case.passes(hours=9).given(case.update({"found_at": at(NOW + 8 * H)}), by=TEAM_MANAGER)
    assert "dates_on_record" in case.waiting


@pytest.mark.rule("KEN16-CPCIN-3")
def test_not_for_a_child_in_need_nor_before_the_date_is_known() -> None:
    assert "dates_on_record" not in raised(IN_NEED, "KEN16-CAT-6").waiting
    undated = {name: value for name, value in ON_PLAN.items() if name != "missing_since"}
    assert "dates_on_record" not in raised(undated, "KEN16-CAT-6").waiting


# --- in care -------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("KEN16-CIC-1")
def test_a_child_in_cares_alert_is_checked_by_the_service_manager_and_forwarded() -> None:
    case = in_care()
    assert route(case) == "missing_from_care"
    case.when(case.decide("service_manager_in_care", "forward", {}), by=SERVICE_MANAGER)
    assert set(case.refused("record_required")["details"]["records"]) == set(CHECKED)
    forwarded(case)
    assert case.task("assistant_director_in_care").people == (DIRECTOR_OF_AREA,)
    assert {"KEN16-CIC-1", "KEN16-CIC-3"} <= cited(case.events)


@pytest.mark.rule("KEN16-CIC-1")
def test_a_child_on_a_plan_who_is_not_in_care_goes_another_way() -> None:
    assert route(on_plan()) == "missing_on_plan"
    assert route(raised({**ON_PLAN, "legal_status": "care_order"}, "KEN16-CAT-6", "KEN16-CAT-8")) == "missing_from_care"


@pytest.mark.rule("KEN16-CIC-2")
@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"name"}, {"account", "action_taken"}),
        ({"account"}, {"action_taken"}),
        ({"action_taken"}, {"account"}),
        ({"account", "action_taken"}, set()),
    ],
)
def test_the_form_sets_out_circumstances_and_actions(given: set[str], missing: set[str]) -> None:
    stated = EDITIONS[EDITION]
    within = setting(stated, VOCABULARY.read(IN_CARE, NOW), NOW, CALENDAR)
    asked = missing_particulars(stated.form, within, given)
    assert set(asked.questions) == missing
    assert asked.rules == (("KEN16-CIC-2",) if missing else ())
    elsewhere = setting(stated, VOCABULARY.read(ON_PLAN, NOW), NOW, CALENDAR)
    assert missing_particulars(stated.form, elsewhere, given).questions == {}


@pytest.mark.rule("KEN16-CIC-2")
@pytest.mark.parametrize("lacking", ["reported_to_police", "reported_to_out_of_hours"])
def test_the_social_worker_makes_sure_that_police_and_out_of_hours_were_told(lacking: str) -> None:
    case = in_care()
    assert case.task("reported_missing").people == (SOCIAL_WORKER,)
    take(case, "reported_missing", SOCIAL_WORKER)
    case.when(case.decide("reported_missing", "reported"), by=SOCIAL_WORKER).refused("facts_needed")
    both = {"reported_to_police": True, "reported_to_out_of_hours": True}
    case.given(case.update({**both, lacking: False}), by=SOCIAL_WORKER)
    case.when(case.decide("reported_missing", "reported"), by=SOCIAL_WORKER)
    assert case.refused("outcome_refused")["rules"] == ["KEN16-CIC-2"]
    case.given(case.update({lacking: True}), by=SOCIAL_WORKER)
    case.given(case.decide("reported_missing", "reported"), by=SOCIAL_WORKER)
    assert "reported_missing" not in on_plan().waiting


@pytest.mark.rule("KEN16-CIC-3")
def test_the_assistant_director_forwards_to_the_director_the_officer_and_the_units_manager() -> None:
    case = with_director(in_care())
    assert told(case) == ALL_OF_CARE
    assert all("KEN16-CIC-3" in cited([each]) for each in case.of(NoticeGivenV1))
    case.when(case.decide("assistant_director_in_care", "keep"), by=DIRECTOR_OF_AREA).refused("task_already_decided")


def gone_for(hours: float, minutes: float = 0) -> str:
    return at(NOW - timedelta(hours=hours, minutes=minutes))


@pytest.mark.rule("KEN16-CIC-3")
@pytest.mark.parametrize(("since", "expected"), [(gone_for(48), True), (gone_for(47, 59), False)])
def test_management_information_has_it_at_once_for_children_missing_48_hours(since: str, expected: bool) -> None:
    assert told(with_director(in_care(missing_since=since))).count("management_information") == (1 if expected else 0)


@pytest.mark.rule("KEN16-CIC-3")
def test_management_information_has_it_once_48_hours_have_passed() -> None:
    case = with_director(in_care(missing_since=gone_for(40)))
    assert told(case.until(NOW + 8 * H - timedelta(seconds=1))) == []
    case.until(NOW + 8 * H)
    assert told(case) == ["management_information"]
    assert cited(case.of(NoticeGivenV1)) == {"KEN16-CIC-3"}


@pytest.mark.rule("KEN16-CIC-3")
@pytest.mark.parametrize("found", [{"found_at": gone_for(1)}])
def test_not_when_the_child_was_found_before(found: dict[str, str]) -> None:
    case = with_director(in_care(missing_since=gone_for(40)))
    case.given(case.update(found), by=TEAM_MANAGER)
    case.passes(days=3)
    assert "management_information" not in [each.role for each in case.ever(NoticeGivenV1)]


@pytest.mark.rule("KEN16-CIC-3")
@pytest.mark.parametrize(("since", "later"), [(gone_for(40), True), (gone_for(48), False)])
def test_the_same_holds_for_a_child_of_the_disabled_childrens_service(since: str, later: bool) -> None:
    case = raised({**IN_CARE, "services_open": ["disabled_children"], "missing_since": since}, "KEN16-CAT-8")
    case.given(case.decide("operational_manager", "send_on"), by="kent-operational-manager")
    case.given(case.decide("county_manager", "send_on"), by="kent-county-manager")
    case.given(case.decide("assistant_director", "bring_to_director"), by=DIRECTOR_OF_AREA)
    assert told(case).count("management_information") == (0 if later else 1)
    assert told(case.until(NOW + 8 * H - timedelta(seconds=1))) == []
    assert told(case.until(NOW + 8 * H)) == (["management_information"] if later else [])
    elsewhere = forwarded(on_plan(missing_since=since))
    elsewhere.given(elsewhere.decide("assistant_director", "bring_to_director"), by=DIRECTOR_OF_AREA)
    assert told(elsewhere) == ["director", "unit_assistant_director"]
    assert told(elsewhere.passes(days=9)) == []


@pytest.mark.rule("KEN16-CIC-3")
def test_one_of_another_service_who_was_found_is_not_told_of_later() -> None:
    case = raised({**IN_CARE, "services_open": ["care_leaving"], "missing_since": gone_for(40)}, "KEN16-CAT-8")
    case.given(case.decide("operational_manager", "send_on"), by="kent-operational-manager")
    case.given(case.decide("county_manager", "send_on"), by="kent-county-manager")
    case.given(case.decide("assistant_director", "bring_to_director"), by=DIRECTOR_OF_AREA)
    case.given(case.update({"found_at": gone_for(1)}), by=TEAM_MANAGER)
    assert "management_information" not in told(case.passes(days=3))


@pytest.mark.rule("KEN16-CIC-4")
@pytest.mark.parametrize("outcome", ["advised", "meeting_recommended"])
def test_the_officer_checks_it_and_the_district_returns_the_amended_alert_to_the_inbox(outcome: str) -> None:
    case = with_director(in_care())
    assert case.task("quality_in_care").people == (OFFICER,)
    case.when(case.decide("quality_in_care", outcome), by=OFFICER).refused("comment_required")
    case.given(case.decide("quality_in_care", outcome, sealed="advice"), by=OFFICER)
    assert case.task("amended_alert").people == (TEAM_MANAGER,)
    case.given(case.update({"reported_to_police": True}), by=TEAM_MANAGER)
    assert "alerts_inbox" in told(case)
    case.given(case.decide("amended_alert", "returned"), by=TEAM_MANAGER)
    assert told(case) == ["alerts_inbox"]
    assert cited(case.of(NoticeGivenV1)) == {"KEN16-CIC-4"}


@pytest.mark.rule("KEN16-CIC-4")
def test_not_before_the_assistant_director_has_forwarded_it() -> None:
    assert {"quality_in_care", "amended_alert"} & set(forwarded(in_care()).waiting) == set()
    case = with_director(in_care())
    assert "amended_alert" not in case.waiting
    for by in (OFFICER, SERVICE_MANAGER, DIRECTOR_OF_AREA):
        case.given(ask("amended_alert", "social_worker"), by=by)
        assert [each.request for each in case.of(RequestMadeV1)] == ["amended_alert"]
    case.when(ask("amended_alert"), by=SOCIAL_WORKER).refused("not_permitted")


@pytest.mark.rule("KEN16-CIC-5")
@pytest.mark.parametrize(
    ("outcome", "expected"), [("tell", ["corporate_director", "lead_member"]), ("do_not_tell", [])]
)
def test_the_director_decides_whether_corporate_director_and_lead_member_are_told(
    outcome: str, expected: list[str]
) -> None:
    case = with_director(in_care())
    assert {"corporate_director", "lead_member"} & set(told(case)) == set()
    assert case.task("tell_corporate_director").people == (DIRECTOR,)
    case.given(case.decide("tell_corporate_director", outcome), by=DIRECTOR)
    assert told(case) == expected


@pytest.mark.rule("KEN16-CIC-5")
def test_the_director_is_not_asked_that_of_other_children() -> None:
    case = forwarded(on_plan())
    case.given(case.decide("assistant_director", "bring_to_director"), by=DIRECTOR_OF_AREA)
    assert [each.step for each in case.of(TaskOpenedV1)] == []
    disabled = raised({**IN_CARE, "services_open": ["disabled_children"]}, "KEN16-CAT-8")
    disabled.given(disabled.decide("operational_manager", "send_on"), by="kent-operational-manager")
    disabled.given(disabled.decide("county_manager", "send_on"), by="kent-county-manager")
    disabled.given(disabled.decide("assistant_director", "bring_to_director"), by=DIRECTOR_OF_AREA)
    assert "tell_corporate_director" in disabled.waiting
