"""Cases under Kent's procedure, brought to where a test begins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from tests.unit.casework.authorities import real
from tests.unit.casework.case import NOON, Case, at, raise_it

DIRECTOR = "kent-assistant-director"
CHILD = {"subject_kind": "child"}
IN_CARE = {**CHILD, "legal_status": "care_order"}
# What leaves no alert criterion open: the assistant director can decide at once.
HARMLESS = {
    **CHILD,
    "happened": ["media_matter"],
    "media_interest": ["possible_coverage"],
    "legal_status": "not_looked_after",
    "plan": "none",
    "placement": "family_home",
}
CHARGED = {**CHILD, "happened": ["charge"], "offence": "section_18", "charged_at": at(NOON - timedelta(hours=2))}
DIED_IN_CARE = {**IN_CARE, "happened": ["death"], "learned_at": at(NOON - timedelta(hours=1))}


def raised(
    facts: Mapping[str, Any], *categories: str, by: str = "kent-social-worker", now: datetime = NOON, **others: Any
) -> Case:
    """Raised in Ashford; without categories by professional judgement, having left out what was suggested."""
    return Case(real("kent"), now).given(
        raise_it(facts, *(categories or ("KEN23-NTK-X",)), area="ashford", **others), by=by
    )


def with_director(facts: Mapping[str, Any], *categories: str, **others: Any) -> Case:
    """The form has passed team manager and service manager and lies with the assistant director."""
    case = raised(facts, *categories, **others)
    case.given(case.decide("complete_form", "completed"), by="kent-team-manager")
    return case.given(case.decide("service_manager", "send_on", sealed="comment"), by="kent-service-manager")


def alerted(facts: Mapping[str, Any], *categories: str, **others: Any) -> Case:
    """The assistant director has alerted the safeguarding unit."""
    case = with_director(facts, *categories, **others)
    return case.given(case.decide("assistant_director", "send_to_unit"), by=DIRECTOR)
