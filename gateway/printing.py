"""The one way in which the gateway makes a PDF."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from threading import Thread

from contracts.refusals import Refusal
from documents.pdf import PdfUnavailable, load, pdf
from gateway.threads import in_thread
from shared_kernel.settling import settle

_log = logging.getLogger(__name__)


async def as_pdf(page: Callable[[], str], identifier: str) -> bytes:
    """The page as PDF, made beside the loop. Raises Refusal `service_unavailable` where nothing can be printed."""
    try:
        return await in_thread(lambda: pdf(page(), identifier))
    except PdfUnavailable:
        raise Refusal("service_unavailable") from None


@cache
def expect_printing() -> None:
    """Somebody looks at pages, and may print one: what prints is loaded meanwhile, once a process. Else the first to print would
    wait for it longer than a request may; and a gateway at which nobody looks does without its 25 MB."""
    Thread(target=_load, name="printer", daemon=True).start()


def _load() -> None:
    try:
        load()
    except PdfUnavailable:
        _log.warning("nothing can be printed: %s", PdfUnavailable.code)
    settle()
