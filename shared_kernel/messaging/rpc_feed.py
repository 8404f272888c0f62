"""The feed of another service, asked over RPC: no process opens a database that is not its own."""

from __future__ import annotations

from shared_kernel.commits import Commit, from_document
from shared_kernel.messaging.rpc_client import RemoteError, RpcClient
from shared_kernel.messaging.rpc_wire import REPLY_TOO_LARGE


class RpcFeedSource:
    """A FeedSource: `service` answers `feed(after, limit)`. Raises what RpcClient raises."""

    def __init__(self, client: RpcClient, service: str) -> None:
        self._client, self._service = client, service

    def feed(self, after: int, limit: int) -> tuple[Commit, ...]:
        """At most `limit` commits with a position above `after`, ascending; fewer where one reply cannot hold so many."""
        try:
            documents = self._client.call(self._service, "feed", after=after, limit=limit)
        except RemoteError as error:
            if error.code != REPLY_TOO_LARGE or limit < 2:
                raise
            return self.feed(after, limit // 2)
        return tuple(from_document(document) for document in documents)
