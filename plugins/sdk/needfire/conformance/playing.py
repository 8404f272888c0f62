"""What plays cases for the kit: the platform, which an entry point names, so that the kit itself needs neither it nor a store."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from needfire.loading.authorities import Authority
from needfire.procedure import Edition

ENTRY_POINTS = "needfire.players"


class PlayerMissing(RuntimeError):
    """Nothing is installed that could play a case."""

    def __init__(self) -> None:
        super().__init__("Install the platform (needfire-platform) beside the plugin: it plays the cases.")


class Player(Protocol):
    """Plays cases under an edition, in memory."""

    def tell(self, authority: Authority, case: Path) -> str:
        """What becomes of the case in this file, as `needfire try` prints it, without colours."""
        ...

    def clocks_after(
        self, authority: Authority, edition: Edition, facts: Mapping[str, Any], at: datetime, span: timedelta
    ) -> list[str]:
        """A case of these facts is raised then, and nobody does anything for so long: each clock that began, and how it stands.

        A clock that is due only after the span "comes later"; the others are met, breached or stopped.
        """
        ...


def player() -> Player:
    """The player that is installed. Raises PlayerMissing."""
    for found in importlib.metadata.entry_points(group=ENTRY_POINTS):
        made: Player = found.load()()
        return made
    raise PlayerMissing
