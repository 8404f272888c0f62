"""The one way in which the gateway makes a PDF."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from threading import Thread

from contracts.refusals import Refusal
from documents.pdf import PdfUnavailable, load, pdf
from gateway.threads import in_thread
from shared_kernel.settling import settle

SECONDS = 20.0
"""The longest that is printed, once everything is read: whoever prints waits longer than whoever looks, and not for ever."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Paper:
    """A page to print, of which everything is read; `identifier` is what its file is known by."""

    page: Callable[[], str]
    identifier: str


async def printed(paper: Paper) -> bytes:
    """The PDF, made beside the loop. Raises Refusal `service_unavailable` where nothing can be printed, TimeoutError."""
    try:
        async with asyncio.timeout(SECONDS):
            return await in_thread(lambda: pdf(paper.page(), paper.identifier))
    except PdfUnavailable:
        raise Refusal("service_unavailable") from None


@cache
def expect_printing() -> None:
    """Somebody looks at pages, and may print one: what prints is loaded meanwhile, once a process. Else the first to print would
    wait for it; and a gateway at which nobody looks does without its 25 MB."""
    Thread(target=_load, name="printer", daemon=True).start()


def _load() -> None:
    try:
        load()
    except PdfUnavailable:
        _log.warning("nothing can be printed: %s", PdfUnavailable.code)
    settle()
