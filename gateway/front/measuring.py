"""How many requests were accepted, refused, or failed, and how long each took: by operation, and nobody's data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

from prometheus_client import CollectorRegistry, Counter, Histogram

from shared_kernel import tracing

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
REGISTRY = CollectorRegistry()
REQUESTS = Counter(
    "needfire_requests", "Requests, by operation and outcome.", ["operation", "outcome"], registry=REGISTRY
)
TAKEN = Histogram("needfire_request_seconds", "How long a request took.", ["kind"], buckets=SECONDS, registry=REGISTRY)


@dataclass
class Measured:
    """`status` is that of the answer, once there is one."""

    status: int = 500


@contextmanager
def measured(operation: str, kind: str) -> Iterator[Measured]:
    """Counts what is done within, and begins a trace with it; `kind` is `command`, `question` or `page`."""
    began, found = monotonic(), Measured()
    with tracing.started(operation, kind=kind):
        try:
            yield found
        finally:
            outcome = outcome_of(found.status)
            REQUESTS.labels(operation, outcome).inc()
            TAKEN.labels(kind).observe(monotonic() - began)
            tracing.came_to(outcome if outcome == "failed" else "", status=found.status)


def outcome_of(status: int) -> str:
    """`accepted`, `refused` (the sender has to mend something), `failed` (we have)."""
    if status >= 500:
        return "failed"
    return "accepted" if status < 400 else "refused"
