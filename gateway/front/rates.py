"""How much agencies' machines may ask: a bucket of tokens for each client, and one for all agencies of an authority.

The buckets are of this process: behind several gateways each of them lets so much in. What is over the limit is refused before
anything of it was read or sent on, so that nothing that was acknowledged can ever be dropped; people are not limited.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock


@dataclass(frozen=True)
class Rate:
    """So many at once, and then so many a second."""

    at_once: int
    each_second: float


PER_CLIENT = Rate(100, 20.0)
PER_AUTHORITY = Rate(500, 100.0)
REMEMBERED = 10_000


@dataclass
class _Bucket:
    tokens: float
    seen: float


class Rates:
    """Thread-safe."""

    def __init__(
        self,
        per_client: Rate = PER_CLIENT,
        per_authority: Rate = PER_AUTHORITY,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._per_client, self._per_authority, self._monotonic = per_client, per_authority, monotonic
        self._lock = Lock()
        self._buckets: OrderedDict[tuple[str, str], _Bucket] = OrderedDict()

    def wait(self, authority: str, client_id: str) -> int:
        """Whole seconds to wait until this client may ask; 0 when it may now, which is then counted."""
        now = self._monotonic()
        with self._lock:
            of_client = self._bucket((authority, client_id), self._per_client, now)
            of_authority = self._bucket((authority, ""), self._per_authority, now)
            waits = (_short(of_client, self._per_client), _short(of_authority, self._per_authority))
            if max(waits) > 0:
                return max(1, math.ceil(max(waits)))
            of_client.tokens -= 1
            of_authority.tokens -= 1
        return 0

    def _bucket(self, key: tuple[str, str], rate: Rate, now: float) -> _Bucket:
        bucket = self._buckets.setdefault(key, _Bucket(rate.at_once, now))
        bucket.tokens = min(rate.at_once, bucket.tokens + (now - bucket.seen) * rate.each_second)
        bucket.seen = now
        self._buckets.move_to_end(key)
        while len(self._buckets) > REMEMBERED:  # whoever asked longest ago has a full bucket by now
            self._buckets.popitem(last=False)
        return bucket


def _short(bucket: _Bucket, rate: Rate) -> float:
    return max(0.0, 1 - bucket.tokens) / rate.each_second
