"""Every page."""

from __future__ import annotations

from gateway.web import (
    alerts,
    assessments,
    assets,
    cases,
    concerns,
    custodians,
    deliveries,
    documentation,
    exercises,
    exports,
    keeping,
    people,
    raising,
    received_alerts,
    received_messages,
    records,
    register,
    signing_in,
    tasks,
    waiting,
)
from gateway.web.page import Page

PAGES: tuple[Page, ...] = (
    *cases.PAGES,
    *assessments.PAGES,
    *raising.PAGES,
    *people.PAGES,
    *concerns.PAGES,
    *deliveries.PAGES,
    *alerts.PAGES,
    *custodians.PAGES,
    *exercises.PAGES,
    *received_messages.PAGES,
    *received_alerts.PAGES,
    *records.PAGES,
    *register.PAGES,
    *keeping.PAGES,
    *exports.PAGES,
    *waiting.PAGES,
    *tasks.PAGES,
    *signing_in.PAGES,
    *documentation.PAGES,
    *assets.PAGES,
)
