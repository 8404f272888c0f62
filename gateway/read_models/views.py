"""Every view, by its name."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.read_models import (
    absences,
    assessments,
    cascades,
    cases,
    concerns,
    custodians,
    persons,
    received,
    register_lines,
    tray_items,
)
from gateway.read_models.folding import View

VIEWS: Mapping[str, View] = {
    each.name: each
    for each in (
        absences.VIEW,
        persons.VIEW,
        concerns.VIEW,
        assessments.VIEW,
        cascades.VIEW,
        received.VIEW,
        register_lines.VIEW,
        custodians.VIEW,
        tray_items.VIEW,
        cases.VIEW,
    )
}
