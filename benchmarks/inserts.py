"""The ceiling: `python -m benchmarks.inserts THREADS COUNT` inserts intake's own documents, and does nothing else.

No HTTP, no broker, no decision: what is left is the driver, the store and its disk.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Mapping
from threading import Barrier, Thread
from typing import Any

from pymongo.collection import Collection

from benchmarks.raising import commands
from contracts import intake as contract
from contracts.commands import Command
from contracts.schema import read
from needfire.loading.deployment import load_deployment
from services.intake.handlers import command_handlers
from shared_kernel.commands import CommandContext
from shared_kernel.commit_store_mongo import INDEXES
from shared_kernel.commits import Commit, chained, to_document
from shared_kernel.settings import Settings
from shared_kernel.stores import connect

OWNER = "ceiling"
Document = dict[str, Any]


def documents(settings: Settings, count: int) -> list[Document]:
    """What intake would have written for as many commands, each decided as intake decides."""
    deployment = load_deployment(settings.authorities, settings.directory)
    raising = command_handlers(deployment)[contract.RaiseNotificationV1]
    made = []
    for envelope in commands(count):
        command, now = read(Command, envelope), settings.clock().now()
        context = CommandContext(command.command_id, command.authority, command.actor, now)
        intent = raising(read(contract.RaiseNotificationV1, command.data), context)
        decided = intent.decide(())
        commit = chained(
            None,
            stream=intent.stream,
            authority=command.authority,
            actor=command.actor,
            command_id=command.command_id,
            command_digest=command.digest,
            events=decided.events,
            answer=decided.answer,
            recorded_at=now,
        )
        made.append(_document(commit))
    return made


def _document(commit: Commit) -> Document:
    return {"_id": commit.commit_id, **to_document(commit)}


class Inserter(Thread):
    """Inserts what is `waiting`, which all share."""

    def __init__(self, collection: Collection[Document], waiting: Iterator[Document], together: Barrier) -> None:
        super().__init__()
        self._collection, self._waiting, self._together = collection, waiting, together
        self.done: list[tuple[float, str]] = []

    def run(self) -> None:
        self._together.wait()
        for document in self._waiting:
            began = time.perf_counter()
            self._collection.insert_one(document)
            self.done.append((time.perf_counter() - began, document["stream"]))


def main(threads: int, count: int) -> None:
    """Prints {seconds, cpu, latencies, answered, refused}; time and CPU are of the inserts alone."""
    settings = Settings.from_environment()
    collection = connect(settings)[f"{settings.database_prefix}_{OWNER}"]["commits"]
    collection.create_indexes(list(INDEXES))
    waiting, together = iter(documents(settings, count)), Barrier(threads + 1)
    inserters = [Inserter(collection, waiting, together) for _ in range(threads)]
    for inserter in inserters:
        inserter.start()
    together.wait()
    began, cpu = time.perf_counter(), time.process_time()
    for inserter in inserters:
        inserter.join()
    done = [each for inserter in inserters for each in inserter.done]
    said: Mapping[str, Any] = {
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - cpu,
        "latencies": [latency for latency, _ in done],
        "answered": [stream for _, stream in done],
        "refused": 0,
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
