"""Who asks what is not about one case: a person of an authority, or the system of a body that receives alerts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from access import Alerts, AnyReader, Custodian, Reader
from access.deployed import bodies_here
from access.policies import Policy
from access.readers import agency_reader
from contracts.refusals import Refusal
from needfire.loading.deployment import Deployment
from shared_kernel.command_desk import Handler, Intent
from shared_kernel.commands import CommandContext


@dataclass(frozen=True)
class Asking:
    """Who asks; the bodies that are authorities of this deployment, by code."""

    reader: AnyReader
    here: dict[str, str]


def judged(policy: Policy, deployment: Deployment, handle: Callable[[Any, CommandContext], Intent]) -> Handler:
    """A use case that is judged by what the command names, before anything is read."""

    def judged_first(command: Any, context: CommandContext) -> Intent:
        policy.check(command, Asking(reader_of(context, deployment), bodies_here(deployment)))
        return handle(command, context)

    return Handler(policy, judged_first)


def reader_of(context: CommandContext, deployment: Deployment) -> AnyReader:
    """Who acts, as the directory of their authority has them now. Raises Refusal `unknown_authority`."""
    directory = deployment.directories.get(context.authority)
    if directory is None:
        raise Refusal("unknown_authority")
    kind, _, rest = context.actor.partition(":")
    if kind == "client":
        agency, _, client = rest.partition(":")
        return agency_reader(directory, client, agency, context.now)
    return Reader(context.actor, context.authority, directory, context.now)


def custodian_named(command: Any, asking: Asking) -> Custodian:
    """The body that the command names."""
    return Custodian(command.custodian, asking.here.get(command.custodian))


def own_body(_command: Any, asking: Asking) -> Custodian:
    """The body that the authority of whoever asks is; none has an empty code, which nobody receives for."""
    own = [body for body, code in asking.here.items() if code == asking.reader.authority]
    return Custodian(own[0] if own else "", asking.reader.authority)


def own_alerts(_command: Any, asking: Asking) -> Alerts:
    """The alerts of the authority of whoever asks."""
    return Alerts(asking.reader.authority)


def who_asks(_command: Any, asking: Asking) -> AnyReader:
    """A person, or a system."""
    return asking.reader


RECEIVING = Policy("receive_alerts", custodian_named, who_asks)
SEARCHING = Policy("receive_alerts", own_body, who_asks)
RUNNING = Policy("run_alerts", own_alerts, who_asks)
KEEPING = Policy("keep_custodian", custodian_named, who_asks)
PROVING = Policy("prove_custodian", custodian_named, who_asks)
