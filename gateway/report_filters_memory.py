"""ReportFilters in memory."""

from __future__ import annotations

from threading import Lock

from gateway.report_filters import ReportFilter, ReportFilters


class MemoryReportFilters(ReportFilters):
    def __init__(self) -> None:
        self._lock = Lock()
        self._saved: dict[tuple[str, str, str], ReportFilter] = {}

    def put(self, authority: str, person: str, saved: ReportFilter) -> None:
        with self._lock:
            self._saved[authority, person, saved.filter_id] = saved

    def of(self, authority: str, person: str) -> tuple[ReportFilter, ...]:
        with self._lock:
            found = [each for key, each in self._saved.items() if key[:2] == (authority, person)]
        return tuple(sorted(found, key=lambda each: (each.report_id, each.days, each.area or "")))

    def drop(self, authority: str, person: str, filter_id: str) -> None:
        with self._lock:
            self._saved.pop((authority, person, filter_id), None)
