"""The log from which both sides build the views: commits of many cases as intake and escalation write them, as JSON text.

A hundred cases go on side by side, so that a case's commits do not follow one another.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.growing.copied import Case, Document, documents_of
from gateway.read_models import cases, tray_items
from gateway.read_models.folding import View
from shared_kernel.commits import Commit, FeedSource, canonical_json, from_document
from shared_kernel.messaging.rpc_wire import read_reply
from shared_kernel.queries import LONGEST_FEED

SIDE_BY_SIDE = 100
VIEWS: Mapping[str, View] = {each.name: each for each in (cases.VIEW, tray_items.VIEW)}
SOURCES = ("intake", "escalation")
Log = Mapping[str, Sequence[bytes]]
"""Of each source its commits by position, as they come over the wire."""


def log_of(case: Case, commits: int) -> Log:
    """So many commits, or a few less: whole cases."""
    each_case = len(case.told) + len(case.routed)
    found: dict[str, list[bytes]] = {source: [] for source in SOURCES}
    for first in range(0, commits // each_case, SIDE_BY_SIDE):
        numbers = range(first, min(first + SIDE_BY_SIDE, commits // each_case))
        for source, told in (("intake", case.told), ("escalation", case.routed)):
            for commit in told:
                for number in numbers:
                    document = documents_of(commit, number, len(found[source]) + 1)
                    found[source].append(json.dumps(document).encode())
    return found


def in_turn(log: Log) -> Iterator[tuple[str, bytes]]:
    """Source after source, as a rebuild reads them."""
    for source in SOURCES:
        for line in log[source]:
            yield source, line


@dataclass(frozen=True)
class WireFeed(FeedSource):
    """A feed as it comes over the wire: a reply for each page, parsed as the client of an RPC parses it."""

    lines: Sequence[bytes]

    def feed(self, after: int, limit: int) -> tuple[Commit, ...]:
        end = min(after + limit, len(self.lines))
        pages = (self.lines[first : min(first + LONGEST_FEED, end)] for first in range(after, end, LONGEST_FEED))
        replies = (b'{"result":[' + b",".join(each) + b'],"error":null}' for each in pages)
        return tuple(from_document(each) for reply in replies for each in read_reply(reply))


def content(views: Mapping[str, Iterable[Document]]) -> bytes:
    """What the views hold, in one spelling, so that two sides can be compared to the byte."""
    return canonical_json({name: sorted(each, key=lambda one: str(one["_id"])) for name, each in views.items()})
