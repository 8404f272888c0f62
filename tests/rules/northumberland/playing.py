"""Cases under Northumberland's procedure, brought to where a test begins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from contracts.escalation import ClockStartedV1, NoticeGivenV1
from tests.unit.casework.authorities import real
from tests.unit.casework.case import NOON, Case, at, raise_it

PRACTITIONER, LEAD, KEYWORKER = (
    "northumberland-practitioner",
    "northumberland-lead-professional",
    "northumberland-keyworker",
)
LINE, TEAM, SENIOR = "northumberland-line-manager", "northumberland-team-manager", "northumberland-senior-manager"
GROUP, POLICE = "northumberland-group-chair", "northumberland-police-representative"
HOLDER, DIRECTOR = "northumberland-head-of-community-support", "northumberland-director"
AREA_TEAM = "northumberland-area-team-manager"

EVERYBODY = (PRACTITIONER, LEAD, KEYWORKER, LINE, TEAM, SENIOR, GROUP, POLICE, DIRECTOR)

YOUNG = {"subject_kind": "child", "age_years": 15}
CATEGORY = {"low": "NBL-P03", "medium": "NBL-P04", "high": "NBL-SCOPE-1", "very_high": "NBL-SCOPE-1"}
COMPLETE: Mapping[str, Any] = {"risk_assessment_attached": True, "risk_plan_attached": True}
ON_FILE: Mapping[str, Any] = {"assessment_on_case_file": True}
MEETING: Mapping[str, Any] = {"minuted": True, "actions_have_owner_and_time": True, "moderated_level": "high"}
AGREED = dict.fromkeys(("childrens_services", "education", "police", "sorted", "youth_offending", "camhs"), "agrees")
REVIEWED = {"unmet_need": "none"}
RISK_REDUCED = {"why": "risk_reduced"}


def level(value: str, set_at: datetime = NOON, **facts: Any) -> dict[str, Any]:
    """The facts of a young person at this level."""
    return {**YOUNG, "vulnerability_level": value, "level_set_at": at(set_at), **facts}


def raised(facts: Mapping[str, Any], now: datetime = NOON, **others: Any) -> Case:
    """Raised by a worker, in Blyth, in the category of its level; where there is one, the line manager has it."""
    category = CATEGORY.get(str(facts.get("vulnerability_level")), "NBL-P01")
    case = Case(real("northumberland"), now).given(raise_it(facts, category, area="blyth", **others), by=PRACTITIONER)
    if "vulnerability_level" not in facts:
        return case
    return case.given(case.decide("assess", "assessed"), by=LEAD)


def discussed(facts: Mapping[str, Any], **others: Any) -> Case:
    """High or very high, and discussed with the line manager: the planning meeting waits."""
    case = raised(facts, **others)
    return case.given(case.decide("line_manager", "planning_meeting", ON_FILE), by=LINE)


def met(facts: Mapping[str, Any], moderated: str = "high", **others: Any) -> Case:
    """The planning meeting was held, and the senior manager has it."""
    case = discussed(facts, **others)
    records = {**MEETING, "moderated_level": moderated}
    return case.given(case.decide("planning_meeting", "held", records), by=TEAM)


def to_be_referred(facts: Mapping[str, Any], moderated: str = "high", **others: Any) -> Case:
    """The team manager has it to refer."""
    case = met(facts, moderated, **others)
    return case.given(case.decide("senior_manager", "discussed", {"in_supervision": True}), by=SENIOR)


def refer(case: Case) -> Case:
    return case.given(case.decide("refer", "referred", {"plan_on_case_file": True}), by=TEAM)


def referred(facts: Mapping[str, Any], **others: Any) -> Case:
    """The Risk Management Group has it."""
    return refer(to_be_referred({**facts, **COMPLETE}, **others))


def on_register(value: str = "high", now: datetime = NOON, **facts: Any) -> Case:
    """The group concurs: on the high risk register."""
    case = referred(level(value, now, **facts), now=now)
    case.given(case.decide("rmg_decision", "concurs", AGREED), by=GROUP)
    return case.given(case.update({"register_standing": "on_it"}), by=GROUP)


def reduce(case: Case, value: str = "medium") -> Case:
    """The level has come down, and the name comes off."""
    now = at(case.clock.now())
    standing = {
        "vulnerability_level": value,
        "level_set_at": now,
        "register_standing": "step_down",
        "left_register_at": now,
    }
    case.given(case.update(standing), by=GROUP)
    return case.given(case.decide("on_register", "reduced", RISK_REDUCED, sealed="reason"), by=GROUP)


def in_step_down(value: str = "medium", now: datetime = NOON) -> Case:
    """Off the register, into step-down."""
    return reduce(on_register(now=now), value)


def due(case: Case, clock: str) -> datetime:
    """When the latest clock of this id is due."""
    return case.running(clock).due


def started(case: Case) -> list[str]:
    """The clocks that have ever been started, by id."""
    return [each.clock for each in case.ever(ClockStartedV1)]


def told(case: Case) -> list[tuple[str, ...]]:
    """Who was told of something since the last command or move of the clock."""
    return [each.people for each in case.of(NoticeGivenV1)]


def rules_of(event: Any) -> set[str]:
    """The rules that an event's decisions cite."""
    return {rule for decision in event.decisions for rule in decision.rules}


def may(case: Case, command: Any, by: str) -> bool:
    """Whether this is accepted, or refused for the want of a post."""
    answer = case.when(command, by=by).answer
    assert "accepted" in answer or answer["refused"]["code"] == "not_permitted", answer
    return "accepted" in answer


def minute_before(moment: datetime) -> datetime:
    return moment - timedelta(minutes=1)
