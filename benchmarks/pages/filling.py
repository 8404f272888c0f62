"""What was played, in a store and many times over: each copy a case of its own, with its own ids.

The newest hundredth are whole, about the same people, and wait in trays. The older ones have ended, two about each person, and hold
what lists and reports ask of a case, not their story: nobody reads a hundred thousand of those at once, and the store would be
filled for an hour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import Any

import orjson
import pymongo

from benchmarks.pages.world import World
from gateway.read_models import cases, register_lines, tray_items
from gateway.read_models.documents import Documents
from gateway.read_models.folding import Document
from shared_kernel.time import instant_text
from tests.unit.casework.case import NOON
from tests.unit.gateway.house import House

APART, WRITTEN_AT_ONCE, REVIEWS, CASES_A_PERSON = timedelta(minutes=26), 100, 52, 2
"""A case each 26 minutes: a hundred thousand in five years."""
PATIENCE_SECONDS = 60.0
"""For a batch: a busy machine may take longer over it than a request may wait."""
OPEN = 0.01
"""How many of the cases are open, of one: these are whole."""
BESIDE = {"concerns": 0.005, "cascades": 0.002, "received": 0.002}
"""How many there are of what is not a case, to each case."""
DRILL = "exercise-1.1"
LEVELS = ("low", "medium", "high", "very_high")
Store = dict[str, Documents]


def filled(house: House, world: World, stores: Store, number: int, entries: int) -> None:
    """So many cases, and so many lines on the register, in these stores, by the names of their views."""
    played = {each.view.name: getattr(each.documents, "every")() for each in house.views}  # noqa: B009
    for name, documents in played.items():
        _saved(stores[name], iter(documents))
        if name in BESIDE:
            templates = [each for each in documents if each["_id"] != DRILL]
            change = partial(_came_before, APART / BESIDE[name])
            _saved(stores[name], _copies(templates, int(number * BESIDE[name]), change=change))
    _saved(stores[cases.NAME], _cases(house, world.ordinary, number))
    trays = [each for each in played[tray_items.NAME] if each["_id"] in world.ordinary]
    _saved(stores[tray_items.NAME], _copies(trays, int(number * OPEN)))
    lines = [each for each in played[register_lines.NAME] if each["_id"] in world.registered]
    _saved(stores[cases.NAME], _cases(house, world.registered, entries, "e"))
    _saved(stores[register_lines.NAME], _copies(lines, entries, "e", _on_the_register))


def _saved(store: Documents, documents: Iterator[Document]) -> None:
    while batch := list(islice(documents, WRITTEN_AT_ONCE)):
        with pymongo.timeout(PATIENCE_SECONDS):
            store.save([(None, each) for each in batch])


def _copies(
    documents: Sequence[Document], number: int, kind: str = "c", change: Callable[[Document, int], None] | None = None
) -> Iterator[Document]:
    """Each under other ids, in turn; the ids in them stay with one another."""
    texts = [(orjson.dumps(each), str(each["_id"]).partition("-")[2].partition(".")[0].encode()) for each in documents]
    for number_of_it in range(number):
        text, own = texts[number_of_it % len(texts)]
        copy: Document = orjson.loads(
            text.replace(own, f"{kind}{number_of_it:07}-0000-7000-8000-000000000000".encode())
        )
        if change:
            change(copy, number_of_it)
        yield copy


def _cases(house: House, ids: Sequence[str], number: int, kind: str = "c") -> Iterator[Document]:
    templates = [house.cases.load([each])[each] for each in ids]
    return _copies(templates, number, kind, partial(_raised_before, int(number * OPEN)))


def _came_before(apart: timedelta, document: Document, number: int) -> None:
    document["order"] = f"{instant_text(NOON - apart * (number + 1))}|{document['_id']}"


def _raised_before(still_open: int, case: Document, number: int) -> None:
    raised = instant_text(NOON - APART * (number + 1))
    case.update(raised_at=raised, order=f"{raised}|{case['_id']}")
    if number >= still_open:
        case.update(_ended(case, raised))
        _of_another(case, number // CASES_A_PERSON)


def _of_another(case: Document, number: int) -> None:
    """It is about somebody else, whose key was never made: nobody has thousands of cases."""
    for each in (case, case["intake"], case["escalation"]):
        each["person"] = f"person-c{number:07}-0000-7000-8000-000000000000"


def _ended(case: Document, raised: str) -> Document:
    intake, routed = case["intake"], case["escalation"]
    kept = ("person", "area", "edition", "raised_by", "facts", "categories", "named", "restrictions", "consultations")
    lists: dict[str, Any] = {
        "timeline": [],
        "updates": [],
        "shares": [],
        "emergency": [],
        "raised_at": raised,
        "number": 1,
    }
    told = (
        {name: intake[name] for name in kept}
        | lists
        | {"sealed": intake["sealed"], "ended": {"how": "closed", "at": raised}}
    )
    beside: dict[str, Any] = {"tasks": {}, "notices": {}, "clocks": {}, "duties": {}, "vacancies": [], "timeline": []}
    own = {
        name: routed[name]
        for name in ("person", "area", "edition", "route", "raised_by", "raised_at", "people", "ended")
    }
    marks = [each for each in case["marks"] if " role " not in each and " owed " not in each]
    return {"intake": told, "escalation": own | beside, "marks": marks, "items": [], "state": "closed", "next_due": None,
            "next_due_title": None, "breached": False, "ended_at": raised}  # fmt: skip


def _on_the_register(line: Document, number: int) -> None:
    due = instant_text(NOON + timedelta(days=number % 40 - 10))
    at = [instant_text(NOON - timedelta(weeks=3 * (REVIEWS - each))) for each in range(REVIEWS)]
    totals = [60 - each + number % 7 for each in range(REVIEWS)]
    trend = [
        f"{each + 1:04}|{at[each]}|{LEVELS[(number + each) % 4]}|{totals[each]}|{totals[each]}"
        for each in range(REVIEWS)
    ]
    dues = [{**each, "due": due} for each in line["due"]]
    line.update(trend=trend, due=dues, order=f"{due}|{line['_id']}", level=LEVELS[(number + REVIEWS - 1) % 4])
    line.update(unmet=["support"] if number % 3 == 0 else [])
