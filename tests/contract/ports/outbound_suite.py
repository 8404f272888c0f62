"""What every Outbound does."""

from __future__ import annotations

import pytest

from shared_kernel.outbound.calls import Call, Outbound, OutboundRefused


class OutboundSuite:
    """Whoever derives from it gives `outbound`, which answers 201, `{"is": "well"}`, to `place`."""

    def test_it_answers(self, outbound: Outbound, place: str) -> None:
        answer = outbound.send(Call("POST", f"{place}/hook?a=b", {"X-Test": "yes"}, b"{}"))
        assert (answer.status, answer.content) == (201, b'{"is": "well"}')
        assert answer.headers["content-type"] == "application/json"

    @pytest.mark.parametrize("url", ["http://169.254.169.254/latest", "https://10.0.0.1/", "https://a@b.example/", ""])
    def test_it_refuses_what_must_not_be_called(self, outbound: Outbound, url: str) -> None:
        with pytest.raises(OutboundRefused):
            outbound.send(Call("GET", url))

    def test_neither_call_nor_answer_shows_what_it_holds(self, outbound: Outbound, place: str) -> None:
        call = Call("POST", f"{place}/hook?token=secret-word", {"Authorization": "secret-word"}, b"secret-word")
        assert "secret-word" not in repr(call)
        assert "well" not in repr(outbound.send(call))

    @pytest.mark.parametrize(
        ("method", "headers"),
        [
            ("CONNECT", {}),
            ("TRACE", {}),
            ("GET\r\n", {}),
            ("GET", {"Host": "other.example"}),
            ("POST", {"Transfer-Encoding": "chunked"}),
            ("POST", {"Content-Length": "3"}),
            ("GET", {"Connection": "Upgrade"}),
            ("GET", {"X-Test": "a\r\nX-Evil: b"}),
            ("GET", {"X-Te\r\nst": "a"}),
            ("GET", {"X Test": "a"}),
            ("GET", {"X-Test": "pärtner"}),
        ],
    )
    def test_it_sends_no_method_or_header_that_means_more(
        self, outbound: Outbound, place: str, method: str, headers: dict[str, str]
    ) -> None:
        with pytest.raises(OutboundRefused) as refused:
            outbound.send(Call(method, f"{place}/hook", headers))
        assert refused.value.reason == "request"
