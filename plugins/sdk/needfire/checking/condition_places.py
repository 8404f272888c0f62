"""Every condition of an edition with the part in which it stands: for checks, for a page, for a comparison."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from needfire.alerting import Alerting
from needfire.checking.remarks import Place
from needfire.conditions import Condition
from needfire.procedure import Edition, Guard, Route, Tell


@dataclass(frozen=True)
class Stated:
    """A condition, where it stands, and the rules that its part cites. `part` names it in a sentence."""

    part: str
    place: Place
    rules: tuple[str, ...]
    condition: Condition


def conditions_of(edition: Edition) -> Iterator[Stated]:
    """Every condition of the edition, in its order; definitions first."""
    for name, condition in edition.definitions.items():
        yield Stated(f"definition {name}", ("definitions", name), edition.defining.get(name, ()), condition)
    for category in edition.categories:
        within = ("rules", category.rule, "category", "when")
        yield from _stated(f"category {category.rule}", within, (category.rule, *category.rests_on), category.when)
    for act in edition.acts:
        place: Place = ("acts", act.kind)
        yield from _tells(f"act {act.kind}", place, act.tells)
        for each in act.expected:
            yield from _stated(f"act {act.kind}, expecting {each.role}", (*place, "expected"), each.rules, each.when)
    for route in edition.routes:
        yield from _of_route(route)
    yield from _of_clocks_and_duties(edition)
    yield from _beside(edition)
    for form_part in edition.form.parts:
        yield from _stated(f"form, part {form_part.title}", ("form", "parts"), form_part.rules, form_part.when)


def _stated(part: str, place: Place, rules: tuple[str, ...], condition: Condition | None) -> Iterator[Stated]:
    if condition:
        yield Stated(part, place, rules, condition)


def _tells(part: str, place: Place, tells: Iterable[Tell]) -> Iterator[Stated]:
    for tell in tells:
        yield from _stated(f"{part}, telling {tell.role}", (*place, "tells"), tell.rules, tell.when)


def _guards(part: str, place: Place, guards: Iterable[Guard]) -> Iterator[Stated]:
    for guard in guards:
        yield Stated(f"{part}, refused", (*place, "refused"), guard.rules, guard.when)


def _of_route(route: Route) -> Iterator[Stated]:
    place = ("routes", route.id)
    yield from _stated(f"route {route.id}", (*place, "when"), route.rules, route.when)
    for each in route.reopens:
        yield Stated(f"route {route.id}, reopening {each.step}", (*place, "reopens"), each.rules, each.when)
    for step in route.steps:
        where = (*place, "steps", step.id)
        yield from _tells(f"step {step.id}", where, step.tells)
        for outcome in step.outcomes:
            below = (*where, "outcomes", outcome.id)
            yield from _tells(f"step {step.id}.{outcome.id}", below, outcome.tells)
            yield from _guards(f"step {step.id}.{outcome.id}", below, outcome.refused)


def _of_clocks_and_duties(edition: Edition) -> Iterator[Stated]:
    for clock in edition.clocks:
        place = ("clocks", clock.id)
        yield from _stated(f"clock {clock.id}", (*place, "applies_when"), clock.rules, clock.applies_when)
        yield from _stated(f"clock {clock.id}, its end", (*place, "ends_when"), clock.rules, clock.ends_when)
    for duty in edition.duties:
        place = ("duties", duty.id)
        yield from _stated(f"duty {duty.id}", (*place, "when"), duty.rules, duty.when)
        yield from _tells(f"duty {duty.id}", place, duty.tells)


def _beside(edition: Edition) -> Iterator[Stated]:
    for request in edition.requests:
        place = ("requests", request.id)
        yield from _stated(f"request {request.id}", (*place, "when"), request.rules, request.when)
        yield from _guards(f"request {request.id}", place, request.refused)
        yield from _tells(f"request {request.id}", place, request.tells)
    for review in edition.reviews:
        place = ("reviews", review.id)
        yield from _stated(f"review {review.id}", (*place, "when"), review.rules, review.when)
        yield from _stated(f"review {review.id}, its end", (*place, "ends_when"), review.rules, review.ends_when)
    for way in edition.circulation:
        place = ("circulation", way.id)
        yield from _stated(f"circulation {way.id}", (*place, "when"), way.rules, way.when)
        yield from _guards(f"circulation {way.id}", place, way.refused)
    for threshold in edition.thresholds:
        for ground in threshold.grounds:
            below = ("thresholds", threshold.id, "grounds", ground.rule)
            yield Stated(f"threshold {threshold.id}, {ground.rule}", below, (ground.rule,), ground.when)
    for report in edition.reports:
        yield from _stated(f"report {report.id}", ("reports", report.id, "when"), report.rules, report.when)
    if edition.alerting:
        yield from _alerting(edition.alerting)


def _alerting(alerting: Alerting) -> Iterator[Stated]:
    for message in alerting.messages:
        place = ("alerting", "messages", message.kind)
        yield from _guards(f"alert message {message.kind}", place, message.refused)
    for part in alerting.parts:
        yield from _stated(f"alert part {part.name}", ("alerting", "parts", part.name, "when"), part.rules, part.when)
