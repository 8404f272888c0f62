"""Where people's wrapped keys lie. Deleting one makes all that was sealed with it unreadable."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class KeyRow:
    """One person's key: each of its versions, wrapped."""

    authority: str
    person: str
    wrapped: Mapping[int, str]


class KeyStore(Protocol):
    """Port: wrapped keys by person, in the gateway's own database. An authority's are found under its name only."""

    def add(self, rows: Sequence[KeyRow]) -> None:
        """Keeps new ones durably; the people must be new."""

    def claim(self, row: KeyRow) -> bool:
        """Keeps this one durably, if there is none under its name yet; whether it did."""

    def find(self, authority: str, people: Collection[str]) -> Mapping[str, KeyRow]:
        """Those that there are, by person."""

    def put(self, authority: str, person: str, version: int, wrapped: str, instead_of: str | None) -> bool:
        """Keeps this version in place of what was there (None: of nothing); False where something else is there now."""

    def remove(self, authority: str, person: str) -> None:
        """It is gone, in every version; removing what is not there is no error."""

    def after(self, authority: str, person: str, limit: int) -> tuple[KeyRow, ...]:
        """The authority's, in the order of the people's ids, from above this one."""
