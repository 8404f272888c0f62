"""National alerts on the broker. So far it answers its health only; it owns no commits yet."""

from __future__ import annotations

from typing import Any

from shared_kernel.messaging.nameko_commands import answers


class NationalAlertsService:
    """Answers its health."""

    name = "national_alerts"

    @answers
    def health(self) -> dict[str, Any]:
        """That it runs."""
        return {"service": self.name, "working": True}
