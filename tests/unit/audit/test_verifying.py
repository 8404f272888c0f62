"""An export is verified with the public key alone; whatever is changed in it is found, and the first wrong line is named."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable, Iterator

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from audit.exporting import BLOCK, leaf_bytes
from audit.findings import Finding
from audit.heads import public_text, signed
from audit.lines import Lines
from audit.verifying import verify
from shared_kernel.commits import canonical_json
from tests.unit.audit.history import KEY, OTHER_KEY, PUBLIC, History, history

WHOLE = history(2 * BLOCK + 40, every=45)
SMALL = history(7, every=3, authority="marshland")
EXPORTS = [WHOLE.export(), WHOLE.export(first=3), WHOLE.export(first=2, last=8), SMALL.export()]
somewhere = some.integers(0, 2**32)
"""A place: which one depends on how long the export is."""
some_export = some.integers(0, len(EXPORTS) - 1)
"""Which: its number, since what is drawn is printed."""


def found(lines: list[bytes]) -> Finding:
    """The first thing wrong with an export of which something is."""
    finding = verify(lines, [PUBLIC]).wrong
    assert finding is not None, "it was taken for right"
    return finding


def first_difference(one: list[bytes], other: list[bytes]) -> int:
    """The number, from 1, of the first line in which two exports differ."""
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return same + 1


def record_at(lines: list[bytes], line: int) -> int | None:
    """Which record stands in this line, by the lists of the export."""
    index: int | None = None
    for at, each in enumerate(lines, 1):
        told = json.loads(each)
        if told.get("kind") == "block":
            index = told["first"] + len(told["hashes"]) - len(told["names"])
        elif "record" in told:
            assert index is not None
            if at == line:
                return index
            index += 1
    return None


@pytest.mark.parametrize("lines", EXPORTS, ids=["whole", "from head 3", "head 2 to 8", "small"])
@pytest.mark.parametrize("trusted", [[], [PUBLIC]])
def test_what_nobody_changed_is_right(lines: list[bytes], trusted: list[str]) -> None:
    verdict = verify(lines, trusted)
    assert verdict.wrong is None
    assert verdict.trusted == bool(trusted)
    assert verdict.end - verdict.begin == verdict.records.total() > 0
    assert set(verdict.records) == {"access", "intake"}
    assert list(verdict.keys) == [PUBLIC]


@pytest.mark.parametrize("records", [1, 2, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7, 4 * BLOCK, 6 * BLOCK + 1])
@pytest.mark.parametrize("every", [7, BLOCK])
def test_trees_of_every_shape(records: int, every: int) -> None:
    made = history(records, every)
    for first in range(0, len(made.heads), max(1, len(made.heads) // 5)):
        assert verify(made.export(first=first), [PUBLIC]).wrong is None


@settings(max_examples=400, deadline=None)
@given(some_export, somewhere, somewhere, some.integers(1, 255))
def test_any_byte_that_is_changed_is_found_in_its_line(which: int, line: int, at: int, by: int) -> None:
    export = EXPORTS[which]
    line, at = line % len(export), at % (len(export[line % len(export)]) - 1)
    byte = export[line][at] ^ by
    assume(byte != ord("\n"))
    changed = [*export[:line], export[line][:at] + bytes([byte]) + export[line][at + 1 :], *export[line + 1 :]]
    finding = found(changed)
    assert finding.line == line + 1
    if export[line].startswith(b'{"record":'):
        assert finding.record == record_at(export, line + 1)
        assert finding.stream is not None


@settings(max_examples=200, deadline=None)
@given(some_export, somewhere)
def test_any_line_that_is_taken_out_is_found_where_it_stood(which: int, line: int) -> None:
    export = EXPORTS[which]
    line %= len(export)
    shorter = [*export[:line], *export[line + 1 :]]
    finding = found(shorter)
    assert finding.line == first_difference(export, shorter)
    if export[line].startswith(b'{"record":'):
        assert (finding.kind, finding.record) == ("missing", record_at(export, line + 1))


@settings(max_examples=200, deadline=None)
@given(some_export, somewhere, somewhere)
def test_any_two_lines_that_change_places_are_found_at_the_first(which: int, one: int, other: int) -> None:
    export = EXPORTS[which]
    one, other = sorted((one % len(export), other % len(export)))
    assume(one != other)
    swapped = [*export]
    swapped[one], swapped[other] = export[other], export[one]
    finding = found(swapped)
    assert finding.line == one + 1
    if export[one].startswith(b'{"record":'):
        assert finding.record == record_at(export, one + 1)
        assert finding.kind in ("moved", "missing", "changed", "added")


@settings(max_examples=200, deadline=None)
@given(some_export, some_export, somewhere, somewhere)
def test_any_line_that_is_put_in_is_found_there(which: int, from_which: int, line: int, at: int) -> None:
    export, other = EXPORTS[which], EXPORTS[from_which]
    at %= len(export) + 1
    longer = [*export[:at], other[1:][line % (len(other) - 1)], *export[at:]]
    finding = found(longer)
    assert finding.line == first_difference(export, longer)


@settings(max_examples=100, deadline=None)
@given(some_export, somewhere)
def test_wherever_it_is_cut_off_is_found(which: int, at: int) -> None:
    export = EXPORTS[which]
    whole = b"".join(export)
    cut = whole[: at % len(whole)].splitlines(keepends=True)
    assert found(cut).line == first_difference(export, cut)


def remade(export: list[bytes], line: int, change: Callable[[dict[str, object]], None]) -> list[bytes]:
    """The record in this line (from 1) changed, and its own hash made good again, as somebody who knows the form would."""
    told = json.loads(export[line - 1])
    change(told["record"])
    from audit.entries import hash_of

    body = {key: value for key, value in told["record"].items() if key != "hash"}
    told["record"]["hash"] = hash_of(body)
    return [*export[: line - 1], canonical_json(told) + b"\n", *export[line:]]


def test_a_record_whose_hash_was_made_good_again_is_found() -> None:
    export = WHOLE.export()
    line = next(at for at, each in enumerate(export, 1) if b'"source":"access"' in each)
    finding = found(remade(export, line, lambda record: record.update(actor="somebody-else")))
    assert (finding.kind, finding.line, finding.record) == ("changed", line, record_at(export, line))
    assert finding.stream == "access gateway-1-fenshire@00000001"


def test_what_was_wrong_before_it_was_signed_is_named_too() -> None:
    """Somebody changed the service's store before the tree took the commit in: the tree is right, the commit is not."""
    made = history(5, every=10)
    stolen = dict(made.records[3][1], actor="somebody-else", version=9)
    made.add("intake", "notification-3@00000009", stolen)
    made.signs()
    finding = found(made.export())
    assert (finding.kind, finding.record, finding.stream) == ("changed", 5, "intake notification-3@00000009")


def test_what_was_lost_before_it_was_signed_is_named_too() -> None:
    made = history(6, every=6)
    made.reads(chain="gateway-7-fenshire")
    made.reads(chain="gateway-7-fenshire")
    short = History()
    for (source, record), leaf in zip(made.records, made.leaves, strict=True):
        if leaf.record_id != "gateway-7-fenshire@00000001":
            short.add(source, leaf.record_id, record)
    short.signs()
    finding = found(short.export())
    assert (finding.record, finding.stream) == (6, "access gateway-7-fenshire@00000002")
    assert "Number 1 of its stream" in finding.sentence


def test_another_authoritys_stream_does_not_belong_here() -> None:
    other = history(4, every=4, authority="marshland")
    foreign = History()
    for (kind, told), leaf in zip(other.records, other.leaves, strict=True):
        foreign.add(kind, leaf.record_id, told)
    foreign.signs()
    finding = found(foreign.export())
    assert (finding.kind, finding.record, finding.sentence) == ("changed", 0, "It is another authority's.")


def test_what_the_store_has_no_more_is_missing() -> None:
    finding = found(history(7, every=3).export(gone=[4]))
    assert (finding.kind, finding.record, finding.stream) == ("missing", 4, "access gateway-0-fenshire@00000002")
    assert "not in its store" in finding.sentence


def rewritten(records: int, at: int) -> History:
    """The same history with another record at this place, everything made good and signed anew with the same key."""
    other = History()
    for number in range(records):
        if number == at:
            other.does(stream="notification-other")
        elif number % 3:
            other.reads(chain=f"gateway-{number % 2}-fenshire", things=(f"notification-{number % 7}",))
        else:
            other.does(stream=f"notification-{number % 5}", sealed=f"s1.account.{number}")
        if (number + 1) % 10 == 0:
            other.signs()
    return other


@settings(max_examples=30, deadline=None)
@given(some.integers(0, 39))
def test_a_history_that_was_written_anew_is_found_by_what_was_handed_out(at: int) -> None:
    honest, other = history(40, every=10), rewritten(40, at)
    assert verify(other.export(), [PUBLIC]).wrong is None, "by itself it is whole"
    finding = verify(other.export(), [PUBLIC], honest.heads).wrong
    assert finding is not None and finding.kind == "head does not follow"
    assert f"records {at - at % 10} to {at - at % 10 + 9}" in finding.sentence


def test_heads_that_were_handed_out_agree_with_what_nobody_rewrote() -> None:
    made = history(40, every=10)
    verdict = verify(made.export(first=1, last=3), (), made.heads)
    assert verdict.wrong is None
    assert (verdict.agreed, verdict.trusted) == (3, True)
    assert [each.number for each in verdict.outside] == [4]


def test_a_head_that_was_handed_out_and_then_changed_is_not_believed() -> None:
    made = history(40, every=10)
    other = signed(made.heads[1].head, OTHER_KEY, ())
    finding = verify(made.export(), [PUBLIC], [made.heads[0], other]).wrong
    assert finding is not None and (finding.kind, finding.line) == ("signature wrong", 0)


def test_heads_handed_out_that_do_not_follow_are_found_without_their_records() -> None:
    honest, other = history(40, every=10), rewritten(40, 5)
    finding = verify(honest.export(), [PUBLIC], [honest.heads[0], other.heads[1]]).wrong
    assert finding is not None and finding.kind == "head does not follow"


def test_another_key_is_not_believed() -> None:
    forged = history(12, every=5, key=OTHER_KEY)
    assert verify(forged.export()).wrong is None, (
        "its own key is good for it, and the verdict says that nobody vouches for it"
    )
    assert not verify(forged.export()).trusted
    finding = verify(forged.export(), [PUBLIC]).wrong
    assert finding is not None and (finding.kind, finding.line) == ("signature wrong", 1)
    assert public_text(KEY.public_key()) == PUBLIC


def test_nothing_is_not_an_export() -> None:
    assert found([]).line == 1
    assert found([b"\n"]).kind == "unreadable"
    assert found([b'{"kind":"export"}\n']).kind == "unreadable"


def test_it_takes_no_more_memory_for_more_records() -> None:
    def peak(records: int) -> int:
        lines = history(records, every=100).export()
        tracemalloc.start()
        assert verify(iter(lines), [PUBLIC]).wrong is None
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(600)
    assert peak(4 * 1200) < 1.5 * peak(1200)


def test_lines_ahead_stay_to_be_read() -> None:
    def some_lines() -> Iterator[bytes]:
        yield from (b"1\n", b"2\n", b"3\n")

    lines = Lines(some_lines())
    assert lines.next() == b"1"
    assert lines.peek(5) == [b"2", b"3"]
    assert (lines.next(), lines.next(), lines.next(), lines.number) == (b"2", b"3", None, 4)
    assert leaf_bytes("access", None) == b'{"record":null,"source":"access"}'
