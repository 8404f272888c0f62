"""Escalation's use cases: each takes a command to the stream it concerns, and says what is decided there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter
from typing import Any

from access import Reader, permit
from access.deployed import authority_of, edition_of
from access.grounds import CaseGrounds
from access.policies import ITSELF, Itself, Policy
from contracts import escalation as contract
from contracts import escalation_alerts, escalation_register, escalation_risk
from contracts import escalation_concerns as concern
from contracts.refusals import Refusal
from needfire.concerns import ROUTE, for_concerns
from needfire.directory import Directory
from needfire.loading.authorities import Authority
from needfire.loading.deployment import Deployment
from needfire.procedure import Edition
from services.escalation import alerts, asking, carried_over, concerns, domain, duties, firing, levels, register
from services.escalation.absences import absences_told, end_absence
from services.escalation.draft import Draft
from services.escalation.routing import Routing, evolve
from services.escalation.things import agency_of, case, duty_item, notice_item, request_way, task_item
from shared_kernel.command_desk import Handler, Intent, happened, recorded
from shared_kernel.commands import CommandContext, Decided
from shared_kernel.commits import Commit, CommitStore

Decide = Callable[[Any, Draft], None]
Naming = Callable[[Any], str]
OF_NOTIFICATION: Naming = attrgetter("notification_id")
OF_CONCERN: Naming = attrgetter("concern_id")


@dataclass(frozen=True)
class Handlers:
    """The use cases of one deployment; `store` is asked for the recorded absences."""

    deployment: Deployment
    store: CommitStore

    def start_routing(self, command: contract.StartRoutingV1, context: CommandContext) -> Intent:
        """Begin the route of a notification, under the edition that it was raised under."""
        authority = authority_of(self.deployment, context.authority)
        grounds = self._grounds(authority, edition_of(authority, command.edition, command.edition_digest), context)

        def decide(history: tuple[Commit, ...]) -> Decided:
            if history:  # this notification's route has begun already
                return Decided((), {"notification_id": command.notification_id})
            return _decided(command.notification_id, domain.start_routing(command, grounds))

        return Intent(stream_of(command.notification_id), decide, fresh=True)

    def on_routing(self, decide: Decide, policy: Policy | Itself, of: Naming = OF_NOTIFICATION) -> Handler:
        """A use case on a routing that exists, judged and decided under the edition that it began with.

        `of` names what is routed.
        """

        def handle(command: Any, context: CommandContext) -> Intent:
            authority = authority_of(self.deployment, context.authority)

            def carry_out(history: tuple[Commit, ...]) -> Decided:
                if not history or history[0].authority != context.authority:
                    raise Refusal("not_found")
                state = routing(history)
                edition = edition_of(authority, state.edition, state.edition_digest)
                draft = Draft(self._grounds(authority, edition, context, of_concern=state.route == ROUTE), state)
                if isinstance(policy, Policy):
                    policy.check(command, draft, case(draft))
                decide(command, draft)
                return _decided(state.notification_id, draft)

            return Intent(stream_of(of(command)), carry_out)

        return Handler(policy, handle)

    def start_concern(self, command: concern.StartConcernV1, context: CommandContext) -> Intent:
        """Have an agency's concern wait for a decision, under the edition that it arrived under."""
        authority = authority_of(self.deployment, context.authority)
        edition = edition_of(authority, command.edition, command.edition_digest)
        grounds = self._grounds(authority, edition, context, of_concern=True)

        def decide(history: tuple[Commit, ...]) -> Decided:
            if history:
                return Decided((), {"notification_id": command.concern_id})
            return _decided(command.concern_id, concerns.start(command, grounds))

        return Intent(stream_of(command.concern_id), decide, fresh=True)

    def delegate_absence(self, command: contract.DelegateAbsenceV1, context: CommandContext) -> Intent:
        """Have somebody act for the one who asks, from one moment to another."""
        directory = self._known_to(context, DELEGATING)
        if command.ends <= command.starts:
            raise Refusal("period_backwards")
        if command.delegate not in directory.person_by_id or command.delegate == context.actor:
            raise Refusal("unknown_person")
        event = contract.AbsenceDelegatedV1(context.actor, command.delegate, command.starts, command.ends)
        answer = {"person": context.actor, "delegate": command.delegate}

        def decide(_history: tuple[Commit, ...]) -> Decided:
            if command.ends <= context.now:  # asked here, so that the same command is answered the same for ever
                raise Refusal("period_past")
            return Decided((recorded(event),), answer)

        return Intent(absences_of(context.authority), decide)

    def end_absence(self, command: contract.EndAbsenceV1, context: CommandContext) -> Intent:
        """Have the one who asks be there again."""
        self._known_to(context, RETURNING)

        def decide(history: tuple[Commit, ...]) -> Decided:
            events = (event for commit in history for event in happened(commit, contract.EVENTS))
            ended = end_absence(command, absences_told(events), context.actor, context.now)
            return Decided(tuple(recorded(each) for each in ended), {"person": context.actor})

        return Intent(absences_of(context.authority), decide)

    def _known_to(self, context: CommandContext, policy: Policy) -> Directory:
        directory = self.deployment.directories[authority_of(self.deployment, context.authority).description.code]
        permit(Reader(context.actor, context.authority, directory, context.now), policy.deed)
        return directory

    def _grounds(
        self, authority: Authority, edition: Edition, context: CommandContext, *, of_concern: bool = False
    ) -> CaseGrounds:
        code = authority.description.code
        commits = self.store.stream(absences_of(code))
        events = [event for commit in commits for event in happened(commit, contract.EVENTS)]
        directory = self.deployment.directories[code].with_absences(absences_told(events))
        standing = for_concerns(edition, directory) if of_concern else edition
        return CaseGrounds(standing, directory, self.deployment.calendar, context.now, context.actor)


def stream_of(notification_id: str) -> str:
    """The stream of a notification's routing."""
    return f"routing-{notification_id.removeprefix('notification-')}"


def absences_of(authority: str) -> str:
    """The stream of an authority's delegations in absence."""
    return f"absences-{authority}"


def routing(history: tuple[Commit, ...]) -> Routing:
    """The routing that these commits tell."""
    events = (event for commit in history for event in happened(commit, contract.EVENTS))
    state: Routing | None = reduce(evolve, events, None)
    if state is None:
        raise Refusal("not_found")
    return state


def _decided(notification_id: str, draft: Draft) -> Decided:
    return Decided(tuple(recorded(event) for event in draft.events), {"notification_id": notification_id})


DELEGATING = Policy("delegate_absence", lambda _command, _held: None)
RETURNING = Policy("end_absence", lambda _command, _held: None)


def command_handlers(deployment: Deployment, store: CommitStore) -> Mapping[type, Handler]:
    """What people and partners may ask of escalation, each with its policy."""
    handlers = Handlers(deployment, store)
    on_routing = handlers.on_routing
    return {
        contract.ClaimTaskV1: on_routing(domain.claim_task, Policy("work_task", task_item)),
        contract.DecideTaskV1: on_routing(domain.decide_task, Policy("decide_task", task_item)),
        contract.ReturnTaskV1: on_routing(domain.return_task, Policy("work_task", task_item)),
        contract.ReassignTaskV1: on_routing(domain.reassign_task, Policy("reassign_task", task_item)),
        contract.ReceiveNoticeV1: on_routing(domain.receive_notice, Policy("receive_notice", notice_item)),
        contract.CompleteDutyV1: on_routing(duties.complete_duty, Policy("complete_duty", duty_item)),
        contract.AcknowledgeDutyV1: on_routing(
            duties.acknowledge_duty, Policy("acknowledge_duty", duty_item, agency_of)
        ),
        contract.ProposeDutyNotRequiredV1: on_routing(
            duties.propose_not_required, Policy("propose_not_required", duty_item)
        ),
        contract.ConfirmDutyNotRequiredV1: on_routing(
            duties.confirm_not_required, Policy("confirm_not_required", duty_item)
        ),
        contract.MakeRequestV1: on_routing(asking.make_request, Policy("ask", request_way)),
        contract.DelegateAbsenceV1: Handler(DELEGATING, handlers.delegate_absence),
        contract.EndAbsenceV1: Handler(RETURNING, handlers.end_absence),
    }


def own_handlers(deployment: Deployment, store: CommitStore) -> Mapping[type, Handler]:
    """What only escalation's own worker asks, when it follows intake or a clock is due."""
    handlers = Handlers(deployment, store)
    return {
        contract.StartRoutingV1: Handler(ITSELF, handlers.start_routing),
        concern.StartConcernV1: Handler(ITSELF, handlers.start_concern),
        concern.FollowConcernV1: handlers.on_routing(concerns.follow_decision, ITSELF, OF_CONCERN),
        concern.FollowFeedbackV1: handlers.on_routing(concerns.follow_feedback, ITSELF, OF_CONCERN),
        contract.FollowUpdateV1: handlers.on_routing(carried_over.follow_update, ITSELF),
        contract.FollowConsultationV1: handlers.on_routing(carried_over.follow_consultation, ITSELF),
        contract.FollowShareV1: handlers.on_routing(carried_over.follow_share, ITSELF),
        contract.FollowEmergencyAccessV1: handlers.on_routing(carried_over.follow_emergency_access, ITSELF),
        escalation_alerts.FollowMessageV1: handlers.on_routing(alerts.follow_message, ITSELF),
        escalation_alerts.FollowDoubtV1: handlers.on_routing(alerts.follow_doubt, ITSELF),
        escalation_alerts.FollowResponseV1: handlers.on_routing(alerts.follow_response, ITSELF),
        escalation_alerts.FollowUnreachedV1: handlers.on_routing(alerts.follow_unreached, ITSELF),
        escalation_risk.FollowLevelV1: handlers.on_routing(levels.follow_level, ITSELF),
        escalation_register.FollowRegisterV1: handlers.on_routing(register.follow_register, ITSELF),
        contract.EndRoutingV1: handlers.on_routing(domain.end_routing, ITSELF),
        contract.FireClockV1: handlers.on_routing(firing.fire_clock, ITSELF),
    }
