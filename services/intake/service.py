"""Intake on the broker: what `nameko run` starts."""

from typing import Any

from services.intake.composition import OWNER, compose
from shared_kernel.messaging.nameko_commands import answers
from shared_kernel.messaging.nameko_service import service_class


class IntakeService(service_class(OWNER, compose)):  # type: ignore[misc]  # the class is made for it
    """Answers what every service does, and that a deletion was carried out."""

    @answers
    def deleted(self, command: Any) -> dict[str, Any]:
        """The gateway's worker says that it has carried out a deletion; as `execute`, for that command only."""
        answer: dict[str, Any] = self.parts.deletions.answer(command)
        return answer
