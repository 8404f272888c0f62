"""How long a decision about access takes, and a page of fifty among a hundred thousand cases.

Beside the decision stands its floor: one look into the
directory for one post, of which a decision needs several. Beside the page stands its limit: the same store asked for the fifty
newest documents of the collection by one mark, nobody's rights looked at, nothing decided and nothing told. Of decisions the CPU
time counts, since they wait for nothing; of pages the clock on the wall.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from access import Case, Deed, Item, Reader, Thing, hidden_particulars, judge
from access.visibility import Visibility, area_mark, person_marks, visibility
from benchmarks.numbers import Spread, percentile, spread
from benchmarks.standing import standing
from gateway.known import known_case
from gateway.read_models.folding import Document
from gateway.read_models.mongo import MongoCases
from needfire.directory.loading import load_directory
from needfire.procedure import Edition
from operations.process_list import STORE
from shared_kernel.looking_back import AFTER_ALL
from shared_kernel.settings import Settings
from shared_kernel.stores import connect, database
from shared_kernel.time import instant_text
from workbench.sources import source

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
DIRECTORY = Path(__file__).parents[1] / "examples" / "directories" / "kent.yaml"
PAGE, CASES, WRITTEN_AT_ONCE = 50, 100_000, 250
READER = "kent-assistant-director"
DEEDS: tuple[Deed, ...] = ("read_case", "update", "close", "read_item", "work_task", "decide_task")


@dataclass(frozen=True)
class Timed:
    """Seconds, over several rounds: the middle one and the one that one in a hundred takes longer than."""

    p50: Spread
    p99: Spread


@dataclass(frozen=True)
class Deciding:
    """A decision and its floor; a page and its limit, over so many cases (None where there is no store)."""

    decision: Timed
    look_up: Timed
    page: Timed | None = None
    bare: Timed | None = None
    cases: int = 0


def measured(rounds: int, times: int) -> Deciding:
    """The decision alone."""
    edition = source("kent 2023-12").edition
    asked = list(_questions(edition, times))
    readers = _readers()
    decision = _timed(rounds, [lambda each=each: _decided(*each) for each in asked], time.thread_time)  # type: ignore[misc]
    looked = list(islice(cycle([(reader, role) for reader in readers for role in edition.roles]), times))
    look_up = _timed(rounds, [lambda each=each: each[0].holds(each[1], "thanet") for each in looked], time.thread_time)  # type: ignore[misc]
    return Deciding(decision, look_up)


def _decided(reader: Reader, deed: Deed, thing: Thing, case: Case) -> None:
    if judge(reader, deed, thing) is None:
        hidden_particulars(reader, case, tuple(each.rule for each in case.edition.restrictions))


def _questions(edition: Edition, times: int) -> Iterator[tuple[Reader, Deed, Thing, Case]]:
    """Everybody of the directory, every deed on a case or on a task of it, in an order that is the same each time."""
    chance, readers = random.Random(17), _readers()  # no secret: it only mixes them
    people, roles = [each.person for each in readers], list(edition.roles)
    for number in range(times):
        raised = chance.choice(people)
        case = Case("kent", "thanet", edition, raised, frozenset({raised, chance.choice(people)}))
        deed = DEEDS[number % len(DEEDS)]
        item = Item(case, chance.choice(roles), (chance.choice(people),))
        yield (
            readers[number % len(readers)],
            deed,
            item if deed in ("read_item", "work_task", "decide_task") else case,
            case,
        )


def _readers() -> list[Reader]:
    directory = load_directory(DIRECTORY.read_text("utf-8"), DIRECTORY.name)
    return [Reader(each.id, "kent", directory, NOW) for each in directory.people]


def _timed(rounds: int, does: Sequence[Callable[[], object]], clock: Callable[[], float]) -> Timed:
    p50, p99 = [], []
    for _ in range(rounds):
        took = []
        for do in does:
            began = clock()
            do()
            took.append(clock() - began)
        p50.append(percentile(took, 50))
        p99.append(percentile(took, 99))
    return Timed(spread(p50), spread(p99))


def with_pages(found: Deciding, uri: str, rounds: int, times: int, cases: int) -> Deciding:
    """The pages too, over so many cases in this store, each page as the gateway finds one."""
    settings = Settings(mongodb_uri=uri, database_prefix="bench_access")
    edition = source("kent 2023-12").edition
    reader = next(each for each in _readers() if each.person == READER)
    whose = visibility(reader, (edition,))
    with connect(settings) as client:
        own = database(client, settings, "gateway")
        store = MongoCases(own)
        _fill(own["cases"], edition, cases)
        places = _places(cases, times)
        mark = area_mark("kent", edition.edition, "thanet")
        page = _timed(rounds, [lambda at=at: _page(store, whose, edition, at) for at in places], time.perf_counter)  # type: ignore[misc]
        bare = _timed(rounds, [lambda at=at: _bare(own["cases"], mark, at) for at in places], time.perf_counter)  # type: ignore[misc]
    return Deciding(found.decision, found.look_up, page, bare, cases)


def _page(store: MongoCases, whose: Visibility, edition: Edition, before: str | None) -> list[Document]:
    reader = whose.reader
    found = store.visible(visibility(reader, whose.editions), before, PAGE + 1, NOW)
    return [each for each in found if judge(reader, "read_case", known_case(each, edition)) is None]


def _bare(collection: Any, mark: str, before: str | None) -> list[Document]:
    asked = {"marks": mark, "order": {"$gte": instant_text(NOW - timedelta(hours=48)), "$lt": before or AFTER_ALL}}
    return list(collection.find(asked).sort("order", -1).limit(PAGE + 1))


def _fill(collection: Any, edition: Edition, cases: int) -> None:
    people = [each.person for each in _readers()]
    for first in range(0, cases, WRITTEN_AT_ONCE):
        numbers = range(first, min(first + WRITTEN_AT_ONCE, cases))
        collection.insert_many([_case(number, edition, people) for number in numbers])


def _case(number: int, edition: Edition, people: Sequence[str]) -> Document:
    """A case of one of the two areas, three minutes after the one before."""
    area, raised_by = ("thanet", "ashford")[number % 2], people[number % len(people)]
    name, raised = f"notification-{number:07}", NOW - timedelta(minutes=3 * number)
    facts = {"subject_kind": "child", "happened": ["missing"], "open_to_services": True}
    intake = {"facts": facts, "restrictions": [], "shares": [], "emergency": [], "sealed": "s2." + "A" * 1_000}
    return {
        "_id": name, "authority": "kent", "area": area, "edition": edition.edition, "raised_by": raised_by,
        "raised_at": instant_text(raised), "order": f"{instant_text(raised)}|{name}", "involved": [raised_by],
        "marks": [area_mark("kent", edition.edition, area), *person_marks("kent", [raised_by])],
        "items": [f"task-{number:07}-{task}" for task in range(1, 6)], "shared": {}, "intake": intake,
        "versions": {"intake": 1},
    }  # fmt: skip


def _places(cases: int, times: int) -> list[str | None]:
    """The first page mostly, as people ask, and one that lies deeper each fourth time."""
    chance = random.Random(17)  # no secret: it only mixes them
    deep = (NOW - timedelta(minutes=3 * chance.randrange(cases // 2)) for _ in range(times))
    return [f"{instant_text(at)}|" if number % 4 == 3 else None for number, at in enumerate(deep)]


def with_a_store(found: Deciding, folder: Path, rounds: int, times: int, cases: int) -> Deciding:
    """As `with_pages`, on a store of its own that is started and ended here."""
    with standing(folder, STORE) as platform:
        return with_pages(found, platform.addresses.mongodb_uri, rounds, times, cases)


def lines(found: Deciding) -> list[str]:
    """What was measured, line by line, as the other sections of the report."""
    return [
        "",
        "Access: a decision with what its restrictions hide, microseconds",
        f"  {'':<32}{'p50':>24}{'p99':>24}",
        _line("decision", found.decision, 1e6),
        _line("one post looked up: its floor", found.look_up, 1e6),
        *_pages(found),
    ]


def _pages(found: Deciding) -> list[str]:
    if found.page is None or found.bare is None:
        return []
    return [
        "",
        f"A page of {PAGE} among {found.cases:,} cases, milliseconds",
        f"  {'':<32}{'p50':>24}{'p99':>24}",
        _line("found, judged one by one", found.page, 1e3),
        _line("one mark, nothing judged: the limit", found.bare, 1e3),
    ]


def _line(name: str, timed: Timed, scale: float) -> str:
    shown = (
        f"{each.median * scale:,.1f} ({each.lowest * scale:,.1f}-{each.highest * scale:,.1f})"
        for each in (timed.p50, timed.p99)
    )
    return f"  {name:<35}" + "".join(f"{each:>24}" for each in shown).replace("   ", "", 1)
