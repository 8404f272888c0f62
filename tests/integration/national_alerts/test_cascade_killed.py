"""The cascade over real mail and webhooks on the real store: killed when 30 in 100 have it, it goes on where it was."""

from __future__ import annotations

import uuid

from benchmarks.cascading import people
from benchmarks.cascading.measuring import OURS, arrived, end, release, side, sinks, stats, wait_until

PATIENCE = 90.0


def test_killed_at_30_in_100_nobody_is_missed_and_nobody_has_two_messages(mongodb_uri: str) -> None:
    environment, prefix = {"MONGODB_URI": mongodb_uri}, f"k{uuid.uuid4().hex[:8]}"
    wanted = people.healthy(people.COUNT, "hanging")
    with sinks("hanging") as (smtp, http):
        first = side(OURS, smtp, http, environment, prefix=prefix)
        release(first)
        assert wait_until(lambda: len(arrived(http)) >= 0.3 * people.COUNT, PATIENCE)
        end(first)
        reached = len(arrived(http))
        second = side(OURS, smtp, http, environment, later=61.0, prefix=prefix)
        try:
            release(second)
            done = wait_until(lambda: wanted <= arrived(http).keys(), PATIENCE)
            found = stats(http)
        finally:
            end(second)
    assert reached < people.COUNT, "it was killed on the way"
    assert done, f"missed: {sorted(wanted - arrived_names(found))}"
    assert found
    assert {name for name, ids in found["ids"].items() if len(set(ids)) > 1} == set()


def arrived_names(found: dict[str, dict[str, object]] | None) -> set[str]:
    return set(found["arrived"]) if found else set()
