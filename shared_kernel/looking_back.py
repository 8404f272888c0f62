"""Into ever longer times back: the newest of many are found without reading all, also by a store that does not stop reading when it has enough."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from shared_kernel.time import instant_text

AFTER_ALL, BEFORE_ALL = "~", ""
FIRST_LOOK, LONGEST_LOOK = timedelta(hours=16), timedelta(days=3 * 366)
FURTHER, MUCH_FURTHER = 4, 16
"""How many times as far back the next look begins: where the last one found something, and where it found nothing."""
EARLIEST = datetime.min.replace(tzinfo=UTC)
T = TypeVar("T")


def newest(
    between: Callable[[str, str, int], Sequence[T]], before: str | None, limit: int, now: datetime
) -> tuple[T, ...]:
    """At most `limit`, the newest first, of what lies below `before`.

    `before` is a place: an instant, or one with more behind it after a bar. `between(lower, upper, limit)` answers the newest of what
    lies at or above the one place and below the other, in this order.
    """
    end = datetime.fromisoformat(before.partition("|")[0]) if before else now
    found, upper, back = list[T](), before or AFTER_ALL, FIRST_LOOK
    while len(found) < limit and upper:
        lower = (
            instant_text((end - back).replace(microsecond=0))
            if back < min(LONGEST_LOOK, end - EARLIEST)
            else BEFORE_ALL
        )
        here = between(lower, upper, limit - len(found))
        found += here
        upper, back = lower, back * (FURTHER if here else MUCH_FURTHER)
    return tuple(found)
