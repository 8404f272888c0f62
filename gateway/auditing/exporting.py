"""Puts an export together: from the trees, and the commits anew from the services that own them, so that what lies there now is shown."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audit.exporting import ACCESS, BLOCK, Block, blocks, export_lines
from audit.heads import SignedHead
from gateway.auditing.records import Records, Row
from gateway.auditing.trees import StoredNodes
from gateway.threads import in_thread

Feed = Callable[[str, int, int], Awaitable[Sequence[Mapping[str, Any]]]]
"""A service's commits as documents: its name, after which position, how many at most."""
MOST = 200


@dataclass(frozen=True)
class Span:
    """From one head (None: from the beginning) to another."""

    first: SignedHead | None
    last: SignedHead


def span_of(records: Records, authority: str, since: datetime | None, until: datetime | None) -> Span | None:
    """The heads between which all lies that was signed in this time; None where nothing is signed since."""
    first = records.last_head(authority, since) if since else None
    last = records.last_head(authority, until)
    if until:
        later = records.heads(authority, last.head.number if last else 0, 1)
        last = later[0] if later else last
    if last is None or (first and first.head.number >= last.head.number):
        return None
    return Span(first, last)


async def exported(records: Records, feed: Feed, span: Span) -> AsyncIterator[bytes]:
    """The export's lines. Raises what the store and the services raise: then it ends in the middle, and does not verify."""
    nodes = await in_thread(StoredNodes(records, span.last.head.authority).all_at_once)
    lines = export_lines(nodes, span.first, span.last, _blocks(records, feed, span))
    async for each in lines:
        yield each


async def _blocks(records: Records, feed: Feed, span: Span) -> AsyncIterator[Block]:
    first, last = span.first.head if span.first else None, span.last.head
    begin, number = (first.size, first.number) if first else (0, 0)
    for block in blocks(begin, last.size):
        start, end = block * BLOCK, min((block + 1) * BLOCK, last.size)
        rows = await in_thread(records.between, last.authority, start, end)
        heads = await in_thread(_heads_until, records, last, number, end)
        number = heads[-1].head.number if heads else number
        told = await _documents(feed, rows[max(0, begin - start) :])
        yield Block(block, tuple(each.leaf for each in rows), told, heads)


def _heads_until(records: Records, last: Any, after: int, end: int) -> tuple[SignedHead, ...]:
    """Those up to this size, the last one left out: a head is of more records than the one before it, so there are not many."""
    found = records.heads(last.authority, after, BLOCK)
    return tuple(each for each in found if each.head.size <= end and each.head.number < last.number)


async def _documents(feed: Feed, rows: Sequence[Row]) -> tuple[Mapping[str, Any] | None, ...]:
    """The records themselves, in order; None for a commit that its service does not have any more."""
    found: dict[str, Mapping[str, Any]] = {}
    for source in {each.leaf.source for each in rows} - {ACCESS}:
        found |= await _commits(feed, source, sorted(each.position for each in rows if each.leaf.source == source))
    return tuple(each.record if each.leaf.source == ACCESS else found.get(each.leaf.name) for each in rows)


async def _commits(feed: Feed, source: str, positions: Sequence[int]) -> dict[str, Mapping[str, Any]]:
    """By name, those at these positions."""
    found: dict[str, Mapping[str, Any]] = {}
    seen = 0
    for position in positions:
        if position <= seen:
            continue
        documents = await feed(source, position - 1, min(MOST, positions[-1] - position + 1))
        found |= {f"{source} {each['stream']}@{each['version']:08d}": each for each in documents}
        seen = max((each["position"] for each in documents), default=position)
    return found
