"""The feed of another service, asked over RPC: no process opens a database that is not its own."""

from __future__ import annotations

from shared_kernel.commits import Commit, from_document
from shared_kernel.messaging.rpc_client import RpcClient


class RpcFeedSource:
    """A FeedSource: `service` answers `feed(after, limit)`. Raises what RpcClient raises."""

    def __init__(self, client: RpcClient, service: str) -> None:
        self._client, self._service = client, service

    def feed(self, after: int, limit: int) -> tuple[Commit, ...]:
        """At most `limit` commits with a position above `after`, ascending."""
        documents = self._client.call(self._service, "feed", after=after, limit=limit)
        return tuple(from_document(document) for document in documents)
