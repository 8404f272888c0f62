"""Whether a record is what its own hash says, and follows from the one before it in its stream or chain."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audit import entries
from audit.exporting import ACCESS
from shared_kernel import commits
from shared_kernel.errors import CodedError

REMEMBERED = 100_000
"""Of how many streams the last record's hash is remembered, those seen last: what makes the memory constant."""


@dataclass(frozen=True)
class Link:
    """A record as far as its stream goes: `hashed` is the hash that its content has, `hash` the one that it states."""

    name: str
    stream: str
    number: int
    authority: str
    previous_hash: str
    hash: str
    hashed: str


class NotARecord(ValueError):
    """A line that is no record."""


def link_of(line: bytes) -> Link:
    """The record in a line. Raises NotARecord."""
    try:
        told = json.loads(line)
        source, record = told["source"], told["record"]
        return _of_access(record) if source == ACCESS else _of_commit(source, record)
    except (ValueError, KeyError, TypeError, RecursionError, AttributeError, CodedError):
        raise NotARecord from None


def _of_access(record: Mapping[str, Any]) -> Link:
    body = {key: value for key, value in record.items() if key != "hash"}
    return _link(ACCESS, record["chain"], record["number"], record, entries.hash_of(body))


def _of_commit(source: str, record: Mapping[str, Any]) -> Link:
    return _link(source, record["stream"], record["version"], record, commits.hash_of_document(record))


def _link(source: str, stream: str, number: int, record: Mapping[str, Any], hashed: str) -> Link:
    name = f"{source} {stream}@{number:08d}"
    return Link(name, stream, number, record["authority"], record["previous_hash"], record["hash"], hashed)


class Links:
    """Follows every stream through an export; `whole`: the export begins with the tree's first record."""

    def __init__(self, authority: str, whole: bool) -> None:
        self._authority, self._all_known = authority, whole
        self._last: OrderedDict[tuple[str, str], tuple[int, str]] = OrderedDict()

    def problem(self, link: Link) -> str | None:
        """What is wrong with the record, in a sentence; None where it is right and follows."""
        if link.authority != self._authority and link.number == 1:
            return "It is another authority's."
        if link.hash != link.hashed:
            return "It is not what its own hash says: it was changed before it came under the tree."
        key = (link.name.partition(" ")[0], link.stream)
        before = self._last.pop(key, None) or ((0, "") if self._all_known else None)
        self._remember(key, link)
        if before is None:
            return None
        number, hashed = before
        if link.number != number + 1:
            return f"Number {number + 1} of its stream should come here: it was lost before it came under the tree."
        if link.previous_hash != hashed:
            return "It does not follow from the record before it in its stream."
        return None

    def _remember(self, key: tuple[str, str], link: Link) -> None:
        self._last[key] = (link.number, link.hash)
        if len(self._last) > REMEMBERED:
            self._last.popitem(last=False)
            self._all_known = False  # a stream that comes again may be one that was forgotten
