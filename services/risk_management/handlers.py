"""The use cases of risk management: assessments, the register, and what is carried over from the notification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from access.policies import ITSELF
from contracts import risk_assessments as contract
from needfire.loading.deployment import Deployment
from services.risk_management import domain
from services.risk_management.assessments import handlers as assessments
from services.risk_management.grounding import on_risk, risk_stream
from services.risk_management.register import handlers as entries
from services.risk_management.register import meetings
from shared_kernel.command_desk import Handler, Intent, recorded
from shared_kernel.commands import CommandContext, Decided
from shared_kernel.commits import Commit, CommitStore


def link(command: contract.LinkRiskV1, context: CommandContext) -> Intent:
    """Note a notification that risk work may hang on."""
    risk_id = risk_stream(command.notification_id)

    def decide(history: tuple[Commit, ...]) -> Decided:
        events = () if history else domain.link(command, risk_id)
        answer = {"risk_id": risk_id, "notification_id": command.notification_id}
        return Decided(tuple(recorded(event) for event in events), answer)

    return Intent(risk_id, decide, fresh=True)


def command_handlers(deployment: Deployment, store: CommitStore) -> Mapping[type, Handler]:
    """What people and partners may ask of risk management, each with its policy."""
    return {
        **assessments.command_handlers(deployment, store),
        **entries.command_handlers(deployment),
        **meetings.command_handlers(deployment, store),
    }


def own_handlers(deployment: Deployment, store: CommitStore) -> Mapping[type, Handler]:
    """What only its own worker asks, when it follows intake, escalation and its own assessments."""

    def itself(decide: Any) -> Handler:
        return on_risk(deployment, lambda command, held: decide(command, held.risk, held.grounds), ITSELF)

    return {
        contract.LinkRiskV1: Handler(ITSELF, link),
        contract.FollowRiskFactsV1: itself(domain.follow_facts),
        contract.FollowRiskEndV1: itself(domain.follow_end),
        contract.NoteAssessmentV1: itself(domain.note_assessment),
        **assessments.own_handlers(deployment, store),
        **entries.own_handlers(deployment),
    }
