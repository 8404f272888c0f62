"""What is asked of the register, as access knows it: who may do what, and what an agency may do of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from access import AgencyReader, AnyReader, Case, Way
from access.policies import Policy
from access.readers import agency_reader
from access.things import Thing
from contracts import risk_register as contract
from needfire.instruments.register import RegisterRules
from services.risk_management.grounding import Held, case_of
from services.risk_management.register.entry import Entry
from services.risk_management.register.folding import entry_of
from services.risk_management.register.grounds import Grounds

Roles = Callable[[Any, RegisterRules], Iterable[str]]


def by(roles: Roles, rules: Callable[[RegisterRules], tuple[str, ...]]) -> Policy:
    """Open to whoever holds one of these roles of the register in the case's area."""

    def way(command: Any, held: Held) -> Way:
        register = Grounds.over(held.grounds).register
        named = tuple(dict.fromkeys(roles(command, register)))
        return Way(case_of(held.risk, held.grounds), named, rules(register))

    return Policy("keep_register", way)


def asking(command: Any, held: Held) -> AnyReader:
    """Who asks: the person who acts, unless it is an agency."""
    if command.agency is None:
        return held.grounds.reader
    return agency_reader(held.grounds.directory, held.grounds.actor, command.agency, held.grounds.now)


def also_agencies(roles: Roles, rules: Callable[[RegisterRules], tuple[str, ...]]) -> Policy:
    """As `by`; and for an agency that is the body in question, once the register has to do with that body."""
    people = by(roles, rules)

    def thing(command: Any, held: Held) -> Thing:
        return people.thing(command, held) if command.agency is None else _seen_by_agencies(command, held)

    return Policy("answer_register", thing, asking)


def _seen_by_agencies(command: Any, held: Held) -> Case:
    """The case as far as the body of the command has to do with it: another body finds nothing."""
    reader, bodies = asking(command, held), bodies_of(entry_of(held.events), Grounds.over(held.grounds).register)
    own = isinstance(reader, AgencyReader) and command.body in reader.bodies
    shared = frozenset({command.body}) & bodies if own else frozenset[str]()
    case = case_of(held.risk, held.grounds)
    return Case(
        case.authority, case.area, case.edition, case.raised_by, case.involved, shared_bodies=shared, whole=False
    )


def bodies_of(entry: Entry, register: RegisterRules) -> frozenset[str]:
    """The bodies for which the entry exists: whose view is asked while it is referred, who supports the plan after."""
    asked = frozenset(register.concurrence.views_of) if entry.stage == "referred" else frozenset[str]()
    supports = frozenset(entry.plan.bodies) if entry.plan and entry.stage in SUPPORTED else frozenset[str]()
    return asked | supports


SUPPORTED = ("on_register", "step_down")


def planning(_command: Any, register: RegisterRules) -> Iterable[str]:
    """Who writes the plan: whoever may ask for changes, who decides on them, and the care team in step-down."""
    after = (register.step_down.by,) if register.step_down else ()
    return (*register.plan.changes_by, register.plan.decided_by, *after)


def reviewing(command: contract.ReviewEntryV1, register: RegisterRules) -> Iterable[str]:
    """Who reviews this cycle; the group may any."""
    named = [each.by for each in register.reviews if each.id == command.cycle and each.by]
    return (*named, register.concurrence.by)


def stepping_down(_command: Any, register: RegisterRules) -> Iterable[str]:
    """Who holds the meetings in step-down."""
    return (register.step_down.by,) if register.step_down else ()


def ending(_command: Any, register: RegisterRules) -> Iterable[str]:
    """Who chairs the review at its end."""
    return (register.step_down.then_by,) if register.step_down else ()
