"""The decision: a rule a deed, and no deed without one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from access.deeds import Deed, Purpose
from access.outside import FOR_AGENCIES, may_agency, of_front_door
from access.readers import AgencyReader, AnyReader, Reader, acts_for
from access.seeing import roles_named, sees
from access.things import Case, Item, Place, Thing
from contracts.refusals import Refusal
from needfire.procedure import Act, ActKind, Edition

Rule = Callable[[Reader, Thing], Refusal | None]


def judge(reader: AnyReader, deed: Deed, thing: Thing = None, purpose: Purpose = "casework") -> Refusal | None:
    """None when the reader may do this with the thing, else why not. A deed that has no rule is refused."""
    if isinstance(reader, AgencyReader):
        return _agency(reader, deed, thing)
    rule = RULES.get(deed)
    return rule(reader, thing) if rule else Refusal("not_permitted")


def permit(reader: AnyReader, deed: Deed, thing: Thing = None, purpose: Purpose = "casework") -> None:
    """As `judge`. Raises the Refusal."""
    refusal = judge(reader, deed, thing, purpose)
    if refusal:
        raise refusal


def _agency(reader: AgencyReader, deed: Deed, thing: Thing) -> Refusal | None:
    if may_agency(reader, deed, thing):
        return None
    if deed in ("read_case", "receive_share") and isinstance(thing, Case) and sees(reader, thing):
        return None
    owed = isinstance(thing, Item) and thing.case.authority == reader.authority and thing.body in reader.bodies
    return None if deed in ("read_item", "acknowledge_duty") and owed else Refusal("not_found")


def _always(_reader: Reader, _thing: Thing) -> Refusal | None:
    return None


def _for_agencies(_reader: Reader, _thing: Thing) -> Refusal | None:
    return Refusal("not_permitted")


def _raise(reader: Reader, thing: Thing) -> Refusal | None:
    if not isinstance(thing, Place) or thing.authority != reader.authority:
        return Refusal("not_permitted")
    if thing.area not in reader.directory.areas:
        return Refusal("unknown_area", {"areas": list(reader.directory.areas)})
    return _unless_holding(reader, thing.edition.act("raise"), thing.area, thing.edition)


def _see(reader: Reader, thing: Thing) -> Refusal | None:
    if isinstance(thing, Item):
        thing = thing.case
    return None if isinstance(thing, Case) and sees(reader, thing) else Refusal("not_found")


def _consult(reader: Reader, thing: Thing) -> Refusal | None:
    if not isinstance(thing, Case) or not sees(reader, thing):
        return Refusal("not_found")
    act, others = thing.edition.act("consult"), thing.edition.consulting
    if reader.person == thing.raised_by or (act and reader.holds_any((*act.roles, *others), thing.area)):
        return None
    return Refusal("not_permitted", {"roles": _titles(thing.edition, others)}, act.rules if act else ())


def _act(kind: ActKind) -> Rule:
    def rule(reader: Reader, thing: Thing) -> Refusal | None:
        if not isinstance(thing, Case) or not sees(reader, thing):
            return Refusal("not_found")
        return _unless_holding(reader, thing.edition.act(kind), thing.area, thing.edition)

    return rule


def _unless_holding(reader: Reader, act: Act | None, area: str, edition: Edition) -> Refusal | None:
    if act is None:
        return Refusal("not_permitted")
    if reader.holds_any(act.roles, area):
        return None
    return Refusal("not_permitted", {"roles": _titles(edition, act.roles)}, act.rules)


def _titles(edition: Edition, roles: tuple[str, ...]) -> list[str]:
    return [edition.roles.get(role, role) for role in roles]


def _work(reader: Reader, thing: Thing) -> Refusal | None:
    if not isinstance(thing, Item) or not sees(reader, thing.case):
        return Refusal("not_found")
    if lies_with(reader, thing) or reader.holds_any(thing.others, thing.case.area):
        return None
    return Refusal("not_permitted", {"roles": _titles(thing.case.edition, (thing.role, *thing.others))})


def lies_with(reader: Reader, item: Item) -> bool:
    """Whether the item is the reader's to deal with: theirs, of somebody for whom they stand in, or of a role they hold."""
    return bool(acts_for(reader) & set(item.people)) or reader.holds(item.role, item.case.area)


def _reassign(reader: Reader, thing: Thing) -> Refusal | None:
    if isinstance(thing, Item) and sees(reader, thing.case):
        managing = roles_named(thing.case.edition)
        return None if reader.holds_any(managing, thing.case.area) else _work(reader, thing)
    return Refusal("not_found")


RULES: Mapping[Deed, Rule] = {
    "anyone": _always,
    "read_procedures": _always,
    "suggest": _always,
    "list": _always,
    "search_people": _always,
    "delegate_absence": _always,
    "end_absence": _always,
    "read_case": _see,
    "read_item": _see,
    "raise": _raise,
    "consult": _consult,
    "update": _act("update"),
    "close": _act("close"),
    "work_task": _work,
    "reassign_task": _reassign,
    "receive_notice": _work,
    "share": _see,
    "ask": _see,
    "complete_duty": _work,
    "propose_not_required": _work,
    "confirm_not_required": _work,
    "read_concern": of_front_door,
    "decide_concern": of_front_door,
    "read_deliveries": of_front_door,
    "replay_delivery": of_front_door,
    **dict.fromkeys(FOR_AGENCIES, _for_agencies),
}
