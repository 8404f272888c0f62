"""A page that lies open, and what it shows when: ours is told that something has changed; a usual one asks again and again."""

from __future__ import annotations

import asyncio
import html
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

import httpx

RETRY = 3.0
"""Seconds after which a browser opens an ended stream anew: as the stream says."""
CHANGES = re.compile(r'data-changes="([^"]+)"')
Shown = Callable[[str], None]


class OpenPage(Protocol):
    """Somebody's page. `stay` keeps it open, and says of each state of it what it holds."""

    async def stay(self, shown: Shown) -> None:
        """Until it is cancelled."""


@dataclass
class Looked:
    """What was raised, by when it was meant to be; and each state of the page, with the moment at which it was there."""

    raised: dict[str, float] = field(default_factory=dict)
    states: list[tuple[float, str]] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def shown(self, text: str) -> None:
        """The page says this now."""
        if not self.states or self.states[-1][1] != text:
            self.states.append((time.perf_counter(), text))
        self.news.set()

    async def until(self, holds: Callable[[], object]) -> None:
        """Looks whenever the page is fetched."""
        while not holds():
            self.news.clear()
            await self.news.wait()

    def seconds(self) -> dict[str, float]:
        """Of each that was seen, from when it was meant to be raised to the first state that has it."""
        first = {each: next((at for at, text in self.states if each in text), None) for each in self.raised}
        return {each: at - self.raised[each] for each, at in first.items() if at is not None}

    def all_seen(self) -> bool:
        """Whether the page holds, or held, each."""
        return self.seconds().keys() == self.raised.keys()


@asynccontextmanager
async def signed_in(base_url: str, person: str) -> AsyncIterator[httpx.AsyncClient]:
    """A browser in which this person has signed in, at the demonstration's identity provider."""
    async with httpx.AsyncClient(base_url=base_url, timeout=30.0, trust_env=False, follow_redirects=True) as browser:
        form = await browser.get("/sign-in/begin", params={"provider": person.partition("-")[0], "next": "/tray"})
        (await browser.post(form.url, data={"sub": person})).raise_for_status()
        yield browser


@dataclass(frozen=True)
class LivePage:
    """The tray as a browser has it: when the stream says `changed`, the page is fetched again."""

    browser: httpx.AsyncClient

    async def stay(self, shown: Shown) -> None:
        while True:
            page = (await self.browser.get("/tray")).raise_for_status().text
            shown(page)
            found = CHANGES.search(page)
            assert found is not None, "the tray says where its changes are told"
            await self._until_changed(html.unescape(found[1]))

    async def _until_changed(self, address: str) -> None:
        while True:
            async with self.browser.stream("GET", address) as told:
                async for line in told.aiter_lines():
                    if line == "event: changed":
                        return
            await asyncio.sleep(RETRY)


@dataclass(frozen=True)
class PollingPage:
    """A page that is fetched every so many seconds, counted from the beginning of the fetch before."""

    browser: httpx.AsyncClient
    every: float

    async def stay(self, shown: Shown) -> None:
        while True:
            began = time.perf_counter()
            shown((await self.browser.get("/tray")).raise_for_status().text)
            await asyncio.sleep(max(0.0, self.every - (time.perf_counter() - began)))
