"""The accessibility statement: what was tried of these pages and how, what was not, and who answers where they cannot be used."""

from __future__ import annotations

from datetime import date

from gateway.parts import Parts
from gateway.web.page import Page, View, Visit

PREPARED = date(2026, 11, 22)


async def show(parts: Parts, _visit: Visit) -> View:
    """The statement."""
    return View("accessibility.html", {"contact": parts.accessibility_contact, "prepared": PREPARED})


PAGES = (Page("GET", "/accessibility", "anyone", show),)
