"""Every page."""

from __future__ import annotations

from gateway.web import (
    assets,
    cases,
    concerns,
    deliveries,
    documentation,
    keeping,
    people,
    raising,
    records,
    signing_in,
    waiting,
)
from gateway.web.page import Page

PAGES: tuple[Page, ...] = (
    *cases.PAGES,
    *raising.PAGES,
    *people.PAGES,
    *concerns.PAGES,
    *deliveries.PAGES,
    *records.PAGES,
    *keeping.PAGES,
    *waiting.PAGES,
    *signing_in.PAGES,
    *documentation.PAGES,
    *assets.PAGES,
)
