"""Asks every page, one request after the other, each through the whole application: how long it took and what came back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.types import ASGIApp, Message, Scope

from benchmarks.pages.asked import ASKED, Asked
from benchmarks.pages.begun import begun
from benchmarks.pages.world import Ids
from benchmarks.processes import Family
from operations.process_list import STORE
from tests.unit.gateway.callers import Callers, cookie_of
from tests.unit.gateway.house import House

HOST = "gateway.example"
TOO_LATE = 503
PAPER, PAPERS_EVERY = ".pdf", 5


@dataclass(frozen=True)
class Answered:
    """Seconds by the clock, CPU seconds of this process and of the store, bytes of head and body."""

    seconds: float
    cpu: float
    store_cpu: float
    size: int
    status: int
    is_right: bool

    @property
    def is_late(self) -> bool:
        """It would have taken longer than a request may."""
        return self.status == TOO_LATE


def asked_of_all(
    house: House, callers: Callers, ids: Mapping[str, Ids], times: int, run: Path
) -> Mapping[str, list[Answered]]:
    """Each page so many times, papers a fifth as often, after once that does not count."""
    cookies = {each.by: cookie_of(callers.signed_in(each.by)) if each.by else "" for each in ASKED.values()}
    known = {**ids, **begun(house, callers, ids)}
    store = Family(run, [STORE])
    found: dict[str, list[Answered]] = {path: [] for path in ASKED}
    for number in range(times + 1):
        for path, asked in ASKED.items():
            if path.endswith(PAPER) and number > 1 and number % PAPERS_EVERY:
                continue
            scope = _scope(path.format(**known[asked.of]), asked.query, cookies[asked.by])
            found[path].append(callers._portal.call(_answered, house.app, scope, store, asked))
    return {path: each[1:] for path, each in found.items()}


async def _answered(app: ASGIApp, scope: Scope, store: Family, asked: Asked) -> Answered:
    told: list[Message] = []
    asked_for: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if asked_for:
            return asked_for.pop()
        return await asyncio.Future()  # the browser stays

    async def send(message: Message) -> None:
        told.append(message)

    of_store, cpu, began = store.cpu()[STORE], time.process_time(), time.perf_counter()
    await app(scope, receive, send)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    status = int(told[0]["status"])
    return Answered(
        seconds, cpu, store.cpu()[STORE] - of_store, _size(told), status, status in (asked.status, TOO_LATE)
    )


def _size(told: list[Message]) -> int:
    """As HTTP/1.1 sends it, without the line of the status."""
    heads = sum(len(name) + len(value) + 4 for name, value in told[0]["headers"])
    return heads + sum(len(each.get("body", b"")) for each in told[1:])


def _scope(path: str, query: str, cookie: str) -> Scope:
    """A browser's request."""
    headers = {"host": HOST, "accept": "text/html", "accept-encoding": "gzip", "cookie": cookie}
    return {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": path, "raw_path": path.encode(), "root_path": "", "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 50_000), "server": (HOST, 80), "state": {},
    }  # fmt: skip
