"""Runs the worker of national alerts until it is told to end: `python -m services.national_alerts.worker`."""

from services.national_alerts.composition import compose_worker
from shared_kernel.settings import Settings

if __name__ == "__main__":
    compose_worker(Settings.from_environment()).serve()
