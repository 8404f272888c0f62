"""On what it was measured."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = (
    "nameko", "kombu", "amqp", "eventlet", "pymongo", "marshmallow", "fastapi", "starlette", "uvicorn", "uvloop",
    "httptools", "faststream", "aio-pika", "aiormq", "pydantic", "secantusdb",
)  # fmt: skip


def moment() -> str:
    """When, and how busy the machine was before."""
    load = " ".join(f"{each:.2f}" for each in os.getloadavg())
    return f"{datetime.now(UTC):%d %B %Y, %H:%M} UTC; load before {load} (1, 5, 15 minutes)"


def described() -> str:
    """What the numbers depend on, in words."""
    packages = ", ".join(f"{name} {_version(name)}" for name in PACKAGES)
    system = f"{_processor()}, {os.cpu_count()} cores, {_memory()} GB, {platform.system()} {platform.release()}"
    return f"{system}, Python {platform.python_version()}, RabbitMQ {_broker()}, {packages}"


def _broker() -> str:
    """The program's version, as its Debian package says."""
    asked = ["dpkg-query", "--show", "--showformat=${source:Upstream-Version}", "rabbitmq-server"]
    try:
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "of another make"


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
