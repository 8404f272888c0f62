"""Every operation of the API."""

from __future__ import annotations

from gateway.agencies import concerns as agency_concerns
from gateway.agencies import deliveries, fhir_operations, webhooks
from gateway.agencies import duties as agency_duties
from gateway.agencies import plans as agency_plans
from gateway.agencies import shares as agency_shares
from gateway.api import (
    absences,
    alert_ledger,
    alerts,
    assessments,
    audit,
    concerns,
    custodian_messages,
    custodians,
    duties,
    emergency,
    exercises,
    health,
    meetings,
    notices,
    notifications,
    people,
    procedures,
    received_alerts,
    records,
    register,
    register_acts,
    register_reviews,
    report_filters,
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
    *emergency.OPERATIONS,
    *requests.OPERATIONS,
    *people.OPERATIONS,
    *records.OPERATIONS,
    *story.OPERATIONS,
    *alerts.OPERATIONS,
    *alert_ledger.OPERATIONS,
    *exercises.OPERATIONS,
    *custodian_messages.OPERATIONS,
    *custodians.OPERATIONS,
    *received_alerts.OPERATIONS,
    *assessments.OPERATIONS,
    *register.OPERATIONS,
    *register_acts.OPERATIONS,
    *register_reviews.OPERATIONS,
    *meetings.OPERATIONS,
    *tasks.OPERATIONS,
    *report_filters.OPERATIONS,
    *notices.OPERATIONS,
    *duties.OPERATIONS,
    *absences.OPERATIONS,
    *concerns.OPERATIONS,
    *agency_concerns.OPERATIONS,
    *agency_duties.OPERATIONS,
    *agency_shares.OPERATIONS,
    *agency_plans.OPERATIONS,
    *webhooks.OPERATIONS,
    *deliveries.OPERATIONS,
    *fhir_operations.OPERATIONS,
    *procedures.OPERATIONS,
    *reports.OPERATIONS,
    *audit.OPERATIONS,
    *health.OPERATIONS,
)
