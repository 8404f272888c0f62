"""A feed over RPC gives as many commits as are asked for, however few a service gives at once."""

from __future__ import annotations

from typing import Any, cast

from shared_kernel.commits import to_document
from shared_kernel.messaging.rpc_client import RemoteError, RpcClient
from shared_kernel.messaging.rpc_feed import RpcFeedSource
from shared_kernel.messaging.rpc_wire import REPLY_TOO_LARGE
from shared_kernel.queries import LONGEST_FEED
from tests.unit.gateway.commits import a_long_case, feeds

DOCUMENT = to_document(feeds(a_long_case())["intake"][0])


class Service:
    """Has so many commits, and answers with at most so many."""

    def __init__(self, there: int, at_once: int = LONGEST_FEED) -> None:
        self.there, self.at_once, self.asked = there, at_once, 0

    def call(self, _service: str, _method: str, after: int, limit: int) -> list[dict[str, Any]]:
        self.asked += 1
        if limit > self.at_once:
            raise RemoteError(REPLY_TOO_LARGE)
        return [{**DOCUMENT, "position": each + 1} for each in range(after, min(after + limit, self.there))]

    def positions(self, after: int, limit: int) -> list[int]:
        return [each.position for each in RpcFeedSource(cast("RpcClient", self), "intake").feed(after, limit)]


def test_more_than_a_service_gives_at_once_is_asked_for_page_by_page() -> None:
    assert Service(3_000).positions(7, 1_200) == [*range(8, 1_208)]
    assert Service(1_100).positions(0, 5_000) == [*range(1, 1_101)]


def test_what_one_reply_cannot_hold_is_asked_for_in_smaller_ones_and_none_is_left_out() -> None:
    assert Service(1_100, at_once=130).positions(0, 5_000) == [*range(1, 1_101)]


def test_a_reader_that_follows_asks_once() -> None:
    service = Service(3)
    assert service.positions(0, 200) == [1, 2, 3]
    assert service.asked == 1
