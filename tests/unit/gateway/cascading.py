"""What the cascade's worker does, as far as the gateway sees it: releases begin it, channels take messages or refuse them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from contracts import cascade
from contracts.cascade import RecordFailedV1, RecordSentV1
from contracts.received_alerts import COMMANDS as RECEIVING
from contracts.received_alerts import DestroyCopyV1
from custody.bodies import custodians
from needfire.working_time import england_and_wales
from services.national_alerts.cascade.domain import ITSELF
from services.national_alerts.cascade.handlers import own_handlers
from services.national_alerts.cascade.releasing import ReleaseFollower
from services.national_alerts.custodians.directory import CustodianDirectory
from services.national_alerts.receiving.handlers import own_handlers as receiving_handlers
from shared_kernel.command_desk import CommandDesk
from shared_kernel.feed import FeedReader
from tests.unit.casework.case import Case


class Cascading:
    """Over the case's own store."""

    def __init__(self, case: Case) -> None:
        directory = CustodianDirectory(custodians(), case.alerts, case.clock, england_and_wales())
        handlers = {**own_handlers(case.alerts, directory), **receiving_handlers()}
        self._case, self._sent = case, 0
        self.desk = CommandDesk(case.alerts, case.clock, {**cascade.COMMANDS, **RECEIVING}, handlers)
        self.reader = FeedReader(
            "cascades", "national_alerts", case.alerts, case._checkpoints, case.parked, ReleaseFollower(self.desk),
            clock=case.clock,
        )  # fmt: skip

    def sends(self, message_id: str, *codes: str) -> None:
        """A channel took the message for these."""
        for code in codes:
            self._tell(RecordSentV1(message_id, code, 1, "primary", "mail"))

    def fails(self, message_id: str, *codes: str, approach: int = 1) -> None:
        """No channel took it for these."""
        for code in codes:
            self._tell(RecordFailedV1(message_id, code, approach, "primary", "mail", "recipient_refused"))

    a_year = timedelta(days=366)

    def destroys(self, received_id: str, mark: str) -> None:
        """The copy's time is over."""
        self._tell(DestroyCopyV1(received_id, mark))

    def _tell(self, command: Any) -> None:
        self._sent += 1
        self.desk.follow_up(command, f"sent-{self._sent}", self._case.authority, ITSELF)
        self._case.settle()
