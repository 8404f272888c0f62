"""Where the wrapped data keys lie, one a notification. Deleting one makes all that was sealed with it unreadable."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol


class KeyStore(Protocol):
    """Port: wrapped keys by notification id, in the gateway's own database."""

    def add(self, wrapped: Mapping[str, str]) -> None:
        """Keeps new ones durably; the ids must be new."""

    def get_or_add(self, notification_id: str, wrapped: str) -> str:
        """The key of this notification: the one that there is, else this one, kept durably."""

    def find(self, notification_ids: Collection[str]) -> Mapping[str, str]:
        """Those that there are."""

    def remove(self, notification_id: str) -> None:
        """It is gone; removing what is not there is no error."""
