"""Which commits a backup up to a moment has, and what of a deployment is in one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from gateway.finding.index import NAME
from gateway.read_models import raised_mongo, register_mongo, trays_mongo
from gateway.worker import LIE_IN
from operations.backup.contents import MADE_AGAIN
from operations.backup.reading import recorded_until
from shared_kernel.commits import Commit, to_document
from tests.contract.ports.samples import NOON, commit_after

LATER = NOON + timedelta(seconds=1)


def documents(*commits: Commit) -> list[dict[str, Any]]:
    """As the store has them, in the order of their ids."""
    made = [{"_id": each.commit_id, **to_document(each)} for each in commits]
    return sorted(made, key=lambda each: str(each["_id"]))


def kept(*commits: Commit) -> list[tuple[str, int]]:
    return [(each["_id"], each["position"]) for each in recorded_until(lambda: documents(*commits), NOON)]


def at(commit: Commit, position: int) -> Commit:
    return replace(commit, position=position)


def test_what_was_recorded_by_then_is_in_it_with_its_position() -> None:
    first = commit_after(None)
    second = commit_after(first, recorded_at=LATER)
    assert kept(at(first, 1), at(second, 2)) == [("case-1@00000001", 1)]
    assert kept(first) == [("case-1@00000001", 0)]
    assert kept() == []


def test_a_stream_ends_where_one_is_left_out_whatever_the_next_ones_clock_said() -> None:
    first = commit_after(None)
    second = commit_after(first, recorded_at=LATER)
    third = commit_after(second)
    assert kept(at(first, 1), at(second, 2), at(third, 3)) == [("case-1@00000001", 1)]


def test_what_comes_after_one_that_is_left_out_gets_its_position_anew() -> None:
    one, other = commit_after(None, "case-1"), commit_after(None, "case-2")
    late = commit_after(None, "case-3", recorded_at=LATER)
    assert kept(at(one, 1), at(late, 2), at(other, 3)) == [("case-1@00000001", 1), ("case-2@00000001", 0)]


def test_every_view_is_made_again_and_none_is_copied() -> None:
    assert {*LIE_IN, NAME, register_mongo.PACKING.name, trays_mongo.PACKING.name} <= MADE_AGAIN
    assert {raised_mongo.LINES, raised_mongo.FACTS} <= MADE_AGAIN
