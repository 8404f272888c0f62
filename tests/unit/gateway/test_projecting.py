"""Views follow their feeds a batch at a time; what cannot be folded stops its own notification and no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from gateway.read_models import cases, projecting, tray_items
from gateway.read_models.documents import ChangedMeanwhile
from gateway.read_models.folding import Document
from gateway.read_models.memory import MemoryCases, MemoryDocuments, MemoryTrays
from gateway.read_models.moves import MemoryMoves
from gateway.read_models.projecting import FoldingFeed, Projection
from gateway.read_models.rebuilding import rebuild
from gateway.read_models.views import VIEWS
from gateway.worker import LIE_IN
from shared_kernel.checkpoints_memory import MemoryCheckpointStore
from shared_kernel.commits import Commit, EventRecord, FeedSource, canonical_json
from shared_kernel.feed import FeedReader
from shared_kernel.parked_memory import MemoryParkedStore
from tests.unit.casework.case import NOON, THIS, Case, raise_it
from tests.unit.gateway.commits import a_long_case, feeds

OTHER = "notification-2"
BROKEN = EventRecord("NotificationUpdated", 1, {"number": "no such update"})


class Feed(FeedSource):
    """A feed that can be changed."""

    def __init__(self, commits: Sequence[Commit]) -> None:
        self.commits = list(commits)

    def feed(self, after: int, limit: int) -> tuple[Commit, ...]:
        return tuple(each for each in self.commits if each.position > after)[:limit]


class Views:
    """Two views of both feeds, and who reads them."""

    def __init__(self, intake: FeedSource, escalation: FeedSource, batch: int = 200) -> None:
        self.cases, self.trays = MemoryCases(), MemoryTrays()
        lie_in: dict[str, MemoryDocuments] = {cases.NAME: self.cases, tray_items.NAME: self.trays}
        self.projections = tuple(Projection(VIEWS[name], lie_in[name]) for name in LIE_IN if name in lie_in)
        self.feeds = {
            "intake": FoldingFeed("intake", intake, self.projections, MemoryMoves()),
            "escalation": FoldingFeed("escalation", escalation, self.projections, MemoryMoves()),
        }
        self.parked, self.checkpoints = MemoryParkedStore(), MemoryCheckpointStore()
        self.readers = [self._reader(source, batch) for source in self.feeds]

    def _reader(self, source: str, batch: int) -> FeedReader:
        feed = self.feeds[source]
        return FeedReader(
            "gateway", source, feed, self.checkpoints, self.parked, feed.apply, batch=batch, pause=lambda _: None
        )

    def follow(self) -> None:
        while sum([reader.run_once() for reader in self.readers]):
            pass

    def bytes(self) -> bytes:
        return canonical_json([self.cases.every(), self.trays.every()])


def two_notifications() -> Case:
    case = Case(a_long_case().deployment, NOON)
    case.given(raise_it({}, "FEN-X"), by="worker")
    case.given(replace(raise_it({}, "FEN-X"), notification_id=OTHER), by="worker")
    return case.given(case.update({"happened": ["death"]}), by="worker")


@pytest.mark.parametrize("batch", [1, 2, 3, 200])
def test_the_same_comes_out_however_the_feed_is_cut(batch: int) -> None:
    found = feeds(a_long_case())
    views = Views(Feed(found["intake"]), Feed(found["escalation"]), batch)
    views.follow()
    whole = Views(Feed(found["intake"]), Feed(found["escalation"]))
    whole.follow()
    assert views.bytes() == whole.bytes()
    assert views.parked.count() == 0


def test_views_that_are_built_again_have_the_same_bytes() -> None:
    found = feeds(a_long_case())
    views = Views(Feed(found["intake"]), Feed(found["escalation"]), batch=2)
    views.follow()
    before = views.bytes()
    applied = rebuild("gateway", views.feeds, views.projections, views.checkpoints)
    assert applied == sum(map(len, found.values()))
    assert views.bytes() == before
    views.follow()  # the worker goes over all of it again, and changes nothing
    assert views.bytes() == before


def test_more_documents_than_a_store_is_asked_for_at_once_are_folded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    commits = feeds(two_notifications())["intake"]
    at_once, in_parts = MemoryDocuments(), MemoryDocuments()
    Projection(cases.VIEW, at_once).apply("intake", commits)
    monkeypatch.setattr(projecting, "AT_ONCE", 1)
    Projection(cases.VIEW, in_parts).apply("intake", commits)
    assert in_parts.every() == at_once.every()
    assert len(in_parts.every()) == 2


def test_a_commit_that_cannot_be_folded_is_parked_and_holds_up_its_own_notification_only() -> None:
    found = feeds(two_notifications())
    broken = [replace(each, events=(BROKEN,)) if each.version == 2 else each for each in found["intake"]]
    views = Views(Feed(broken), Feed(found["escalation"]))
    views.follow()
    assert [(each.stream, each.version) for each in views.parked.listed(10)] == [(THIS, 2)]
    assert views.checkpoints.load("gateway", "intake") == len(broken)
    folded = views.cases.load([OTHER, THIS])
    assert [folded[each]["versions"]["intake"] for each in (OTHER, THIS)] == [1, 1]


def test_what_was_parked_is_folded_once_it_can_be() -> None:
    found = feeds(two_notifications())
    feed = Feed([replace(each, events=(BROKEN,)) if each.version == 2 else each for each in found["intake"]])
    views = Views(feed, Feed(found["escalation"]))
    views.follow()
    feed.commits = list(found["intake"])
    views.readers[0].redrive(THIS)
    expected = Views(Feed(found["intake"]), Feed(found["escalation"]))
    expected.follow()
    assert views.bytes() == expected.bytes()
    assert views.parked.count() == 0


class Listed(MemoryTrays):
    """Looks, whenever trays are saved, whether the cases know already what waits in them."""

    def __init__(self, known: MemoryCases) -> None:
        super().__init__()
        self.known, self.told = known, 0

    def save(self, changed: Sequence[tuple[Document | None, Document]]) -> None:
        for _, tray in changed:
            waiting = {each["id"] for each in tray_items.waiting_items(tray["routing"])}
            assert waiting <= set(self.known.load([tray["_id"]])[tray["_id"]]["items"])
            self.told += len(waiting)
        super().save(changed)


def test_what_waits_in_a_tray_is_known_to_its_case_and_can_be_acted_on_at_once() -> None:
    found, views = feeds(a_long_case()), Views(Feed([]), Feed([]), batch=1)
    trays = Listed(views.cases)
    lie_in = [trays if each.documents is views.trays else each.documents for each in views.projections]
    projections = [replace(each, documents=lies) for each, lies in zip(views.projections, lie_in, strict=True)]
    for source, commits in found.items():
        for commit in commits:
            for each in projections:
                each.apply(source, [commit])
    assert trays.told > 5


class Raced(MemoryDocuments):
    """Another worker is faster, so many times."""

    def __init__(self, races: int) -> None:
        super().__init__()
        self.races = races

    def save(self, changed: Sequence[tuple[Document | None, Document]]) -> None:
        if self.races:
            self.races -= 1
            super().save(changed)
            raise ChangedMeanwhile
        super().save(changed)


def test_two_workers_at_once_fold_the_same() -> None:
    commits = feeds(two_notifications())["intake"]
    alone, raced = Raced(0), Raced(3)
    for documents in (alone, raced):
        Projection(cases.VIEW, documents).apply("intake", commits)
    assert raced.every() == alone.every()


def test_a_worker_that_never_gets_its_turn_says_so() -> None:
    with pytest.raises(ChangedMeanwhile):
        Projection(cases.VIEW, Raced(100)).apply("intake", feeds(two_notifications())["intake"])


def test_only_where_something_was_folded_have_the_views_moved() -> None:
    moves, commits = MemoryMoves(), feeds(two_notifications())["intake"]
    feed = FoldingFeed("intake", Feed(commits), [Projection(cases.VIEW, MemoryDocuments())], moves)
    assert feed.feed(0, 2) and moves.number() == 1
    assert feed.feed(2, 200) and moves.number() == 2
    assert not feed.feed(commits[-1].position, 200)
    assert moves.number() == 2


def test_what_is_folded_later_than_its_batch_moves_the_views_too() -> None:
    moves, commits = MemoryMoves(), feeds(two_notifications())["intake"]
    broken = Feed([replace(each, events=(BROKEN,)) if each.version == 2 else each for each in commits])
    feed = FoldingFeed("intake", broken, [Projection(cases.VIEW, MemoryDocuments())], moves)
    feed.feed(0, 200)
    feed.apply(next(each for each in commits if OTHER in each.stream))
    assert moves.number() == 1
    feed.apply(commits[0])
    assert moves.number() == 2
