"""What every place does in which records wait for their tree."""

from __future__ import annotations

from datetime import UTC, datetime

from audit.entries import Entry, Recorded, recorded
from gateway.auditing.log import Waiting

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


def chain_of(chain: str, count: int) -> list[Recorded]:
    """So many records of a chain."""
    made: list[Recorded] = []
    for number in range(count):
        entry = Entry(NOON, f"worker-{number}", "kent", "read_case", "read_notification", ("notification-1", "task-2"))
        made.append(recorded(made[-1] if made else None, chain, entry))
    return made


class WaitingSuite:
    """Whoever derives from it gives the fixture `waiting`."""

    def test_what_was_added_waits_as_it_was(self, waiting: Waiting) -> None:
        records = chain_of("gateway-1-kent", 3)
        waiting.add(records[:1])
        waiting.add(records[1:])
        assert waiting.first(10) == tuple(records)

    def test_each_chain_is_in_order_and_no_more_come_than_asked_for(self, waiting: Waiting) -> None:
        one, other = chain_of("gateway-1-kent", 12), chain_of("gateway-2-kent", 2)
        for first, second in zip(one, [*other, *([None] * 10)], strict=True):
            waiting.add([each for each in (first, second) if each])
        found = waiting.first(13)
        assert len(found) == 13
        for chain, records in (("gateway-1-kent", one), ("gateway-2-kent", other)):
            mine = [each for each in found if each.chain == chain]
            assert mine == records[: len(mine)]

    def test_what_is_in_a_tree_waits_no_more(self, waiting: Waiting) -> None:
        records = chain_of("gateway-1-kent", 3)
        waiting.add(records)
        waiting.remove(records[:2])
        waiting.remove(records[:2])
        assert waiting.first(10) == (records[2],)
