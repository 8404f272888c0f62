"""Cases under Luton's procedure, brought to where a test begins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from contracts.escalation import MakeRequestV1, NoticeGivenV1
from contracts.intake import RecordConsultationV1, ShareNotificationV1
from tests.unit.casework.authorities import real
from tests.unit.casework.case import NOON, THIS, Case, at, raise_it

SOCIAL_WORKER, TEAM_MANAGER, MANAGER, MANAGER_OF_SOUTH = (
    "luton-social-worker",
    "luton-team-manager",
    "luton-service-manager",
    "luton-service-manager-2",
)
LADO, HEAD, DIRECTOR, SUPPORT = "luton-lado", "luton-head-of-safeguarding", "luton-director", "luton-director-support"
DIRECTORS = ("luton-service-director-operations", "luton-service-director-early-help")
WEEK = timedelta(days=7)

CHILD = {"subject_kind": "child", "legal_status": "care_order"}
MISSING = {**CHILD, "happened": ["missing"], "missing_since": at(NOON - timedelta(hours=30))}
DIED = {**CHILD, "happened": ["death"]}
TRUST = {
    "subject_kind": "adult_in_position_of_trust",
    "happened": ["allegation"],
    "significant_harm_alleged": True,
    "media_interest": ["possible_coverage"],
}
TRUST_CATEGORIES = ("LUT-TRUST-1", "LUT-TRUST-3")
ON_A_PLAN = {"subject_kind": "child", "legal_status": "not_looked_after", "plan": "child_protection"}
# What the threshold of a national alert asks beside a child protection plan.
THRESHOLD = {
    "missing_from_area": True,
    "section_47_investigation": "none",
    "unaccompanied_asylum_seeker": False,
    "vulnerable_adult": False,
    "whereabouts": "unknown",
    "with_family_or_friends": False,
    "on_holiday": False,
    "believed_missing_by_family": True,
    "parent_in_custody": False,
    "police_consulted": True,
    "key_agencies_asked": True,
    "reasonable_attempts_verified": True,
    "last_seen_at": at(NOON - timedelta(weeks=3)),
}
ANSWERS = {"ofsted_basis": True, "member_briefing": False, "strategic_response": False}


def raised(
    facts: Mapping[str, Any], *categories: str, by: str = SOCIAL_WORKER, area: str = "north", now: datetime = NOON
) -> Case:
    """Raised; without categories by professional judgement."""
    return Case(real("luton"), now).given(raise_it(facts, *(categories or ("LUT-OTHER-1",)), area=area), by=by)


def required(facts: Mapping[str, Any], *categories: str, **others: Any) -> Case:
    """The service manager has decided that it is required."""
    case = raised(facts, *categories, **others)
    return case.given(case.decide("decide_required", "required"), by=MANAGER)


def completed(facts: Mapping[str, Any], *categories: str, by: str = TEAM_MANAGER, **others: Any) -> Case:
    """The form is completed, and lies with the service manager."""
    case = required(facts, *categories, **others)
    return case.given(case.decide("complete_form", "completed"), by=by)


def forwarded(facts: Mapping[str, Any], *categories: str, by: str = TEAM_MANAGER, **others: Any) -> Case:
    """The service manager has forwarded it to the service directors."""
    case = completed(facts, *categories, by=by, **others)
    return case.given(case.decide("forward", "forward", ANSWERS), by=MANAGER)


def decided_by_directors(facts: Mapping[str, Any], *categories: str, **others: Any) -> Case:
    """A service director has decided that the director need not be informed; the route has ended."""
    case = forwarded(facts, *categories, **others)
    case.given(case.claim("inform_director"), by=DIRECTORS[0])
    return case.given(case.decide("inform_director", "do_not_inform_dcs"), by=DIRECTORS[0])


def claimed(case: Case, step: str, by: str) -> Case:
    """Taken out of the group's tray by one of those who hold it."""
    return case.given(case.claim(step), by=by)


def consulted(role: str, person: str) -> RecordConsultationV1:
    """The command that records what somebody advised."""
    return RecordConsultationV1(THIS, role, person, "raise")


def shared(circulation: str, sealed: str | None = "why", **to: str) -> ShareNotificationV1:
    """The command that shares the case."""
    return ShareNotificationV1(THIS, circulation, sealed=sealed, **to)


def asked(request: str, of_role: str | None = None) -> MakeRequestV1:
    """The command that asks something of somebody beside the route."""
    return MakeRequestV1(THIS, request, of_role, sealed="what is wanted")


def told(case: Case) -> list[tuple[str, tuple[str, ...]]]:
    """The roles that were told by what was just done, each with the rules it was told under."""
    return [(each.role, each.decisions[0].rules) for each in case.of(NoticeGivenV1)]


def cited(case: Case, kind: type, **values: Any) -> set[str]:
    """The rules that the decisions of these events cite, of all that has happened."""
    events = (each for each in case.ever(kind) if all(getattr(each, name) == value for name, value in values.items()))
    return {rule for each in events for decision in each.decisions for rule in decision.rules}
