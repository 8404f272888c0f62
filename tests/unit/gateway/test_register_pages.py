"""What is done on the register, by its pages' forms: from the plan to the end of step-down, as each is offered it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.rules.northumberland.playing import GROUP, LEAD, PRACTITIONER, TEAM
from tests.unit.casework.authorities import real
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House
from tests.unit.gateway.test_register import SECRET, entry, noted, on_register, raised, referred
from tests.unit.gateway.visiting import Visitor, signed_in
from tests.unit.risk_register.house import BODIES

WRITTEN = {
    "actions.0.texts.what": SECRET,
    "actions.0.texts.why": "She sleeps.",
    "actions.0.texts.who": "Her worker",
    "actions.0.texts.service": "Outreach",
    "actions.0.agency": "sorted",
    "actions.0.by_when-day": "1",
    "actions.0.by_when-month": "12",
    "actions.0.by_when-year": "2026",
    "professionals.0.texts.name": "Somebody invented",
    "professionals.0.texts.visits": "Every Monday",
    "texts.review_frequency": "Monthly",
    "texts.keyworker": "Sandy Rothbury",
    "texts.young_person_involved": "Yes",
    "texts.parents_or_carers_involved": "Her mother",
    "texts.professionals_involved": "All",
    "next_review-day": "14",
    "next_review-month": "12",
    "next_review-year": "2026",
}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, real("northumberland"))


class Page:
    """The page of an entry, and what is sent from it."""

    def __init__(self, callers: Callers, case: str, person: str) -> None:
        self.path, self._visitor = f"/register/entries/{case}", signed_in(callers, person)

    @property
    def text(self) -> str:
        return str(self._visitor.get(self.path).text)

    def sends(self, act: str, **form: str) -> str:
        answer = self._visitor.filled_in(
            self.path, f"{self.path}/{act}", {name.replace("__", "."): each for name, each in form.items()}
        )
        return str(answer.text)


def plan_written(callers: Callers, case: str, **changed: str) -> str:
    lead: Visitor = signed_in(callers, LEAD)
    assert f"/register/entries/{case}/plan" in lead.get(f"/cases/{case}/risk").text
    path = f"/register/entries/{case}/plan"
    return str(lead.filled_in(path, path, {**WRITTEN, **changed}).text)


@pytest.mark.rule("NBL-PLAN-1", "NBL-P10", "NBL-P12")
def test_planned_referred_viewed_and_decided_on_pages(callers: Callers, house: House) -> None:
    case = raised(callers, house)
    short = plan_written(callers, case, **{"actions.0.texts.why": "", "texts.keyworker": ""})
    assert "There is a problem" in short and "NBL" not in short.partition("</h1>")[0] and SECRET in short
    assert SECRET in plan_written(callers, case)
    assert SECRET not in str(house.services.commands)
    assert "Refer to the group" not in Page(callers, case, GROUP).text
    assert "waits for the group" in Page(callers, case, TEAM).sends("referral")
    group = Page(callers, case, GROUP)
    assert "There is a problem" in group.sends("decision", concurs="yes")
    for body in BODIES:
        group.sends("views", body=body, view="agrees", particulars__comment=f"Seen by {body}.")
    assert "Seen by police." in group.text
    assert "On the register" in group.sends("decision", concurs="yes")
    assert "Refer to the group" not in Page(callers, case, TEAM).text


@pytest.mark.rule("NBL-LOG-2", "NBL-P13A", "NBL-P14")
def test_reviewed_changed_received_and_marked_on_pages(callers: Callers, house: House) -> None:
    case = on_register(callers, house)
    group, lead = Page(callers, case, GROUP), Page(callers, case, LEAD)
    assert "Record a review: plan" in group.text and "Record a review: plan" not in lead.text
    assert "Fill this in" not in group.sends("reviews", unmet__support="yes", particulars__comment="Nobody at night.")
    told = callers.said(entry(case), GROUP)["reviews"][-1]
    assert (told["cycle"], told["unmet"], told["comment"]) == ("monthly_review", ["support"], "Nobody at night.")
    lead.sends("changes", particulars__comment="Another service.")
    assert "Needed where it is not agreed" in group.text
    group.sends("changes/1/decision", agreed="yes", debated="yes")
    assert callers.said(entry(case), GROUP)["changes"][0]["agreed"] is True
    assert "1. Another service." in signed_in(callers, LEAD).get(f"{lead.path}/plan").text
    lead.sends("plan/actions/action-1", done="yes")
    assert callers.said(entry(case), GROUP)["plan"]["actions"][0]["done"] is True
    group.sends("plan/receipts", reference="Letter of Monday")
    assert sum(1 for each in callers.said(entry(case), GROUP)["plan"]["copies"] if each["received_at"]) == 1
    assert "Granted" in group.sends("resources", need="support", granted="yes", particulars__comment="A line at night.")


@pytest.mark.rule("NBL-P16", "NBL-P19", "NBL-P18")
def test_off_the_register_and_through_step_down_on_pages(callers: Callers, house: House) -> None:
    case = on_register(callers, house)
    group, lead, team = (Page(callers, case, each) for each in (GROUP, LEAD, TEAM))
    assert "There is a problem" in group.sends("leaving", particulars__comment="It goes well.")
    noted(house, case, "low", 2)
    lead.sends("reviews", keyworker_still_right="yes")
    assert "In step-down" in group.sends("leaving", particulars__comment="It goes well.")
    noted(house, case, "low", 3)
    assert "Care team meeting" in lead.sends("step-down/meetings", keyworker_still_right="yes")
    assert "There is a problem" in team.sends(
        "step-down/end", further_concern="no", particulars__comment="Every two months."
    )
    house.passes(days=190)
    assert "Every two months." in team.sends(
        "step-down/end", further_concern="no", particulars__comment="Every two months."
    )


def test_the_list_of_all_is_offered_to_whom_it_is_shown_and_to_nobody_else(callers: Callers, house: House) -> None:
    case = on_register(callers, house)
    for person, shown in ((GROUP, 200), (LEAD, 403)):
        offered = 'href="/register"' in Page(callers, case, person).text
        assert (signed_in(callers, person).get("/register").status_code, offered) == (shown, shown == 200)


def test_the_same_post_asked_for_two_things_is_told_apart_by_who_hears_the_page(callers: Callers, house: House) -> None:
    page = signed_in(callers, GROUP).get(f"/cases/{on_register(callers, house)}/requests").text
    offered = re.findall(r'<label class="choice">.*?name="request".*?</label>', page)
    assert len(offered) == len({re.sub("<[^>]*>", "", each) for each in offered}) > 1


def test_who_has_no_part_is_offered_nothing(callers: Callers, house: House) -> None:
    case = referred(callers, house)
    page = Page(callers, case, PRACTITIONER).text
    assert '<details class="card ask"' not in page
    answer = signed_in(callers, PRACTITIONER).sent(f"/register/entries/{case}/decision", {"concurs": "yes"})
    assert answer.status_code == 403
