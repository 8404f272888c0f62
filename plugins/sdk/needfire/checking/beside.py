"""Checks what stands beside an edition's routes: requests, reviews, circulation, thresholds, reports, the form's parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from needfire.checking import alerts, assessing
from needfire.procedure import BreachAction, Edition, Outcome, Threshold


def cited_parts(edition: Edition) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every such part with the rules that it cites."""
    for request in edition.requests:
        yield f"request {request.id}", request.rules
        yield from ((f"request {request.id}, guard", guard.rules) for guard in request.refused)
        yield from ((f"request {request.id}, action {each.does}", each.rules) for each in request.on_breach)
    yield from ((f"review {each.id}", each.rules) for each in edition.reviews)
    for each in edition.beside:
        yield from cited_by_outcomes(each.id, each.outcomes)
    for way in edition.circulation:
        yield f"circulation {way.id}", way.rules
        yield from ((f"circulation {way.id}, guard", guard.rules) for guard in way.refused)
    for threshold in edition.thresholds:
        yield f"threshold {threshold.id}", threshold.rules
        yield from ((f"threshold {threshold.id}, ground", (ground.rule,)) for ground in threshold.grounds)
    yield from ((f"report {each.id}", each.rules) for each in edition.reports)
    yield from ((f"form, part {each.title}", each.rules) for each in edition.form.parts)
    yield from ((f"definition {name}", rules) for name, rules in edition.defining.items())
    yield from ((f"adoption {each.setting}", each.rules) for each in edition.adopts)
    if edition.carries:
        yield "carries", edition.carries.rules
    if edition.alerting:
        yield from alerts.cited_parts(edition.alerting)
    if edition.assessing:
        yield from assessing.cited_parts(edition.assessing)


def cited_by_outcomes(where: str, outcomes: Iterable[Outcome]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What outcomes and their guards cite; an outcome that cites nothing rests on the rules of what it belongs to."""
    for outcome in outcomes:
        if outcome.rules:
            yield f"{where}, outcome {outcome.id}", outcome.rules
        yield from ((f"{where}, guard of {outcome.id}", guard.rules) for guard in outcome.refused)


def roles_used(edition: Edition) -> Iterator[tuple[str, str]]:
    """Every role that such a part gives something to do, with the part that does."""
    for request in edition.requests:
        actions = (each.role for each in request.on_breach if each.role)
        yield from ((f"request {request.id}", role) for role in (*request.of, *request.by, *actions))
    yield from ((f"review {each.id}", each.by) for each in edition.reviews)
    for way in edition.circulation:
        yield from ((f"circulation {way.id}", role) for role in (*way.by, *way.to_roles))
    yield from ((f"threshold {each.id}", each.by) for each in edition.thresholds)
    for report in edition.reports:
        yield from ((f"report {report.id}", role) for role in (report.by, *report.to))
    if edition.alerting:
        yield from alerts.roles_used(edition.alerting)
    if edition.assessing:
        yield from assessing.roles_used(edition.assessing)


def breach_actions(edition: Edition) -> Iterator[tuple[str, tuple[BreachAction, ...]]]:
    """Whatever a missed time does, with the part whose time it is."""
    for clock in edition.clocks:
        yield f"clock {clock.id}", (*clock.on_breach, *clock.on_target)
    yield from ((f"duty {duty.id}", duty.on_breach) for duty in edition.duties)
    yield from ((f"request {request.id}", request.on_breach) for request in edition.requests)


def problems(edition: Edition) -> Iterator[str]:
    """A sentence for each such part that leads nowhere."""
    for request in edition.requests:
        if not (request.by or request.opens or alerts.opens(edition.alerting, request.id)):
            yield f"request {request.id} is never made: say by (who may ask) or opens"
        if not request.of:
            yield f"request {request.id} goes to nobody: say of"
        if request.on_breach and not request.within:
            yield f"request {request.id} says what a missed time does, but has no time: say within"
    for each in edition.beside:
        if not each.outcomes:
            yield f"{each.id} has no outcome: nobody could ever answer it"
        if any(outcome.next for outcome in each.outcomes):
            yield f"{each.id} stands beside the route: its outcomes lead nowhere, leave out next"
    for way in edition.circulation:
        if not (way.to_roles or way.to_bodies or way.to_anybody):
            yield f"circulation {way.id} goes to nobody: say to_roles, to_bodies or to_anybody"
    for duty in edition.duties:
        for action in duty.on_breach:
            if action.does in ("escalate", "send_on"):
                yield f"duty {duty.id}: to {action.does} hands a task on, and a duty is none: say tell"
    for threshold in edition.thresholds:
        yield from _threshold(threshold)
    yield from _form(edition)
    if edition.alerting:
        yield from alerts.problems(edition, edition.alerting)
    if edition.assessing:
        yield from assessing.problems(edition, edition.assessing)


def _threshold(threshold: Threshold) -> Iterator[str]:
    kinds = {ground.kind for ground in threshold.grounds}
    yields = [ground.rule for ground in threshold.grounds if ground.yields_to_exceptional]
    if not kinds & {"opens", "exceptional"}:
        yield f"threshold {threshold.id} could never be met: it has no ground that opens it"
    if yields and "exceptional" not in kinds:
        yield f"threshold {threshold.id}, {yields[0]}: yields to exceptional grounds, and there is none: leave it out"
    if "exceptional" in kinds and not yields:
        yield f"threshold {threshold.id} has an exceptional ground, and nothing yields to it: say opens"


def _form(edition: Edition) -> Iterator[str]:
    fields = {*edition.form.facts, *edition.form.particulars}
    for part in edition.form.parts:
        for name in (*part.facts, *part.particulars):
            if name not in fields:
                yield f"form, part {part.title}: '{name}' is no field of the form"
        for name in part.required:
            if name not in (*part.facts, *part.particulars):
                yield f"form, part {part.title}: '{name}' is required, but no field of the part"
    for name in edition.defining:
        if name not in edition.definitions:
            yield f"defining names '{name}', which is no definition"
