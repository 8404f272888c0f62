"""National alerts on the broker: what `nameko run` starts."""

from services.national_alerts.composition import OWNER, compose
from shared_kernel.messaging.nameko_service import service_class

NationalAlertsService = service_class(OWNER, compose)
