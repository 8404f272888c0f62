"""Who may read and do what. Every read and every command passes through `judge`; what it does not allow is refused.

What a reader may not see does not exist for them: the refusal is then `not_found`, the same as for an id that was never
given. Whether they hold a role comes from the directory, never from the request.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from contracts.refusals import Refusal
from needfire.directory import Directory, holds, is_held
from needfire.procedure import Act, ActKind, Edition, Restriction

Deed = Literal[
    "anyone",
    "read_procedures",
    "suggest",
    "list",
    "read_case",
    "raise",
    "consult",
    "update",
    "close",
    "read_item",
    "work_task",
    "reassign_task",
    "receive_notice",
    "share",
    "ask",
    "complete_duty",
    "propose_not_required",
    "confirm_not_required",
    "delegate_absence",
    "end_absence",
]
DEEDS: tuple[Deed, ...] = get_args(Deed)


@dataclass(frozen=True)
class Reader:
    """Who asks: a person of an authority, with its directory (recorded absences included) as it stands at a moment."""

    person: str
    authority: str
    directory: Directory
    at: datetime

    def holds(self, role: str, area: str) -> bool:
        """Whether they hold the role in that area: as holder, delegate, cover, or on the rota."""
        return holds(self.directory, self.person, role, area, self.at)

    def holds_any(self, roles: frozenset[str] | tuple[str, ...], area: str) -> bool:
        """Whether they hold one of the roles in that area."""
        return any(self.holds(role, area) for role in roles)

    def is_held(self, role: str, area: str) -> bool:
        """Whether anybody holds the role there now."""
        return is_held(self.directory, role, area, self.at)


@dataclass(frozen=True)
class Place:
    """Where a notification is to be raised: an area, under the edition in force."""

    authority: str
    area: str
    edition: Edition


@dataclass(frozen=True)
class Case:
    """What access needs to know of a notification. `involved`: who raised it, was named, or has or had an item on it.

    `shared_people` and `shared_roles` are those with whom it was shared, `waiting_roles` those with whom something of it
    waits that somebody was asked for, or that a body outside is owed.
    """

    authority: str
    area: str
    edition: Edition
    raised_by: str
    involved: frozenset[str]
    shared_people: frozenset[str] = frozenset()
    shared_roles: frozenset[str] = frozenset()
    waiting_roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Item:
    """A task, notice or duty of a case: the role and the people it lies with, and `others` whose roles may do this with it."""

    case: Case
    role: str
    people: tuple[str, ...]
    others: tuple[str, ...] = ()


Thing = Place | Case | Item | None


def judge(reader: Reader, deed: Deed, thing: Thing = None) -> Refusal | None:
    """None when the reader may do this with the thing, else why not. A deed that has no rule is refused."""
    rule = RULES.get(deed)
    return rule(reader, thing) if rule else Refusal("not_permitted")


def permit(reader: Reader, deed: Deed, thing: Thing = None) -> None:
    """As `judge`. Raises the Refusal."""
    refusal = judge(reader, deed, thing)
    if refusal:
        raise refusal


def _always(_reader: Reader, _thing: Thing) -> Refusal | None:
    return None


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


def sees(reader: Reader, case: Case) -> bool:
    """Whether the case exists for this reader."""
    if case.authority != reader.authority:
        return False
    if case.involved & acts_for(reader) or _was_shared_with(reader, case):
        return True
    return reader.holds_any(roles_named(case.edition) | case.waiting_roles, case.area)


def _was_shared_with(reader: Reader, case: Case) -> bool:
    return bool(case.shared_people & acts_for(reader)) or reader.holds_any(case.shared_roles, case.area)


def acts_for(reader: Reader) -> frozenset[str]:
    """The reader, and whoever is absent and has them as delegate."""
    return frozenset({reader.person, *_delegating_to(reader)})


def _delegating_to(reader: Reader) -> frozenset[str]:
    found: set[str] = set()
    ahead = {reader.person}
    while ahead:
        away = {person for person in reader.directory.absences_by_person if _delegate(reader, person) in ahead}
        ahead = away - found - {reader.person}
        found |= ahead
    return frozenset(found)


def _delegate(reader: Reader, person: str) -> str | None:
    absence = reader.directory.absence_of(person, reader.at)
    return absence.delegate if absence else None


def roles_named(edition: Edition) -> frozenset[str]:
    """Whoever holds one in a case's area has to do with it: roles of acts and steps, who may ask for something, reviews or reports."""
    acts = {role for act in edition.acts for role in act.roles}
    acts |= {role for request in edition.requests for role in request.by}
    looking = {*(each.by for each in edition.reviews), *(each.by for each in edition.reports)}
    return frozenset(acts | looking | {step.role for route in edition.routes for step in route.steps})


def _consult(reader: Reader, thing: Thing) -> Refusal | None:
    if not isinstance(thing, Case) or not sees(reader, thing):
        return Refusal("not_found")
    act, others = thing.edition.act("consult"), thing.edition.consulting
    if reader.person == thing.raised_by or (act and reader.holds_any((*act.roles, *others), thing.area)):
        return None
    return Refusal("not_permitted", {"roles": _titles(thing.edition, others)}, act.rules if act else ())


def _act(kind: ActKind) -> Callable[[Reader, Thing], Refusal | None]:
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
    titles = thing.case.edition.roles
    return Refusal("not_permitted", {"roles": [titles.get(role, role) for role in (thing.role, *thing.others)]})


def lies_with(reader: Reader, item: Item) -> bool:
    """Whether the item is the reader's to deal with: theirs, of somebody for whom they stand in, or of a role they hold."""
    return bool(acts_for(reader) & set(item.people)) or reader.holds(item.role, item.case.area)


def _reassign(reader: Reader, thing: Thing) -> Refusal | None:
    if isinstance(thing, Item) and sees(reader, thing.case):
        managing = roles_named(thing.case.edition)
        return None if reader.holds_any(managing, thing.case.area) else _work(reader, thing)
    return Refusal("not_found")


RULES: Mapping[Deed, Callable[[Reader, Thing], Refusal | None]] = {
    "anyone": _always,
    "read_procedures": _always,
    "suggest": _always,
    "list": _always,
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
}


def hidden_particulars(reader: Reader, case: Case, placed: tuple[str, ...]) -> frozenset[str]:
    """The particulars that the restrictions placed on the case keep from this reader.

    A restriction binds whoever holds one of its roles in the case's area and no role in it that is free of it. It binds, too,
    whom the case was shared with (an anonymised version stays one however far it goes), and who has left every post since.
    """
    binding = [each for each in case.edition.restrictions if each.rule in placed and _binds(each, reader, case)]
    return frozenset(name for restriction in binding for name in restriction.hides)


def _binds(restriction: Restriction, reader: Reader, case: Case) -> bool:
    free = roles_named(case.edition) - set(restriction.from_roles)
    if reader.holds_any(free, case.area):
        return False
    if reader.holds_any(restriction.from_roles, case.area):
        return True
    left = not reader.holds_any(frozenset(case.edition.roles), case.area)
    return reader.person != case.raised_by and (left or _was_shared_with(reader, case))
