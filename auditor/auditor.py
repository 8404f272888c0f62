"""Reads the feeds, asks the workers what they keep, and compares. What is missing twice in a row is mended, and said.

It owns nothing and keeps nothing: started again it reads the feeds from their beginning.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from sys import intern
from typing import Any

from auditor.expecting import Cause, Expectation, Wanted
from auditor.findings import Finding
from shared_kernel.commits import Commit, FeedSource
from shared_kernel.keeping import COUNTED, LONGEST_PAGE, MOST_AGAIN
from shared_kernel.messaging.rpc_client import RemoteError, ServiceUnavailable
from shared_kernel.time import Clock, instant_of
from shared_kernel.waiting_clocks import LATE

FEED_PAGE = 200
Ask = Callable[..., Any]
"""Calls `<owner>_worker`: the owner, the method, its arguments. Raises ServiceUnavailable, RemoteError."""
Suspect = tuple[str, str, str, str]
STUCK_SECONDS = 90.0
"""How long a loop of a worker may go without one run that ends well."""


class Auditor:
    """`run_once` looks once. `owners`: whose workers are asked how they stand; `take` is given each commit, once."""

    def __init__(
        self,
        ask: Ask,
        feeds: Mapping[str, FeedSource],
        expectations: Sequence[Expectation],
        owners: Sequence[str],
        clock: Clock,
        take: Callable[[str, Commit], None] = lambda _source, _commit: None,
    ) -> None:
        self._take = take
        self._ask, self._feeds, self._expectations, self._owners = ask, feeds, expectations, owners
        self._clock = clock
        self._holes: set[str] = set()
        self._reached: dict[str, int] = dict.fromkeys(feeds, 0)
        self._streams: dict[str, dict[str, array[int]]] = {source: {} for source in feeds}
        self._suspects: set[Suspect] = set()
        self._tried: set[tuple[str, str]] = set()
        self._unseen: set[str] = set()
        self._unseen_before: set[str] = set()
        self.looked_at = 0

    def run_once(self) -> tuple[Finding, ...]:
        """What was found, mended or not. Raises nothing that a worker or a service does."""
        self.looked_at = 0
        before, suspects = dict(self._reached), set[Suspect]()
        self._unseen_before, self._unseen = self._unseen, set()
        found = [*self._look(lambda: self._read_feeds(), "the feeds")]
        for owner in self._owners:
            found += self._look(lambda owner=owner: self._stands(owner, before, suspects), owner)  # type: ignore[misc]
        for each in self._expectations:
            if each.owner in self._unseen:
                continue  # it was asked just now and did not answer: nobody waits for it once more
            found += self._look(lambda each=each: self._compare(each, suspects), f"{each.owner} {each.kind}")  # type: ignore[misc]
        self._suspects = suspects
        return tuple({each.key: each for each in found}.values())

    def _look(self, look: Callable[[], Iterable[Finding]], where: str) -> list[Finding]:
        try:
            return list(look())
        except (ServiceUnavailable, RemoteError):
            self._unseen.add(where)
            return [Finding("cannot_look", where)] if where in self._unseen_before else []

    def _read_feeds(self) -> Iterator[Finding]:
        for source, feed in self._feeds.items():
            while commits := feed.feed(self._reached[source], FEED_PAGE):
                if commits[-1].position != self._reached[source] + len(commits):
                    self._holes.add(source)
                for commit in commits:
                    self._streams[source].setdefault(intern(commit.stream), array("Q")).append(commit.position)
                    self._take(source, commit)
                    for each in self._expectations:
                        each.take(source, commit)
                self._reached[source] = commits[-1].position
        yield from (Finding("hole", source) for source in sorted(self._holes))

    def _stands(self, owner: str, before: Mapping[str, int], suspects: set[Suspect]) -> Iterator[Finding]:
        said = self._ask(owner, "stands")
        for reader, source, position in said["readers"]:
            suspect = (owner, "reader", f"{reader} in {source}", "behind")
            if position < before[source]:
                suspects.add(suspect)
                if suspect in self._suspects:
                    yield Finding("behind", f"{owner}: {reader} in {source}", before[source] - position)
        for name, seconds, error in said.get("loops", ()):  # an older worker does not say
            if seconds > STUCK_SECONDS:
                yield Finding("stuck", f"{owner}: {name}", round(seconds), example=error)
        parked = said["parked"]["commits"] + said["parked"][COUNTED]
        if parked:
            yield Finding("parked", owner, parked)

    # --- rows --------------------------------------------------------------------------------------------------------

    def _compare(self, expected: Expectation, suspects: set[Suspect]) -> Iterator[Finding]:
        now, where = self._clock.now(), f"{expected.owner} {expected.kind}"
        wanted = expected.wanted(now)
        rows = dict(self._rows(expected, wanted))
        lost = _lost(expected, wanted, rows)
        expected.looked(wanted.keys() - set(lost), lost)
        yield from self._mend(expected, self._again(expected, lost, "lost", suspects), wanted, where)
        if expected.exact:
            more = self._again(expected, (key for key in rows if key not in wanted), "unexpected", suspects)
            if more:
                yield Finding("unexpected", where, len(more), example=more[0])
        if expected.kind == "clocks":
            overdue = (key for key, fields in rows.items() if instant_of(fields[0]) < now - LATE)
            if late := self._again(expected, overdue, "late", suspects):
                yield Finding("late", where, len(late), example=late[0])
        if expected.kind == "deliveries":
            given_up = [key for key, *_ in every_row(self._ask, expected.owner, "given_up")]
            if given_up:
                yield Finding("given_up", where, len(given_up), example=given_up[0])

    def _again(self, expected: Expectation, keys: Iterable[str], code: str, suspects: set[Suspect]) -> list[str]:
        """Those that were suspect in the look before, too: between a feed and a row there is always a moment."""
        now = {(expected.owner, expected.reader, key, code) for key in keys}
        suspects |= now
        return sorted(key for _, _, key, _ in now & self._suspects)

    def _rows(self, expected: Expectation, wanted: Iterable[str]) -> Iterator[tuple[str, Sequence[Any]]]:
        every = every_row(self._ask, expected.owner, expected.kind)
        for row in every if expected.whole else these_rows(self._ask, expected.owner, expected.kind, wanted):
            self.looked_at += 1
            yield row[0], row[1:]

    def _mend(
        self, expected: Expectation, lost: Sequence[str], wanted: Mapping[str, Wanted], where: str
    ) -> Iterator[Finding]:
        """Has what makes the rows applied again, then looks whether they are there now."""
        if not lost:
            return
        causes = {cause for key in lost for cause in wanted[key].causes}
        for source, positions in sorted(self._positions(causes).items()):
            for first in range(0, len(positions), MOST_AGAIN):
                batch = positions[first : first + MOST_AGAIN]
                self._ask(expected.owner, "again", reader=expected.reader, source=source, positions=batch)
        left = _lost(expected, {key: wanted[key] for key in lost}, dict(self._rows(expected, lost)))
        if mended := len(lost) - len(left):
            yield Finding("lost", where, mended, mended=True, example=lost[0])
        # What was parked meanwhile is driven again by whoever reads: it has until the next look.
        beyond = [key for key in left if (where, key) in self._tried]
        self._tried = {each for each in self._tried if each[0] != where} | {(where, key) for key in left}
        if beyond:
            yield Finding("lost", where, len(beyond), example=beyond[0])

    def _positions(self, causes: Iterable[Cause]) -> dict[str, list[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        for each in causes:
            of_stream = self._streams[each.source].get(each.stream, ())
            found[each.source] |= {position for position in of_stream if position >= each.position}
        return {source: sorted(positions) for source, positions in found.items()}


def _lost(expected: Expectation, wanted: Mapping[str, Wanted], rows: Mapping[str, Sequence[Any]]) -> list[str]:
    return [key for key, each in wanted.items() if key not in rows or not expected.fits(each.mark, rows[key])]


def these_rows(ask: Ask, owner: str, kind: str, ids: Iterable[str]) -> Iterator[list[Any]]:
    """Those of these ids that the owner's worker keeps of this kind."""
    asked = list(ids)
    for first in range(0, len(asked), LONGEST_PAGE):
        yield from ask(owner, "among", kind=kind, ids=asked[first : first + LONGEST_PAGE])


def every_row(ask: Ask, owner: str, kind: str) -> Iterator[list[Any]]:
    """All that the owner's worker keeps of this kind, page by page."""
    after = ""
    while page := ask(owner, "kept", kind=kind, after=after, limit=LONGEST_PAGE):
        yield from page
        after = page[-1][0]
