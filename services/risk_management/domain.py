"""A young person's risk work as it stands: the notification that it hangs on, and its assessments. Pure.

The register stands on the same stream and is folded beside this (`register/`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from access.grounds import CaseGrounds
from contracts import risk_assessments as contract
from contracts.refusals import Refusal
from needfire.facts import FactsRefused, as_json
from needfire.vocabulary import VOCABULARY


@dataclass(frozen=True)
class Risk:
    """The risk work on one notification. `noted` is what each settled assessment has come to, by its number."""

    risk_id: str
    notification_id: str
    person: str
    area: str
    edition: str
    edition_digest: str
    raised_by: str
    facts: Mapping[str, Any]
    begun: tuple[contract.AssessmentBegunV1, ...] = ()
    noted: Mapping[int, contract.AssessmentNotedV1] = field(default_factory=dict)
    notification_ended: bool = False

    @property
    def latest(self) -> contract.AssessmentNotedV1 | None:
        """The newest assessment that was settled: its level is the young person's level now."""
        return self.noted[max(self.noted)] if self.noted else None


def evolve(state: Risk | None, event: Any) -> Risk:
    """The risk work after this event. Raises Refusal `not_found` where it was never linked."""
    if isinstance(event, contract.RiskLinkedV1):
        told = {name: value for name, value in vars(event).items() if name != "raised_at"}
        return Risk(**told)
    if state is None:
        raise Refusal("not_found")
    match event:
        case contract.RiskFactsChangedV1():
            return replace(state, facts=event.facts)
        case contract.RiskCaseEndedV1():
            return replace(state, notification_ended=True)
        case contract.AssessmentBegunV1():
            return replace(state, begun=(*state.begun, event))
        case contract.AssessmentNotedV1():
            return replace(state, noted={**state.noted, event.number: event})
    return state


def link(command: contract.LinkRiskV1, risk_id: str) -> tuple[Any, ...]:
    """The notification that risk work may hang on."""
    return (contract.RiskLinkedV1(risk_id, **vars(command)),)


def follow_facts(command: contract.FollowRiskFactsV1, state: Risk, grounds: CaseGrounds) -> tuple[Any, ...]:
    """The facts have moved."""
    return () if command.facts == state.facts else (contract.RiskFactsChangedV1(state.risk_id, command.facts),)


def follow_end(_command: contract.FollowRiskEndV1, state: Risk, grounds: CaseGrounds) -> tuple[Any, ...]:
    """The notification has ended."""
    return () if state.notification_ended else (contract.RiskCaseEndedV1(state.risk_id),)


def note_assessment(command: contract.NoteAssessmentV1, state: Risk, grounds: CaseGrounds) -> tuple[Any, ...]:
    """What an assessment has come to stands with the risk work from now on."""
    return (contract.AssessmentNotedV1(state.risk_id, **vars(command)),)


def read_facts(raw: Mapping[str, Any], now: datetime) -> Mapping[str, Any]:
    """These facts, checked, as JSON. Raises Refusal `facts_refused`."""
    try:
        return as_json(VOCABULARY.read(raw, now))
    except FactsRefused as refused:
        raise Refusal("facts_refused", {"facts": refused.problems}) from None
