"""The receiving side's use cases: each sender's alert is a stream of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from access.policies import ITSELF, SIGNED
from contracts import received_alerts as contract
from contracts.refusals import Refusal
from custody.webhooks import document_in
from needfire.loading.deployment import Deployment
from services.national_alerts.asking import SEARCHING, judged
from services.national_alerts.receiving import domain
from services.national_alerts.receiving.domain import Received
from services.national_alerts.receiving.inbox import alert_in
from shared_kernel.command_desk import Handler, Intent, happened, recorded
from shared_kernel.commands import CommandContext, Decided
from shared_kernel.commits import Commit
from shared_kernel.delivery.peers import Peers


def received_id_of(authority: str, sender: str, about: str) -> str:
    """The copy's id: of whoever received it, of its sender, and of what it is about."""
    return f"received-{hashlib.sha256(f'{authority} {sender} {about}'.encode()).hexdigest()[:32]}"


def received(history: tuple[Commit, ...]) -> Received | None:
    """The copy that these commits tell."""
    events = (event for commit in history for event in happened(commit, contract.EVENTS))
    start: Received | None = None
    return reduce(domain.evolve, events, start)


@dataclass(frozen=True)
class Inbox:
    """Takes in what others send; `wall` is the machine's time in seconds, by which signatures are judged."""

    peers: Peers
    wall: Callable[[], float]

    def take_in(self, command: contract.TakeInAlertV1, context: CommandContext) -> Intent:
        """Take in a webhook: who sent it is proven before anything of it is read."""
        self.peers.check(command, int(self.wall()))
        alert = alert_in(command.content, command.sender)
        received_id = received_id_of(context.authority, alert.sender, alert.about)
        return _on_copy(
            received_id,
            context,
            lambda state: domain.take_in(alert, command.webhook_id, state, received_id, context.now),
        )

    def take_in_document(self, command: contract.TakeInDocumentV1, context: CommandContext) -> Intent:
        """Take in a document, of which the gateway has sealed anew what it opened: the same signature is asked for again."""
        self.peers.check(command, int(self.wall()))
        document = document_in(command.content)
        received_id = received_id_of(context.authority, command.sender, document.about)
        return _on_copy(
            received_id, context, lambda state: domain.take_in_document(document, command, state, context.now)
        )


def record_search(command: contract.RecordSearchV1, context: CommandContext) -> Intent:
    """Record what the own records said."""
    return _on_copy(
        command.received_id, context, lambda state: domain.record_search(command, state, context.actor, context.now)
    )


def destroy(command: contract.DestroyCopyV1, context: CommandContext) -> Intent:
    """Destroy a copy that nobody followed up."""
    return _on_copy(command.received_id, context, lambda state: domain.destroy(command, state, context.now))


def _on_copy(received_id: str, context: CommandContext, decide: Callable[[Received | None], tuple[Any, ...]]) -> Intent:
    def decided(history: tuple[Commit, ...]) -> Decided:
        if history and history[0].authority != context.authority:
            raise Refusal("not_found")
        events = decide(received(history))
        return Decided(tuple(recorded(event) for event in events), {"received_id": received_id})

    return Intent(received_id, decided)


def command_handlers(peers: Peers, wall: Callable[[], float], deployment: Deployment) -> Mapping[type, Handler]:
    """What other deployments and people may ask."""
    inbox = Inbox(peers, wall)
    return {
        contract.TakeInAlertV1: Handler(SIGNED, inbox.take_in),
        contract.TakeInDocumentV1: Handler(SIGNED, inbox.take_in_document),
        contract.RecordSearchV1: judged(SEARCHING, deployment, record_search),
    }


def own_handlers() -> Mapping[type, Handler]:
    """What only the service's own clock asks."""
    return {contract.DestroyCopyV1: Handler(ITSELF, destroy)}
