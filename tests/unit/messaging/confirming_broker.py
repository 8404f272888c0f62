"""As much of a broker as a publisher with confirms meets, over a real connection: it does with each message as it is told.

It never lies: what it confirms, alone or with all before it, it has. Everything else it may do late, wrongly or not at all.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import Any, Literal

from pamqp import body, commands, frame, header
from pamqp.exceptions import UnmarshalingException

Verdict = Literal["confirm", "delay", "too_late", "gather", "refuse", "return", "drop", "swallow", "hang_up"]
DELAY, TOO_LATE = 0.002, 0.2  # seconds


class ConfirmingBroker:
    """`verdict` is asked for each message; `kept` are the positions of the wake-ups that it has. A thread of its own."""

    def __init__(self, verdict: Callable[[], Verdict]) -> None:
        self.verdict, self.kept = verdict, set[tuple[str, int]]()
        self._writers, self._tasks = set[asyncio.StreamWriter](), set[asyncio.Task[None]]()
        self._loop = asyncio.new_event_loop()
        self._server = self._loop.run_until_complete(asyncio.start_server(self._taken_on, "127.0.0.1", 0))
        self.amqp_uri = f"amqp://guest:guest@127.0.0.1:{self._server.sockets[0].getsockname()[1]}//"
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends the thread, and every connection with it."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        others = [each for each in asyncio.all_tasks() if each is not asyncio.current_task()]
        for each in others:
            each.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for writer in self._writers:  # also of a connection whose task was cancelled before it began
            writer.transport.abort()
        await asyncio.sleep(0)  # a socket closes in the turn after

    def _taken_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        task = self._loop.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await _Connection(self, reader, writer).serve()
        writer.close()
        self._writers.discard(writer)


class _Connection:
    def __init__(self, broker: ConfirmingBroker, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._broker, self._reader, self._writer = broker, reader, writer
        self._published = 0
        self._doubtful = False
        self._key, self._header = "", header.ContentHeader()

    async def serve(self) -> None:
        received = b""
        while chunk := await self._reader.read(65536):
            received += chunk
            while received:
                try:
                    size, channel, found = frame.unmarshal(received)
                except UnmarshalingException:
                    break
                if not size:
                    break
                received = received[size:]
                if not self._take(channel, found):
                    return

    def _say(self, said: frame.FrameTypes, channel: int) -> None:
        if not self._writer.is_closing():
            self._writer.write(frame.marshal(said, channel))

    def _take(self, channel: int, found: object) -> bool:
        match found:
            case header.ProtocolHeader():
                self._say(commands.Connection.Start(server_properties=_ABLE, mechanisms="PLAIN"), 0)
            case commands.Connection.StartOk():
                self._say(commands.Connection.Tune(channel_max=10, frame_max=131072, heartbeat=0), 0)
            case commands.Connection.Open():
                self._say(commands.Connection.OpenOk(), 0)
            case commands.Connection.Close():
                self._say(commands.Connection.CloseOk(), 0)
                return False
            case commands.Channel.Open():
                self._say(commands.Channel.OpenOk(), channel)
            case commands.Channel.Close():
                self._say(commands.Channel.CloseOk(), channel)
            case commands.Confirm.Select():
                self._say(commands.Confirm.SelectOk(), channel)
            case commands.Basic.Publish():
                self._key = found.routing_key
            case header.ContentHeader():
                self._header = found
            case body.ContentBody():
                return self._judge(channel, found.value)
        return True

    def _judge(self, channel: int, message: bytes) -> bool:
        """What becomes of a message. False: the connection ends here."""
        self._published += 1
        tag, verdict = self._published, self._broker.verdict()
        if verdict in ("confirm", "delay", "too_late", "gather", "swallow"):
            wake_up = json.loads(message)
            self._broker.kept.add((wake_up["service"], wake_up["position"]))
        else:
            self._doubtful = True
        loop = asyncio.get_running_loop()
        match verdict:
            case "confirm":
                self._say(commands.Basic.Ack(tag), channel)
            case "delay" | "too_late":
                later = DELAY if verdict == "delay" else TOO_LATE
                loop.call_later(later, self._say, commands.Basic.Ack(tag), channel)
            case "gather":
                # One confirm for all so far, where it has all so far.
                self._say(commands.Basic.Ack(tag, multiple=not self._doubtful), channel)
            case "refuse":
                self._say(commands.Basic.Nack(tag, requeue=False), channel)
            case "return":
                self._return(channel, tag, message)
            case "hang_up":
                return False
        return True

    def _return(self, channel: int, tag: int, message: bytes) -> None:
        """As a broker does with what is mandatory and reaches nobody: it comes back, and is confirmed."""
        self._say(commands.Basic.Return(312, "NO_ROUTE", "needfire.commits", self._key), channel)
        self._say(self._header, channel)
        self._say(body.ContentBody(message), channel)
        self._say(commands.Basic.Ack(tag), channel)


_ABLE: dict[str, Any] = {
    "product": "RabbitMQ",
    "capabilities": {
        "publisher_confirms": True,
        "basic.nack": True,
        "consumer_cancel_notify": True,
        "authentication_failure_close": True,
    },
}
