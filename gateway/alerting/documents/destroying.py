"""With a copy that was destroyed go the keys of its documents: what was told of the child cannot be read again, by anybody."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.received_alerts import CopyDestroyedV2
from gateway.sealing.ring import KeyRing
from shared_kernel.command_desk import among
from shared_kernel.commits import Commit


@dataclass(frozen=True)
class CopyShredder:
    """Follows the service's feed; idempotent."""

    keys: KeyRing

    def __call__(self, commit: Commit) -> None:
        """Raises StoreUnavailable."""
        for _, event in among(commit, (CopyDestroyedV2,)):
            for person in event.people:
                self.keys.delete(commit.authority, person)
