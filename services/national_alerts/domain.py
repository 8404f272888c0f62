"""A national alert as it stands: the notification that it is of, its threshold, its messages. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from access.grounds import CaseGrounds
from contracts import national_alerts as contract
from contracts.refusals import Refusal
from needfire.alerting import ENDING, Alerting, Message
from needfire.conditions import Setting
from needfire.facts import FactsRefused, as_json, from_json
from needfire.suggesting import setting
from needfire.vocabulary import VOCABULARY


@dataclass(frozen=True)
class Grounds(CaseGrounds):
    """With what the edition says of alerts."""

    alerting: Alerting

    def within(self, facts: Mapping[str, Any]) -> Setting:
        """What conditions are judged against, with these facts (as JSON)."""
        return setting(self.edition, from_json(VOCABULARY, facts), self.now, self.calendar)


@dataclass(frozen=True)
class Written:
    """A message that was written and is on its way; `sent_back`: it can be written anew."""

    message: Message
    number: int
    by: str
    answers: Mapping[str, Any]
    sealed: str | None
    signed_off: bool = False
    sent_back: bool = False


@dataclass(frozen=True)
class Alert:
    """An alert and the notification that it is of. `released` counts its messages; `original` is since when the child is
    missing as the first of them said it; `met` is whether the threshold was met when it was asked last."""

    alert_id: str
    notification_id: str
    area: str
    edition: str
    edition_digest: str
    raised_by: str
    facts: Mapping[str, Any]
    enquiries: Mapping[str, contract.Enquiry] = field(default_factory=dict)
    met: bool = False
    on_its_way: Written | None = None
    released: int = 0
    original: datetime | None = None
    ended: bool = False
    in_doubt: bool = False
    unreached: frozenset[tuple[str, str]] = frozenset()
    notification_ended: bool = False

    @property
    def current(self) -> bool:
        """Whether custodians hold it as current."""
        return self.released > 0 and not self.ended


def evolve(state: Alert | None, event: Any) -> Alert:
    """The alert after this event."""
    if isinstance(event, contract.NotificationLinkedV1):
        return Alert(
            event.alert_id,
            event.notification_id,
            event.area,
            event.edition,
            event.edition_digest,
            event.raised_by,
            event.facts,
        )
    if state is None:
        raise Refusal("not_found")
    match event:
        case contract.AlertFactsChangedV1():
            return replace(state, facts=event.facts)
        case contract.LinkedNotificationEndedV1():
            return replace(state, notification_ended=True)
        case contract.ThresholdJudgedV1():
            enquiries = {**state.enquiries, **{each.fact: each for each in event.enquiries}}
            facts = {**state.facts, **event.facts}
            return replace(state, facts=facts, enquiries=enquiries, met=event.verdict == "met")
        case contract.AlertInDoubtV1():
            return replace(state, in_doubt=True)
        case contract.CustodianUnreachedV1():
            return replace(state, unreached=state.unreached | {(event.message_id, event.because)})
        case contract.AlertReleasedV1():
            return replace(
                state,
                on_its_way=None,
                released=event.number,
                original=state.original or event.original_missing_since,
                ended=event.message in ENDING,
                in_doubt=False,
            )
    return _on_its_way(state, event)


def _on_its_way(state: Alert, event: Any) -> Alert:
    match event:
        case contract.MessageWrittenV1():
            written = Written(event.message, event.number, event.by, event.answers, event.sealed)
            return replace(state, facts={**state.facts, **event.facts}, on_its_way=written)
        case contract.MessageWithdrawnV1():
            return replace(state, on_its_way=None)
    passing = state.on_its_way
    if passing is None:
        return state
    back = isinstance(event, contract.MessageSentBackV1)
    return replace(state, on_its_way=replace(passing, sent_back=back, signed_off=not back))


def link(command: contract.FollowNotificationV1, alert_id: str) -> tuple[Any, ...]:
    """The notification that an alert could be of."""
    return (contract.NotificationLinkedV1(alert_id, **vars(command)),)


def read_facts(raw: Mapping[str, Any], now: datetime) -> Mapping[str, Any]:
    """These facts, checked, as JSON. Raises Refusal `facts_refused`."""
    try:
        return as_json(VOCABULARY.read(raw, now))
    except FactsRefused as refused:
        raise Refusal("facts_refused", {"facts": refused.problems}) from None


def as_whom(roles: tuple[str, ...], state: Alert, grounds: Grounds) -> str:
    """The first of the roles that the actor holds in the case's area: that they may was judged before."""
    return next((role for role in roles if grounds.reader.holds(role, state.area)), roles[0])


def refuse_over(state: Alert, rules: tuple[str, ...]) -> None:
    """Refuses what concerns an alert that has ended."""
    if state.ended:
        raise Refusal("alert_ended", rules=rules)


def refuse_pending(state: Alert, rules: tuple[str, ...]) -> None:
    """Refuses a second message while one is on its way: there is one at a time."""
    written = state.on_its_way
    if written and not written.sent_back:
        raise Refusal("message_pending", {"message": written.message, "number": written.number}, rules)
