"""Runs the worker of risk management until it is told to end: `python -m services.risk_management.worker`."""

from services.risk_management.composition import compose_worker
from shared_kernel.settings import Settings

if __name__ == "__main__":
    compose_worker(Settings.from_environment()).serve()
