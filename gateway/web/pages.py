"""Every page."""

from __future__ import annotations

from gateway.web import (
    alerts,
    assets,
    cases,
    concerns,
    deliveries,
    documentation,
    exercises,
    keeping,
    people,
    raising,
    received_messages,
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
    *alerts.PAGES,
    *exercises.PAGES,
    *received_messages.PAGES,
    *records.PAGES,
    *keeping.PAGES,
    *waiting.PAGES,
    *signing_in.PAGES,
    *documentation.PAGES,
    *assets.PAGES,
)
