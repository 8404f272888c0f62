"""A service on the broker, from its name and what it is made of. Started by `nameko run`, which patches the sockets first."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from nameko.extensions import DependencyProvider

from shared_kernel import pulse, queries, tracing
from shared_kernel.messaging.nameko_commands import CommandConsumer, answers
from shared_kernel.service_parts import ServiceParts
from shared_kernel.settings import Settings
from shared_kernel.settling import settle

Compose = Callable[[Settings], ServiceParts]


class Composed(DependencyProvider):  # type: ignore[misc]  # nameko has no types
    """Composes the service once a process, and lets it say that it lives."""

    consumer = CommandConsumer()

    def __init__(self, compose: Compose) -> None:
        self._compose = compose

    def setup(self) -> None:
        self.parts = self._compose(Settings.from_environment())
        tracing.begin(self.container.service_name, os.environ)
        settle()

    def start(self) -> None:
        pulse.begin(os.environ, [self.consumer.subscription], self.parts.store.last_position)

    def get_dependency(self, worker_ctx: object) -> ServiceParts:
        return self.parts


def service_class(owner: str, compose: Compose) -> type:
    """The class that nameko runs: it answers commands, the feed of its commits, and its health.

    Made anew for each service: a class to inherit from would stand beside its heir in the module, and nameko runs every class
    with entrypoints that it finds there.
    """

    class Service:
        name = owner
        parts: ServiceParts = Composed(compose)

        @answers
        def execute(self, command: Any) -> dict[str, Any]:
            """{"accepted": …} or {"refused": …}."""
            return self.parts.desk.answer(command)

        @answers
        def feed(self, after: int, limit: int) -> list[dict[str, Any]]:
            """Commits with a position above `after`, ascending, at most 500."""
            return queries.feed(self.parts.store, after, limit)

        @answers
        def chains(self, streams: list[str]) -> list[dict[str, Any]]:
            """How far each of these streams goes: its version, the hash of its last commit, its sealed texts."""
            return queries.chains(self.parts.store, streams)

        @answers
        def health(self) -> dict[str, Any]:
            """Whether it works, which authorities are stopped and why, which posts nobody holds."""
            return queries.health(owner, self.parts.deployment, self.parts.desk.clock, self.parts.store)

    return Service
