"""Risk management on the broker: the one module of it that knows nameko. Started by `nameko run`, which patches the sockets first."""

from __future__ import annotations

from typing import Any

from nameko.extensions import DependencyProvider

from services.risk_management.composition import OWNER, RiskManagement, compose
from shared_kernel.messaging.nameko_commands import answers
from shared_kernel.queries import chains, feed, health
from shared_kernel.settings import Settings


class Parts(DependencyProvider):  # type: ignore[misc]  # nameko has no types
    """Composes risk management once a process."""

    def setup(self) -> None:
        self.parts = compose(Settings.from_environment())

    def get_dependency(self, worker_ctx: object) -> RiskManagement:
        return self.parts


class RiskManagementService:
    """Answers commands, the feed of its commits, and its health."""

    name = OWNER
    parts: RiskManagement = Parts()

    @answers
    def execute(self, command: Any) -> dict[str, Any]:
        """{"accepted": …} or {"refused": …}."""
        return self.parts.desk.answer(command)

    @answers
    def feed(self, after: int, limit: int) -> list[dict[str, Any]]:
        """Commits with a position above `after`, ascending, at most 500."""
        return feed(self.parts.store, after, limit)

    @answers
    def chains(self, streams: list[str]) -> list[dict[str, Any]]:
        """How far each of these streams goes: its version, the hash of its last commit, its sealed texts."""
        return chains(self.parts.store, streams)

    @answers
    def health(self) -> dict[str, Any]:
        """Whether it works, which authorities are stopped and why, which posts nobody holds."""
        return health(OWNER, self.parts.deployment, self.parts.desk.clock, self.parts.store)
