"""On what it was measured."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from operations import health
from operations.run_settings import Addresses

PACKAGES = (
    "nameko", "kombu", "amqp", "eventlet", "pymongo", "marshmallow", "fastapi", "starlette", "uvicorn", "uvloop",
    "httptools", "faststream", "aio-pika", "aiormq", "pydantic", "secantusdb",
)  # fmt: skip


def described(addresses: Addresses) -> Mapping[str, str]:
    """What the numbers depend on, in words."""
    return {
        "date": datetime.now(UTC).strftime("%d %B %Y, %H:%M UTC"),
        "machine": f"{_processor()}, {os.cpu_count()} cores, {_memory()} GB, {platform.system()} {platform.release()}",
        "load before": " ".join(f"{each:.2f}" for each in os.getloadavg()) + " (1, 5, 15 minutes)",
        "python": platform.python_version(),
        "RabbitMQ": health.broker_version(addresses.amqp_uri),
        "packages": ", ".join(f"{name} {_version(name)}" for name in PACKAGES),
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
