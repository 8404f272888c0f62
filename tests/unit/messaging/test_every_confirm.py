"""A thousand schedules of confirms: nothing is marked as published that was not."""

from __future__ import annotations

import gc
import random
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import get_args

import pytest

from shared_kernel.checkpoints_memory import MemoryCheckpointStore
from shared_kernel.commit_store_memory import MemoryCommitStore
from shared_kernel.leases_memory import MemoryLeaseStore
from shared_kernel.messaging.wake_up_publisher import AioPikaPublisher
from shared_kernel.relay import MARK, PublishFailed, Relay
from tests.contract.ports.samples import commit_after
from tests.unit.messaging.confirming_broker import ConfirmingBroker, Verdict

SCHEDULES, AT_ONCE = 1_000, 12
IN_TIME = 0.05  # seconds; the publisher's patience
LONG_ENOUGH = 200  # tries
VERDICTS: Sequence[Verdict] = get_args(Verdict)


@dataclass
class Chance:
    """What happens to the next message, while it is troubled."""

    chance: random.Random = field(default_factory=random.Random)
    troubled: bool = False

    def verdict(self) -> Verdict:
        return self.chance.choice(VERDICTS) if self.troubled and self.chance.random() < 0.4 else "confirm"


@dataclass
class Playing:
    """A broker, and a publisher that stays through many schedules as in a worker."""

    chance: Chance
    broker: ConfirmingBroker
    publisher: AioPikaPublisher

    def play(self, seed: int) -> int:
        """One schedule: how often something was not confirmed. Asserts after every step."""
        chance = self.chance.chance = random.Random(seed)
        store, marks, service = MemoryCommitStore(), MemoryCheckpointStore(), f"s{seed}"
        relay = Relay(service, store, MemoryLeaseStore(), marks, self.publisher, "one", batch=chance.randint(1, 5))
        failed = written = 0
        for turn in range(LONG_ENOUGH):
            self.chance.troubled = turn < 2
            for _ in range(chance.randint(1, 3) if turn < 2 else 0):
                written += 1
                store.append(commit_after(None, f"case-{written}"))
            try:
                ended = not relay.run_once() and turn > 1
            except PublishFailed:
                failed, ended = failed + 1, False
            mark = marks.load(MARK, service)
            assert {(service, each) for each in range(1, mark + 1)} <= self.broker.kept, f"seed {seed}"
            if ended:
                break
        assert marks.load(MARK, service) == written, f"seed {seed}: not even in the end"
        return failed


def played(seeds: Iterable[int]) -> int:
    """These schedules, over one broker and publisher; how often something was not confirmed."""
    chance = Chance()
    broker = ConfirmingBroker(chance.verdict)
    publisher = AioPikaPublisher(broker.amqp_uri, timeout=IN_TIME)
    try:
        return sum(Playing(chance, broker, publisher).play(seed) for seed in seeds)
    finally:
        publisher.close()
        broker.close()


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_nothing_is_marked_as_published_that_was_not() -> None:
    blocks = [range(first, SCHEDULES, AT_ONCE) for first in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        failed = sum(threads.map(played, blocks))
    # A driver that loses its patience while it connects leaves the socket to the collector: here, and not in another test.
    gc.collect()
    assert failed > SCHEDULES / 4, "these schedules try too little"
