"""A way to the broker or the store that can be cut, slowed down, or left half open."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from threading import Thread
from typing import Literal

State = Literal["open", "cut", "slow", "half_open"]
CHUNK, PAUSE = 65536, 0.05  # bytes; seconds between two pieces of what is slow
SLOW_PIECE = 1024  # bytes


class Proxy:
    """Listens on `port` and goes on to `target`, both on this machine. `state` may be changed from any thread at any time.

    "cut": connections are gone, and none comes about. "half_open": they stand, and nothing that is answered comes through.
    """

    def __init__(self, port: int, target: int) -> None:
        self.port, self._target = port, target
        self._state: State = "open"
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._answers = asyncio.Event()
        self._answers.set()
        self._thread = Thread(target=self._loop.run_forever, name=f"proxy {port}", daemon=True)
        self._server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", port))
        self._thread.start()

    @property
    def state(self) -> State:
        return self._state

    @state.setter
    def state(self, state: State) -> None:
        self._state = state
        self._loop.call_soon_threadsafe(self._answers.clear if state == "half_open" else self._answers.set)
        if state == "cut":
            self._loop.call_soon_threadsafe(self._cut)

    def close(self) -> None:
        """Ends the thread, and every connection with it."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        self._cut()
        others = [each for each in asyncio.all_tasks() if each is not asyncio.current_task()]
        for each in others:
            each.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _cut(self) -> None:
        for each in tuple(self._open):
            each.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            if self._state == "cut":
                return
            there, back = await asyncio.open_connection("127.0.0.1", self._target)
            self._open.add(back)
            try:
                await asyncio.gather(self._pass(reader, back, forth=True), self._pass(there, writer, forth=False))
            finally:
                self._open.discard(back)
                back.transport.abort()
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(writer)
            writer.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, forth: bool) -> None:
        with suppress(OSError):
            while data := await reader.read(SLOW_PIECE if self._state == "slow" else CHUNK):
                if not forth:
                    await self._answers.wait()
                if self._state == "slow":
                    await asyncio.sleep(PAUSE)
                writer.write(data)
                await writer.drain()
        writer.close()
