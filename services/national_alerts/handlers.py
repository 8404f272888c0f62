"""The use cases of national alerts: each takes a command to the alert it concerns, and says what is decided there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from access.deployed import authority_of, edition_of
from access.policies import ITSELF, Itself, Policy
from contracts import national_alerts as contract
from contracts.refusals import Refusal
from needfire.loading.deployment import Deployment
from services.national_alerts import domain, messages, threshold
from services.national_alerts.domain import Alert, Grounds
from services.national_alerts.things import Held, case_of, proposing, writing
from shared_kernel.command_desk import Handler, Intent, happened, recorded
from shared_kernel.commands import CommandContext, Decided
from shared_kernel.commits import Commit

POWERS = 2
"""Where in the decision model it says what the grounds decide."""
Decide = Callable[[Any, Alert, Grounds], tuple[Any, ...]]


@dataclass(frozen=True)
class Handlers:
    """The use cases of one deployment."""

    deployment: Deployment

    def link(self, command: contract.FollowNotificationV1, context: CommandContext) -> Intent:
        """Note a notification that an alert could be of."""
        alert_id = stream_of(command.notification_id)

        def decide(history: tuple[Commit, ...]) -> Decided:
            events = () if history else domain.link(command, alert_id)
            return _decided(alert_id, command.notification_id, events)

        return Intent(alert_id, decide, fresh=True)

    def on_alert(self, decide: Decide, policy: Policy | Itself) -> Handler:
        """A use case on a notification's alert, judged and decided under the edition that the notification began with."""

        def handle(command: Any, context: CommandContext) -> Intent:
            alert_id = stream_of(command.notification_id)

            def carry_out(history: tuple[Commit, ...]) -> Decided:
                if not history or history[0].authority != context.authority:
                    raise Refusal("not_found")
                state = alert(history)
                grounds = self._grounds(state, context)
                if isinstance(policy, Policy):
                    held = Held(state, grounds)
                    policy.check(command, held, case_of(held))
                events = decide(command, state, grounds)
                return _decided(alert_id, state.notification_id, events)

            return Intent(alert_id, carry_out)

        return Handler(policy, handle)

    def _grounds(self, state: Alert, context: CommandContext) -> Grounds:
        authority = authority_of(self.deployment, context.authority)
        edition = edition_of(authority, state.edition, state.edition_digest)
        if edition.alerting is None:
            raise Refusal("edition_changed")
        directory = self.deployment.directories[context.authority]
        return Grounds(edition, directory, self.deployment.calendar, context.now, context.actor, edition.alerting)


def stream_of(notification_id: str) -> str:
    """The stream of a notification's alert, which is the alert's id, too."""
    return f"alert-{notification_id.removeprefix('notification-')}"


def alert(history: tuple[Commit, ...]) -> Alert:
    """The alert that these commits tell."""
    events = (event for commit in history for event in happened(commit, contract.EVENTS))
    state: Alert | None = reduce(domain.evolve, events, None)
    if state is None:
        raise Refusal("not_found")
    return state


def _decided(alert_id: str, notification_id: str, events: tuple[Any, ...]) -> Decided:
    answer: dict[str, Any] = {"alert_id": alert_id, "notification_id": notification_id}
    for event in events:
        if isinstance(event, contract.ThresholdJudgedV1):
            passes = event.passes_from.isoformat() if event.passes_from else None
            powers = event.decisions[POWERS]
            answer |= {
                "verdict": event.verdict,
                "passes_from": passes,
                "answer": powers.answer,
                "rules": list(powers.rules),
            }
    return Decided(tuple(recorded(event) for event in events), answer)


def command_handlers(deployment: Deployment) -> Mapping[type, Handler]:
    """What people may ask of national alerts."""
    handlers = Handlers(deployment)
    return {
        contract.ProposeAlertV1: handlers.on_alert(threshold.propose, Policy("propose_alert", proposing)),
        contract.WriteMessageV1: handlers.on_alert(messages.write, Policy("write_message", writing)),
    }


def own_handlers(deployment: Deployment) -> Mapping[type, Handler]:
    """What only the service's own worker asks, when it follows intake and escalation."""
    handlers = Handlers(deployment)
    return {
        contract.FollowNotificationV1: Handler(ITSELF, handlers.link),
        contract.FollowFactsV1: handlers.on_alert(messages.follow_facts, ITSELF),
        contract.FollowEndV1: handlers.on_alert(messages.follow_end, ITSELF),
        contract.FollowAnswerV1: handlers.on_alert(messages.follow_answer, ITSELF),
        contract.FollowUnreachedV1: handlers.on_alert(messages.follow_unreached, ITSELF),
        contract.FollowDecisionV1: handlers.on_alert(messages.follow_decision, ITSELF),
    }
