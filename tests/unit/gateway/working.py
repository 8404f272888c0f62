"""The workers of a house in memory, as the gateway asks them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from shared_kernel.checkpoints import CheckpointStore
from shared_kernel.checkpoints_memory import MemoryCheckpointStore
from shared_kernel.errors import code_of
from shared_kernel.feed import FeedReader
from shared_kernel.keeping import Keeping
from shared_kernel.messaging.drive_again import CannotBeDriven
from shared_kernel.messaging.parked_messages_memory import MemoryParkedMessages
from shared_kernel.messaging.rpc_client import RemoteError, ServiceUnavailable, Unavailable
from shared_kernel.messaging.topology import HOUSE
from shared_kernel.parked import ParkedStore
from shared_kernel.parked_memory import MemoryParkedStore
from shared_kernel.time import Clock


class Workers:
    """The gateway's own has its readers; the others have none. `away`: owners whose worker does not answer."""

    def __init__(self, clock: Clock, follow: Callable[[], None]) -> None:
        self.away = set[str]()
        self._clock, self._follow = clock, follow
        self.of = {owner: self._keeping(MemoryCheckpointStore(), MemoryParkedStore()) for owner in HOUSE.readers}

    def has(
        self,
        owner: str,
        checkpoints: CheckpointStore,
        parked: ParkedStore,
        readers: Mapping[tuple[str, str], FeedReader],
    ) -> None:
        """This owner's worker reads with these."""
        self.of[owner] = self._keeping(checkpoints, parked)
        self.of[owner].readers.update(readers)

    def _keeping(self, checkpoints: CheckpointStore, parked: ParkedStore) -> Keeping:
        messages = MemoryParkedMessages()

        def send_back(message_id: str) -> None:
            found = messages.get(message_id)
            if found is None or found.cut:
                raise CannotBeDriven("Not enough of this message was kept to send it again.")
            messages.mark_driven(message_id, self._clock.now())

        return Keeping(checkpoints, parked, messages, send_back)

    def answer(self, worker: str, method: str, **given: Any) -> Any:
        """As over the broker: all of it JSON. What is to be driven is driven before the answer is told of."""
        owner = worker.removesuffix("_worker")
        if owner in self.away:
            raise ServiceUnavailable(worker, Unavailable.NO_ANSWER_IN_TIME)
        try:
            answer = self.of[owner].methods[method](**json.loads(json.dumps(given)))
        except CannotBeDriven as error:
            raise RemoteError(code_of(error)) from None
        if method == "drive":
            self._follow()
        return json.loads(json.dumps(answer))
