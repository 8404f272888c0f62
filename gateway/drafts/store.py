"""Where drafts lie: what was typed only sealed, and beside it whose it is and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class DraftRow:
    """A draft as it lies. `person` names the key that seals it, which is its own; `sealed` is None once it was raised.

    `version` counts how often it was saved. `notification_id` is what was raised from it.
    """

    draft_id: str
    authority: str
    author: str
    person: str
    sealed: str | None
    version: int
    saved_at: datetime
    until: datetime
    notification_id: str | None = None


class DraftStore(Protocol):
    """Port: drafts by id. An author's are found under their authority and name only."""

    def add(self, row: DraftRow) -> bool:
        """Keeps a new one; False where there is one of this id."""

    def find(self, authority: str, author: str, draft_id: str) -> DraftRow | None:
        """The author's draft of that id."""

    def of_author(self, authority: str, author: str, limit: int) -> tuple[DraftRow, ...]:
        """The author's, those that were saved last first."""

    def replace(self, row: DraftRow) -> bool:
        """Keeps this version in place of the one before; False where another was saved meanwhile, or it is gone."""

    def remove(self, authority: str, draft_id: str) -> None:
        """It is gone; removing what is not there is no error."""

    def run_out(self, now: datetime, limit: int) -> tuple[DraftRow, ...]:
        """Those whose time is over, of whatever authority."""
