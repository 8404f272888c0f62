"""The decision: a rule for each deed, and no deed without one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from access.alerting import keeps_entry, proves, reads_directory, receives, runs
from access.deeds import DEEDS_FOR, Deed, Purpose
from access.keeping import of_records
from access.outside import FOR_AGENCIES, OF_CASES, OF_ITEMS, may_agency, of_front_door
from access.readers import AgencyReader, AnyReader, Reader
from access.running import of_colleagues, of_platform, of_search, only_runs
from access.seeing import OVERSIGHT, has_to_do_with, purpose_of, sees
from access.things import Case, Consultation, Item, Place, Thing, Way, case_of
from contracts.refusals import Refusal
from needfire.directory import WHOLE_AUTHORITY
from needfire.procedure import Act, ActKind, Edition

Rule = Callable[[Reader, Thing], Refusal | None]
LEAD_IS_THERE = (
    "The deputy may do this only while nobody who holds the leading post is there. Ask them, or whoever covers."
)


def judge(reader: AnyReader, deed: Deed, thing: Thing = None, purpose: Purpose = "casework") -> Refusal | None:
    """None when the reader may do this with the thing, else why not. A deed that has no rule is refused.

    Whether the thing exists for them comes first; then whether this deed serves the purpose; then the deed's own rule.
    """
    if isinstance(reader, AgencyReader):
        return _partner(reader, deed, thing)
    case = case_of(thing)
    if case and deed != "emergency_access" and not sees(reader, case, purpose):
        return Refusal("not_permitted" if purpose_of(reader, case) else "not_found")
    if deed not in RULES or deed not in DEEDS_FOR[purpose] or not reader.is_known:
        return Refusal("not_permitted")
    return RULES[deed](reader, thing)


def permit(reader: AnyReader, deed: Deed, thing: Thing = None, purpose: Purpose = "casework") -> None:
    """As `judge`. Raises the Refusal."""
    refusal = judge(reader, deed, thing, purpose)
    if refusal:
        raise refusal


def _partner(reader: AgencyReader, deed: Deed, thing: Thing) -> Refusal | None:
    if deed == "receive_alerts":
        return receives(reader, thing)
    if may_agency(reader, deed, thing):
        return None
    if deed in OF_ITEMS:
        case = thing.case if isinstance(thing, Item) and thing.body in reader.bodies else None
    else:
        case = thing if isinstance(thing, Case) and deed in OF_CASES else None
    return None if case and sees(reader, case, "partner") else Refusal("not_found")


def _always(_reader: Reader, _thing: Thing) -> Refusal | None:
    return None


def _oversee(reader: Reader, _thing: Thing) -> Refusal | None:
    """Whoever holds oversight of the whole authority: what was read and done is not kept apart by area."""
    return None if reader.holds(OVERSIGHT, WHOLE_AUTHORITY) else Refusal("not_permitted")


def _for_agencies(_reader: Reader, _thing: Thing) -> Refusal | None:
    return Refusal("not_permitted")


def _raise(reader: Reader, thing: Thing) -> Refusal | None:
    if not isinstance(thing, Place) or thing.authority != reader.authority:
        return Refusal("not_permitted")
    if thing.area not in reader.directory.areas:
        return Refusal("unknown_area", {"areas": list(reader.directory.areas)})
    return _unless_acting(reader, thing.edition.act("raise"), thing.area, thing.edition)


def _see(_reader: Reader, thing: Thing) -> Refusal | None:
    return None if case_of(thing) else Refusal("not_found")


def _act(kind: ActKind) -> Rule:
    def rule(reader: Reader, thing: Thing) -> Refusal | None:
        if not isinstance(thing, Case):
            return Refusal("not_found")
        return _unless_acting(reader, thing.edition.act(kind), thing.area, thing.edition)

    return rule


def _unless_acting(reader: Reader, act: Act | None, area: str, edition: Edition) -> Refusal | None:
    if act is None:
        return Refusal("not_permitted")
    return _unless_holding(reader, act.roles, area, edition, act.rules)


def _unless_holding(
    reader: Reader, roles: tuple[str, ...], area: str, edition: Edition, rules: tuple[str, ...]
) -> Refusal | None:
    if reader.holds_any(roles, area):
        return None
    return Refusal("not_permitted", {"roles": titles(edition, roles)}, rules)


def titles(edition: Edition, roles: Iterable[str]) -> list[str]:
    """What the edition calls these roles."""
    return [edition.roles.get(role, role) for role in dict.fromkeys(roles) if role]


def _consult(reader: Reader, thing: Thing) -> Refusal | None:
    """Who raised it, and whom it was with, may record it; so may those who update or circulate the case."""
    if not isinstance(thing, Consultation):
        return Refusal("not_found")
    edition, act = thing.case.edition, thing.case.edition.act("consult")
    if act is None:
        return Refusal("not_permitted")
    if reader.person in (thing.case.raised_by, thing.with_person):
        return None
    return _unless_holding(reader, edition.consulting, thing.case.area, edition, act.rules)


def _share(reader: Reader, thing: Thing) -> Refusal | None:
    """Whoever the way is for; with nobody named, all who see the case and hold a post."""
    if not isinstance(thing, Way):
        return Refusal("not_found")
    if not thing.by and reader.holds_a_post:
        return None
    return _unless_holding(reader, thing.by, thing.case.area, thing.case.edition, thing.rules)


def _ask(reader: Reader, thing: Thing) -> Refusal | None:
    if not isinstance(thing, Way):
        return Refusal("not_found")
    return _unless_holding(reader, thing.by, thing.case.area, thing.case.edition, thing.rules)


def lies_with(reader: Reader, item: Item) -> bool:
    """Whether it is theirs to deal with: they hold its role; without one it is theirs, or of somebody they stand in for."""
    if item.role:
        return reader.holds(item.role, item.case.area)
    return bool(reader.acts_for & set(item.people))


def _of_item(*beside: Callable[[Item], tuple[str, ...]]) -> Rule:
    """Open to whoever the item lies with, and to who holds one of the roles named beside."""

    def rule(reader: Reader, thing: Thing) -> Refusal | None:
        if not isinstance(thing, Item):
            return Refusal("not_found")
        if lies_with(reader, thing):
            return None
        others = tuple(role for roles in beside for role in roles(thing))
        return _unless_holding(
            reader, (*filter(None, [thing.role]), *others), thing.case.area, thing.case.edition, thing.rules
        )

    return rule


_work = _of_item()
_lead_or_deputy = _of_item(lambda item: item.deputies)
_may_confirm = _of_item(lambda item: item.deputies, lambda item: item.confirming)


def _decide(reader: Reader, thing: Thing) -> Refusal | None:
    """As working on it; but nobody approves what they did themselves."""
    refusal = _work(reader, thing)
    if refusal is None and isinstance(thing, Item) and reader.person in thing.authors:
        return Refusal("own_work", {}, thing.rules)
    return refusal


def _complete(reader: Reader, thing: Thing) -> Refusal | None:
    """A deputy may while nobody who holds the leading post is there."""
    refusal = _lead_or_deputy(reader, thing)
    if refusal or not isinstance(thing, Item) or lies_with(reader, thing):
        return refusal
    if not reader.is_held(thing.role, thing.case.area):
        return None
    return Refusal("not_permitted", {"roles": titles(thing.case.edition, [thing.role])}, thing.rules, LEAD_IS_THERE)


def _confirm(reader: Reader, thing: Thing) -> Refusal | None:
    """Never who proposed it."""
    refusal = _may_confirm(reader, thing)
    if refusal is None and isinstance(thing, Item) and reader.person == thing.proposed_by:
        return Refusal("second_person_needed", {}, thing.rules)
    return refusal


def _emergency(reader: Reader, thing: Thing) -> Refusal | None:
    """Whoever holds a post in the authority, more than that of running the platform, and cannot see the case without it."""
    if (
        not isinstance(thing, Case)
        or thing.authority != reader.authority
        or not reader.holds_a_post
        or only_runs(reader)
    ):
        return Refusal("not_found")
    seen = has_to_do_with(reader, thing) or sees(reader, thing, "oversight")
    return Refusal("access_not_needed") if seen else None


RULES: Mapping[Deed, Rule] = {
    "anyone": _always,
    "read_procedures": _always,
    "suggest": _always,
    "list": _always,
    "search_people": of_search,
    "read_records": of_records,
    "hold_records": of_records,
    "lift_hold": of_records,
    "propose_deletion": of_records,
    "confirm_deletion": of_records,
    "export_person": of_records,
    "redact_text": of_records,
    "receive_retention": of_records,
    "read_audit": _oversee,
    "delegate_absence": _always,
    "end_absence": _always,
    "read_case": _see,
    "watch": _always,
    "read_item": _see,
    "raise": _raise,
    "consult": _consult,
    "update": _act("update"),
    "close": _act("close"),
    "work_task": _work,
    "decide_task": _decide,
    "reassign_task": _work,
    "receive_notice": _work,
    "share": _share,
    "ask": _ask,
    "propose_alert": _ask,
    "write_message": _ask,
    "assess": _ask,
    "set_level": _ask,
    "read_register": _ask,
    "keep_register": _ask,
    "answer_register": _ask,
    "hold_meeting": _ask,
    "complete_duty": _complete,
    "propose_not_required": _lead_or_deputy,
    "confirm_not_required": _confirm,
    "emergency_access": _emergency,
    "read_concern": of_front_door,
    "decide_concern": of_front_door,
    "read_deliveries": of_front_door,
    "replay_delivery": of_front_door,
    "receive_alerts": receives,
    "run_alerts": runs,
    "read_custodians": reads_directory,
    "keep_custodian": keeps_entry,
    "prove_custodian": proves,
    "read_running": of_platform,
    "drive_parked": of_platform,
    "replay_cases": of_platform,
    "read_directory": of_colleagues,
    **dict.fromkeys(FOR_AGENCIES, _for_agencies),
}
