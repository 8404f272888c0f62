"""Finds what a command stands on: the risk work of a notification, and the edition that its case began under."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from access import Case
from access.deployed import authority_of, edition_of
from access.grounds import CaseGrounds
from access.policies import Itself, Policy
from contracts import risk_management as contract
from contracts.refusals import Refusal
from needfire.loading.deployment import Deployment
from services.risk_management.domain import Risk, evolve
from shared_kernel.command_desk import Handler, Intent, happened, recorded
from shared_kernel.commands import CommandContext, Decided
from shared_kernel.commits import Commit

Answer = Callable[[tuple[Any, ...]], Mapping[str, Any]]


@dataclass(frozen=True)
class Held:
    """The risk work, all that has happened on its stream, and what is decided on it stands on."""

    risk: Risk
    events: tuple[Any, ...]
    grounds: CaseGrounds

    @property
    def reader(self) -> Any:
        """Who acts."""
        return self.grounds.reader


Decide = Callable[[Any, Held], tuple[Any, ...]]


def risk_stream(notification_id: str) -> str:
    """The stream of a notification's risk work, which is its id, too."""
    return f"risk-{notification_id.removeprefix('notification-')}"


def told(history: tuple[Commit, ...]) -> tuple[Any, ...]:
    """All events of these commits."""
    return tuple(event for commit in history for event in happened(commit, contract.EVENTS))


def risk_of(events: tuple[Any, ...]) -> Risk:
    """The risk work that these events tell. Raises Refusal `not_found`."""
    state: Risk | None = reduce(evolve, events, None)
    if state is None:
        raise Refusal("not_found")
    return state


def grounds_of(deployment: Deployment, risk: Risk, context: CommandContext) -> CaseGrounds:
    """What a decision on it stands on. Raises Refusal `edition_changed`, `authority_stopped`."""
    edition = edition_of(authority_of(deployment, context.authority), risk.edition, risk.edition_digest)
    directory = deployment.directories[context.authority]
    return CaseGrounds(edition, directory, deployment.calendar, context.now, context.actor)


def held(deployment: Deployment, history: tuple[Commit, ...], context: CommandContext) -> Held:
    """What these commits of a risk stream come to. Raises Refusal `not_found`: also for another authority's."""
    if not history or history[0].authority != context.authority:
        raise Refusal("not_found")
    events = told(history)
    risk = risk_of(events)
    return Held(risk, events, grounds_of(deployment, risk, context))


def case_of(risk: Risk, grounds: CaseGrounds) -> Case:
    """The case, as access knows it: what intake and escalation alone know of it is not here."""
    return Case(
        authority=grounds.directory.authority,
        area=risk.area,
        edition=grounds.edition,
        raised_by=risk.raised_by,
        involved=frozenset({risk.raised_by}),
        whole=False,
    )


def on_risk(
    deployment: Deployment, decide: Decide, policy: Policy | Itself, answer: Answer = lambda _events: {}
) -> Handler:
    """A use case on a notification's risk work, judged and decided under the edition that the notification began with.

    `answer` says what the command is answered besides the ids, from the events that it came to.
    """

    def handle(command: Any, context: CommandContext) -> Intent:
        stream = risk_stream(command.notification_id)

        def carry_out(history: tuple[Commit, ...]) -> Decided:
            found = held(deployment, history, context)
            if isinstance(policy, Policy):
                policy.check(command, found, case_of(found.risk, found.grounds))
            events = decide(command, found)
            ids = {"risk_id": stream, "notification_id": found.risk.notification_id}
            return Decided(tuple(recorded(each) for each in events), {**ids, **answer(events)})

        return Intent(stream, carry_out)

    return Handler(policy, handle)
