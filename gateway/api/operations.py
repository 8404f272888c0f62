"""Every operation of the API."""

from __future__ import annotations

from gateway.agencies import concerns as agency_concerns
from gateway.api import (
    absences,
    concerns,
    duties,
    health,
    notices,
    notifications,
    people,
    procedures,
    reports,
    requests,
    shares,
    story,
    tasks,
)
from gateway.api.operation import Operation

OPERATIONS: tuple[Operation, ...] = (
    *notifications.OPERATIONS,
    *shares.OPERATIONS,
    *requests.OPERATIONS,
    *people.OPERATIONS,
    *story.OPERATIONS,
    *tasks.OPERATIONS,
    *notices.OPERATIONS,
    *duties.OPERATIONS,
    *absences.OPERATIONS,
    *concerns.OPERATIONS,
    *agency_concerns.OPERATIONS,
    *procedures.OPERATIONS,
    *reports.OPERATIONS,
    *health.OPERATIONS,
)
