"""Every page."""

from __future__ import annotations

from gateway.web import assets, cases, deliveries, documentation, records, signing_in, waiting
from gateway.web.page import Page

PAGES: tuple[Page, ...] = (
    *cases.PAGES,
    *deliveries.PAGES,
    *records.PAGES,
    *waiting.PAGES,
    *signing_in.PAGES,
    *documentation.PAGES,
    *assets.PAGES,
)
