"""The page as PDF: tagged, so that it can be read out (PDF/UA), and the same to the byte for the same page."""

from __future__ import annotations

import logging


class PdfUnavailable(Exception):
    """The machine lacks what prints: WeasyPrint, Pango and a font."""

    code = "pdf_unavailable"


def load() -> None:
    """Loads what prints and its fonts, which takes a second or two, so that the first page need not wait. Raises PdfUnavailable."""
    pdf("<html lang='en'><title>Loading</title><p>Loading</html>", "loading")


def pdf(html: str, identifier: str) -> bytes:
    """The printed page; it fetches nothing. Raises PdfUnavailable."""
    try:
        import weasyprint
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError):
        raise PdfUnavailable("WeasyPrint and its libraries are needed to print.") from None
    for noisy in ("weasyprint", "fontTools"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    nothing_outside = URLFetcher(allowed_protocols=("data",))
    document = weasyprint.HTML(string=html, url_fetcher=nothing_outside)
    printed: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier.encode())
    return printed
