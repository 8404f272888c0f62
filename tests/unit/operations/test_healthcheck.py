from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from operations.healthcheck import is_well
from operations.ports import any_free
from shared_kernel.pulse import VARIABLE, Sign


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


@pytest.fixture
def signed(tmp_path: Path) -> Callable[[Sign], dict[str, str]]:
    """The environment of a process that has written this last."""

    def environment(sign: Sign) -> dict[str, str]:
        file = tmp_path / "pulse.json"
        file.write_text(json.dumps(asdict(sign)))
        return {VARIABLE: str(file)}

    return environment


def test_a_worker_is_well_that_says_so_itself(signed: Callable[[Sign], dict[str, str]]) -> None:
    environment = signed(Sign(time.monotonic()))
    assert is_well("intake-worker", environment) and is_well("intake-worker", environment, only_lives=True)


def test_one_without_its_broker_is_not_well_and_lives(signed: Callable[[Sign], dict[str, str]]) -> None:
    environment = signed(Sign(time.monotonic(), away=("rpc-intake",)))
    assert not is_well("intake", environment)
    assert is_well("intake", environment, only_lives=True)


@pytest.mark.parametrize("sign", [Sign(time.monotonic() - 60), Sign(time.monotonic() + 60, still=("rpc-intake",))])
def test_one_that_has_fallen_silent_or_of_which_a_part_stands_does_not_live(
    sign: Sign, signed: Callable[[Sign], dict[str, str]]
) -> None:
    assert not is_well("intake", signed(sign), only_lives=True)


def test_one_that_has_not_said_anything_does_not_live(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not is_well("intake", {VARIABLE: str(tmp_path / "pulse.json")}, only_lives=True)
    assert capsys.readouterr().err == "FileNotFoundError\n"


def test_the_gateway_is_asked_over_http_whether_it_lives() -> None:
    with pytest.raises(LookupError):
        is_well("gateway", {}, only_lives=True)


def test_a_name_that_is_not_in_the_list_is_an_error() -> None:
    with pytest.raises(LookupError):
        is_well("outtake", {})
