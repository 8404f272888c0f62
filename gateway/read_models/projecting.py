"""Brings the views up to a feed, a batch at a time: load the documents, fold, save.

It stands before the kernel's reader as its feed: a batch that was read is folded at once, whole. What cannot be folded is
left for the reader, which tries it alone, parks it with its reason, and keeps its stream's later commits waiting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from gateway.read_models.documents import ChangedMeanwhile, Documents
from gateway.read_models.folding import Document, View
from gateway.read_models.moves import Moves
from shared_kernel import failpoints, tracing
from shared_kernel.commits import Commit, FeedSource

TRIES = 5
AT_ONCE = 100
"""Documents that are loaded and saved at once: a store answers for so many within its time."""


@dataclass(frozen=True)
class Projection:
    """A view and where it lies."""

    view: View
    documents: Documents

    def apply(self, source: str, commits: Sequence[Commit]) -> None:
        """Folds and saves; what was folded before changes nothing. Raises what the view's fold raises."""
        self._in_parts(source, commits, skip_failing=False)

    def apply_what_can_be(self, source: str, commits: Sequence[Commit]) -> frozenset[int]:
        """As `apply`, but leaves out documents of which a commit cannot be folded; the positions left out."""
        return self._in_parts(source, commits, skip_failing=True)

    def _in_parts(self, source: str, commits: Sequence[Commit], skip_failing: bool) -> frozenset[int]:
        by_key, failed = iter(self._by_key(source, commits).items()), frozenset[int]()
        while part := dict(islice(by_key, AT_ONCE)):
            failed |= self._tried(source, part, skip_failing)
        return failed

    def _tried(self, source: str, by_key: Mapping[str, Sequence[Commit]], skip_failing: bool) -> frozenset[int]:
        for _ in range(TRIES):
            try:
                return self._once(source, by_key, skip_failing)
            except ChangedMeanwhile:
                continue
        raise ChangedMeanwhile

    def _once(self, source: str, by_key: Mapping[str, Sequence[Commit]], skip_failing: bool) -> frozenset[int]:
        loaded = self.documents.load(by_key.keys())
        failed: set[int] = set()
        changed: list[tuple[Document | None, Document]] = []
        for key, theirs in by_key.items():
            before = loaded.get(key)
            try:
                after = self.view.fold(before, source, *theirs)
            except Exception:  # whatever a commit does to a fold, other documents' commits go on
                if not skip_failing:
                    raise
                failed |= {commit.position for commit in theirs}
                continue
            if before is None or after["versions"] != before["versions"]:
                changed.append((before, after))
        self.documents.save(changed)
        failpoints.reach("view.saved")
        return frozenset(failed)

    def _by_key(self, source: str, commits: Sequence[Commit]) -> Mapping[str, list[Commit]]:
        grouped: dict[str, list[Commit]] = {}
        for commit in commits:
            key = self.view.key(source, commit)
            if key is not None:
                grouped.setdefault(key, []).append(commit)
        return grouped


class FoldingFeed(FeedSource):
    """The source's feed, folded into the views as it is read. `apply` is what the kernel's reader calls for each commit.

    That something was folded is counted in `moves`.
    """

    def __init__(self, source_name: str, source: FeedSource, projections: Sequence[Projection], moves: Moves) -> None:
        self._source_name, self._source, self._projections, self._moves = source_name, source, projections, moves
        self._left: frozenset[int] = frozenset()

    def feed(self, after: int, limit: int) -> tuple[Commit, ...]:
        commits = self._source.feed(after, limit)
        name = self._source_name
        with tracing.because_of("fold", (each.commit_id for each in commits), source=name):
            left = [each.apply_what_can_be(name, commits) for each in self._projections]
        self._left = frozenset().union(*left)
        if commits:
            self._moves.moved()
        return commits

    def apply(self, commit: Commit) -> None:
        """Folds the commit if the batch could not. Raises what the fold raises."""
        if commit.position in self._left:
            for projection in self._projections:
                projection.apply(self._source_name, [commit])
            self._moves.moved()
