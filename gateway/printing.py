"""The one way in which the gateway makes a PDF."""

from __future__ import annotations

from collections.abc import Callable

from contracts.refusals import Refusal
from documents.pdf import PdfUnavailable, pdf
from gateway.threads import in_thread


async def as_pdf(page: Callable[[], str], identifier: str) -> bytes:
    """The page as PDF, made beside the loop. Raises Refusal `service_unavailable` where nothing can be printed."""
    try:
        return await in_thread(lambda: pdf(page(), identifier))
    except PdfUnavailable:
        raise Refusal("service_unavailable") from None
