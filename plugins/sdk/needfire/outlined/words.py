"""An edition's parts in plain English: when something happens, in which cases, by when, who."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from needfire.conditions import All, AnyOf, Condition, Defined, Not
from needfire.procedure import BreachAction, Duty, Edition, Outcome, Request, Review, Step, Tell, Trigger
from needfire.vocabulary import VOCABULARY


@dataclass(frozen=True)
class Tree:
    """A condition as a nested list: `joint` is how its parts are joined ("all of", "any of", "not"); a leaf has words only.

    `defined` is the name of the definition that a leaf stands for, if it does.
    """

    words: str = ""
    joint: str = ""
    parts: tuple[Tree, ...] = ()
    defined: str = ""


def tree(condition: Condition) -> Tree:
    """The condition as a nested list; a definition stays a name."""
    match condition:
        case All(parts):
            return Tree(joint="all of", parts=tuple(map(tree, parts)))
        case AnyOf(parts):
            return Tree(joint="any of", parts=tuple(map(tree, parts)))
        case Not(All(parts) | AnyOf(parts)):
            return Tree(joint="not", parts=(tree(condition.part),))
        case Defined(name):
            return Tree(words=condition.in_words(VOCABULARY), defined=name)
        case Not(part):
            return Tree(words=f"not: {part.in_words(VOCABULARY)}")
        case _:
            return Tree(words=condition.in_words(VOCABULARY))


def in_words(condition: Condition | None) -> str:
    """The condition as one sentence without its full stop; in every case, where there is none."""
    return _said(tree(condition)) if condition else "in every case"


def _said(node: Tree) -> str:
    if not node.joint:
        return node.words
    parts = [f"({_said(part)})" if part.joint and len(node.parts) > 1 else _said(part) for part in node.parts]
    if node.joint == "not":
        return f"not ({parts[0]})"
    return (" and " if node.joint == "all of" else " or ").join(parts)


def role(edition: Edition, role_id: str) -> str:
    """The role's title in the authority's own words."""
    return edition.roles.get(role_id, role_id.replace("_", " "))


def roles(edition: Edition, role_ids: Iterable[str]) -> str:
    """Their titles, one after the other."""
    return ", ".join(role(edition, each) for each in role_ids)


def trigger(edition: Edition, happens: Trigger) -> str:
    """What happens, as "when …" goes on: "it is raised", "“Finalise” is decided: Alert the unit"."""
    match happens.kind:
        case "raised" | "updated" | "closed":
            return f"it is {happens.kind}"
        case "known":
            return f"“{happens.of.replace('_', ' ')}” is recorded"
        case "done":
            duty = _duty(edition, happens.of)
            return f"it is done: {duty.title if duty else happens.of}"
        case "opened":
            return f"“{station_title(edition, happens.of)}” is opened"
        case "decided":
            return f"“{station_title(edition, happens.of)}” is decided: {_outcome(edition, happens)}"


def triggers(edition: Edition, happen: Iterable[Trigger]) -> str:
    """Any of these happens."""
    return ", or ".join(trigger(edition, each) for each in happen)


def _duty(edition: Edition, duty_id: str) -> Duty | None:
    return next((each for each in edition.duties if each.id == duty_id), None)


def station(edition: Edition, station_id: str) -> Step | Request | Review | None:
    """The step, request or review of that id."""
    found = [step for route in edition.routes if (step := route.step(station_id))]
    return found[0] if found else edition.request(station_id)


def station_title(edition: Edition, station_id: str) -> str:
    """What the step, request or review is called."""
    found = station(edition, station_id)
    return found.title if found else station_id


def _outcome(edition: Edition, happens: Trigger) -> str:
    found = station(edition, happens.of)
    outcomes: tuple[Outcome, ...] = found.outcomes if found else ()
    return next((each.title for each in outcomes if each.id == happens.outcome), happens.outcome)


def tells(edition: Edition, told: Iterable[Tell]) -> str:
    """Who is told, and in which cases."""
    return "; ".join(_tell(edition, each) for each in told)


def _tell(edition: Edition, told: Tell) -> str:
    when = f", where {in_words(told.when)}" if told.when else ""
    return role(edition, told.role) + (" (if named)" if told.if_named else "") + when


def breach(edition: Edition, actions: Iterable[BreachAction]) -> str:
    """What a missed time does."""
    return "; ".join(_action(edition, each) for each in actions)


def _action(edition: Edition, action: BreachAction) -> str:
    whom = role(edition, action.role) if action.role else ""
    return {
        "remind": "its owner is reminded",
        "tell": f"{whom} is told",
        "escalate": f"it goes to {whom}",
        "send_on": f"it is sent on by itself ({(action.outcome or '').replace('_', ' ')})",
    }[action.does]


def fact_names(names: Iterable[str]) -> str:
    """Facts by name, as a sentence has them."""
    return ", ".join(name.replace("_", " ") for name in names)
