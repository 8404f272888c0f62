"""What intake decides: a notification and its life. Pure: facts and an edition in, events out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from access.grounds import CaseGrounds
from contracts import intake as contract
from contracts.refusals import Refusal
from needfire.authority import Suggestion
from needfire.decisions import Decision
from needfire.directory import holds, holds_post
from needfire.facts import Facts, FactsRefused, as_json
from needfire.procedure import Act, ActKind, Category, Edition
from needfire.suggesting import left_out, setting
from needfire.vocabulary import VOCABULARY
from services.intake.form import check_form


@dataclass(frozen=True)
class Grounds(CaseGrounds):
    """`suggest` gives the categories that facts meet, the authority's own hook included."""

    suggest: Callable[[Facts], tuple[Suggestion, ...]]


@dataclass(frozen=True)
class Notification:
    """A notification as it stands. `number` counts its updates; `ended` says how it ended, if it did.

    `consulted` are the roles of those who were consulted, `named` the people named for a role when it was raised, `shares`
    those with whom it was shared, `received` the numbers of the shares that their body has read.
    """

    notification_id: str
    person: str
    area: str
    edition: str
    edition_digest: str
    raised_by: str
    facts: Mapping[str, Any]
    categories: tuple[str, ...]
    number: int = 0
    ended: str | None = None
    consulted: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    shares: tuple[contract.NotificationSharedV1, ...] = ()
    received: frozenset[int] = frozenset()


def evolve(state: Notification | None, event: Any) -> Notification:
    """The notification after this event."""
    match event:
        case contract.NotificationRaisedV1():
            return Notification(
                event.notification_id,
                event.person,
                event.area,
                event.edition,
                event.edition_digest,
                event.raised_by,
                event.facts,
                event.categories,
                named=frozenset(event.named.values()),
            )
        case contract.NotificationUpdatedV1():
            return replace(_begun(state), facts=event.facts, number=event.number)
        case contract.ConsultationRecordedV1():
            begun = _begun(state)
            return replace(begun, consulted=begun.consulted | {event.with_role})
        case contract.NotificationSharedV1():
            begun = _begun(state)
            return replace(begun, shares=(*begun.shares, event))
        case contract.ShareReceivedV1():
            begun = _begun(state)
            return replace(begun, received=begun.received | {event.number})
        case contract.NotificationNotRequiredV1():
            return replace(_begun(state), ended="not_required")
        case contract.NotificationClosedV1():
            return replace(_begun(state), ended="closed")
        case _:
            return _begun(state)


def _begun(state: Notification | None) -> Notification:
    if state is None:
        raise Refusal("not_found")
    return state


def raise_notification(command: contract.RaiseNotificationV1, grounds: Grounds) -> tuple[Any, ...]:
    """Raises it, if the facts can be accepted, and every mandatory category was chosen or answered for."""
    edition = grounds.edition
    permitted = _as_whom("raise", command.area, grounds)
    facts = facts_of(command.facts, grounds)
    _check_choices(command, grounds)
    check_form(setting(edition, facts, grounds.now, grounds.calendar, command.categories), edition.form)
    suggested = grounds.suggest(facts)
    answered = {each.rule for each in command.left_out}
    if unmet := sorted(answered - {each.rule for each in suggested} - set(command.categories)):
        raise Refusal("left_out_not_met", {"categories": _titles(edition, unmet)}, tuple(unmet))
    asked = [rule for rule in left_out(edition, suggested, command.categories) if rule not in answered]
    if asked:
        raise Refusal("category_left_out", {"categories": _titles(edition, asked)}, tuple(asked))
    return (
        contract.NotificationRaisedV1(
            notification_id=command.notification_id,
            person=command.person,
            area=command.area,
            edition=edition.edition,
            edition_digest=edition.digest,
            raised_by=grounds.actor,
            raised_at=grounds.now,
            facts=as_json(facts),
            categories=tuple(dict.fromkeys(command.categories)),
            suggested=suggested_of(suggested),
            left_out=_really_left_out(command),
            named=command.named,
            restrictions=tuple(dict.fromkeys(command.restrictions)),
            decisions=(
                permitted,
                *_expectations(command, facts, grounds),
                *_category_decisions(command, suggested, facts, grounds),
            ),
            sealed=command.sealed,
            concern_id=command.concern_id,
        ),
    )


def _expectations(command: contract.RaiseNotificationV1, facts: Facts, grounds: Grounds) -> Iterator[Decision]:
    """Who should have raised it in this case, where that is not who did (a "should": recorded and shown, not refused)."""
    within = setting(grounds.edition, facts, grounds.now, grounds.calendar, command.categories)
    for expected in _act("raise", grounds).expected:
        found = expected.when.judge(within)
        if found.holds and not holds(grounds.directory, grounds.actor, expected.role, command.area, grounds.now):
            yield grounds.decision(
                "Who should raise it?",
                f"The {grounds.role_title(expected.role)} should; it was raised by somebody else all the same.",
                expected.rules,
                facts=as_json({name: facts[name] for name in sorted(found.used)}),
                arithmetic=found.arithmetic,
            )


def _check_choices(command: contract.RaiseNotificationV1, grounds: Grounds) -> None:
    edition = grounds.edition
    known = {category.rule for category in edition.categories if category.belongs_to == "need_to_know"}
    _refuse_unknown("unknown_category", {*command.categories, *(each.rule for each in command.left_out)} - known)
    if not command.categories:
        raise Refusal("no_category")
    _refuse_unknown("unknown_role", command.named.keys() - set(edition.form.named_roles))
    _refuse_unknown("unknown_person", set(command.named.values()) - grounds.directory.person_by_id.keys())
    for role, person in command.named.items():
        if not holds_post(grounds.directory, person, role, command.area, grounds.now):
            raise Refusal("unknown_person", {"role": role})
    _refuse_unknown("unknown_restriction", set(command.restrictions) - {each.rule for each in edition.restrictions})


def _really_left_out(command: contract.RaiseNotificationV1) -> tuple[contract.LeftOut, ...]:
    by_rule = {each.rule: each for each in command.left_out}
    return tuple(each for each in by_rule.values() if each.rule not in command.categories)


def _refuse_unknown(code: str, unknown: Iterable[str]) -> None:
    # Only how many: what was sent by mistake may be a person's name.
    count = len(set(unknown))
    if count:
        raise Refusal(code, {"unknown": count})


def _category_decisions(
    command: contract.RaiseNotificationV1, suggested: tuple[Suggestion, ...], facts: Facts, grounds: Grounds
) -> Iterable[Decision]:
    met = {each.rule: each for each in suggested}
    reasons = {each.rule: each.reason for each in command.left_out}
    for category in grounds.edition.categories:
        found = met.get(category.rule)
        if answer := _answer(category, category.rule in command.categories, found is not None, reasons):
            yield grounds.decision(
                f"Does “{category.title}” apply?",
                answer,
                (category.rule, *(found.rests_on if found else category.rests_on)),
                facts=_used(found, facts),
                arithmetic=found.arithmetic if found else (),
            )


def _answer(category: Category, chosen: bool, met: bool, reasons: Mapping[str, str]) -> str | None:
    if category.belongs_to == "alert":
        return "The facts meet this alert criterion." if met else None
    if chosen:
        return "The facts meet it, and it was chosen." if met else "Chosen by professional judgement."
    if met:
        said = reasons.get(category.rule, "").replace("_", " ")
        return f"The facts meet it; it was left out: {said}." if said else "The facts meet it; it was not chosen."
    return None


def _used(found: Suggestion | None, facts: Facts) -> dict[str, Any]:
    names = found.facts_used if found else ()
    return as_json({name: facts[name] for name in names if name in facts})


def record_consultation(
    command: contract.RecordConsultationV1, state: Notification, grounds: Grounds
) -> tuple[Any, ...]:
    """Records whom somebody consulted and what they advised (for example LUT-RAISE-1, LUT-RAISE-2)."""
    _open(state)
    act = _act("consult", grounds)
    if command.with_role not in act.roles:
        raise Refusal("unknown_role", {"roles": list(act.roles)}, act.rules)
    if not holds(grounds.directory, command.with_person, command.with_role, state.area, grounds.now):
        raise Refusal("unknown_person", {"role": command.with_role})
    if grounds.actor == state.raised_by == command.with_person:
        raise Refusal("consulted_oneself", rules=act.rules)
    said = command.advice.replace("_", " ")
    role = grounds.role_title(command.with_role)
    decision = grounds.decision(f"What did the {role} advise?", f"Advised: {said}.", act.rules)
    return (
        contract.ConsultationRecordedV1(
            state.notification_id,
            command.with_role,
            command.with_person,
            command.advice,
            grounds.actor,
            (decision,),
            command.sealed,
        ),
    )


def update(command: contract.UpdateNotificationV1, state: Notification, grounds: Grounds) -> tuple[Any, ...]:
    """Copies the notification forward with what is new, and shows what changed (LUT-UPD-1, KEN23-FORM-4)."""
    _open(state)
    permitted = _as_whom("update", state.area, grounds)
    if command.based_on != state.number:
        raise Refusal("update_out_of_date", {"latest": state.number})
    facts = _updated_facts(command, state, grounds)
    changed = changes(state.facts, as_json(facts))
    if not changed and command.sealed is None:
        raise Refusal("nothing_changed")
    return (
        contract.NotificationUpdatedV1(
            notification_id=state.notification_id,
            number=state.number + 1,
            updated_by=grounds.actor,
            updated_at=grounds.now,
            facts=as_json(facts),
            changed=changed,
            suggested=suggested_of(grounds.suggest(facts)),
            decisions=(permitted,),
            sealed=command.sealed,
        ),
    )


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[contract.FactChange, ...]:
    """Which facts are others now, with what they were."""
    names = sorted(before.keys() | after.keys())
    changed = (contract.FactChange(name, before.get(name), after.get(name)) for name in names)
    return tuple(change for change in changed if change.before != change.after)


def close(command: contract.CloseNotificationV1, state: Notification, grounds: Grounds) -> tuple[Any, ...]:
    """Closes it, with why it is resolved (LUT-MGT-3); not while other authorities look for the child on its alert."""
    _open(state)
    permitted = _as_whom("close", state.area, grounds)
    alerting = grounds.edition.alerting
    if alerting and "national_alert_issued_at" in state.facts and "national_alert_ended_at" not in state.facts:
        raise Refusal("alert_current", rules=alerting.rules)
    if command.sealed is None:
        raise Refusal("comment_required", rules=permitted.rules)
    return (
        contract.NotificationClosedV1(state.notification_id, grounds.actor, grounds.now, (permitted,), command.sealed),
    )


def mark_not_required(command: contract.MarkNotRequiredV1, state: Notification, grounds: Grounds) -> tuple[Any, ...]:
    """Ends it as not required, as a step of its route decided; nothing to do when it has ended already."""
    if state.ended:
        return ()
    decision = grounds.decision("Is a notification required?", "Not required.", command.rules)
    return (
        contract.NotificationNotRequiredV1(state.notification_id, command.task_id, command.decided_by, (decision,)),
    )


def _open(state: Notification) -> None:
    if state.ended:
        raise Refusal("notification_ended", {"ended": state.ended})


def _act(kind: ActKind, grounds: Grounds) -> Act:
    act = grounds.edition.act(kind)
    if act is None:
        raise Refusal("not_permitted", {"act": kind})
    return act


def _as_whom(kind: ActKind, area: str, grounds: Grounds) -> Decision:
    """The decision that the actor may do this, by the first role they hold that may: what access has judged, to be kept."""
    act = _act(kind, grounds)
    role = grounds.reader.first_held(act.roles, area)
    title = grounds.role_title(role) if role else "nobody"
    return grounds.decision(f"May this person {kind} it?", f"Yes, as {title}.", act.rules)


def facts_of(raw: Mapping[str, Any], grounds: Grounds) -> Facts:
    """These facts, checked. Raises Refusal `facts_refused`."""
    try:
        return VOCABULARY.read(raw, grounds.now)
    except FactsRefused as refused:
        raise Refusal("facts_refused", {"facts": refused.problems}) from None


def _updated_facts(command: contract.UpdateNotificationV1, state: Notification, grounds: Grounds) -> Facts:
    try:
        VOCABULARY.check_names(command.withdrawn)
    except FactsRefused as refused:
        raise Refusal("facts_refused", {"facts": refused.problems}) from None
    stated = {name: value for name, value in state.facts.items() if name not in command.withdrawn}
    return facts_of({**stated, **command.facts}, grounds)


def _titles(edition: Edition, rules: Iterable[str]) -> dict[str, str]:
    titles = {category.rule: category.title for category in edition.categories}
    return {rule: titles[rule] for rule in rules}


def suggested_of(found: Iterable[Suggestion]) -> tuple[contract.SuggestedCategory, ...]:
    """The suggestions as events tell them."""
    return tuple(contract.SuggestedCategory(each.rule, each.facts_used, each.arithmetic) for each in found)
