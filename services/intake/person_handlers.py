"""Intake's use cases on what is held about a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from access import Records
from access.policies import ITSELF, Itself, Policy
from contracts import intake as contracts
from contracts import intake_persons as contract
from contracts.refusals import Refusal
from needfire.loading.deployment import Deployment
from services.intake import persons
from services.intake.grounding import Grounding
from services.intake.persons import Actor, Subject
from shared_kernel.command_desk import Handler, Intent, happened, recorded
from shared_kernel.commands import CommandContext, Decided
from shared_kernel.commits import Commit

ID = re.compile(r"person-[a-z0-9-]{1,64}")
Decide = Callable[[Any, Subject, Actor], tuple[Any, ...]]


@dataclass(frozen=True)
class PersonHandlers:
    """The use cases of one deployment."""

    grounding: Grounding

    def on_person(self, decide: Decide, policy: Policy | Itself) -> Handler:
        """A use case on a person's records, judged before it is decided."""

        def handle(command: Any, context: CommandContext) -> Intent:
            if not ID.fullmatch(command.person):
                raise Refusal("malformed", {"person": "Give 'person-' and small letters, digits or hyphens."})
            code = self.grounding.authority(context.authority).description.code
            actor = Actor(context.actor, code, self.grounding.deployment.directories[code], context.now)

            def carry_out(history: tuple[Commit, ...]) -> Decided:
                if history and history[0].authority != code:
                    raise Refusal("not_found")
                if isinstance(policy, Policy):
                    policy.check(command, actor)
                events = decide(command, subject(command.person, history), actor)
                return Decided(tuple(recorded(event) for event in events), {"person": command.person})

            return Intent(stream_of(command.person), carry_out)

        return Handler(policy, handle)


def stream_of(person: str) -> str:
    """The stream of what is decided on a person's records."""
    return f"person:{person}"


def subject(person: str, history: tuple[Commit, ...]) -> Subject:
    """The person's records as these commits tell."""
    events = (event for commit in history for event in happened(commit, contracts.EVENTS))
    return reduce(persons.evolve, events, Subject(person))


def _records(_command: Any, actor: Actor) -> Records:
    return Records(actor.authority)


def command_handlers(deployment: Deployment) -> Mapping[type, Handler]:
    """What people may ask of intake on a person's records."""
    handlers = PersonHandlers(Grounding(deployment))
    return {
        contract.PlaceHoldV1: handlers.on_person(persons.place_hold, Policy("hold_records", _records)),
        contract.LiftHoldV1: handlers.on_person(persons.lift_hold, Policy("lift_hold", _records)),
        contract.ProposeDeletionV1: handlers.on_person(persons.propose_deletion, Policy("propose_deletion", _records)),
        contract.ConfirmDeletionV1: handlers.on_person(persons.confirm_deletion, Policy("confirm_deletion", _records)),
        contract.ReceiveRetentionV1: handlers.on_person(
            persons.receive_retention, Policy("receive_retention", _records)
        ),
        contract.RedactTextV1: handlers.on_person(persons.redact, Policy("redact_text", _records)),
    }


def own_handlers(deployment: Deployment) -> Mapping[type, Handler]:
    """What only intake's own clocks ask, and what the gateway's worker records of its own."""
    handlers = PersonHandlers(Grounding(deployment))
    return {
        contract.TellRetentionV1: handlers.on_person(persons.tell_retention, ITSELF),
        contract.ChaseRetentionV1: handlers.on_person(persons.chase_retention, ITSELF),
        contract.RecordDeletionV1: handlers.on_person(persons.record_deletion, ITSELF),
    }
