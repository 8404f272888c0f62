"""Ofsted and a child's death under Kent's edition of 2016 (KEN16-OFSTED, KEN16-DEATH)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from contracts.escalation import ClockStartedV1, DutyDoneV1, DutyOpenedV1
from contracts.intake import ConsultationRecordedV1, NotificationRaisedV1, RecordConsultationV1
from needfire.directory import Absence
from needfire.loading.deployment import Deployment
from tests.rules.kent import EDITIONS, cited, duties, read
from tests.rules.kent_2016.playing import (
    CHILD,
    EDITION,
    NOW,
    OFFICER,
    SERVICE_MANAGER,
    TEAM_MANAGER,
    UNIT_DIRECTOR,
    UNIT_MANAGER,
    raised,
)
from tests.unit.casework.authorities import real
from tests.unit.casework.case import THIS, Case

DIED = {**CHILD, "happened": ["death"]}
HOME = {**CHILD, "placement": "residential"}
ON_PLAN = {**CHILD, "plan": "child_in_need", "serious_case_review_possible": True}
HARM = ("death", "suicide", "serious_injury")


def owed(facts: dict[str, Any]) -> list[str]:
    """The duties that the case has opened."""
    return duties(raised(facts, "KEN16-CAT-9", "KEN16-CAT-2", "KEN16-CAT-5"))


@pytest.mark.rule("KEN16-OFSTED-1")
@pytest.mark.parametrize(
    "facts",
    [
        {**DIED, "legal_status": "accommodated"},
        *({**HOME, "happened": [each]} for each in HARM),
        *({**ON_PLAN, "happened": [each]} for each in HARM),
        {**ON_PLAN, "plan": "child_protection", "happened": ["serious_injury"]},
        {"subject_kind": "staff_member", "staff_conduct_concern": True},
    ],
)
def test_ofsted_is_notified(facts: dict[str, Any]) -> None:
    case = raised(facts, "KEN16-CAT-9", "KEN16-CAT-2")
    assert duties(case) == ["ofsted"]
    [opened] = [each for each in case.ever(DutyOpenedV1) if each.duty == "ofsted"]
    assert (opened.to, opened.must) == ("Ofsted", True)
    assert "must be told" in opened.decisions[0].answer
    assert "KEN16-OFSTED-1" in cited([opened])
    assert case.ever(ClockStartedV1) == []


@pytest.mark.rule("KEN16-OFSTED-1")
@pytest.mark.parametrize(
    "facts",
    [
        {**DIED, "legal_status": "care_leaver"},
        {**CHILD, "happened": ["serious_injury"], "legal_status": "accommodated"},
        {**HOME, "happened": ["serious_incident"]},
        {**HOME, "happened": ["death"], "placement": "foster"},
        {**HOME, "happened": ["death"], "subject_kind": "staff_member"},
        {**ON_PLAN, "happened": ["death"], "plan": "none"},
        {**ON_PLAN, "happened": ["death"], "serious_case_review_possible": False},
        {**ON_PLAN, "happened": ["serious_incident"]},
        {**ON_PLAN, "happened": ["death"], "subject_kind": "staff_member"},
        {"subject_kind": "staff_member", "staff_conduct_concern": False},
    ],
)
def test_not_in_the_nearest_other_cases(facts: dict[str, Any]) -> None:
    assert owed(facts) == []


@pytest.mark.rule("KEN16-OFSTED-1")
def test_an_update_that_brings_it_opens_it_then() -> None:
    case = raised({**CHILD, "legal_status": "care_order"}, "KEN16-CAT-9")
    assert duties(case) == []
    case.given(case.update({"happened": ["death"]}), by=TEAM_MANAGER)
    assert duties(case) == ["ofsted"]


def away(person: str) -> Deployment:
    """Kent while somebody is away and nobody stands in or covers for them."""
    deployment = real("kent")
    directory = deployment.directories["kent"]
    posts = tuple(replace(each, cover=()) if person in each.holders else each for each in directory.posts)
    absence = Absence(person, NOW - timedelta(days=1), NOW + timedelta(days=9), None)
    return replace(deployment, directories={"kent": replace(directory, posts=posts).with_absences([absence])})


def notifiable(deployment: Deployment) -> Case:
    case = raised({**DIED, "legal_status": "care_order"}, "KEN16-CAT-9")
    case.deploy(deployment)
    return case


@pytest.mark.rule("KEN16-OFSTED-2")
def test_the_assistant_director_of_safeguarding_makes_the_notification() -> None:
    case = notifiable(real("kent"))
    assert case.ever(DutyOpenedV1)[0].people == (UNIT_DIRECTOR,)
    case.given(case.complete("ofsted", "OFS-1"), by=UNIT_DIRECTOR)
    assert [each.by for each in case.of(DutyDoneV1)] == [UNIT_DIRECTOR]


@pytest.mark.rule("KEN16-OFSTED-2")
def test_the_units_service_manager_only_while_that_person_is_away() -> None:
    case = notifiable(real("kent"))
    case.when(case.complete("ofsted"), by=UNIT_MANAGER)
    assert "KEN16-OFSTED-2" in case.refused("not_permitted")["rules"]
    alone = notifiable(away(UNIT_DIRECTOR))
    alone.given(alone.complete("ofsted", "OFS-1"), by=UNIT_MANAGER)


@pytest.mark.rule("KEN16-OFSTED-2")
@pytest.mark.parametrize("by", [TEAM_MANAGER, SERVICE_MANAGER, "kent-assistant-director", OFFICER])
def test_staff_of_the_districts_never_make_it(by: str) -> None:
    for deployment in (real("kent"), away(UNIT_DIRECTOR)):
        case = notifiable(deployment)
        case.when(case.complete("ofsted"), by=by)
        assert "KEN16-OFSTED-2" in case.refused("not_permitted")["rules"]


@pytest.mark.rule("KEN16-OFSTED-3")
def test_the_practice_officer_is_consulted_and_nobody_is_made_to_fill_in_the_template() -> None:
    case = raised({**DIED, "legal_status": "care_order"}, "KEN16-CAT-9")
    [opened] = [each for each in case.ever(DutyOpenedV1) if each.duty == "ofsted"]
    assert opened.consults == ("practice_development_officer",)
    assert "KEN16-OFSTED-3" in cited([opened])
    assert case.waiting == ["service_manager"]
    case.given(RecordConsultationV1(THIS, "practice_development_officer", OFFICER, "raise"), by=TEAM_MANAGER)
    assert "KEN16-OFSTED-3" in cited(case.of(ConsultationRecordedV1))
    case.when(RecordConsultationV1(THIS, "service_manager", SERVICE_MANAGER, "raise"), by=TEAM_MANAGER)
    case.refused("unknown_role")
    text = read(EDITION, "KEN16-OFSTED-3")
    assert text.status == "gap" and "not said" in text.says


UNEXPECTED = {**DIED, "death_unexpected": True}


@pytest.mark.rule("KEN16-DEATH-1", "KEN16-DEATH-1A")
@pytest.mark.parametrize(
    "more",
    [{"open_to_services": True}, {"open_to_services": False, "death_needs_referral": True}, {"plan": "child_in_need"}],
)
def test_form_a_should_go_to_the_safeguarding_board(more: dict[str, Any]) -> None:
    case = raised({**UNEXPECTED, **more}, "KEN16-CAT-1")
    assert duties(case) == ["safeguarding_board"]
    [opened] = [each for each in case.ever(DutyOpenedV1) if each.duty == "safeguarding_board"]
    assert (opened.to, opened.must, opened.people) == ("Kent Safeguarding Children Board", False, (TEAM_MANAGER,))
    assert "should be told" in opened.decisions[0].answer
    assert {"KEN16-DEATH-1", "KEN16-DEATH-1A", "KEN16-CAT-1"} <= cited([opened])
    assert "unexpected_death_procedures" not in case.waiting
    case.given(case.complete("safeguarding_board", "Form A"), by=TEAM_MANAGER)
    assert "unexpected_death_procedures" in case.waiting
    case.given(case.decide("unexpected_death_procedures", "followed"), by=TEAM_MANAGER)


@pytest.mark.rule("KEN16-DEATH-1")
@pytest.mark.parametrize(
    "facts",
    [
        {**UNEXPECTED, "death_unexpected": False, "open_to_services": True},
        {**UNEXPECTED, "open_to_services": False, "death_needs_referral": False},
        {**CHILD, "happened": ["serious_injury"], "death_unexpected": True, "open_to_services": True},
    ],
)
def test_not_for_an_expected_death_nor_one_that_concerns_nobody(facts: dict[str, Any]) -> None:
    assert "safeguarding_board" not in raised(facts, "KEN16-CAT-9", "KEN16-CAT-2", *_chosen(facts)).duties


def _chosen(facts: dict[str, Any]) -> tuple[str, ...]:
    unexpected = facts["death_unexpected"] and facts["happened"] == ["death"]
    return ("KEN16-CAT-1",) if unexpected else ()


@pytest.mark.rule("KEN16-DEATH-2")
def test_no_priority_is_asked_for_and_what_priority_one_is_is_said_with_the_death() -> None:
    case = raised({**UNEXPECTED, "open_to_services": True}, "KEN16-CAT-1")
    assert "KEN16-DEATH-2" in cited(case.ever(NotificationRaisedV1)) & cited(case.ever(DutyOpenedV1))
    other = raised({**CHILD, "happened": ["complex_abuse"]}, "KEN16-CAT-4")
    assert "KEN16-DEATH-2" not in cited([*other.ever(NotificationRaisedV1), *other.events])
    assert not [each for each in EDITIONS[EDITION].form.facts if "priority" in each]
    text = read(EDITION, "KEN16-DEATH-2")
    assert text.status == "gap" and "not in the source" in text.says
