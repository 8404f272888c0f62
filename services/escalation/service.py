"""Escalation on the broker: what `nameko run` starts."""

from typing import Any

from services.escalation.composition import OWNER, compose
from services.escalation.foreseeing import foresee
from services.escalation.replaying.past import replayed
from shared_kernel.messaging.nameko_commands import answers
from shared_kernel.messaging.nameko_service import service_class


class EscalationService(service_class(OWNER, compose)):  # type: ignore[misc]  # the class is made for it
    """Answers what every service does, what would follow if something were raised, and what would be decided differently."""

    @answers
    def foresee(self, command: Any) -> dict[str, Any]:
        """{"foreseen": events of a routing that begins so} or {"refused": …}; nothing is stored."""
        parts = self.parts
        return foresee(parts.deployment, parts.store, parts.desk.clock, command)

    @answers
    def replay(self, asked: Any) -> dict[str, Any]:
        """{"replayed": in what past cases differ under two editions} or {"refused": …}; nothing is stored."""
        parts = self.parts
        return replayed(parts.deployment, parts.store, parts.desk.clock, asked)
