"""The use cases of assessments: each takes a command to the stream it concerns, and says what is decided there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from access import Way
from access.policies import ITSELF, Itself, Policy
from contracts import risk_assessments as contract
from contracts.refusals import Refusal
from needfire.loading.deployment import Deployment
from services.risk_management.assessments.completing import complete
from services.risk_management.assessments.domain import Assessment, assessing_of, evolve
from services.risk_management.assessments.levelling import countersign, set_level
from services.risk_management.assessments.saving import begin, save
from services.risk_management.domain import Risk
from services.risk_management.grounding import Held, case_of, held, on_risk, risk_stream
from shared_kernel.command_desk import Handler, Intent, happened, recorded
from shared_kernel.commands import CommandContext, Decided
from shared_kernel.commits import Commit, CommitStore

Decide = Callable[[Any, Assessment, Held], tuple[Any, ...]]


@dataclass(frozen=True)
class Handlers:
    """The use cases of one deployment; `store` is asked for the risk work that an assessment belongs to."""

    deployment: Deployment
    store: CommitStore

    def on_assessment(self, decide: Decide, policy: Policy | Itself) -> Handler:
        """A use case on an assessment that was begun, judged under the edition of its case."""

        def handle(command: Any, context: CommandContext) -> Intent:
            risk_work = self.store.stream(risk_stream(notification_of(command.assessment_id)))

            def carry_out(history: tuple[Commit, ...]) -> Decided:
                found = held(self.deployment, risk_work, context)
                if isinstance(policy, Policy):
                    policy.check(command, found, case_of(found.risk, found.grounds))
                state = assessment(found.risk, command.assessment_id, history)
                events = decide(command, state, found)
                return Decided(tuple(recorded(each) for each in events), _answer(state, events))

            return Intent(command.assessment_id, carry_out)

        return Handler(policy, handle)


def notification_of(assessment_id: str) -> str:
    """The notification that an assessment hangs on, by its id."""
    number = assessment_id.removeprefix("assessment-").rpartition("-")[0]
    return f"notification-{number}"


def assessment(risk: Risk, assessment_id: str, history: tuple[Commit, ...]) -> Assessment:
    """The assessment that these commits tell. Raises Refusal `not_found` where it was never begun."""
    begun = next((each for each in risk.begun if each.assessment_id == assessment_id), None)
    if begun is None:
        raise Refusal("not_found")
    state = Assessment(begun)
    for commit in history:
        for event in happened(commit, contract.EVENTS):
            state = evolve(state, commit.version, event)
    return state


def _answer(state: Assessment, events: tuple[Any, ...]) -> Mapping[str, Any]:
    beside = [place for each in events if isinstance(each, contract.DraftSavedV1) for place in each.beside]
    begun = state.begun
    return {"assessment_id": begun.assessment_id, "notification_id": begun.notification_id, "beside": beside}


def _begun(events: tuple[Any, ...]) -> Mapping[str, Any]:
    return {"assessment_id": events[0].assessment_id, "number": events[0].number}


def assessing_way(_command: Any, found: Held) -> Way:
    """Who may assess. Raises Refusal `no_instrument`."""
    assessing = assessing_of(found.grounds.edition)
    return Way(case_of(found.risk, found.grounds), assessing.by, assessing.rules)


def level_way(_command: Any, found: Held) -> Way:
    """Who may set the level. Raises Refusal `no_instrument`."""
    assessing = assessing_of(found.grounds.edition)
    return Way(case_of(found.risk, found.grounds), assessing.level_by, assessing.level_rules)


ASSESSING = Policy("assess", assessing_way)


def command_handlers(deployment: Deployment, store: CommitStore) -> Mapping[type, Handler]:
    """What people may ask of assessments."""
    handlers = Handlers(deployment, store)
    return {
        contract.BeginAssessmentV1: on_risk(deployment, begin, ASSESSING, _begun),
        contract.SaveDraftV1: handlers.on_assessment(save, ASSESSING),
        contract.CompleteAssessmentV1: handlers.on_assessment(complete, ASSESSING),
        contract.SetLevelV1: handlers.on_assessment(set_level, Policy("set_level", level_way)),
    }


def own_handlers(deployment: Deployment, store: CommitStore) -> Mapping[type, Handler]:
    """What only the service's own worker asks of assessments."""
    handlers = Handlers(deployment, store)
    return {contract.FollowCountersignatureV1: handlers.on_assessment(countersign, ITSELF)}
