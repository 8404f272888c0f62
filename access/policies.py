"""What a command's handler declares: the deed that is judged before anything is decided, and on what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from access.deeds import Deed
from access.judging import permit
from access.readers import AnyReader, Reader
from access.things import Case, Thing


def _person(_command: Any, held: Any) -> AnyReader:
    reader: Reader = held.reader
    return reader


@dataclass(frozen=True)
class Policy:
    """`thing` finds, from the command and what the service holds, what the deed is done to. It may raise a Refusal.

    `asks` says who asks: the person who acts, unless it is an agency. Which one its client belongs to, the gateway has found
    by its token.
    """

    deed: Deed
    thing: Callable[[Any, Any], Thing]
    asks: Callable[[Any, Any], AnyReader] = _person

    def check(self, command: Any, held: Any, case: Case | None = None) -> None:
        """Raises the Refusal where they may not: first where the case does not exist for them."""
        reader = self.asks(command, held)
        if case and isinstance(reader, Reader):
            permit(reader, "read_case", case)
        permit(reader, self.deed, self.thing(command, held))


Itself = Literal["itself"]
ITSELF: Itself = "itself"
"""The policy of what only a service's own worker asks: its desk is not reached from the broker."""
SIGNED: Literal["signed"] = "signed"
"""The policy of what another deployment sends: nobody signs in, and its handler takes nothing that is not signed by a sender
whose secret it has."""
