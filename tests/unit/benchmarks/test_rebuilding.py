"""Both sides of the rebuild make the same views, to the byte, and a difference is told."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.growing.copied import one_case
from benchmarks.rebuilding.beside import DIRECTORIES, IN_MEMORY, LIMIT, OURS, POPO, bare, by_peer, differing, in_memory
from benchmarks.rebuilding.log import log_of
from benchmarks.rebuilding.peer import PopoViews
from needfire.loading.deployment import load_deployment


def test_the_same_views_come_of_the_same_log() -> None:
    log = log_of(one_case(load_deployment({"kent"}, DIRECTORIES)), 44)
    count = sum(map(len, log.values()))
    built = {
        OURS: [in_memory(log, count)],
        POPO: [by_peer(PopoViews, IN_MEMORY, log, count)],
        LIMIT: [bare(log, count)],
    }
    assert count == 44
    assert differing(built) == ()
    other = replace(built[POPO][0], content=b"{}")
    assert differing({**built, POPO: [other]}) == (f"{POPO} built other views in round 1",)
