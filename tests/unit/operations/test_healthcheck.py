from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from operations.healthcheck import is_well
from operations.ports import any_free


class Gateway(BaseHTTPRequestHandler):
    """Ready when the path is the one that it is asked for."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/health/ready" else 404)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def gateway() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Gateway) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join(10)


def test_a_container_whose_process_answers_is_well(gateway: str) -> None:
    assert is_well("gateway", {"NEEDFIRE_LISTEN": gateway})


def test_a_container_whose_process_does_not_answer_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert not is_well("gateway", {"NEEDFIRE_LISTEN": f"127.0.0.1:{any_free()}"})
    assert capsys.readouterr().err == "ConnectionRefusedError\n"


def test_a_name_that_is_not_in_the_list_is_an_error() -> None:
    with pytest.raises(LookupError):
        is_well("outtake", {})
