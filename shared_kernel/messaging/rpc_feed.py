"""The feed of another service, asked over RPC: no process opens a database that is not its own."""

from __future__ import annotations

from shared_kernel.commits import Commit, from_document
from shared_kernel.messaging.rpc_client import RemoteError, RpcClient
from shared_kernel.messaging.rpc_wire import REPLY_TOO_LARGE
from shared_kernel.queries import LONGEST_FEED


class RpcFeedSource:
    """A FeedSource: `service` answers `feed(after, limit)`. Raises what RpcClient raises."""

    def __init__(self, client: RpcClient, service: str) -> None:
        self._client, self._service = client, service

    def feed(self, after: int, limit: int) -> tuple[Commit, ...]:
        """At most `limit` commits with a position above `after`, ascending.

        Asks once, and fewer come where one reply cannot hold so many; of more than a service gives at once, as often as it takes.
        """
        found = self._page(after, min(limit, LONGEST_FEED))
        while limit > LONGEST_FEED and len(found) < limit:
            further = self._page(found[-1].position, min(limit - len(found), LONGEST_FEED)) if found else ()
            if not further:
                break
            found += further
        return found

    def _page(self, after: int, limit: int) -> tuple[Commit, ...]:
        try:
            documents = self._client.call(self._service, "feed", after=after, limit=limit)
        except RemoteError as error:
            if error.code != REPLY_TOO_LARGE or limit < 2:
                raise
            return self._page(after, limit // 2)
        return tuple(from_document(document) for document in documents)
