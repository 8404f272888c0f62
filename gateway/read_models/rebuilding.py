"""Builds the views again from nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gateway.read_models.projecting import FoldingFeed, Projection
from shared_kernel.checkpoints import CheckpointStore

BATCH = 5_000
"""As many as are held at once: the more of a case's commits come together, the less often it is loaded, derived and saved."""


def rebuild(
    reader: str, feeds: Mapping[str, FoldingFeed], views: Iterable[Projection], checkpoints: CheckpointStore
) -> int:
    """Drops the views and folds each feed from its beginning to its end; how many commits those were.

    What cannot be folded is left to the worker, whose place in each feed is at the beginning again: it goes over all of
    it, which changes nothing that is folded already, and parks the rest. Raises what a feed or a store raises.
    """
    for source in feeds:
        checkpoints.forget(reader, source)
    for view in views:
        view.documents.drop()
    return sum(_to_the_end(feed) for feed in feeds.values())


def _to_the_end(feed: FoldingFeed) -> int:
    position = count = 0
    while commits := feed.feed(position, BATCH):
        position, count = commits[-1].position, count + len(commits)
    return count
