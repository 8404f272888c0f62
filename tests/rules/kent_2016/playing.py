"""Cases under Kent's edition of September 2016, in its own time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.rules.alerting import propose, write
from tests.unit.casework.authorities import real
from tests.unit.casework.case import Case, at, raise_it

EDITION = "2016-09"
NOW = datetime(2016, 10, 4, 11, tzinfo=UTC)  # a Tuesday
H = timedelta(hours=1)
CHECKED = {"actions_to_locate": True, "meeting_dates": "stated"}

SOCIAL_WORKER = "kent-social-worker"
TEAM_MANAGER = "kent-team-manager"
SUPERVISOR = "kent-supervisor"
SERVICE_MANAGER = "kent-service-manager"
DIRECTOR_OF_AREA = "kent-assistant-director"
DIRECTOR = "kent-director"
OFFICER = "kent-practice-officer"
UNIT_MANAGER = "kent-unit-service-manager"
UNIT_DIRECTOR = "kent-unit-assistant-director"
INFORMATION = "kent-management-information"

CHILD = {"subject_kind": "child"}
# Of whom it is known that nobody is missing: nothing stands in the way of a judgement.
ORGANISED_ABUSE = {**CHILD, "happened": ["complex_abuse"]}
MISSING = {
    **CHILD,
    "happened": ["missing"],
    "missing_since": at(NOW - 5 * H),
    "whereabouts": "unknown",
}
IN_CARE = {**MISSING, "legal_status": "care_order", "plan": "none"}
ON_PLAN = {**MISSING, "legal_status": "not_looked_after", "plan": "child_protection"}
IN_NEED = {**ON_PLAN, "plan": "child_in_need"}
THREE_WEEKS = timedelta(weeks=3)
ANSWERED = {
    "temporarily_absent": False,
    "with_family_or_friends": False,
    "on_holiday": False,
    "believed_missing_by_family": True,
    "parent_in_custody": False,
    "police_consulted": True,
    "key_agencies_asked": True,
    "reasonable_attempts_verified": True,
    "missing_since": at(NOW - THREE_WEEKS),
    "whereabouts": "unknown",
    "local_alert_raised_at": at(NOW - H),
    "vulnerable_adult": False,
    "unaccompanied_asylum_seeker": False,
}
MET = {**ON_PLAN, **ANSWERED, "missing_from_area": True}
AWAY = {**MET, "happened": ["missing"]}
# On no plan, and in none of the exceptional cases.
ELSE = {
    **MET,
    "plan": "none",
    "section_47_investigation": "none",
    "sufficient_danger": True,
    "abducted_by_person_of_risk": False,
    "removed_by_person_of_risk": False,
    "accommodated_after_protection_concerns": False,
}


def raised(facts: Mapping[str, Any], *categories: str, by: str = TEAM_MANAGER, now: datetime = NOW) -> Case:
    """Raised in Ashford; without categories by professional judgement."""
    asked = raise_it(facts, *(categories or ("KEN16-CAT-9",)), area="ashford")
    return Case(real("kent"), now).given(asked, by=by)


def in_care(**facts: Any) -> Case:
    """A child missing from care."""
    return raised({**IN_CARE, **facts}, "KEN16-CAT-8")


def on_plan(**facts: Any) -> Case:
    """A child on a child protection plan who is missing."""
    return raised({**ON_PLAN, **facts}, "KEN16-CAT-6")


def forwarded(case: Case) -> Case:
    """The service manager has checked a missing child's alert and forwarded it."""
    step = next(each for each in case.waiting if each.startswith("service_manager_"))
    return case.given(case.decide(step, "forward", CHECKED), by=SERVICE_MANAGER)


def with_director(case: Case) -> Case:
    """The area assistant director has forwarded the alert on a child in care to the director."""
    forwarded(case)
    return case.given(case.decide("assistant_director_in_care", "forward"), by=DIRECTOR_OF_AREA)


def considered(facts: dict[str, Any]) -> Case:
    """A child on a protection plan who is away from the area: the criteria are to be considered."""
    return raised(facts, "KEN16-CAT-6", "KEN16-CAT-9")


def at_step(step: str, **since: Any) -> Case:
    """The alert's template has come as far as this; `since` are facts that have moved then, None those withdrawn."""
    case = considered(AWAY)
    case.given(case.decide("consider_national_alert", "required"), by=SERVICE_MANAGER)
    if step != "national_template":
        case.given(propose(case, SOCIAL_WORKER), by=SOCIAL_WORKER)
        case.given(write(case), by=SOCIAL_WORKER)
    if step not in ("national_template", "template_checked_by_officer"):
        case.given(case.decide("template_checked_by_officer", "sound"), by=OFFICER)
    if step in ("approve_national_alert", "cascade_national_alert"):
        case.given(case.decide("template_checked_by_manager", "send_for_approval"), by=SERVICE_MANAGER)
    if step == "cascade_national_alert":
        case.given(case.decide("approve_national_alert", "approve"), by=UNIT_MANAGER)
    gone = tuple(name for name, value in since.items() if value is None)
    moved = {name: value for name, value in since.items() if value is not None}
    return case.given(case.update(moved, withdrawn=gone), by=TEAM_MANAGER) if since else case
