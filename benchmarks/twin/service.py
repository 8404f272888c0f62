"""The twin of intake: `python -m benchmarks.twin.service`. asyncio throughout: FastStream, and pymongo's own async client.

Contracts, decision, commit and indexes are intake's. What `CommandDesk` and `MongoCommitStore` do for intake is written
here once more, for asyncio.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from faststream import FastStream
from faststream.rabbit import Channel, RabbitBroker
from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import DuplicateKeyError

from benchmarks.twin.queue import COMMANDS
from contracts import intake as contract
from contracts.commands import Command
from contracts.refusals import Refusal
from contracts.schema import read
from needfire.loading.deployment import load_deployment
from services.intake.handlers import command_handlers
from shared_kernel.command_desk import Handler, Intent
from shared_kernel.commands import CommandContext
from shared_kernel.commit_store_mongo import INDEXES
from shared_kernel.commits import Commit, chained, from_document, to_document
from shared_kernel.settings import Settings
from shared_kernel.time import Clock

PREFETCH = 32
TRIES = 5


@dataclass(frozen=True)
class Desk:
    """Takes in commands, as intake's desk does."""

    commits: AsyncCollection[dict[str, Any]]
    clock: Clock
    handlers: Mapping[type, Handler]

    async def answer(self, envelope: Any) -> dict[str, Any]:
        """{"accepted": …} or {"refused": …}."""
        try:
            commit = await self._carry_out(read(Command, envelope))
        except Refusal as refusal:
            return {"refused": refusal.as_json()}
        return {"accepted": {**commit.answer, "version": commit.version}}

    async def _carry_out(self, command: Command) -> Commit:
        kind = contract.COMMANDS.get((command.name, command.version))
        handler = self.handlers.get(kind) if kind else None
        if kind is None or handler is None:
            raise Refusal("unknown_command")
        context = CommandContext(command.command_id, command.authority, command.actor, self.clock.now())
        intent = handler(read(kind, command.data), context)
        for attempt in range(TRIES):
            history = () if intent.fresh and attempt == 0 else await self._stream(intent.stream)
            commit = await self._attempt(command, intent, history)
            if commit is not None:
                return commit
        raise Refusal("busy")

    async def _attempt(self, command: Command, intent: Intent, history: tuple[Commit, ...]) -> Commit | None:
        commit = self._decided(command, intent, history)
        try:
            await self.commits.insert_one({"_id": commit.commit_id, **to_document(commit)})
        except DuplicateKeyError:
            return await self._repeated(command)
        return commit

    def _decided(self, command: Command, intent: Intent, history: tuple[Commit, ...]) -> Commit:
        decided = intent.decide(history)
        return chained(
            history[-1] if history else None,
            stream=intent.stream,
            authority=command.authority,
            actor=command.actor,
            command_id=command.command_id,
            command_digest=command.digest,
            events=decided.events,
            answer=decided.answer,
            recorded_at=self.clock.now(),
        )

    async def _repeated(self, command: Command) -> Commit | None:
        found = await self.commits.find_one({"command_id": command.command_id})
        if found and found["command_digest"] != command.digest:
            raise Refusal("command_id_reused")
        return from_document(found) if found else None

    async def _stream(self, stream: str) -> tuple[Commit, ...]:
        return tuple([from_document(each) async for each in self.commits.find({"stream": stream}).sort("version")])


def database_of(settings: Settings) -> str:
    return f"{settings.database_prefix}_twin"


async def main() -> None:
    settings = Settings.from_environment()
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(settings.mongodb_uri, w="majority", journal=True)
    commits = client[database_of(settings)]["commits"]
    await commits.create_indexes(list(INDEXES))
    deployment = load_deployment(settings.authorities, settings.directory)
    desk = Desk(commits, settings.clock(), command_handlers(deployment))
    # No confirms: a reply that is lost is asked for again under the same command id, as on our side.
    channel = Channel(prefetch_count=PREFETCH, publisher_confirms=False)
    broker = RabbitBroker(settings.amqp_uri, default_channel=channel, logger=None)

    @broker.subscriber(COMMANDS)
    async def execute(command: dict[str, Any]) -> dict[str, Any]:
        return await desk.answer(command)

    await FastStream(broker, logger=None).run()


if __name__ == "__main__":
    try:
        import uvloop
    except ImportError:
        asyncio.run(main())
    else:
        uvloop.run(main())
