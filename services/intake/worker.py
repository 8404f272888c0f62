"""Runs intake's worker until it is told to end: `python -m services.intake.worker`."""

from services.intake.composition import compose_worker
from shared_kernel.settings import Settings

if __name__ == "__main__":
    compose_worker(Settings.from_environment()).serve()
