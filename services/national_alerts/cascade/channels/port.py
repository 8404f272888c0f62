"""A channel brings a letter to an address, or says why not. No letter holds anything of a child's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Letter:
    """`letter_id` stays the same however often it is tried, so that whoever gets it twice knows. `recipient` is the
    custodian's code, `to` the address."""

    letter_id: str
    recipient: str
    to: str = field(repr=False)
    title: str
    text: str
    cap: bytes = b""
    exercise: bool = False


class Channel(Protocol):
    """Port: takes a letter. It waits, for not longer than its limits say; safe to use from many threads."""

    def send(self, letter: Letter) -> None:
        """Returns when the other side took it. Raises NotDelivered."""
