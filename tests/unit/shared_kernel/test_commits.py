"""Commits and their chain: whatever is altered is found."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_kernel.commits import (
    BrokenChain,
    Commit,
    EventRecord,
    MalformedCommit,
    NotJson,
    canonical_json,
    chained,
    from_document,
    to_document,
    verify_chain,
)
from shared_kernel.time import NotAnInstant
from tests.contract.ports.samples import NOON, commit_after, stream_of

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=8,
)


def test_the_chain_of_a_stream_holds() -> None:
    commits = stream_of(4)
    verify_chain(commits)
    assert [commit.version for commit in commits] == [1, 2, 3, 4]
    assert commits[0].previous_hash == ""
    assert [after.previous_hash for after in commits[1:]] == [before.hash for before in commits[:-1]]
    verify_chain(())


def test_giving_a_position_does_not_break_the_chain() -> None:
    verify_chain([replace(commit, position=number) for number, commit in enumerate(stream_of(3), 7)])


def test_any_byte_altered_is_found() -> None:
    first, second, third = stream_of(3)
    sealed = canonical_json(to_document(second))
    altered = 0
    for place in range(len(sealed)):
        for byte in (sealed[place] ^ 0x01, sealed[place] ^ 0x10, ord("0"), ord(" ")):
            document = parsed(sealed[:place] + bytes([byte]) + sealed[place + 1 :])
            if document is None or same_but_position(document, to_document(second)):
                continue
            altered += 1
            with pytest.raises((BrokenChain, MalformedCommit)):
                verify_chain((first, from_document(document), third))
    assert altered > 500


def parsed(text: bytes) -> dict[str, Any] | None:
    try:
        document = json.loads(text)
    except ValueError:
        return None
    return document if isinstance(document, dict) else None


def same_but_position(one: dict[str, Any], other: dict[str, Any]) -> bool:
    # The position is no part of what is sealed: the relay gives it later.
    return "position" in one and canonical_json({**one, "position": 0}) == canonical_json({**other, "position": 0})


@pytest.mark.parametrize("order", [(1, 2), (0, 2), (0, 1, 1, 2), (1, 0, 2), (0, 0)])
def test_a_commit_missing_doubled_or_out_of_place_is_found(order: tuple[int, ...]) -> None:
    commits = stream_of(3)
    with pytest.raises(BrokenChain):
        verify_chain([commits[index] for index in order])


def test_a_commit_of_another_stream_is_found() -> None:
    one, other = stream_of(2, "case-1"), stream_of(2, "case-2")
    with pytest.raises(BrokenChain) as broken:
        verify_chain((one[0], other[1]))
    assert (broken.value.stream, broken.value.version) == ("case-2", 2)


def test_a_commit_sealed_anew_over_another_past_is_found() -> None:
    first = commit_after(None)
    forged = commit_after(None, data={"severity": "low"})
    with pytest.raises(BrokenChain):
        verify_chain((forged, commit_after(first)))


@given(JSON)
def test_a_document_goes_through_json_unchanged(data: Any) -> None:
    commit = commit_after(None, data={"given": data})
    again = from_document(json.loads(json.dumps(to_document(commit))))
    assert again == commit
    verify_chain((again,))


def test_tuples_become_lists_before_they_are_sealed() -> None:
    commit = commit_after(None, data={"rules": ("a", "b")})
    assert commit.events[0].data == {"rules": ["a", "b"]}


def test_a_document_holds_plain_types_and_utc() -> None:
    document = to_document(commit_after(None))
    assert document["recorded_at"] == "2026-03-02T12:00:00.000000+00:00"
    assert document["events"] == [{"name": "raised", "version": 1, "data": {"severity": "high"}}]
    assert json.loads(json.dumps(document)) == document


def test_the_same_instant_in_another_zone_is_the_same_commit() -> None:
    def at(recorded_at: datetime) -> Commit:
        return sealed(recorded_at=recorded_at)

    assert at(NOON) == at(NOON.astimezone(timezone(timedelta(hours=5))))


def test_unknown_keys_are_left_aside() -> None:
    commit = commit_after(None)
    assert from_document({**to_document(commit), "_id": commit.commit_id, "later": 1}) == commit


@pytest.mark.parametrize("key", sorted(to_document(commit_after(None))))
def test_a_document_without_one_of_its_keys_is_no_commit(key: str) -> None:
    document = to_document(commit_after(None))
    del document[key]
    with pytest.raises(MalformedCommit):
        from_document(document)


@pytest.mark.parametrize(
    "data",
    [{"a": {1, 2}}, {"a": float("nan")}, {"a": float("inf")}, {"a": 2**63}, {"a": -(2**63) - 1},
     {"a": NOON}, {"a": "\ud800"}],
)  # fmt: skip
def test_what_the_store_could_not_keep_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(NotJson):
        commit_after(None, data=data)


def test_a_value_that_holds_itself_is_refused() -> None:
    data: dict[str, Any] = {}
    data["self"] = data
    with pytest.raises(NotJson):
        commit_after(None, data=data)


@pytest.mark.parametrize("stream", ["", "case 1", "case@00000001", "1-case", "cäse-1", "a" * 201, "case-1\n"])
def test_a_stream_id_that_could_be_mistaken_is_refused(stream: str) -> None:
    with pytest.raises(MalformedCommit):
        commit_after(None, stream)


def test_a_time_without_offset_is_refused() -> None:
    with pytest.raises(NotAnInstant):
        sealed(recorded_at=NOON.replace(tzinfo=None))


def test_commit_ids_sort_as_the_versions_do() -> None:
    ids = [commit.commit_id for commit in stream_of(12)]
    assert ids == sorted(ids)


def sealed(recorded_at: datetime) -> Commit:
    return chained(
        None,
        stream="case-1",
        authority="kent",
        actor="practitioner-7",
        command_id="command-1",
        command_digest="digest",
        events=[EventRecord("raised", 1, {})],
        answer={},
        recorded_at=recorded_at,
    )
