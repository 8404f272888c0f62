"""What every service that owns commits answers beside commands: its feed, and its health."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from needfire.loading.deployment import Deployment
from shared_kernel.commits import Commit, CommitStore, to_document
from shared_kernel.stores import StoreUnavailable
from shared_kernel.time import Clock

LONGEST_FEED = 500


def feed(store: CommitStore, after: int, limit: int) -> list[dict[str, Any]]:
    """Commits with a position above `after`, ascending, as documents."""
    return [to_document(commit) for commit in store.feed(after, min(limit, LONGEST_FEED))]


def chains(store: CommitStore, streams: Sequence[str]) -> list[dict[str, Any]]:
    """Each of these streams that there is: its version, the hash of its last commit, how many sealed texts it holds."""
    found = [store.stream(stream) for stream in streams]
    return [
        {
            "stream": commits[-1].stream,
            "version": commits[-1].version,
            "hash": commits[-1].hash,
            "texts": sum(_texts(commit) for commit in commits),
        }
        for commits in found
        if commits
    ]


def _texts(commit: Commit) -> int:
    return sum(_texts_in(event.data) for event in commit.events)


def _texts_in(data: Mapping[str, Any]) -> int:
    """One where the event is sealed as a whole; of places each text by itself."""
    places = data.get("places", ())
    by_place = sum(len(each.get("texts", ())) for each in places if isinstance(each, Mapping))
    return int(isinstance(data.get("sealed"), str)) + by_place


def health(service: str, deployment: Deployment, clock: Clock, store: CommitStore) -> dict[str, Any]:
    """`working` is whether the store answers; then what works only in part, for people to mend.

    A hook that failed is this process's to say: another may not have asked it yet.
    """
    try:
        position = store.last_position()
        working = True
    except StoreUnavailable:
        position, working = 0, False
    now = clock.now()
    return {
        "service": service,
        "working": working,
        "position": position,
        "time": now.isoformat(),
        "authorities": {code: sorted(each.editions) for code, each in deployment.authorities.items()},
        "stopped": dict(deployment.stopped),
        "hooks_failed": dict(deployment.hooks_failed),
        "vacancies": list(deployment.vacancies(now)),
        "unknown_bodies": list(deployment.unknown_bodies()),
    }
