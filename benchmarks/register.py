"""How long the dashboard of a register takes, a picture of one young person's scores, and what they keep in memory.

A register of 10,000 entries, each with three years of reviews (52
assessments, every three weeks), in a store. Beside the dashboard stands its limit: one area's page alone, asked for by
its days, read and not told, nothing counted.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from access import Reader
from access.visibility import Visibility, visibility
from benchmarks.deciding import Timed
from benchmarks.numbers import percentile, spread
from benchmarks.standing import standing
from gateway.read_models.folding import Document
from gateway.read_models.register_lines import counted, list_mark
from gateway.read_models.register_mongo import MongoRegister
from gateway.words.register import line_told
from gateway.words.register_pictures import pictures_of
from needfire.directory.loading import load_directory
from needfire.instruments.register import RegisterRules
from operations.process_list import STORE
from shared_kernel.settings import Settings
from shared_kernel.stores import connect, database
from shared_kernel.time import instant_text
from workbench.sources import source

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
DIRECTORY = Path(__file__).parents[1] / "examples" / "directories" / "northumberland.yaml"
READER, ROLE, PAGE, ENTRIES, REVIEWS, WRITTEN_AT_ONCE = (
    "northumberland-group-chair", "risk_management_group", 50, 10_000, 52, 200,
)  # fmt: skip
SECTIONS = ("emotional_health", "sexual_health", "social", "substance_misuse", "offending", "absconding")
LEVELS = ("low", "medium", "high", "very_high")


@dataclass(frozen=True)
class Registered:
    """The dashboard and its limit; the picture of one entry; the most that a dashboard keeps in memory, in bytes."""

    dashboard: Timed
    bare: Timed
    picture: Timed
    memory: int
    entries: int


def measured(uri: str, rounds: int, times: int, entries: int) -> Registered:
    """On this store, which is filled first."""
    settings = Settings(mongodb_uri=uri, database_prefix="bench_register")
    edition = source("northumberland 2013-01").edition
    register = edition.register
    if register is None:
        raise LookupError("the edition keeps no register")
    directory = load_directory(DIRECTORY.read_text("utf-8"), DIRECTORY.name)
    whose = visibility(Reader(READER, "northumberland", directory, NOW), (edition,))
    with connect(settings) as client:
        own = database(client, settings, "gateway")
        store = MongoRegister(own)
        _fill(store, entries)
        shown = _timed(rounds, times, lambda: _dashboard(store, whose, register))
        bare = _timed(rounds, times, lambda: _bare(own["register"]))
        tracemalloc.start()
        _dashboard(store, whose, register)
        memory = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    case = _case()
    picture = _timed(rounds, times, lambda: pictures_of(case, {each: each for each in SECTIONS}))
    return Registered(shown, bare, picture, memory, entries)


def _dashboard(store: MongoRegister, whose: Visibility, register: RegisterRules) -> object:
    """As the gateway makes its first page; names are opened for the page alone, which `make bench` measures as sealing."""
    everybody = store.overview(whose, "on_register")
    page = store.some(whose, "on_register", [each.notification_id for each in everybody[:PAGE]])
    return counted(everybody, instant_text(NOW), LEVELS), [line_told(each, None, register, NOW) for each in page]


def _bare(collection: Any) -> list[Document]:
    asked = {"$gt": "", "$lt": instant_text(NOW - timedelta(days=9))}  # below it is the first day of all that are due
    mark = list_mark("northumberland", ROLE, "blyth", "on_register")
    return list(collection.find({"marks": mark, "order": asked}).sort("order", 1).limit(PAGE))


def _timed(rounds: int, times: int, do: Callable[[], object]) -> Timed:
    p50, p99 = [], []
    for _ in range(rounds):
        took = []
        for _ in range(times):
            began = time.perf_counter()
            do()
            took.append(time.perf_counter() - began)
        p50.append(percentile(took, 50))
        p99.append(percentile(took, 99))
    return Timed(spread(p50), spread(p99))


def _fill(store: MongoRegister, entries: int) -> None:
    """As the worker saves them, each as it is after three years: they are not folded one review at a time."""
    for first in range(0, entries, WRITTEN_AT_ONCE):
        store.save([(None, _line(number)) for number in range(first, min(first + WRITTEN_AT_ONCE, entries))])


def _line(number: int) -> Document:
    name, area = f"notification-{number:07}", ("blyth", "berwick")[number % 2]
    due = NOW + timedelta(days=number % 40 - 10)
    mark, level = list_mark("northumberland", ROLE, area, "on_register"), LEVELS[(number + REVIEWS - 1) % 4]
    cycles = ({"cycle": "monthly_review", "title": "Plan", "due": instant_text(due), "governs": True},)
    return {
        "_id": name, "authority": "northumberland", "area": area, "edition": "2013-01", "facts": {"age_years": 15},
        "stage": "on_register", "roles": [ROLE], "trend": [_noted(number, review) for review in range(REVIEWS)],
        "due": list(cycles), "plan": {"number": 9, "actions": {f"action-{each}": ["2026-11-20", False] for each in range(6)}},
        "unmet": ["support"], "copies": [2, 3], "asks": 0, "entered_at": instant_text(NOW - timedelta(days=1095)),
        "step_down_ends": None, "level": level, "marks": [mark],
        "order": f"{instant_text(due)}|{name}", "versions": {"risk_management": 150},
    }  # fmt: skip


def _noted(number: int, review: int) -> str:
    total = 60 - review + number % 7
    at = instant_text(NOW - timedelta(weeks=3 * (REVIEWS - review)))
    return f"{review + 1:04}|{at}|{LEVELS[(number + review) % 4]}|{total}|{total}"


def _case() -> Document:
    begun = {}
    for review in range(REVIEWS):
        total = {"lowest": 60 - review, "highest": 60 - review}
        sections = [{"section": each, "lowest": 10 - review // 6, "highest": 10} for each in SECTIONS]
        begun[str(review + 1)] = {
            "number": review + 1,
            "noted": {"level": "high", "total": total, "sections": sections},
        }
    return {"risk_management": {"assessments": begun}}


def with_a_store(folder: Path, rounds: int, times: int, entries: int) -> Registered:
    """On a store of its own that is started and ended here."""
    with standing(folder, STORE) as platform:
        return measured(platform.addresses.mongodb_uri, rounds, times, entries)


def lines(found: Registered) -> list[str]:
    """What was measured, line by line, as the other sections of the report."""
    return [
        "",
        f"A register of {found.entries:,} entries with three years of reviews, milliseconds",
        f"  {'':<32}{'p50':>24}{'p99':>24}",
        _line_of("dashboard, with its numbers", found.dashboard),
        _line_of("a page of one area: its limit", found.bare),
        _line_of(f"picture of {REVIEWS} assessments", found.picture),
        f"  most memory for a dashboard        {found.memory / 1_000_000:,.0f} MB",
    ]


def _line_of(name: str, timed: Timed) -> str:
    told = (
        f"{each.median * 1e3:,.2f} ({each.lowest * 1e3:,.2f}-{each.highest * 1e3:,.2f})"
        for each in (timed.p50, timed.p99)
    )
    return f"  {name:<32}" + "".join(f"{each:>24}" for each in told)
