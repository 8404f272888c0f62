"""What people have saved of how they look at reports: over which time, in which area. It holds nothing that anybody typed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

SPANS: Mapping[int, str] = {
    7: "The last 7 days",
    28: "The last 4 weeks",
    122: "The last 4 months",
    183: "The last 6 months",
    366: "The last year",
}


@dataclass(frozen=True)
class ReportFilter:
    """A report over the last so many days, in one area or in all of them."""

    report_id: str
    days: int
    area: str | None = None

    @property
    def filter_id(self) -> str:
        """The same for the same choice: saved twice it is there once."""
        return hashlib.sha256(f"{self.report_id}\n{self.days}\n{self.area or ''}".encode()).hexdigest()[:16]


class ReportFilters(Protocol):
    """Port: filters by whose they are, an authority and a person of it."""

    def put(self, authority: str, person: str, saved: ReportFilter) -> None:
        """Keeps it; what is there already stays as it is."""

    def of(self, authority: str, person: str) -> tuple[ReportFilter, ...]:
        """Theirs, by report."""

    def drop(self, authority: str, person: str, filter_id: str) -> None:
        """It is not there any more."""
