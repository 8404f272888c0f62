"""Escalation on the broker: what `nameko run` starts."""

from services.escalation.composition import OWNER, compose
from shared_kernel.messaging.nameko_service import service_class

EscalationService = service_class(OWNER, compose)
