"""The cascade's use cases."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from access.policies import ITSELF
from contracts import cascade as contract
from contracts.refusals import Refusal
from documents.message import ENDING
from needfire.loading.deployment import Deployment
from needfire.london_time import on_the_wall
from services.national_alerts.asking import RECEIVING, RUNNING, judged
from services.national_alerts.cascade import domain
from services.national_alerts.cascade.ledger import Ledger, cascade_stream, entry_of, entry_stream, message_of
from services.national_alerts.cascade.records import Cascade, Entry, cascade_of
from services.national_alerts.custodians.directory import CustodianDirectory
from shared_kernel.command_desk import Handler, Intent, happened, recorded
from shared_kernel.commands import CommandContext, Decided
from shared_kernel.commits import Commit, CommitStore

_EXERCISE = re.compile(r"exercise-[a-z0-9-]{1,64}")


@dataclass(frozen=True)
class CascadeHandlers:
    """`directory` says who is a custodian, and who is told there now."""

    ledger: Ledger
    directory: CustodianDirectory

    def start(self, command: contract.StartCascadeV1, context: CommandContext) -> Intent:
        """Start the cascade of a live alert's message, to all that are custodians now, the alert's own authority included."""
        message_id = message_of(command.alert_id, command.number)
        before = self._before(command.alert_id, command.number, command.kind)
        custodians = self.directory.codes_at(on_the_wall(context.now).date())

        def event() -> contract.CascadeStartedV1:
            return contract.CascadeStartedV1(
                message_id, command.alert_id, command.number, command.kind, context.now,
                before.original if before else command.original,
                before.message_id if before else None, before.started_at if before else None,
                command.risk, command.edition, command.rules, custodians,
            )  # fmt: skip

        return _start(message_id, event)

    def start_exercise(self, command: contract.StartExerciseV1, context: CommandContext) -> Intent:
        """Start a drill's message: its id is of another form than any alert's, so that it is no live alert's by mistake."""
        if not _EXERCISE.fullmatch(command.exercise_id):
            raise Refusal("malformed", {"exercise_id": "Give 'exercise-' and small letters, digits or hyphens."})
        message_id = message_of(command.exercise_id, command.number)
        before = self._before(command.exercise_id, command.number, command.kind)
        known = self.directory.codes_at(on_the_wall(context.now).date())
        if set(command.custodians) - set(known):
            raise Refusal("unknown_custodian")

        def event() -> contract.ExerciseStartedV1:
            return contract.ExerciseStartedV1(
                message_id, command.exercise_id, command.number, command.kind, context.now,
                before.original if before else context.now,
                before.message_id if before else None, before.started_at if before else None,
                context.actor, tuple(dict.fromkeys(command.custodians)) or known,
            )  # fmt: skip

        return _start(message_id, event)

    def _before(self, about_id: str, number: int, kind: str) -> Cascade | None:
        if (number == 1) != (kind == "initial") or number < 1:
            raise Refusal("update_before_alert")
        if number == 1:
            return None
        before = self.ledger.find(message_of(about_id, number - 1))
        if before is None:
            raise Refusal("update_before_alert")
        if before.kind in ENDING:
            raise Refusal("alert_message_ended")
        return before

    def sent(self, command: contract.RecordSentV1, context: CommandContext) -> Intent:
        """Record that it went out. The first time, the line is new."""
        return self._on_entry(
            command, lambda entry: domain.record_sent(command, entry, context.now), fresh=command.approach == 1
        )

    def failed(self, command: contract.RecordFailedV1, context: CommandContext) -> Intent:
        """Record that it could not be brought, and what follows."""
        second = self._has_second(command.custodian)
        return self._on_entry(command, lambda entry: domain.record_failed(command, entry, context.now, second))

    def chase(self, command: contract.ChaseV1, context: CommandContext) -> Intent:
        """Do what silence asks for."""
        superseded = self.ledger.followed_by(self.ledger.cascade(command.message_id)) is not None
        second = self._has_second(command.custodian)
        return self._on_entry(command, lambda entry: domain.chase(command, entry, context.now, second, superseded))

    def redrive(self, command: contract.RedriveV1, context: CommandContext) -> Intent:
        """Try anew from the first contact, by hand."""
        ended = self.ledger.ended_after(self._of(command, context))
        return self._on_entry(command, lambda entry: domain.redrive(entry, context.actor, ended))

    def take_up(self, command: contract.TakeUpV1, context: CommandContext) -> Intent:
        """Try anew what never arrived, before a later message."""
        return self._on_entry(command, domain.take_up)

    def receipt(self, command: contract.GiveReceiptV1, context: CommandContext) -> Intent:
        """Take what a custodian says."""
        cascade = self._of(command, context, own=False)
        return self._on_entry(
            command, lambda entry: domain.give_receipt(command, cascade, entry, context.actor, context.now)
        )

    def _of(self, command: Any, context: CommandContext, own: bool = True) -> Cascade:
        """The message, where it was sent to this custodian; by the authority that asks, where it is `own`."""
        history = self.ledger.store.stream(cascade_stream(command.message_id))
        if not history or (own and history[0].authority != context.authority):
            raise Refusal("not_found")
        cascade = cascade_of(happened(history[0], contract.EVENTS)[0])
        if command.custodian not in cascade.custodians:
            raise Refusal("unknown_custodian")
        return cascade

    def _has_second(self, code: str) -> bool:
        return len(self.directory.reach(code).told) > 1

    def _on_entry(self, command: Any, decide: Callable[[Entry], tuple[Any, ...]], fresh: bool = False) -> Intent:
        def decided(history: tuple[Commit, ...]) -> Decided:
            events = decide(entry_of(command.message_id, command.custodian, history))
            answer = {"message_id": command.message_id, "custodian": command.custodian}
            return Decided(tuple(recorded(event) for event in events), answer)

        return Intent(entry_stream(command.message_id, command.custodian), decided, fresh)


def _start(message_id: str, event: Callable[[], Any]) -> Intent:
    def decided(history: tuple[Commit, ...]) -> Decided:
        if history:
            raise Refusal("command_id_reused")
        return Decided((recorded(event()),), {"message_id": message_id})

    return Intent(cascade_stream(message_id), decided, fresh=True)


def command_handlers(
    store: CommitStore, directory: CustodianDirectory, deployment: Deployment
) -> Mapping[type, Handler]:
    """What people and custodians may ask of the cascade."""
    handlers = CascadeHandlers(Ledger(store), directory)
    return {
        contract.StartExerciseV1: judged(RUNNING, deployment, handlers.start_exercise),
        contract.GiveReceiptV1: judged(RECEIVING, deployment, handlers.receipt),
        contract.RedriveV1: judged(RUNNING, deployment, handlers.redrive),
    }


def own_handlers(store: CommitStore, directory: CustodianDirectory) -> Mapping[type, Handler]:
    """What only the service's own worker asks, when it follows releases, channels and clocks."""
    handlers = CascadeHandlers(Ledger(store), directory)
    return {
        contract.StartCascadeV1: Handler(ITSELF, handlers.start),
        contract.RecordSentV1: Handler(ITSELF, handlers.sent),
        contract.RecordFailedV1: Handler(ITSELF, handlers.failed),
        contract.ChaseV1: Handler(ITSELF, handlers.chase),
        contract.TakeUpV1: Handler(ITSELF, handlers.take_up),
    }
