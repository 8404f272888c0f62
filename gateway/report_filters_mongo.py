"""ReportFilters in MongoDB: the collection `report_filters`."""

from __future__ import annotations

from typing import Any

from pymongo import ASCENDING
from pymongo.database import Database

from gateway.report_filters import ReportFilter, ReportFilters
from shared_kernel.stores import translated


class MongoReportFilters(ReportFilters):
    """Makes its index when constructed."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._saved = database["report_filters"]
        with translated():
            self._saved.create_index([("authority", ASCENDING), ("person", ASCENDING)], name="whose")

    @translated()
    def put(self, authority: str, person: str, saved: ReportFilter) -> None:
        key = _key(authority, person, saved.filter_id)
        whose = {"authority": authority, "person": person}
        told = {"report_id": saved.report_id, "days": saved.days, "area": saved.area}
        self._saved.update_one({"_id": key}, {"$set": {**whose, **told}}, upsert=True)

    @translated()
    def of(self, authority: str, person: str) -> tuple[ReportFilter, ...]:
        documents = self._saved.find({"authority": authority, "person": person})
        found = [ReportFilter(each["report_id"], each["days"], each["area"]) for each in documents]
        return tuple(sorted(found, key=lambda each: (each.report_id, each.days, each.area or "")))

    @translated()
    def drop(self, authority: str, person: str, filter_id: str) -> None:
        self._saved.delete_one({"_id": _key(authority, person, filter_id)})


def _key(authority: str, person: str, filter_id: str) -> str:
    return f"{authority}|{person}|{filter_id}"
