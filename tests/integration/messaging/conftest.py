from __future__ import annotations

import uuid

import pytest

from tests.integration.broker import amqp_uri, mortal_broker

__all__ = ["amqp_uri", "mortal_broker", "service"]


@pytest.fixture
def service() -> str:
    """A name of this test's own, so that all tests may share one broker."""
    return f"t{uuid.uuid4().hex[:12]}"
