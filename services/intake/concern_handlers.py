"""Intake's use cases on agencies' concerns."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from access import permit
from access.policies import ITSELF, Itself
from contracts import intake as contracts
from contracts import intake_concerns as contract
from contracts.refusals import Refusal
from needfire.loading.deployment import Deployment
from services.intake import concerns
from services.intake.concern_things import ConcernPolicy, agency_of, known_concern
from services.intake.concerns import Concern
from services.intake.domain import Grounds
from services.intake.grounding import Grounding
from shared_kernel.command_desk import Handler, Intent, happened, recorded
from shared_kernel.commands import CommandContext, Decided
from shared_kernel.commits import Commit

ID = re.compile(r"concern-[a-z0-9-]{1,64}")
Decide = Callable[[Any, Concern, Grounds], tuple[Any, ...]]


@dataclass(frozen=True)
class ConcernHandlers:
    """The use cases of one deployment."""

    grounding: Grounding

    def raise_concern(self, command: contract.RaiseConcernV1, context: CommandContext) -> Intent:
        """Take in a concern under the edition in force. One whose id is taken is to be sent again under another."""
        if not ID.fullmatch(command.concern_id):
            raise Refusal("malformed", {"concern_id": "Give 'concern-' and small letters, digits or hyphens."})
        authority = self.grounding.authority(context.authority)
        edition = authority.edition_at(context.now)
        if edition is None:
            raise Refusal("no_procedure")
        grounds = self.grounding.grounds(authority, edition, context)

        def decide(history: tuple[Commit, ...]) -> Decided:
            if history:
                raise Refusal("busy")
            permit(agency_of(command, grounds), "raise_concern")
            [raised] = concerns.raise_concern(command, grounds)
            decided = _decided(command.concern_id, command.reference, (raised,))
            due = raised.decide_by.isoformat() if raised.decide_by else None
            return replace(decided, answer={**decided.answer, "decide_by": due})

        return Intent(command.concern_id, decide, fresh=True)

    def on_concern(self, decide: Decide, policy: ConcernPolicy | Itself) -> Handler:
        """A use case on a concern that exists, judged and decided under the edition that it arrived under."""

        def handle(command: Any, context: CommandContext) -> Intent:
            authority = self.grounding.authority(context.authority)

            def carry_out(history: tuple[Commit, ...]) -> Decided:
                if not history or history[0].authority != context.authority:
                    raise Refusal("not_found")
                state = concern(history)
                edition = self.grounding.edition(authority, state.edition, state.edition_digest)
                grounds = self.grounding.grounds(authority, edition, context)
                if isinstance(policy, ConcernPolicy):
                    permit(policy.reader(command, grounds), policy.deed, known_concern(state, grounds))
                events = decide(command, state, grounds)
                return _decided(state.concern_id, state.reference, events)

            return Intent(command.concern_id, carry_out)

        return Handler(policy, handle)


def concern(history: tuple[Commit, ...]) -> Concern:
    """The concern that these commits tell. Raises Refusal `not_found`."""
    events = (event for commit in history for event in happened(commit, contracts.EVENTS))
    state: Concern | None = reduce(concerns.evolve, events, None)
    if state is None:
        raise Refusal("not_found")
    return state


def _decided(concern_id: str, reference: str, events: tuple[Any, ...]) -> Decided:
    answer = {"concern_id": concern_id, "reference": reference}
    return Decided(tuple(recorded(event) for event in events), answer)


RAISING = ConcernPolicy("raise_concern", agency_of)


def command_handlers(deployment: Deployment) -> Mapping[type, Handler]:
    """What agencies and people may ask of intake on a concern, each with its policy."""
    handlers = ConcernHandlers(Grounding(deployment))
    return {
        contract.RaiseConcernV1: Handler(RAISING, handlers.raise_concern),
        contract.DecideConcernV1: handlers.on_concern(concerns.decide, ConcernPolicy("decide_concern")),
        contract.GiveFeedbackV1: handlers.on_concern(concerns.give_feedback, ConcernPolicy("decide_concern")),
        contract.ReceiveFeedbackV1: handlers.on_concern(
            concerns.receive_feedback, ConcernPolicy("receive_feedback", agency_of)
        ),
    }


def own_handlers(deployment: Deployment) -> Mapping[type, Handler]:
    """What only intake's own worker asks, when a notification was raised from a concern."""
    handlers = ConcernHandlers(Grounding(deployment))
    return {contract.TakeUpConcernV1: handlers.on_concern(concerns.take_up, ITSELF)}
