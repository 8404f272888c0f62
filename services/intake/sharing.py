"""What intake decides on sharing a case: who may, with whom, and what must come first. Pure."""

from __future__ import annotations

from contracts.intake import NotificationSharedV1, ReceiveShareV1, ShareNotificationV1, ShareReceivedV1
from contracts.refusals import Refusal
from needfire.circulation import Circulation
from needfire.decisions import Decision
from needfire.facts import from_json
from needfire.standing import Standing, standing
from needfire.suggesting import setting
from needfire.vocabulary import VOCABULARY
from services.intake.domain import Grounds, Notification


def share(command: ShareNotificationV1, state: Notification, grounds: Grounds) -> tuple[NotificationSharedV1, ...]:
    """Shares it, if the edition has this way for this person, recipient and case, and nothing stands against it.

    Why it is shared must be said (in `sealed`). Raises Refusal, with the way's rules or the guard's (LUT-CIRC-5, LUT-CIRC-7).
    """
    if state.ended:
        raise Refusal("notification_ended", {"ended": state.ended})
    way = way_of(command, grounds)
    who = _as_whom(way, state, grounds)
    recipient = _recipient(command, way, grounds)
    stands = _standing(way, state, grounds)
    if command.sealed is None:
        raise Refusal("comment_required", {"circulation": way.id}, way.rules)
    return (
        NotificationSharedV1(
            notification_id=state.notification_id,
            circulation=way.id,
            title=way.title,
            to_role=command.to_role,
            to_person=command.to_person,
            to_body=command.to_body,
            by=grounds.actor,
            decisions=(_decision(f"Yes, by {who}, with {recipient}.", stands, state, grounds),),
            sealed=command.sealed,
            number=len(state.shares) + 1,
        ),
    )


def way_of(command: ShareNotificationV1, grounds: Grounds) -> Circulation:
    """The edition's way that the command names. Raises Refusal `unknown_circulation`."""
    ways = {each.id: each for each in grounds.edition.circulation}
    if command.circulation not in ways:
        raise Refusal("unknown_circulation", {"circulation": list(ways)})
    return ways[command.circulation]


def _as_whom(way: Circulation, state: Notification, grounds: Grounds) -> str:
    """As whom the actor may, by what access has judged. With no role named, whoever was told of it may."""
    role = grounds.reader.first_held(way.by, state.area)
    return f"the {grounds.role_title(role)}" if role else "somebody who was told of it"


def _recipient(command: ShareNotificationV1, way: Circulation, grounds: Grounds) -> str:
    """With whom, in words that name no person."""
    match command.to_role, command.to_person, command.to_body:
        case str(role), None, None if way.to_roles:
            if role not in way.to_roles:
                raise Refusal("unknown_role", {"roles": list(way.to_roles)}, way.rules)
            return f"the {grounds.role_title(role)}"
        case None, str(person), None if way.to_anybody:
            if person not in grounds.directory.person_by_id:
                raise Refusal("unknown_person", {"circulation": way.id}, way.rules)
            return "a person of the authority"
        case None, None, str(body) if way.to_bodies:
            if body not in way.to_bodies:
                raise Refusal("unknown_body", {"bodies": list(way.to_bodies)}, way.rules)
            return way.to_bodies[body]
    possible = {"roles": list(way.to_roles), "bodies": list(way.to_bodies), "anybody": way.to_anybody}
    raise Refusal("one_recipient", possible, way.rules)


def _standing(way: Circulation, state: Notification, grounds: Grounds) -> Standing:
    facts = from_json(VOCABULARY, state.facts)
    within = setting(grounds.edition, facts, grounds.now, grounds.calendar, state.categories, state.consulted)
    found = standing(way, within)
    if found.asks:
        raise Refusal("facts_needed", {"facts": dict(found.asks)}, found.rules)
    if not found.is_open:
        raise Refusal("share_refused", {"circulation": way.id}, found.rules, found.sentence)
    return found


def _decision(answer: str, stands: Standing, state: Notification, grounds: Grounds) -> Decision:
    used = sorted({name for found in stands.findings for name in found.used})
    return grounds.decision(
        "May it be shared?",
        answer,
        stands.rules,
        facts={name: state.facts[name] for name in used},
        arithmetic=tuple(line for found in stands.findings for line in found.arithmetic),
    )


def receive_share(command: ReceiveShareV1, state: Notification, grounds: Grounds) -> tuple[ShareReceivedV1, ...]:
    """The body has read it: only now it is told."""
    if command.number in state.received:
        raise Refusal("already_received")
    return (ShareReceivedV1(state.notification_id, command.number, grounds.actor),)
