"""What is the same for everybody is compressed where the browser takes it; a page with the session's word never is."""

from __future__ import annotations

import pytest

from tests.unit.gateway.callers import Callers, cookie_of


@pytest.mark.parametrize("path", ["/docs", "/openapi.json", "/static/needfire.css"])
def test_what_is_the_same_for_all_is_compressed(callers: Callers, path: str) -> None:
    answer = callers.call("GET", path, headers={"Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.headers["content-encoding"]) == (200, "gzip")
    assert int(answer.headers["content-length"]) < 100_000
    plain = callers.call("GET", path, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers and plain.content == answer.content


@pytest.mark.parametrize("path", ["/", "/tray", f"/raise/brief?form={'a' * 32}", "/v1/notifications"])
def test_nothing_of_a_session_is_compressed(callers: Callers, path: str) -> None:
    cookie = {"Cookie": cookie_of(callers.signed_in("worker"))}
    answer = callers.call(
        "GET", path, "worker" if path.startswith("/v1") else "", headers={**cookie, "Accept-Encoding": "gzip"}
    )
    assert answer.status_code == 200 and "content-encoding" not in answer.headers
