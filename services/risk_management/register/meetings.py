"""The group's meetings: called, with an agenda of entries and referrals, held by those who were there. Each is its own stream."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from access import Case, Reader, Way
from access.deployed import authority_of
from access.policies import Policy
from contracts import risk_management as every
from contracts import risk_register as contract
from contracts.refusals import Refusal
from needfire.directory import WHOLE_AUTHORITY
from needfire.loading.deployment import Deployment
from services.risk_management.grounding import risk_stream
from services.risk_management.register.grounds import Grounds
from services.risk_management.register.meeting import meeting_of
from shared_kernel.command_desk import Handler, Intent, happened, recorded
from shared_kernel.commands import CommandContext, Decided
from shared_kernel.commits import Commit, CommitStore

MEETING = re.compile(r"meeting-[a-z0-9-]{1,64}")
MOST_ITEMS = 200


@dataclass(frozen=True)
class _Held:
    grounds: Grounds

    @property
    def reader(self) -> Reader:
        return self.grounds.reader


def _way(_command: Any, held: _Held) -> Way:
    grounds = held.grounds
    whole = Case(grounds.directory.authority, WHOLE_AUTHORITY, grounds.edition, "", frozenset(), whole=False)
    return Way(whole, (grounds.register.concurrence.by,), grounds.register.concurrence.rules)


POLICY = Policy("hold_meeting", _way)


@dataclass(frozen=True)
class MeetingHandlers:
    """The use cases of meetings."""

    deployment: Deployment
    store: CommitStore

    def call(self, command: contract.CallMeetingV1, context: CommandContext) -> Intent:
        """Call a meeting under the edition in force."""
        if not MEETING.fullmatch(command.meeting_id):
            raise Refusal("malformed", {"meeting_id": "It begins with meeting-, in small letters, digits and hyphens."})
        grounds = self._grounds(context, None)

        def decide(history: tuple[Commit, ...]) -> Decided:
            if history:
                raise Refusal("command_id_reused")
            POLICY.check(command, _Held(grounds))
            self._check_items(command.items, context)
            stated = grounds.register.concurrence
            role = grounds.role_title(stated.by)
            decision = grounds.decision("Who meets?", f"The {role}.", stated.rules)
            called = contract.MeetingCalledV1(
                command.meeting_id,
                command.at,
                command.items,
                stated.by,
                grounds.edition.edition,
                context.actor,
                (decision,),
            )
            return _decided(command.meeting_id, called)

        return Intent(command.meeting_id, decide, fresh=True)

    def set_agenda(self, command: contract.SetAgendaV1, context: CommandContext) -> Intent:
        """Set what it looks at, in order."""

        def decide(history: tuple[Commit, ...]) -> Decided:
            self._open_meeting(command, context, history)
            self._check_items(command.items, context)
            return _decided(command.meeting_id, contract.AgendaSetV1(command.meeting_id, command.items, context.actor))

        return Intent(command.meeting_id, decide)

    def hold(self, command: contract.HoldMeetingV1, context: CommandContext) -> Intent:
        """Record that it was held, and who was there."""

        def decide(history: tuple[Commit, ...]) -> Decided:
            grounds = self._open_meeting(command, context, history)
            known = grounds.register.concurrence.views_of
            if set(command.present) - known.keys():
                raise Refusal("unknown_body", {"bodies": dict(known)}, grounds.register.concurrence.rules)
            held = contract.MeetingHeldV1(command.meeting_id, command.present, context.actor, context.now)
            return _decided(command.meeting_id, held)

        return Intent(command.meeting_id, decide)

    def _open_meeting(self, command: Any, context: CommandContext, history: tuple[Commit, ...]) -> Grounds:
        if not history or history[0].authority != context.authority:
            raise Refusal("not_found")
        meeting = meeting_of(tuple(event for commit in history for event in happened(commit, every.EVENTS)))
        grounds = self._grounds(context, meeting.edition)
        POLICY.check(command, _Held(grounds))
        if meeting.held:
            raise Refusal("meeting_over")
        return grounds

    def _check_items(self, items: tuple[str, ...], context: CommandContext) -> None:
        """Refuses what is no young person's of this authority; ids only, each once."""
        if len(items) != len(set(items)) or len(items) > MOST_ITEMS:
            raise Refusal("malformed", {"items": f"Give each once, and at most {MOST_ITEMS}."})
        for each in items:
            stream = self.store.stream(risk_stream(each))
            if not stream or stream[0].authority != context.authority:
                raise Refusal("not_found")

    def _grounds(self, context: CommandContext, edition: str | None) -> Grounds:
        authority = authority_of(self.deployment, context.authority)
        found = authority.editions.get(edition) if edition else authority.edition_at(context.now)
        if found is None:
            raise Refusal("edition_changed" if edition else "no_procedure")
        if found.register is None:
            raise Refusal("no_register")
        directory = self.deployment.directories[context.authority]
        return Grounds(found, directory, self.deployment.calendar, context.now, context.actor, found.register)


def _decided(meeting_id: str, event: Any) -> Decided:
    return Decided((recorded(event),), {"meeting_id": meeting_id})


def command_handlers(deployment: Deployment, store: CommitStore) -> Mapping[type, Handler]:
    """What the group may ask of its meetings."""
    handlers = MeetingHandlers(deployment, store)
    return {
        contract.CallMeetingV1: Handler(POLICY, handlers.call),
        contract.SetAgendaV1: Handler(POLICY, handlers.set_agenda),
        contract.HoldMeetingV1: Handler(POLICY, handlers.hold),
    }
