"""Risk management on the broker: what `nameko run` starts."""

from services.risk_management.composition import OWNER, compose
from shared_kernel.messaging.nameko_service import service_class

RiskManagementService = service_class(OWNER, compose)
