"""Intake's use cases: each takes a command to the stream it concerns, and says what is decided there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from access.policies import ITSELF, Itself, Policy
from contracts import intake as contract
from contracts import intake_register
from contracts.refusals import Refusal
from needfire.loading.authorities import Authority
from needfire.loading.deployment import Deployment
from services.intake import alerts, concern_handlers, domain, person_handlers, register
from services.intake.domain import Grounds, Notification
from services.intake.emergency import open_emergency_access
from services.intake.grounding import Grounding
from services.intake.sharing import receive_share, share
from services.intake.things import Held, agency_of, case_of, consultation, raising_place, share_received, sharing_way
from shared_kernel.command_desk import Handler, Intent, happened, recorded
from shared_kernel.commands import CommandContext, Decided
from shared_kernel.commits import Commit

Decide = Callable[[Any, Notification, Grounds], tuple[Any, ...]]
REFERENCE = re.compile(r"(notification|person)-[a-z0-9-]{1,64}")


@dataclass(frozen=True)
class Handlers:
    """The use cases of one deployment."""

    grounding: Grounding

    def raise_notification(self, command: contract.RaiseNotificationV1, context: CommandContext) -> Intent:
        """Raise a notification under the edition in force."""
        _check_reference("notification_id", "notification", command.notification_id)
        _check_reference("person", "person", command.person)
        authority = self.grounding.authority(context.authority)
        edition = authority.edition_at(context.now)
        if edition is None:
            raise Refusal("no_procedure")
        grounds = self.grounding.grounds(authority, edition, context)

        def decide(history: tuple[Commit, ...]) -> Decided:
            if history:
                raise Refusal("command_id_reused")
            RAISING.check(command, grounds)
            events = domain.raise_notification(command, grounds)
            return _decided(command.notification_id, edition.edition, events, person=command.person)

        return Intent(command.notification_id, decide, fresh=True)

    def on_notification(self, decide: Decide, policy: Policy | Itself) -> Handler:
        """A use case on a notification that exists, judged and decided under the edition that it began with."""

        def handle(command: Any, context: CommandContext) -> Intent:
            authority = self.grounding.authority(context.authority)
            return Intent(
                command.notification_id,
                lambda history: self._decide(decide, policy, command, history, authority, context),
            )

        return Handler(policy, handle)

    def _decide(
        self,
        decide: Decide,
        policy: Policy | Itself,
        command: Any,
        history: tuple[Commit, ...],
        authority: Authority,
        context: CommandContext,
    ) -> Decided:
        if not history or history[0].authority != context.authority:
            raise Refusal("not_found")
        state = notification(history)
        edition = self.grounding.edition(authority, state.edition, state.edition_digest)
        grounds = self.grounding.grounds(authority, edition, context)
        if isinstance(policy, Policy):
            held = Held(state, grounds)
            policy.check(command, held, case_of(command, held))
        events = decide(command, state, grounds)
        return _decided(state.notification_id, state.edition, events)


def notification(history: tuple[Commit, ...]) -> Notification:
    """The notification that these commits tell."""
    events = (event for commit in history for event in happened(commit, contract.EVENTS))
    state: Notification | None = reduce(domain.evolve, events, None)
    if state is None:
        raise Refusal("not_found")
    return state


def _check_reference(name: str, kind: str, written: str) -> None:
    if not (written.startswith(kind) and REFERENCE.fullmatch(written)):
        raise Refusal("malformed", {name: f"Give '{kind}-' and small letters, digits or hyphens."})


def _decided(notification_id: str, edition: str, events: tuple[Any, ...], **more: str) -> Decided:
    answer = {"notification_id": notification_id, "edition": edition, **more}
    return Decided(tuple(recorded(event) for event in events), answer)


RAISING = Policy("raise", raising_place)


def command_handlers(deployment: Deployment) -> Mapping[type, Handler]:
    """What people and partners may ask of intake, each with its policy."""
    handlers = Handlers(Grounding(deployment))
    on_notification = handlers.on_notification
    return {
        contract.RaiseNotificationV1: Handler(RAISING, handlers.raise_notification),
        contract.RecordConsultationV1: on_notification(domain.record_consultation, Policy("consult", consultation)),
        contract.UpdateNotificationV1: on_notification(domain.update, Policy("update", case_of)),
        contract.ShareNotificationV1: on_notification(share, Policy("share", sharing_way)),
        contract.ReceiveShareV1: on_notification(receive_share, Policy("receive_share", share_received, agency_of)),
        contract.OpenEmergencyAccessV1: on_notification(open_emergency_access, Policy("emergency_access", case_of)),
        contract.CloseNotificationV1: on_notification(domain.close, Policy("close", case_of)),
        **concern_handlers.command_handlers(deployment),
        **person_handlers.command_handlers(deployment),
    }


def own_handlers(deployment: Deployment) -> Mapping[type, Handler]:
    """What only intake's own worker asks, when it follows the other services and its own notifications."""
    handlers = Handlers(Grounding(deployment))
    return {
        contract.MarkNotRequiredV1: handlers.on_notification(domain.mark_not_required, ITSELF),
        intake_register.RecordRegisterV1: handlers.on_notification(register.record_register, ITSELF),
        contract.RecordAlertV1: handlers.on_notification(alerts.record_alert, ITSELF),
        contract.RecordRiskV1: handlers.on_notification(alerts.record_risk, ITSELF),
        **concern_handlers.own_handlers(deployment),
        **person_handlers.own_handlers(deployment),
    }
