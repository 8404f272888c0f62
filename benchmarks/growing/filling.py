"""A store that holds so many commits already, and the views of their cases: written in bulk.

The cases that are asked later are chained; of the others nothing reads the hashes. All but a fixed number of cases are over: what waits
in a tray stays as much, what is over grows.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pymongo
from pymongo.database import Database

from benchmarks.growing.copied import COMMITS_A_CASE, Case, Document, chained_copies, copies, stream_name
from gateway.read_models import cases, tray_items
from gateway.read_models.folding import View
from shared_kernel.commits import Commit

AT_ONCE, ASKED, WAITING = 1_000, 50, 100


def asked(commits: int) -> list[int]:
    """The numbers of the cases that are asked, evenly over all that there are."""
    there = commits // COMMITS_A_CASE
    return sorted({each * there // ASKED for each in range(ASKED)})


def fill(intake: Database[Document], gateway: Database[Document], case: Case, commits: int) -> None:
    """Commits, cases and trays."""
    wanted = frozenset(asked(commits))
    _written(intake, "commits", _commits(case, commits // COMMITS_A_CASE, wanted))
    _written(gateway, cases.NAME, _cases(case, commits // COMMITS_A_CASE))
    _written(gateway, tray_items.NAME, _trays(case, commits // COMMITS_A_CASE))


def _written(database: Database[Document], name: str, documents: Iterator[Document]) -> None:
    while some := list(islice(documents, AT_ONCE)):
        with pymongo.timeout(120):  # a whole thousand at once, on a machine that may have more to do
            database[name].insert_many(some, ordered=False)


def _commits(case: Case, there: int, wanted: frozenset[int]) -> Iterator[Document]:
    for number in range(there):
        for each in (chained_copies if number in wanted else copies)(case, number):
            yield {"_id": f"{each['stream']}@{each['version']:08d}", **each}


def _cases(case: Case, there: int) -> Iterator[Document]:
    folded = _folded(cases.VIEW, "intake", case.told[:1])
    for number in range(there):
        name = stream_name(number)
        order = f"{folded['raised_at']}|{name}"
        yield {**folded, "_id": name, "person": f"person-{number}", "order": order, "ended_at": folded["raised_at"]}


def _trays(case: Case, there: int) -> Iterator[Document]:
    folded = _folded(tray_items.VIEW, "escalation", case.routed)
    over = {"marks": [], "due": dict.fromkeys(tray_items.KINDS, tray_items.NEVER)}
    waiting = {each * there // WAITING for each in range(WAITING)}
    for number in range(there):
        yield {**folded, "_id": stream_name(number), **({} if number in waiting else over)}


def _folded(view: View, source: str, commits: tuple[Commit, ...]) -> Document:
    document: Document | None = None
    for each in commits:
        document = view.fold(document, source, each)
    if document is None:
        raise LookupError("the case was not told of")
    return document
