"""Both ways out do the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared_kernel.outbound.calls import Answer
from shared_kernel.outbound.destinations import Destinations
from shared_kernel.outbound.http import HttpOutbound
from shared_kernel.outbound.memory import MemoryOutbound
from tests.contract.ports.outbound_suite import OutboundSuite
from tests.unit.outbound.servers import answering, serving


class TestInMemory(OutboundSuite):
    @pytest.fixture
    def place(self) -> str:
        return "https://partner.example"

    @pytest.fixture
    def outbound(self) -> MemoryOutbound:
        return MemoryOutbound(lambda _: Answer(201, {"content-type": "application/json"}, b'{"is": "well"}'))


class TestOverHttp(OutboundSuite):
    @pytest.fixture
    def place(self) -> Iterator[str]:
        with serving(answering("201 Created", b'{"is": "well"}', "Content-Type: application/json")) as server:
            yield f"http://127.0.0.1:{server.port}"

    @pytest.fixture
    def outbound(self, place: str) -> HttpOutbound:
        return HttpOutbound(Destinations(allowed=frozenset({place.removeprefix("http://")})))
