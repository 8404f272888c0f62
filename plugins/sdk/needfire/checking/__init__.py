"""Checks an edition for dead ends: every part cites rules that exist, every way leads somewhere, every role is named."""

from __future__ import annotations

from collections.abc import Iterator

from needfire.checking import alerts, approving, assessing, beside, instruments, register
from needfire.checking.circles import circles
from needfire.checking.clocks import clock_problems
from needfire.particulars import PARTICULARS
from needfire.procedure import BreachAction, Edition, Outcome, Route, Tell, Trigger
from needfire.rule_kinds import RULE_KINDS
from needfire.vocabulary import VOCABULARY


def problems_of(edition: Edition) -> tuple[str, ...]:
    """What makes the edition unusable, as sentences that say what to mend; empty when nothing does."""
    return tuple(
        dict.fromkeys(
            (
                *_rules(edition),
                *_ids(edition),
                *_citations(edition),
                *circles(edition),
                *_ways(edition),
                *clock_problems(edition),
                *beside.problems(edition),
                *approving.problems(edition),
                *instruments.problems(edition),
                *register.problems(edition),
                *_roles(edition),
                *_form(edition),
            )
        )
    )


def _rules(edition: Edition) -> Iterator[str]:
    for key, rule in edition.rules.items():
        if key != rule.id:
            yield f"rule {key}: every rule has an id of its own, given once"
        if rule.kind not in RULE_KINDS:
            yield f"rule {rule.id} has the kind '{rule.kind}', which is none of: {', '.join(RULE_KINDS)}"
        if rule.status in ("assumption", "conflict") and not rule.other_reading:
            yield f"rule {rule.id} is marked {rule.status}: say the other_reading"
    if len({c.rule for c in edition.categories}) != len(edition.categories):
        yield "two categories belong to one rule"


def _ids(edition: Edition) -> Iterator[str]:
    yield from _twice("two routes", [route.id for route in edition.routes])
    asked = [each.id for each in edition.beside]
    with_clocks = [*(clock.id for clock in edition.clocks), *(duty.id for duty in edition.duties), *asked]
    yield from _twice("two clocks, duties, requests or reviews", with_clocks)
    yield from _twice("two ways to share", [each.id for each in edition.circulation])
    steps = dict.fromkeys(step.id for route in edition.routes for step in route.steps)
    yield from _twice("a step and a request or review", [*steps, *asked])
    for route in edition.routes:
        yield from _twice(f"route {route.id}: two steps", [step.id for step in route.steps])
        for step in route.steps:
            yield from _twice(f"step {step.id}: two outcomes", [outcome.id for outcome in step.outcomes])


def _twice(what: str, ids: list[str]) -> Iterator[str]:
    yield from (f"{what} have the id '{each}'" for each in dict.fromkeys(ids) if ids.count(each) > 1)


def cited_parts(edition: Edition) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every part of the edition with the rules that it cites."""
    yield from beside.cited_parts(edition)
    yield from instruments.cited_parts(edition)
    yield from register.cited_parts(edition)
    for category in edition.categories:
        yield f"category {category.rule}", (category.rule, *category.rests_on)
    for restriction in edition.restrictions:
        yield f"restriction {restriction.rule}", (restriction.rule,)
    for clock in edition.clocks:
        yield f"clock {clock.id}", clock.rules
        for action in (*clock.on_breach, *clock.on_target):
            yield f"clock {clock.id}, action {action.does}", action.rules
    for duty in edition.duties:
        yield f"duty {duty.id}", duty.rules
        for action in duty.on_breach:
            yield f"duty {duty.id}, action {action.does}", action.rules
    for act in edition.acts:
        yield f"act {act.kind}", act.rules
    yield "form", edition.form.rules
    for where, tell in tells(edition):
        yield f"{where}, telling {tell.role}", tell.rules
    for act in edition.acts:
        yield from ((f"act {act.kind}, expecting {each.role}", each.rules) for each in act.expected)
    for route in edition.routes:
        yield f"route {route.id}", route.rules
        yield from ((f"route {route.id}, reopening {each.step}", each.rules) for each in route.reopens)
        for step in route.steps:
            yield f"step {step.id}", step.rules
            yield from beside.cited_by_outcomes(f"step {step.id}", step.outcomes)


def tells(edition: Edition) -> Iterator[tuple[str, Tell]]:
    """Everybody whom the edition has told of something, with the part that says so."""
    for request in edition.requests:
        yield from ((f"request {request.id}", tell) for tell in request.tells)
    for act in edition.acts:
        yield from ((f"act {act.kind}", tell) for tell in act.tells)
    for duty in edition.duties:
        yield from ((f"duty {duty.id}", tell) for tell in duty.tells)
    for route in edition.routes:
        for step in route.steps:
            yield from ((f"step {step.id}", tell) for tell in step.tells)
            for outcome in step.outcomes:
                yield from ((f"step {step.id}.{outcome.id}", tell) for tell in outcome.tells)
    for each in edition.beside:
        for outcome in each.outcomes:
            yield from ((f"{each.id}.{outcome.id}", tell) for tell in outcome.tells)


def _citations(edition: Edition) -> Iterator[str]:
    for part, rules in cited_parts(edition):
        if not rules:
            yield f"{part} cites no rule"
        for rule in rules:
            if rule not in edition.rules:
                yield f"{part} cites {rule}, which is not a rule of this edition"


def _ways(edition: Edition) -> Iterator[str]:
    if not edition.baseline and (not edition.routes or edition.routes[-1].when is not None):
        yield "the last route has no condition, so that every notification finds one: add it"
    for route in edition.routes:
        yield from _route(route)
    for part, trigger in _triggers(edition):
        if not _exists(edition, trigger):
            yield f"{part} waits for '{trigger}', which never happens: no such step, outcome, request, duty or fact"
    for part, actions in beside.breach_actions(edition):
        yield from _actions(edition, part, actions)


def _route(route: Route) -> Iterator[str]:
    reached = {route.steps[0].id} if route.steps else set()
    for step in route.steps:
        for outcome in step.outcomes:
            if outcome.next and route.step(outcome.next) is None:
                yield f"route {route.id}, step {step.id}.{outcome.id} leads to '{outcome.next}', which is no step"
            reached.add(outcome.next or "")
        if not step.outcomes:
            yield f"route {route.id}, step {step.id} has no outcome: nobody could ever decide it"
        if step.done_by_raiser and step.outcome(step.done_by_raiser) is None:
            yield f"route {route.id}, step {step.id}: done_by_raiser names no outcome of it"
    for reopening in route.reopens:
        if route.step(reopening.step) is None:
            yield f"route {route.id} reopens '{reopening.step}', which is no step"
    if not route.steps:
        yield f"route {route.id} has no step"
    for step in route.steps:
        if step.id not in reached:
            yield f"route {route.id}, step {step.id} is never reached"
    if not _can_end(route):
        yield f"route {route.id} has a step from which it cannot end"


def _can_end(route: Route) -> bool:
    ending = {step.id for step in route.steps if any(outcome.next is None for outcome in step.outcomes)}
    while more := {s.id for s in route.steps if any(o.next in ending for o in s.outcomes)} - ending:
        ending |= more
    return ending == {step.id for step in route.steps}


def _triggers(edition: Edition) -> Iterator[tuple[str, Trigger]]:
    for route in edition.routes:
        yield from ((f"route {route.id}, reopening {each.step}", each.unless) for each in route.reopens)
    for clock in edition.clocks:
        yield from ((f"clock {clock.id}", trigger) for trigger in (clock.starts, *clock.met_by))
    for duty in edition.duties:
        yield from ((f"duty {duty.id}", trigger) for trigger in duty.opens)
    for request in edition.requests:
        yield from ((f"request {request.id}", trigger) for trigger in request.opens)
    for review in edition.reviews:
        yield f"review {review.id}", review.starts
    if edition.alerting:
        yield from alerts.triggers(edition.alerting)
    if edition.assessing:
        yield from assessing.triggers(edition.assessing)
    if edition.register:
        yield from register.triggers(edition.register)


def _exists(edition: Edition, trigger: Trigger) -> bool:
    found = [step for route in edition.routes if (step := route.step(trigger.of))]
    outcomes: list[Outcome] = [outcome for step in found if (outcome := step.outcome(trigger.outcome))]
    asked = edition.request(trigger.of)
    return {
        "opened": bool(found or asked),
        "decided": bool(outcomes or (asked and trigger.outcome in {each.id for each in asked.outcomes})),
        "done": trigger.of in {duty.id for duty in edition.duties},
        "known": trigger.of in VOCABULARY.definitions,
    }.get(trigger.kind, True)


def _actions(edition: Edition, part: str, actions: tuple[BreachAction, ...]) -> Iterator[str]:
    outcomes = {outcome.id for route in edition.routes for step in route.steps for outcome in step.outcomes}
    outcomes |= {outcome.id for each in edition.beside for outcome in each.outcomes}
    for action in actions:
        if action.outcome and action.outcome not in outcomes:
            yield f"{part}: no step has the outcome '{action.outcome}'"
        if action.does in ("tell", "escalate") and not action.role:
            yield f"{part}: to {action.does} needs a role"
        if action.does == "send_on" and not action.outcome:
            yield f"{part}: to send_on needs an outcome"


def roles_used(edition: Edition) -> Iterator[tuple[str, str]]:
    """Every role that the edition gives something to do or to know, with the part that does."""
    yield from ((where, tell.role) for where, tell in tells(edition))
    yield from beside.roles_used(edition)
    yield from register.roles_used(edition)
    for route in edition.routes:
        yield from ((f"step {step.id}", step.role) for step in route.steps)
    for act in edition.acts:
        yield from ((f"act {act.kind}", role) for role in (*act.roles, *(each.role for each in act.expected)))
    for duty in edition.duties:
        deputies = (duty.deputy,) if duty.deputy else ()
        yield from ((f"duty {duty.id}", role) for role in (duty.lead, *deputies, *duty.consults, *duty.confirmed_by))
        yield from ((f"duty {duty.id}", action.role) for action in duty.on_breach if action.role)
    for clock in edition.clocks:
        yield f"clock {clock.id}", clock.owner
        actions = (*clock.on_breach, *clock.on_target)
        yield from ((f"clock {clock.id}", action.role) for action in actions if action.role)
    for restriction in edition.restrictions:
        yield from ((f"restriction {restriction.rule}", role) for role in restriction.from_roles)


def _roles(edition: Edition) -> Iterator[str]:
    raising = edition.act("raise")
    if not edition.baseline and (raising is None or not raising.roles):
        yield "nobody may raise a notification: add an act 'raise' with its roles"
    for part, role in roles_used(edition):
        if role not in edition.roles:
            yield f"{part} names the role '{role}', which is not in roles"


def _form(edition: Edition) -> Iterator[str]:
    for name in edition.form.facts:
        if name not in VOCABULARY.definitions:
            yield f"form asks for the fact '{name}', which is not known"
    for name in (*edition.form.particulars, *(each for r in edition.restrictions for each in r.hides)):
        if name not in PARTICULARS:
            yield f"form or restriction names the particular '{name}', which is not known"
    for role in edition.form.named_roles:
        if role not in edition.roles:
            yield f"form lets somebody be named for '{role}', which is not in roles"
