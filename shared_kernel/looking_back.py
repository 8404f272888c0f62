"""Into ever longer times back: the newest of many are found without reading all, also by a store that does not stop reading when it has enough."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from shared_kernel.time import instant_text

AFTER_ALL, BEFORE_ALL = "~", ""
LOOKS_BACK = tuple(timedelta(hours=16 * 4**times) for times in range(6))
"""The first look is into the last 16 hours, each further one four times as far back, the last but one into two years."""
T = TypeVar("T")


def newest(
    between: Callable[[str, str, int], Sequence[T]], before: str | None, limit: int, now: datetime
) -> tuple[T, ...]:
    """At most `limit`, the newest first, of what lies below `before`.

    `before` is a place: an instant, or one with more behind it after a bar. `between(lower, upper, limit)` answers the newest of what
    lies at or above the one place and below the other, in this order.
    """
    end = datetime.fromisoformat(before.partition("|")[0]) if before else now
    found, upper = list[T](), before or AFTER_ALL
    for lower in (*(instant_text((end - back).replace(microsecond=0)) for back in LOOKS_BACK), BEFORE_ALL):
        found += between(lower, upper, limit - len(found))
        if len(found) >= limit:
            break
        upper = lower
    return tuple(found)
