"""What a decision stands on, whichever service decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from access.readers import Reader
from needfire.decisions import Decision
from needfire.directory import Directory
from needfire.procedure import Edition, within_sentence
from needfire.working_time import WorkingCalendar


@dataclass(frozen=True)
class CaseGrounds:
    """The case's edition, the directory with its absences, the calendar, the time, and who acts. Services add their own."""

    edition: Edition
    directory: Directory
    calendar: WorkingCalendar
    now: datetime
    actor: str

    @property
    def reader(self) -> Reader:
        """Who acts, as access knows them."""
        return Reader(self.actor, self.directory.authority, self.directory, self.now)

    def decision(self, question: str, answer: str, rules: Iterable[str], **grounds: Any) -> Decision:
        """A decision under this edition, now; it cites each rule once."""
        cited = tuple(dict.fromkeys(rules))
        return Decision(question, answer, cited, self.edition.name, self.now, **grounds)

    def role_title(self, role: str) -> str:
        """The role in the authority's own words, as it stands within a sentence."""
        return within_sentence(self.edition.roles.get(role, role.replace("_", " ")))
