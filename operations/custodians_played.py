"""`python -m operations.custodians_played SECRETS HOST MAIL_PORT HOOKS_PORT`: the custodians of a demonstration.

A mail server that takes in everything, and the custodians' own systems, of which each is asked by its name under `.example`. Of
20, two refuse, two hang and one is flaky; the authorities of the demonstration itself take what they are sent. Nothing of this
is for a deployment that holds real cases. GET /played says which is which, and what each was sent.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import yaml
from aiosmtpd.smtp import SMTP

from custody.bodies import custodians
from shared_kernel.delivery.signing import ID, NotSigned, verify

Behaviour = Literal["healthy", "refusing", "hanging", "flaky"]
TAKE_ALL = frozenset({"KEN", "LUT", "LIN", "NBL"})
HANGS_SECONDS = 30.0
_ADDRESS = re.compile(r"custodian-(?P<code>[a-z0-9-]+?)(?P<contact>-second|-out-of-hours)?@[a-z0-9-]+\.example")
_MESSAGE_ID = re.compile(rb"^Message-ID: <([^@>]+)@", re.IGNORECASE | re.MULTILINE)


def behaviours() -> dict[str, Behaviour]:
    """How each custodian behaves."""
    others = [code for code in sorted(custodians()) if code not in TAKE_ALL]
    found: dict[str, Behaviour] = dict.fromkeys(TAKE_ALL, "healthy")
    return found | {code: _of_twenty(place % 20) for place, code in enumerate(others)}


def _of_twenty(place: int) -> Behaviour:
    return "refusing" if place < 2 else "hanging" if place < 4 else "flaky" if place == 4 else "healthy"


class Played:
    """What each did so far; `secrets` are those that webhooks to them are signed with."""

    def __init__(self, secrets: Mapping[str, Sequence[str]]) -> None:
        self._secrets, self._how = secrets, behaviours()
        self._tries: Counter[str] = Counter()
        self.took: dict[str, list[str]] = defaultdict(list)

    async def status(self, code: str) -> int:
        """What it answers to this try, as HTTP says it, after as long as that takes."""
        self._tries[code] += 1
        how = self._how.get(code, "refusing")
        if how == "hanging":
            await asyncio.sleep(HANGS_SECONDS)
        if how == "flaky" and self._tries[code] == 1:
            return 503
        return 410 if how == "refusing" else 204

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802  # so it is called
        found = _ADDRESS.fullmatch(address.lower())
        status = await self.status(found["code"].upper()) if found else 410
        if status == 204:
            envelope.rcpt_tos.append(address)
        return {204: "250 OK", 503: "451 later"}.get(status, "550 nobody here takes it")

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # so it is called
        found, to = _MESSAGE_ID.search(envelope.content), _ADDRESS.fullmatch(envelope.rcpt_tos[0].lower())
        self.took[to["code"].upper() if to else ""].append(found[1].decode() if found else "")
        return "250 OK"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request to a custodian's own system."""
        try:
            status, body = await self._answered(reader)
            writer.write(b"HTTP/1.1 %d -\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body))
            await writer.drain()
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # whoever called has gone, or never spoke HTTP
        finally:
            writer.close()

    async def _answered(self, reader: asyncio.StreamReader) -> tuple[int, bytes]:
        first, *rest = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
        content = await reader.readexactly(int(headers.get("content-length", "0")))
        path = first.split(" ")[1]
        if path == "/played":
            return 200, json.dumps({"behaviours": self._how, "took": self.took}).encode()
        code = path.split("/")[1].removeprefix("alerts.").removesuffix(".example").upper()
        if not self._is_signed(code, headers, content):
            return 401, b""
        status = await self.status(code)
        if status == 204:
            self.took[code].append(headers[ID])
        return status, b""

    def _is_signed(self, code: str, headers: Mapping[str, str], content: bytes) -> bool:
        try:
            return any(verify(each, headers, content, int(time.time())) for each in self._secrets.get(code, ()))
        except NotSigned:
            return False


async def served(played: Played, host: str, mail_port: int, hooks_port: int) -> None:
    """Serves until it is ended."""
    loop = asyncio.get_running_loop()
    await loop.create_server(lambda: SMTP(played, loop=loop), host, mail_port, backlog=1000)
    hooks = await asyncio.start_server(played.serve, host, hooks_port, backlog=1000)
    await hooks.serve_forever()


def main(secrets: Path, host: str, mail_port: int, hooks_port: int) -> None:
    """Serves until it is ended."""
    asyncio.run(served(Played(yaml.safe_load(secrets.read_text("utf-8"))), host, mail_port, hooks_port))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
