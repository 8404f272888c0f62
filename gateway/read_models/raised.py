"""What reports ask of cases: when each was raised, in which categories, how it stands; and where the facts are asked for, those.

Of each case one short text, packed by the month, the area and the edition in which it was raised, so that the thousands of a
year are read as a few documents. Nothing is sealed here, and nobody is named.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from access.readers import Reader
from access.visibility import Visibility, area_mark
from gateway.read_models.folding import Document, is_instant
from needfire.reporting import ReportedCase

Text = Callable[[Document], str]
MONTH = len("2026-11")
NOTHING_TOLD: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Raised:
    """What is known of the cases raised in a time: of whole areas that one sees, line by line; of others the documents.

    `of_areas` has the edition and the area of each group; a case's `told` has `facts` and `consultations`, as its document has them,
    where they were asked for.
    """

    of_areas: Mapping[tuple[str, str], tuple[ReportedCase, ...]]
    others: tuple[Document, ...]


def month_of(document: Document) -> str | None:
    """The month in which it was raised; None where that has not come here yet."""
    moment = str(document["order"]).partition("|")[0]
    return moment[:MONTH] if is_instant(moment) else None


def mark_of(document: Document) -> str:
    """The mark of its area, under its edition."""
    return area_mark(document["authority"], document["edition"], document["area"])


def line_of(document: Document) -> str:
    """What is counted of it."""
    return f"{document['order']}|{';'.join(_told(document).get('categories', ()))}"


def facts_of(document: Document) -> str:
    """What conditions are judged by, in the one way to write it."""
    told = _told(document)
    consulted = [{"with_role": each["with_role"]} for each in told.get("consultations", ())]
    facts = {"facts": told.get("facts", {}), "consultations": consulted}
    return f"{document['order']}|{json.dumps(facts, sort_keys=True)}"


def _told(document: Document) -> Document:
    told: Document = document.get("intake") or document.get("escalation", {})
    return told


def read(line: str, edition: str, facts: Mapping[str, str]) -> ReportedCase:
    """The case of a line, with its facts, of which there may be some, by id."""
    raised_at, notification_id, categories = line.split("|")
    known = facts.get(notification_id) if facts else None
    told = json.loads(known.split("|", 2)[2]) if known else NOTHING_TOLD
    return ReportedCase(notification_id, datetime.fromisoformat(raised_at), _split(categories), edition, told)


@lru_cache(1_000)  # of thousands of cases many are in the same
def _split(categories: str) -> tuple[str, ...]:
    return each_once(filter(None, categories.split(";")))


def each_once(categories: Iterable[str]) -> tuple[str, ...]:
    """As a report counts them."""
    return tuple(sorted(set(categories)))


def key_of(line: str) -> str:
    """Which case a line is of."""
    return line.split("|", 2)[1]


def areas_of(whose: Visibility) -> Iterator[tuple[str, str]]:
    """Each edition and area that there is for whoever works in the authority."""
    if isinstance(whose.reader, Reader):
        yield from ((edition.edition, area) for edition in whose.editions for area in whose.reader.directory.areas)


def areas_seen(whose: Visibility) -> Iterator[tuple[str, str]]:
    """Those of which every case is in their lists."""
    for edition, area in areas_of(whose):
        if area_mark(whose.authority, edition, area) in whose.marks:
            yield edition, area
