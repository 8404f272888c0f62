"""The page on paper: the same HTML, so that there is one design and one text."""

from __future__ import annotations

from documents.pdf import PdfUnavailable, pdf
from workbench.problems import Problem

LIBRARIES = "libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"


def as_pdf(html: str, identifier: str) -> bytes:
    """The printed page. Raises Problem where the machine lacks what prints."""
    try:
        return pdf(html, identifier)
    except PdfUnavailable:
        raise Problem(
            f"To print a PDF, WeasyPrint and its libraries are needed: apt-get install {LIBRARIES}, and 'pip install "
            "weasyprint' where it is missing. Or save the page with --html and print it from a browser."
        ) from None
