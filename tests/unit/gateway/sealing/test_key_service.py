"""Authorities' keys in a key service."""

from __future__ import annotations

import pytest

from gateway.sealing.authority_keys import KeysUnavailable
from gateway.sealing.key_service import ServiceAuthorityKeys
from gateway.sealing.remembering import Remembered
from shared_kernel.outbound.calls import Answer
from shared_kernel.outbound.destinations import Destinations
from shared_kernel.outbound.memory import MemoryOutbound
from tests.unit.gateway.sealing.authority_keys_suite import SECRETS, AuthorityKeysSuite
from tests.unit.gateway.sealing.transit import TOKEN, Transit

URL = "https://keys.example:8200"


def service(transit: Transit, token: str = TOKEN, remembered: Remembered | None = None) -> ServiceAuthorityKeys:
    outbound = MemoryOutbound(transit, Destinations().with_inner(URL))
    return ServiceAuthorityKeys(outbound, URL, lambda: token, remembered or Remembered())


@pytest.fixture
def transit() -> Transit:
    return Transit("kent", "luton")


class TestServiceAuthorityKeys(AuthorityKeysSuite):
    @pytest.fixture
    def keys(self, transit: Transit) -> ServiceAuthorityKeys:
        return service(transit)


def test_many_keys_are_one_question(transit: Transit) -> None:
    keys = service(transit)
    wrapped = keys.wrap("kent", {f"person-{number}/1": bytes(32) for number in range(256)})
    assert len(keys.unwrap("kent", wrapped)) == 256
    assert transit.asked == ["encrypt/needfire-kent", "decrypt/needfire-kent"]


def test_what_was_unwrapped_is_remembered_for_a_while_and_then_asked_for_again(transit: Transit) -> None:
    now = [0.0]
    keys = service(transit, remembered=Remembered(seconds=10, wall=lambda: now[0]))
    wrapped = keys.wrap("kent", SECRETS)
    for moment, times in ((0.0, 1), (9.9, 1), (10.0, 2), (10.1, 2)):
        now[0] = moment
        assert keys.unwrap("kent", wrapped) == SECRETS
        assert transit.asked.count("decrypt/needfire-kent") == times


def test_what_is_remembered_of_one_name_or_authority_is_not_given_for_another(transit: Transit) -> None:
    keys = service(transit)
    wrapped = keys.wrap("kent", SECRETS)
    assert keys.unwrap("kent", wrapped) == SECRETS
    assert keys.unwrap("luton", wrapped) == {}
    assert keys.unwrap("kent", {"person-2/1": wrapped["person-1/1"]}) == {}


def test_no_more_is_remembered_than_so_many() -> None:
    remembered = Remembered(most=2)
    remembered.keep("kent", {"a": "1", "b": "2", "c": "3"}, {"a": b"a", "b": b"b", "c": b"c"})
    assert remembered.known("kent", {"a": "1", "b": "2", "c": "3"}) == {"b": b"b", "c": b"c"}


def test_a_service_that_is_away_or_refuses_is_said_to_be_away(transit: Transit) -> None:
    keys = service(transit)
    wrapped = keys.wrap("kent", SECRETS)
    transit.away = True
    for ask in (lambda: keys.wrap("kent", SECRETS), lambda: keys.unwrap("kent", wrapped), lambda: keys.newest("kent")):
        with pytest.raises(KeysUnavailable):
            ask()
    transit.away = False
    assert keys.unwrap("kent", wrapped) == SECRETS
    with pytest.raises(KeysUnavailable):
        service(transit, token="another").wrap("kent", SECRETS)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, content=b"no json"),
        Answer(200, content=b"{}"),
        Answer(200, content=b'{"data": {"batch_results": []}}'),
        Answer(200, content=b'{"data": {"batch_results": [{"error": "x"}, {"error": "y"}]}}'),
        Answer(500),
    ],
)
def test_an_answer_that_is_none_wraps_nothing(answer: Answer) -> None:
    outbound = MemoryOutbound(lambda _: answer, Destinations().with_inner(URL))
    with pytest.raises(KeysUnavailable):
        ServiceAuthorityKeys(outbound, URL, lambda: TOKEN, Remembered()).wrap("kent", SECRETS)


def test_no_secret_travels_but_to_the_service_itself(transit: Transit) -> None:
    outbound = MemoryOutbound(transit, Destinations())
    with pytest.raises(KeysUnavailable):
        ServiceAuthorityKeys(outbound, "http://keys.example", lambda: TOKEN, Remembered()).wrap("kent", SECRETS)
    assert outbound.sent == []
