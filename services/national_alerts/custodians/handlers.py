"""The custodian directory's use cases: each body is a stream of its own, which begins with what the data file states."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from access.policies import Policy
from contracts import custodians as contract
from contracts.refusals import Refusal
from custody.records import Custodian
from needfire.loading.deployment import Deployment
from needfire.london_time import on_the_wall
from services.national_alerts.asking import KEEPING, PROVING, judged
from services.national_alerts.custodians import domain
from services.national_alerts.custodians.directory import custodian, stream_of
from services.national_alerts.custodians.domain import Grounds
from shared_kernel.command_desk import Handler, Intent, recorded
from shared_kernel.commands import CommandContext, Decided
from shared_kernel.commits import Commit
from shared_kernel.outbound.calls import OutboundRefused
from shared_kernel.outbound.destinations import Destinations

Decide = Callable[[Any, Custodian, Grounds], tuple[Any, ...]]


@dataclass(frozen=True)
class CustodianHandlers:
    """`stated` is the data file; `destinations` says which addresses a webhook may have."""

    stated: Mapping[str, Custodian]
    destinations: Destinations

    def propose(self, command: contract.ProposeContactsV1, context: CommandContext) -> Intent:
        """Propose a change, unless its webhook could not be called at all."""
        if command.contacts.webhook:
            try:
                self.destinations.target(command.contacts.webhook)
            except OutboundRefused as refused:
                raise Refusal("webhook_refused", {"reason": refused.reason}, sentence=refused.sentence) from None
        return self._on_custodian(domain.propose, command, context)

    def ask_proof(self, command: contract.AskProofV1, context: CommandContext) -> Intent:
        """Send a test; its id is made from the command's, so that a repeated command sends no second one."""

        def decide(command: Any, state: Custodian, grounds: Grounds) -> tuple[Any, ...]:
            return domain.ask_proof(command, state, grounds, f"proof-{context.command_id}")

        return self._on_custodian(decide, command, context)

    def deciding(self, decide: Decide) -> Callable[[Any, CommandContext], Intent]:
        """A use case that needs no more than the custodian."""
        return lambda command, context: self._on_custodian(decide, command, context)

    def _on_custodian(self, decide: Decide, command: Any, context: CommandContext) -> Intent:
        stated = self.stated.get(command.custodian)
        if stated is None or not stated.body.exists_on(on_the_wall(context.now).date()):
            raise Refusal("unknown_custodian")

        def decided(history: tuple[Commit, ...]) -> Decided:
            events = decide(command, custodian(stated, history), Grounds(context.actor, context.now))
            return Decided(tuple(recorded(event) for event in events), {"custodian": command.custodian, **_id(events)})

        return Intent(stream_of(command.custodian), decided)


def _id(events: tuple[Any, ...]) -> Mapping[str, str]:
    names = ("change_id", "proof_id")
    return {name: getattr(event, name) for event in events for name in names if hasattr(event, name)}


def command_handlers(
    stated: Mapping[str, Custodian], destinations: Destinations, deployment: Deployment
) -> Mapping[type, Handler]:
    """What may be asked of the directory."""
    handlers = CustodianHandlers(stated, destinations)
    use_cases: Mapping[type, tuple[Policy, Callable[[Any, CommandContext], Intent]]] = {
        contract.ProposeContactsV1: (KEEPING, handlers.propose),
        contract.ConfirmContactsV1: (KEEPING, handlers.deciding(domain.confirm)),
        contract.RejectContactsV1: (KEEPING, handlers.deciding(domain.reject)),
        contract.AskProofV1: (KEEPING, handlers.ask_proof),
        contract.GiveProofV1: (PROVING, handlers.deciding(domain.give_proof)),
    }
    return {command: judged(policy, deployment, handle) for command, (policy, handle) in use_cases.items()}
