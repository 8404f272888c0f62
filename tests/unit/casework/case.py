"""One notification played through the real handlers, followers and clocks over stores in memory: given, when, then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from contracts import escalation, intake
from tests.unit.casework.events import Expected, assert_events
from workbench.rehearsal import EVENTS, NOON, SOMEBODY, THIS, LoggedStore, OpenClockStore, Rehearsal

__all__ = ["EVENTS", "NOON", "SOMEBODY", "THIS", "Case", "LoggedStore", "OpenClockStore", "at", "close", "raise_it"]


class Case(Rehearsal):
    """Given commands that are accepted, when one is asked, then these events and no others, or a refusal."""

    # --- given, when, then ---------------------------------------------------------------------------------------

    def given(self, *commands: Any, by: str) -> Case:
        """Commands that are accepted, with all that follows from them."""
        for command in commands:
            self.when(command, by)
            assert "accepted" in self.answer, self.answer
        return self

    def when(self, command: Any, by: str, command_id: str | None = None, authority: str | None = None) -> Case:
        """Asks, and lets everything happen that follows by itself."""
        self.answer_to(command, by, command_id, authority)
        return self

    def when_own(self, command: Any, command_id: str | None = None) -> Case:
        """As `when`, but asked by the service's own worker."""
        self.own_answer_to(command, command_id)
        return self

    def then(self, *expected: Expected) -> Case:
        """What was asked was accepted, and exactly these events came of it, in both services, in this order."""
        assert "refused" not in self.answer, self.answer
        assert_events(self.events, expected)
        return self

    def refused(self, code: str, **expected: Any) -> Mapping[str, Any]:
        """What was asked was refused so, and nothing was stored. Returns the refusal."""
        assert "refused" in self.answer, self.answer
        refusal: Mapping[str, Any] = self.answer["refused"]
        assert refusal["code"] == code, refusal
        assert {name: refusal[name] for name in expected} == expected, refusal
        assert len(self.log) == self._since, "a refused command has stored something"
        return refusal

    # --- time ------------------------------------------------------------------------------------------------------

    def until(self, moment: datetime) -> Case:
        """Moves the clock there, stopping whenever a waiting clock is due."""
        self.move_to(moment)
        return self

    def passes(self, **span: float) -> Case:
        """Moves the clock on: `case.passes(days=7)`."""
        return self.until(self.clock.now() + timedelta(**span))

    # --- commands ------------------------------------------------------------------------------------------------------

    def decide(
        self, step: str, outcome: str, records: Mapping[str, Any] | None = None, sealed: str | None = None
    ) -> escalation.DecideTaskV1:
        return escalation.DecideTaskV1(THIS, self.task(step).task_id, outcome, records or {}, sealed)

    def claim(self, step: str) -> escalation.ClaimTaskV1:
        return escalation.ClaimTaskV1(THIS, self.task(step).task_id)

    def give_back(self, step: str, sealed: str | None = "sealed") -> escalation.ReturnTaskV1:
        return escalation.ReturnTaskV1(THIS, self.task(step).task_id, sealed)

    def reassign(self, step: str, to: str) -> escalation.ReassignTaskV1:
        return escalation.ReassignTaskV1(THIS, self.task(step).task_id, to)

    def receive(self, role: str) -> escalation.ReceiveNoticeV1:
        return escalation.ReceiveNoticeV1(THIS, self.notice(role).notice_id)

    def complete(self, duty: str, reference: str = "REF-1") -> escalation.CompleteDutyV1:
        return escalation.CompleteDutyV1(THIS, self.duty(duty).duty_id, reference)

    def update(self, facts: Mapping[str, Any] | None = None, **others: Any) -> intake.UpdateNotificationV1:
        return intake.UpdateNotificationV1(THIS, self.notification.number, facts or {}, **others)

    def ask(
        self,
        request: str,
        of_role: str | None = None,
        urgent: bool = False,
        sealed: str | None = "sealed",
        **others: Any,
    ) -> escalation.MakeRequestV1:
        return escalation.MakeRequestV1(THIS, request, of_role, urgent=urgent, sealed=sealed, **others)

    def propose_not_required(self, duty: str, sealed: str | None = "sealed") -> escalation.ProposeDutyNotRequiredV1:
        return escalation.ProposeDutyNotRequiredV1(THIS, self.duty(duty).duty_id, sealed)

    def confirm_not_required(self, duty: str, agrees: bool = True) -> escalation.ConfirmDutyNotRequiredV1:
        return escalation.ConfirmDutyNotRequiredV1(THIS, self.duty(duty).duty_id, agrees)

    def share(self, circulation: str, sealed: str | None = "sealed", **to: str) -> intake.ShareNotificationV1:
        """With one of to_role, to_person, to_body."""
        return intake.ShareNotificationV1(THIS, circulation, sealed=sealed, **to)


def raise_it(
    facts: Mapping[str, Any], *categories: str, area: str = "fen", **others: Any
) -> intake.RaiseNotificationV1:
    """The command that raises the case's notification."""
    return intake.RaiseNotificationV1(THIS, SOMEBODY, area, facts, categories, **others)


def close(sealed: str | None = "sealed") -> intake.CloseNotificationV1:
    return intake.CloseNotificationV1(THIS, sealed)


def at(moment: datetime) -> str:
    """The moment as a fact states it."""
    return moment.isoformat()
