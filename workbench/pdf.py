"""The page as PDF: the same HTML, printed by WeasyPrint, so that there is one design and one text."""

from __future__ import annotations

import logging

from workbench.problems import Problem

LIBRARIES = "libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"


def as_pdf(html: str) -> bytes:
    """The printed page. Raises Problem where the machine lacks what prints."""
    try:
        import weasyprint
    except (ImportError, OSError):
        raise Problem(
            f"To print a PDF, WeasyPrint and its libraries are needed: apt-get install {LIBRARIES}, and 'pip install "
            "weasyprint' where it is missing. Or save the page with --html and print it from a browser."
        ) from None
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    printed: bytes = weasyprint.HTML(string=html).write_pdf()
    return printed
