"""`python -m benchmarks.cascading.sinks SMTP_PORT HTTP_PORT TROUBLE`: mail and webhook sinks that behave as they are told.

GET /stats answers, of each custodian, the time of the first arrival and every message id that arrived.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections import defaultdict
from typing import Any, cast

from aiosmtpd.controller import Controller

from benchmarks.cascading.people import HANGS_SECONDS, Trouble, behaviour

_ID = re.compile(rb"Message-ID: <([^@>]+)@", re.IGNORECASE)
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_HOOK_ID = re.compile(rb"webhook-id: (\S+)", re.IGNORECASE)


class Sinks:
    """What arrived, and how often each was tried."""

    def __init__(self, trouble: Trouble) -> None:
        self._trouble = trouble
        self.arrived: dict[str, float] = {}
        self.ids: dict[str, list[str]] = defaultdict(list)
        self._tries: dict[str, int] = defaultdict(int)

    async def accepts(self, name: str) -> bool:
        """Whether it takes this try, after as long as that takes."""
        self._tries[name] += 1
        how = behaviour(name, self._trouble)
        if how == "hanging":
            await asyncio.sleep(HANGS_SECONDS)
        return how == "healthy" or how == "hanging" or (how == "flaky" and self._tries[name] > 1)

    def took(self, name: str, message_id: str) -> None:
        self.arrived.setdefault(name, time.time())
        self.ids[name].append(message_id)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        name = address.split("@")[0].upper()
        if not await self.accepts(name):
            return "550 no" if behaviour(name) == "refusing" else "451 later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        found = _ID.search(envelope.content)
        self.took(envelope.rcpt_tos[0].split("@")[0].upper(), found[1].decode() if found else "")
        return "250 OK"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._answer(reader, writer)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass  # whoever called has gone
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        await reader.readexactly(int(length[1]) if length else 0)
        path = head.split(b" ", 2)[1].decode().strip("/")
        if path == "stats":
            body = json.dumps({"arrived": self.arrived, "ids": self.ids}).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        elif await self.accepts(path):
            found = _HOOK_ID.search(head)
            self.took(path, found[1].decode() if found else "")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        else:
            status = b"403" if behaviour(path) == "refusing" else b"503"
            writer.write(b"HTTP/1.1 " + status + b" No\r\nContent-Length: 0\r\n\r\n")


async def main(smtp_port: int, http_port: int, trouble: Trouble) -> None:
    sinks = Sinks(trouble)
    Controller(sinks, hostname="127.0.0.1", port=smtp_port).start()
    server = await asyncio.start_server(sinks.serve, "127.0.0.1", http_port, backlog=1000)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), cast("Trouble", sys.argv[3])))
