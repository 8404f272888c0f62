"""What every store of the trees does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from audit import entries
from audit.entries import Entry, recorded
from audit.exporting import ACCESS, leaf_of
from audit.heads import Head, SignedHead, hash_of, signed
from gateway.auditing.records import ENTRIES, Records, Row, Sought, TreeChanged, person_mark, thing_mark
from tests.unit.audit.history import KEY
from tests.unit.gateway.auditing.waiting_suite import NOON

ALWAYS = (NOON - timedelta(days=9), NOON + timedelta(days=9))


def entry_row(index: int, actor: str = "worker", things: tuple[str, ...] = (), authority: str = "kent") -> Row:
    entry = Entry(NOON + timedelta(minutes=index), actor, authority, "read_case", "read_notification", things)
    record = recorded(None, f"gateway-{authority}-{index}", entry)
    document = entries.to_document(record)
    return Row(authority, index, leaf_of(ACCESS, record.record_id, document), 0, document)


def commit_row(index: int, position: int, authority: str = "kent") -> Row:
    return Row(authority, index, leaf_of("intake", f"notification-{authority}@{position:08d}", {}), position)


def some_head(before: SignedHead | None = None, size: int = 1, authority: str = "kent", minutes: int = 0) -> SignedHead:
    number, previous, hashed = (
        (before.head.number + 1, before.head.size, hash_of(before.head)) if before else (1, 0, "")
    )
    head = Head(authority, number, size, "00" * 32, NOON + timedelta(minutes=minutes), previous, hashed)
    return signed(head, KEY, ())


def indexes(rows: tuple[Row, ...]) -> list[int]:
    return [each.index for each in rows]


class RecordsSuite:
    """Whoever derives from it gives the fixture `records`."""

    def test_what_was_taken_in_is_there_in_its_order(self, records: Records) -> None:
        rows = [entry_row(0, things=("notification-1",)), commit_row(1, 7), entry_row(2)]
        records.grow(rows[:2])
        records.grow(rows[2:])
        records.grow([])
        assert records.between("kent", 0, 10) == tuple(rows)
        assert indexes(records.between("kent", 1, 2)) == [1]
        assert records.between("luton", 0, 10) == ()

    def test_authorities_whose_names_begin_alike_are_apart(self, records: Records) -> None:
        records.grow([entry_row(0, authority="kent"), entry_row(0, authority="kent-and-more")])
        records.save("kent", 1, [b"p"], [(8, 0, b"k")])
        records.save("kent-and-more", 1, [b"p"], [(8, 0, b"m")])
        assert len(records.between("kent", 0, 9)) == len(records.between("kent-and-more", 0, 9)) == 1
        assert records.upper_nodes("kent") == {(8, 0): b"k"}
        assert records.authorities() == ("kent", "kent-and-more")

    def test_a_place_is_taken_once(self, records: Records) -> None:
        records.grow([entry_row(0)])
        with pytest.raises(TreeChanged):
            records.grow([replace(commit_row(0, 3))])
        assert records.between("kent", 0, 9)[0].leaf.source == ACCESS

    def test_a_record_is_taken_in_once(self, records: Records) -> None:
        row = commit_row(0, 1)
        records.grow([row])
        with pytest.raises(TreeChanged):
            records.grow([replace(row, index=1)])
        assert records.known([row.leaf.name, "intake notification-2@00000001"]) == {row.leaf.name: "kent"}
        assert records.known([]) == {}

    def test_peaks_never_go_back(self, records: Records) -> None:
        assert records.peaks("kent") == (0, ())
        records.save("kent", 3, [b"a", b"b"], [])
        records.save("kent", 2, [b"c"], [(8, 0, b"n")])
        assert records.peaks("kent") == (3, (b"a", b"b"))
        records.save("kent", 4, [b"d"], [(8, 1, b"o"), (9, 0, b"p")])
        assert records.peaks("kent") == (4, (b"d",))
        assert records.nodes("kent", [(8, 1), (8, 7)]) == {(8, 1): b"o"}
        assert records.upper_nodes("kent") == {(8, 0): b"n", (8, 1): b"o", (9, 0): b"p"}

    def test_entries_are_found_by_person_and_thing_the_newest_first(self, records: Records) -> None:
        records.grow(
            [
                entry_row(0, "worker", ("notification-1",)),
                commit_row(1, 1),
                entry_row(2, "manager", ("notification-1", "task-1")),
                entry_row(3, "worker", ("notification-2",)),
                entry_row(4, "worker", ("notification-1",)),
            ]
        )
        records.grow([entry_row(0, "worker", ("notification-1",), authority="luton")])
        records.save("kent", 5, [b"", b""], [])
        records.save("luton", 1, [b""], [])

        def found(*marks: str, person: str | None = None, before: int | None = None, limit: int = 9) -> list[int]:
            return indexes(records.found("kent", Sought(marks, person, *ALWAYS), before, limit))

        assert found(ENTRIES) == [4, 3, 2, 0]
        assert found(thing_mark("notification-1")) == [4, 2, 0]
        assert found(thing_mark("notification-1"), limit=2) == [4, 2]
        assert found(thing_mark("notification-1"), before=2) == [0]
        assert found(thing_mark("notification-1"), person="worker") == [4, 0]
        assert found(thing_mark("notification-2"), thing_mark("task-1")) == [3, 2]
        assert found(person_mark("manager")) == [2]
        assert found(person_mark("nobody")) == []

    def test_entries_are_found_by_their_time(self, records: Records) -> None:
        records.grow([entry_row(each) for each in range(4)])
        records.save("kent", 4, [b""], [])
        asked = Sought((ENTRIES,), None, NOON + timedelta(minutes=1), NOON + timedelta(minutes=3))
        assert indexes(records.found("kent", asked, None, 9)) == [2, 1]

    def test_heads_follow_each_other(self, records: Records) -> None:
        assert records.last_head("kent") is None
        first = some_head()
        second = some_head(first, size=5, minutes=10)
        records.add_head(first)
        records.add_head(some_head(authority="kent-and-more"))
        records.add_head(second)
        with pytest.raises(TreeChanged):
            records.add_head(some_head(first, size=6))
        assert records.last_head("kent") == second
        assert records.last_head("kent", NOON + timedelta(minutes=9)) == first
        assert records.last_head("kent", NOON - timedelta(minutes=1)) is None
        assert records.heads("kent", 0, 9) == (first, second)
        assert records.heads("kent", 1, 9) == (second,)
        assert records.heads("kent", 0, 1) == (first,)

    def test_what_was_handed_out_is_remembered(self, records: Records) -> None:
        records.save("kent", 1, [b""], [])
        assert records.to_hand_out("kent", "folder") == 0
        records.handed_out("kent", "folder", 3)
        records.handed_out("kent", "folder", 2)
        assert (records.to_hand_out("kent", "folder"), records.to_hand_out("kent", "mail")) == (3, 0)
