"""Who reports under Kent's edition of 2016, and to whom (KEN16-RAISE, KEN16-ROUTE-1, KEN16-FORM-1)."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.escalation import ClockStartedV1, NoticeGivenV1, TaskOpenedV1
from contracts.intake import NotificationRaisedV1
from tests.rules.kent import cited, read, told
from tests.rules.kent_2016.playing import (
    CHILD,
    DIRECTOR,
    DIRECTOR_OF_AREA,
    EDITION,
    IN_CARE,
    MISSING,
    NOW,
    ORGANISED_ABUSE,
    SERVICE_MANAGER,
    SOCIAL_WORKER,
    SUPERVISOR,
    TEAM_MANAGER,
    UNIT_DIRECTOR,
    forwarded,
    raised,
)
from tests.unit.casework.authorities import real
from tests.unit.casework.case import Case, raise_it


@pytest.mark.rule("KEN16-RAISE-1")
@pytest.mark.parametrize("by", [TEAM_MANAGER, SUPERVISOR])
def test_a_team_manager_or_supervisor_reports_to_the_service_manager(by: str) -> None:
    case = raised(ORGANISED_ABUSE, "KEN16-CAT-4", by=by)
    assert [(each.step, each.people) for each in case.of(TaskOpenedV1)] == [("service_manager", (SERVICE_MANAGER,))]


@pytest.mark.rule("KEN16-RAISE-1")
@pytest.mark.parametrize("by", [SOCIAL_WORKER, SERVICE_MANAGER])
def test_nobody_else_reports(by: str) -> None:
    case = Case(real("kent"), NOW).when(raise_it(ORGANISED_ABUSE, "KEN16-CAT-4", area="ashford"), by=by)
    assert "KEN16-RAISE-1" in case.refused("not_permitted")["rules"]


@pytest.mark.rule("KEN16-RAISE-1", "KEN16-CAT-9")
def test_whether_a_case_qualifies_is_judged_by_who_reports_it() -> None:
    case = raised(CHILD, "KEN16-CAT-5")
    [answer] = [each for each in case.ever(NotificationRaisedV1)[0].decisions if each.rules == ("KEN16-CAT-5",)]
    assert answer.answer == "Chosen by professional judgement."
    assert raised(CHILD, "KEN16-CAT-9").waiting == ["service_manager"]


@pytest.mark.rule("KEN16-RAISE-2", "KEN16-RAISE-2A")
@pytest.mark.parametrize("service", ["disabled_children", "care_leaving"])
def test_disabled_childrens_and_care_leavers_services_report_through_their_two_managers(service: str) -> None:
    case = raised({**ORGANISED_ABUSE, "services_open": [service]}, "KEN16-CAT-4")
    assert case.waiting == ["operational_manager"]
    assert told(case) == ["practice_development_officer"]
    assert "KEN16-RAISE-2" in cited(case.of(NoticeGivenV1))
    case.given(case.decide("operational_manager", "send_on"), by="kent-operational-manager")
    case.when(case.decide("county_manager", "send_on"), by=SERVICE_MANAGER).refused("not_permitted")
    case.given(case.decide("county_manager", "send_on"), by="kent-county-manager")
    assert "assistant_director" in case.waiting
    assert read(EDITION, "KEN16-RAISE-2A").status == "assumption"


@pytest.mark.rule("KEN16-RAISE-2")
def test_other_services_report_to_the_service_manager() -> None:
    case = raised({**ORGANISED_ABUSE, "services_open": ["social_work"]}, "KEN16-CAT-4")
    assert (case.waiting, told(case)) == (["service_manager"], [])


@pytest.mark.rule("KEN16-RAISE-3")
@pytest.mark.parametrize(("facts", "category"), [(ORGANISED_ABUSE, "KEN16-CAT-4"), (IN_CARE, "KEN16-CAT-8")])
def test_no_time_is_invented_for_as_early_as_possible(facts: dict[str, Any], category: str) -> None:
    case = raised(facts, category)
    assert "KEN16-RAISE-3" in cited(case.ever(NotificationRaisedV1))
    assert [each for each in case.ever(ClockStartedV1) if "KEN16-RAISE-3" in cited([each])] == []
    case.passes(days=300)
    assert case.ever(ClockStartedV1) == []


@pytest.mark.rule("KEN16-FORM-1")
def test_a_form_that_is_not_in_the_source_requires_nothing_and_says_so() -> None:
    case = raised({}, "KEN16-CAT-9")
    assert "KEN16-FORM-1" in cited(case.ever(NotificationRaisedV1))
    assert read(EDITION, "KEN16-FORM-1").status == "gap"


@pytest.mark.rule("KEN16-ROUTE-1")
def test_the_service_manager_judges_whether_it_goes_on() -> None:
    kept = raised(ORGANISED_ABUSE, "KEN16-CAT-4")
    kept.given(kept.decide("service_manager", "keep"), by=SERVICE_MANAGER)
    assert [each for each in kept.waiting if each != "contact_with_district"] == []
    sent = raised(ORGANISED_ABUSE, "KEN16-CAT-4")
    sent.given(sent.decide("service_manager", "forward"), by=SERVICE_MANAGER)
    assert "assistant_director" in sent.waiting


@pytest.mark.rule("KEN16-ROUTE-1")
def test_the_assistant_director_judges_whether_the_two_directors_have_it() -> None:
    for outcome, expected in (("keep", []), ("bring_to_director", ["director", "unit_assistant_director"])):
        case = raised(ORGANISED_ABUSE, "KEN16-CAT-4")
        case.given(case.decide("service_manager", "forward"), by=SERVICE_MANAGER)
        case.given(case.decide("assistant_director", outcome), by=DIRECTOR_OF_AREA)
        assert told(case) == expected
    assert {person for each in case.of(NoticeGivenV1) for person in each.people} == {DIRECTOR, UNIT_DIRECTOR}


@pytest.mark.rule("KEN16-ROUTE-1")
@pytest.mark.parametrize(
    "found", [{"legal_status": "care_order"}, {"plan": "child_in_need"}, {"plan": "child_protection"}]
)
def test_of_a_missing_child_the_service_manager_has_no_choice(found: dict[str, Any]) -> None:
    case = raised(ORGANISED_ABUSE, "KEN16-CAT-4")
    known = {"happened": ["complex_abuse", "missing"], "legal_status": "not_looked_after", "plan": "none"}
    case.given(case.update({**known, "unaccompanied_asylum_seeker": False, **found}), by=TEAM_MANAGER)
    case.when(case.decide("service_manager", "keep"), by=SERVICE_MANAGER)
    refusal = case.refused("outcome_refused")
    assert refusal["rules"][0] == "KEN16-ROUTE-1"
    assert "Forward to the area assistant" in refusal["sentence"]
    case.given(case.decide("service_manager", "forward"), by=SERVICE_MANAGER)


@pytest.mark.rule("KEN16-ROUTE-1")
def test_of_a_child_missing_on_no_plan_and_not_in_care_the_service_manager_judges() -> None:
    facts = {**MISSING, "legal_status": "not_looked_after", "plan": "none", "unaccompanied_asylum_seeker": False}
    case = raised(facts, "KEN16-CAT-9")
    case.given(case.decide("service_manager", "keep"), by=SERVICE_MANAGER)


@pytest.mark.rule("KEN16-ROUTE-1", "KEN16-CIC-3")
def test_of_a_child_missing_from_care_the_assistant_director_has_no_choice_either() -> None:
    case = raised({**IN_CARE, "services_open": ["disabled_children"]}, "KEN16-CAT-8")
    case.given(case.decide("operational_manager", "send_on"), by="kent-operational-manager")
    case.given(case.decide("county_manager", "send_on"), by="kent-county-manager")
    case.when(case.decide("assistant_director", "keep"), by=DIRECTOR_OF_AREA)
    assert case.refused("outcome_refused")["rules"][:2] == ["KEN16-CIC-3", "KEN16-ROUTE-1"]
    case.given(case.decide("assistant_director", "bring_to_director"), by=DIRECTOR_OF_AREA)
    assert told(case) == [
        "director",
        "unit_assistant_director",
        "practice_development_officer",
        "unit_service_manager",
    ]


@pytest.mark.rule("KEN16-ROUTE-1")
def test_a_child_who_goes_missing_after_it_was_kept_opens_it_again() -> None:
    known = {"plan": "child_protection", "legal_status": "not_looked_after", "unaccompanied_asylum_seeker": False}
    case = raised({**ORGANISED_ABUSE, **known}, "KEN16-CAT-4")
    case.given(case.decide("service_manager", "keep"), by=SERVICE_MANAGER)
    case.given(case.update({"happened": ["complex_abuse", "missing"]}), by=TEAM_MANAGER)
    assert "service_manager" in case.waiting
    case.given(case.decide("service_manager", "forward"), by=SERVICE_MANAGER)
    case.given(case.decide("assistant_director", "keep"), by=DIRECTOR_OF_AREA)
    case.given(case.update({"legal_status": "care_order"}), by=TEAM_MANAGER)
    assert "assistant_director" in case.waiting
    case.given(case.decide("assistant_director", "bring_to_director"), by=DIRECTOR_OF_AREA)
    case.given(case.update({"missing_since": NOW.isoformat()}), by=TEAM_MANAGER)
    assert [each for each in case.waiting if each.endswith(("service_manager", "assistant_director"))] == []


KNOWN = {"legal_status": "not_looked_after", "plan": "none", "unaccompanied_asylum_seeker": False}
NOW_MISSING = {"happened": ["complex_abuse", "missing"]}


@pytest.mark.rule("KEN16-ROUTE-1")
@pytest.mark.parametrize(
    ("update", "opens"),
    [
        ({**NOW_MISSING, "legal_status": "care_order"}, True),
        ({**NOW_MISSING, "plan": "child_in_need"}, True),
        (NOW_MISSING, False),
        ({"legal_status": "care_order", "plan": "child_protection"}, False),
    ],
)
def test_what_was_kept_opens_again_only_for_a_missing_child(update: dict[str, Any], opens: bool) -> None:
    case = raised({**ORGANISED_ABUSE, **KNOWN}, "KEN16-CAT-4")
    case.given(case.decide("service_manager", "keep"), by=SERVICE_MANAGER)
    case.given(case.update(update), by=TEAM_MANAGER)
    assert ("service_manager" in case.waiting) is opens


@pytest.mark.rule("KEN16-ROUTE-1", "KEN16-CIC-3")
@pytest.mark.parametrize("update", [{"legal_status": "care_order"}, {"open_to_services": True}])
@pytest.mark.parametrize("services", [["social_work"], ["care_leaving"]])
def test_one_on_a_plan_that_was_not_brought_to_the_director_opens_again_only_from_care(
    services: list[str], update: dict[str, Any]
) -> None:
    facts = {**MISSING, **KNOWN, "plan": "child_in_need", "services_open": services}
    case = raised(facts, "KEN16-CAT-6")
    if "operational_manager" in case.waiting:
        case.given(case.decide("operational_manager", "send_on"), by="kent-operational-manager")
        case.given(case.decide("county_manager", "send_on"), by="kent-county-manager")
    else:
        forwarded(case)
    case.given(case.decide("assistant_director", "keep"), by=DIRECTOR_OF_AREA)
    case.given(case.update(update), by=TEAM_MANAGER)
    assert ("assistant_director" in case.waiting) is ("legal_status" in update)


@pytest.mark.rule("KEN16-ROUTE-1")
def test_the_conflict_and_how_else_it_may_be_read_stand_behind_the_route() -> None:
    case = raised(ORGANISED_ABUSE, "KEN16-CAT-4")
    assert "KEN16-ROUTE-1" in cited(case.events)
    text = read(EDITION, "KEN16-ROUTE-1")
    assert text.status == "conflict"
    assert text.other_reading and "missing child" in text.other_reading
