"""A platform in memory whose workers can be asked, and an auditor that looks at it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from auditor.auditor import Auditor, every_row
from auditor.clocks import CaseClocks
from auditor.deliveries import Webhooks
from auditor.findings import Finding
from auditor.views import ViewDocuments
from gateway.read_models import cases, tray_items
from shared_kernel.delivery.sender import Attempt
from shared_kernel.keeping import Keeping, Rows
from shared_kernel.messaging.parked_messages_memory import MemoryParkedMessages
from shared_kernel.messaging.rpc_client import ServiceUnavailable, Unavailable
from shared_kernel.time import Clock, FixedClock, instant_text
from tests.unit.casework.authorities import real
from tests.unit.guarantees.dying import Unreliable
from tests.unit.guarantees.plant import SUBSCRIBED, Kept, Plant, in_memory, raising

BEGAN = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
OWNERS = ("escalation", "gateway", "deliveries")


def listed(rows: Callable[[], list[list[Any]]]) -> Rows:
    """What lies in memory, page by page or by ids."""
    return Rows(
        lambda after, limit: sorted(each for each in rows() if each[0] > after)[:limit],
        lambda ids: [each for each in rows() if each[0] in set(ids)],
    )


class Watched:
    """An auditor that looks at this. `away`: owners whose worker does not answer."""

    def __init__(self, kept: Kept, plant: Plant, clock: Clock) -> None:
        self.kept, self.plant = kept, plant
        self.away: set[str] = set()
        self.workers = {owner: self._keeping(owner) for owner in OWNERS}
        subscriptions = lambda: list(every_row(self.ask, "deliveries", "subscriptions"))  # noqa: E731
        looked_at = (
            CaseClocks(),
            Webhooks(real("kent").directories, subscriptions),
            ViewDocuments(cases.VIEW),
            ViewDocuments(tray_items.VIEW),
        )
        self.auditor = Auditor(self.ask, self.kept.commits, looked_at, OWNERS, clock)

    def _keeping(self, owner: str) -> Keeping:
        kept, readers = self.kept, self.plant.readers
        mine = {
            "escalation": {
                ("escalation", "intake"): "escalation reads intake",
                ("clocks", "escalation"): "clocks read escalation",
            },
            "gateway": {("gateway", each): f"gateway reads {each}" for each in kept.commits},
            "deliveries": {("deliveries", each): f"deliveries read {each}" for each in kept.commits},
        }
        rows = {
            "clocks": listed(self._clocks),
            "deliveries": listed(self._deliveries),
            "given_up": listed(lambda: [each for each in self._deliveries() if each[1] == "failed"]),
            "subscriptions": listed(self._subscriptions),
            **{f"view.{each.view.name}": listed(lambda each=each: self._documents(each)) for each in kept.views},  # type: ignore[misc]
        }
        named = {place: readers[name] for place, name in mine[owner].items()}
        return Keeping(kept.checkpoints, kept.parked, MemoryParkedMessages(), lambda _: None, rows, named)

    def _clocks(self) -> list[list[Any]]:
        return [[each.clock_id, instant_text(each.due)] for each in self.kept.clocks._clocks.values()]  # type: ignore[attr-defined]

    def _deliveries(self) -> list[list[Any]]:
        return [[each.delivery_id, each.state] for each in self.kept.ledger._kept.values()]  # type: ignore[attr-defined]

    def _subscriptions(self) -> list[list[Any]]:
        each = SUBSCRIBED
        return [
            [each.subscription_id, each.authority, each.agency, list(each.events), instant_text(each.begun_at), None]
        ]

    def _documents(self, projection: Any) -> list[list[Any]]:
        return [[each["_id"], each["versions"]] for each in projection.documents.every()]

    def ask(self, owner: str, method: str, **arguments: Any) -> Any:
        """As over the broker: all of it JSON."""
        if owner in self.away:
            raise ServiceUnavailable(owner, Unavailable.NO_ANSWER_IN_TIME)
        answer = self.workers[owner].methods[method](**json.loads(json.dumps(arguments)))
        return json.loads(json.dumps(answer))

    def looks(self, times: int = 2) -> tuple[Finding, ...]:
        """What the last of so many looks finds."""
        return [self.auditor.run_once() for _ in range(times)][-1]


class Audited(Watched):
    """`arrives`: whether the recipient takes what it is sent."""

    def __init__(self) -> None:
        self.clock, self.arrives = FixedClock(BEGAN), True
        kept = in_memory(lambda: 1_000_000.0)
        send = lambda _: Attempt(self.arrives, for_good=True)  # noqa: E731
        super().__init__(kept, Plant(kept, real("kent"), self.clock, Unreliable(), send, "one"), self.clock)

    def raised(self, number: int = 1) -> str:
        """A notification that has gone its way."""
        notification, command = raising(number, self.clock.now())
        assert "accepted" in self.plant.intake.answer(command)
        self.plant.settle()
        return notification
