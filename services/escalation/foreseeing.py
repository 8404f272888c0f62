"""What would follow if a notification were raised now: the very decision that is taken then, told and not stored."""

from __future__ import annotations

from typing import Any

from access import Place, permit
from access.deployed import authority_of, edition_of
from access.readers import Reader
from contracts import escalation as contract
from contracts.commands import Command
from contracts.refusals import Refusal
from contracts.schema import name_and_version, read
from needfire.loading.deployment import Deployment
from services.escalation.handlers import Handlers
from shared_kernel.command_desk import refusal_of
from shared_kernel.commands import CommandContext
from shared_kernel.commits import CommitStore
from shared_kernel.errors import StoreUnavailable
from shared_kernel.time import Clock


def foresee(deployment: Deployment, store: CommitStore, clock: Clock, envelope: Any) -> dict[str, Any]:
    """{"foreseen": [{name, version, data}, …]} of StartRouting, or {"refused": …}; only to who may raise it. Raises nothing."""
    try:
        return {"foreseen": _foreseen(deployment, store, clock, read(Command, envelope))}
    except (Refusal, StoreUnavailable) as error:
        return {"refused": refusal_of(error).as_json()}


def _foreseen(deployment: Deployment, store: CommitStore, clock: Clock, command: Command) -> list[dict[str, Any]]:
    if (command.name, command.version) != name_and_version(contract.StartRoutingV1):
        raise Refusal("unknown_command")
    wanted = read(contract.StartRoutingV1, command.data)
    context = CommandContext(command.command_id, command.authority, command.actor, clock.now())
    authority = authority_of(deployment, context.authority)
    edition = edition_of(authority, wanted.edition, wanted.edition_digest)
    reader = Reader(context.actor, context.authority, deployment.directories[context.authority], context.now)
    permit(reader, "raise", Place(context.authority, wanted.area, edition))
    decided = Handlers(deployment, store).start_routing(wanted, context).decide(())
    return [{"name": each.name, "version": each.version, "data": dict(each.data)} for each in decided.events]
