"""Checks that conditions can come true, that each route and duty is reached, and that no case is left without a way out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from needfire.checking.condition_places import conditions_of
from needfire.checking.reachability import FAILS, HOLDS, Example, Undecided, can_hold, contradicting, example, expanded
from needfire.checking.remarks import Remark, error, warning
from needfire.conditions import All, AnyOf, Condition, Consulted, Not
from needfire.facts import FactValue
from needfire.procedure import Duty, Edition, Route, Step, Trigger
from needfire.vocabulary import VOCABULARY


def condition_remarks(edition: Edition) -> Iterator[Remark]:
    """What no case can meet."""
    yield from _contradictions(edition)
    yield from _shadowed_routes(edition)
    yield from _ways_out(edition)
    yield from _duties(edition)
    yield from _waiting(edition)


def _contradictions(edition: Edition) -> Iterator[Remark]:
    for stated in conditions_of(edition):
        try:
            found = example(edition, [(stated.condition, HOLDS)])
        except Undecided:
            yield warning(
                "condition_undecided",
                stated.place,
                stated.rules,
                f"{stated.part}: whether its condition can ever hold was not decided; it is too large to search.",
                "state parts of it as definitions, or as categories of their own",
            )
            continue
        if found is None:
            yield error(
                "condition_never_holds",
                stated.place,
                stated.rules,
                f"{stated.part} can never apply: {_contradiction(edition, stated.condition)}.",
                "change one of the two, or say 'any' where one of several is enough",
            )


def _contradiction(edition: Edition, condition: Condition) -> str:
    parts = contradicting(edition, condition)
    if len(parts) == 1:
        return f"no case meets “{parts[0].in_words(VOCABULARY)}”"
    return "no case meets both " + " and ".join(f"“{part.in_words(VOCABULARY)}”" for part in parts)


def _shadowed_routes(edition: Edition) -> Iterator[Remark]:
    for index, route in enumerate(edition.routes):
        earlier = edition.routes[:index]
        if _taken(edition, route) or (route.when and not can_hold(edition, route.when)):
            continue
        before = next((each for each in earlier if not _left_by(edition, each, route)), earlier[-1])
        yield error(
            "route_shadowed",
            ("routes", route.id),
            route.rules,
            f"route {route.id} is never taken: every case that meets it takes a route before it, such as {before.id}.",
            f"put it before {before.id}, or narrow the condition of {before.id}",
        )


def _taken(edition: Edition, route: Route, *besides: Condition | None) -> bool:
    """Whether some case takes this route, all these conditions holding as well."""
    earlier = edition.routes[: edition.routes.index(route)]
    if any(each.when is None for each in earlier):
        return False
    wanted = [(each.when, FAILS) for each in earlier if each.when]
    wanted += [(each, HOLDS) for each in (route.when, *besides) if each]
    try:
        return example(edition, wanted) is not None
    except Undecided:
        return True


def _left_by(edition: Edition, earlier: Route, route: Route) -> bool:
    """Whether some case meets the later route and not the earlier."""
    if earlier.when is None:
        return False
    wanted = [(earlier.when, FAILS), *([(route.when, HOLDS)] if route.when else [])]
    try:
        return example(edition, wanted) is not None
    except Undecided:
        return True


def _ways_out(edition: Edition) -> Iterator[Remark]:
    for route in edition.routes:
        for step in route.steps:
            found = _all_refused(edition, step)
            if found is not None:
                facts = ", ".join(f"{name.replace('_', ' ')}: {_shown(value)}" for name, value in found.facts.items())
                yield warning(
                    "step_without_way_out",
                    ("routes", route.id, "steps", step.id),
                    step.rules,
                    f"step {step.id} of route {route.id}: every outcome is refused, until the facts change, such as with {facts}.",
                    "leave one outcome open in each case, or narrow a 'refused'",
                )


def _shown(value: FactValue) -> str:
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    return (
        ", ".join(value)
        if isinstance(value, tuple)
        else "yes"
        if value is True
        else "no"
        if value is False
        else str(value)
    )


def _all_refused(edition: Edition, step: Step) -> Example | None:
    """A case in which every outcome is refused although all is recorded that it speaks of, and everybody was consulted."""
    if not step.outcomes or not all(outcome.refused for outcome in step.outcomes):
        return None
    refused = [(AnyOf(tuple(_all_consulted(guard.when, edition) for guard in o.refused)), HOLDS) for o in step.outcomes]
    try:
        return example(edition, refused, all_recorded=True)
    except Undecided:
        return None


def _all_consulted(condition: Condition, edition: Edition) -> Condition:
    """The condition once everybody who may be has been consulted: that is a way out too."""
    match expanded(condition, edition):
        case All(parts):
            return All(tuple(_all_consulted(part, edition) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_all_consulted(part, edition) for part in parts))
        case Not(part):
            return Not(_all_consulted(part, edition))
        case Consulted():
            return All(())
        case other:
            return other


def _duties(edition: Edition) -> Iterator[Remark]:
    for duty in edition.duties:
        if duty.when and not can_hold(edition, duty.when):
            continue  # said already, as a condition that never holds
        if not any(can_happen(edition, trigger) for trigger in duty.opens):
            opens = " and ".join(f"'{each}'" for each in duty.opens)
            yield error(
                "duty_never_opens",
                ("duties", duty.id),
                duty.rules,
                f"duty {duty.id} never opens: {opens} cannot happen.",
                "let it open on something that happens in a case",
            )
        elif not any(_opens_on(edition, duty, trigger) for trigger in duty.opens):
            yield warning(
                "duty_opens_only_after_update",
                ("duties", duty.id),
                duty.rules,
                f"duty {duty.id}: no case that meets its condition comes to what opens it, unless its facts change on the way.",
                "compare its 'when' with the route on which it opens",
            )


def _opens_on(edition: Edition, duty: Duty, trigger: Trigger) -> bool:
    if trigger.kind not in ("opened", "decided") or edition.request(trigger.of):
        return can_happen(edition, trigger)
    return any(_taken(edition, route, duty.when) for route in edition.routes if _has(route, trigger))


def _has(route: Route, trigger: Trigger) -> bool:
    step = route.step(trigger.of)
    return step is not None and (trigger.kind == "opened" or step.outcome(trigger.outcome) is not None)


def can_happen(edition: Edition, trigger: Trigger, seen: frozenset[str] = frozenset()) -> bool:
    """Whether some case comes to this: a route with the step is taken, a duty that is to be done opens."""
    if trigger.kind == "done":
        if trigger.of in seen:
            return False
        duty = next((each for each in edition.duties if each.id == trigger.of), None)
        return duty is not None and any(can_happen(edition, each, seen | {trigger.of}) for each in duty.opens)
    if trigger.kind in ("opened", "decided") and edition.request(trigger.of) is None:
        return any(_taken(edition, route) for route in edition.routes if _has(route, trigger))
    return True


def _waiting(edition: Edition) -> Iterator[Remark]:
    for clock in edition.clocks:
        if not can_happen(edition, clock.starts):
            yield error(
                "clock_never_starts",
                ("clocks", clock.id),
                clock.rules,
                f"clock {clock.id} never starts: '{clock.starts}' cannot happen.",
                "let it start on something that happens in a case",
            )
