"""Cases of missing children under Kent's edition of 2023, brought to where a national alert is considered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from contracts.escalation import ClockBreachedV1
from tests.rules.alerting import propose, write
from tests.rules.kent import take
from tests.unit.casework.case import NOON, Case, at
from tests.unit.escalation.kent import alerted

EDITION = "2023-12"
H = timedelta(hours=1)
THREE_WEEKS = timedelta(weeks=3)
WORKER, MANAGER, UNIT_MANAGER = "kent-social-worker", "kent-service-manager", "kent-unit-service-manager"
INFORMATION = ("kent-management-information", "kent-management-information-2")
ANSWERED = {
    "temporarily_absent": False,
    "with_family_or_friends": False,
    "on_holiday": False,
    "believed_missing_by_family": True,
    "key_agencies_asked": True,
    "police_consulted": True,
}
MET = {
    "subject_kind": "child",
    "legal_status": "not_looked_after",
    "plan": "child_protection",
    "happened": ["missing"],
    "missing_since": at(NOON - THREE_WEEKS),
    "whereabouts": "unknown",
    "local_alert_raised_at": at(NOON - H),
    "vulnerable_adult": False,
    "unaccompanied_asylum_seeker": False,
    **ANSWERED,
}
ELSE = {
    **MET,
    "plan": "none",
    "section_47_investigation": "none",
    "sufficient_danger": True,
    "abducted_by_person_of_risk": False,
    "removed_by_person_of_risk": False,
    "accommodated_after_protection_concerns": False,
}
STATED = {
    "national_alert_risk_level": "high",
    "police_risk_level": "high",
    "media_strategy": "considered",
    "links_in_uk": True,
    "links_abroad": False,
}


def missing_child(**facts: Any) -> Case:
    """The alert has reached the unit."""
    return alerted({**MET, **STATED, **facts}, "KEN23-NTK-I")


def form_asked(**facts: Any) -> Case:
    """The unit's service manager has considered it and asked the social worker for the form."""
    case = missing_child(**facts)
    case.given(case.complete("national_alert", "asked"), by=UNIT_MANAGER)
    return take(case, "national_alert_form", WORKER)


def proposed(**facts: Any) -> Case:
    """The form was asked for, and the social worker has put the case to the threshold, which is met."""
    case = form_asked(**facts)
    case.given(propose(case, WORKER), by=WORKER)
    assert case.answer["accepted"]["verdict"] == "met"
    return case


def form_sent(**since: Any) -> Case:
    """The form lies with the unit's service manager; `since` are facts that have moved after it was written."""
    case = proposed()
    case.given(write(case), by=WORKER)
    return case.given(case.update(since), by=WORKER) if since else case


def cascaded(case: Case) -> Case:
    """Management information has released what was signed off."""
    take(case, "national_alert_cascade", INFORMATION[0])
    return case.given(case.decide("national_alert_cascade", "cascaded"), by=INFORMATION[0])


def alert_released(case: Case | None = None) -> Case:
    """The initial alert was checked by the unit's service manager and released by management information."""
    case = case or form_sent()
    return cascaded(case.given(case.decide("national_alert_check", "send"), by=UNIT_MANAGER))


def seen(case: Case) -> Case:
    """The child was located, seen and is no longer missing."""
    moment = at(case.clock.now() - H)
    return case.given(case.update({"found_at": moment, "seen_and_no_longer_missing_at": moment}), by=WORKER)


def breached(case: Case) -> set[str]:
    """What was missed since the last move of the clock."""
    missed = {each.clock_id for each in case.of(ClockBreachedV1)}
    return {each.clock for each in case.routing.clocks.values() if each.clock_id in missed}
