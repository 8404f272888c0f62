"""What lies in a collection, as the auditor is told of it."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

from shared_kernel.keeping import LONGEST_PAGE
from shared_kernel.rows_mongo import ASKED_AT_ONCE, by_authority, rows_of


def test_rows_are_told_page_by_page_or_by_their_ids(database: Database[dict[str, Any]]) -> None:
    ids = [f"row-{number:04d}" for number in range(LONGEST_PAGE + 1)]
    database["rows"].insert_many({"_id": each, "state": "new", "name": "nobody is told"} for each in ids)
    rows = rows_of(database["rows"], "state", "due")
    first = rows.page("", 10_000)
    assert [each[0] for each in first] == ids[:-1] and first[0] == ["row-0000", "new", None]
    assert rows.page(ids[-2], 10) == [[ids[-1], "new", None]]
    asked = [*reversed(ids[: ASKED_AT_ONCE + 7]), "not there"]
    assert sorted(each[0] for each in rows.these(asked)) == ids[: ASKED_AT_ONCE + 7]
    assert rows.these([]) == []


def test_only_rows_of_one_sort_are_told(database: Database[dict[str, Any]]) -> None:
    database["rows"].insert_many(
        {"_id": f"row-{number}", "state": "failed" if number % 3 else "done"} for number in range(6)
    )
    failed = rows_of(database["rows"], only={"state": "failed"})
    assert failed.page("row-1", 2) == [["row-2"], ["row-4"]]
    assert failed.these(["row-0", "row-5"]) == [["row-5"]]


def test_what_should_be_none_is_counted_by_authority(database: Database[dict[str, Any]]) -> None:
    rows = database["rows"]
    assert by_authority(rows, {"state": "failed"}) == {}
    rows.insert_many(
        {
            "_id": f"row-{number}",
            "state": "failed" if number % 3 else "done",
            "authority": "kent" if number < 4 else "luton",
        }
        for number in range(6)
    )
    assert by_authority(rows, {"state": "failed"}) == {"kent": 2, "luton": 2}
