"""Tells an edition in plain words, whole: so that anybody can read what the platform goes by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from contracts.gateway_procedures import (
    ActTold,
    CategoryAsked,
    ClockTold,
    DutyTold,
    EditionSummary,
    EditionTold,
    OutcomeTold,
    RestrictionTold,
    RouteTold,
    StepTold,
)
from gateway.words.forms import circulation_told, fact_asked, form_parts, roles_told, when_told
from gateway.words.names import rule_text
from needfire.loading.authorities import Authority
from needfire.procedure import (
    BreachAction,
    Category,
    ClockRule,
    Duty,
    Edition,
    Outcome,
    Route,
    Step,
    Tell,
    Trigger,
)
from needfire.vocabulary import VOCABULARY


def edition_summary(edition: Edition, authority: Authority, now: datetime) -> EditionSummary:
    """An edition in a list."""
    return EditionSummary(
        authority=edition.authority,
        edition=edition.edition,
        title=edition.title,
        document=edition.document,
        in_force_from=edition.in_force_from,
        in_force=authority.edition_at(now) is edition,
        digest=edition.digest,
    )


def edition_told(edition: Edition, authority: Authority, now: datetime) -> EditionTold:
    """The whole edition."""
    return EditionTold(
        summary=edition_summary(edition, authority, now),
        roles=roles_told(edition, edition.roles),
        rules=tuple(rule_text(edition, rule) for rule in edition.rules),
        definitions={name: each.in_words(VOCABULARY) for name, each in edition.definitions.items()},
        categories=tuple(category_asked(each) for each in edition.categories),
        routes=tuple(_route(each, edition) for each in edition.routes),
        clocks=tuple(_clock(each, edition) for each in edition.clocks),
        duties=tuple(_duty(each, edition) for each in edition.duties),
        acts=tuple(ActTold(each.kind, roles_told(edition, each.roles), each.rules) for each in edition.acts),
        restrictions=tuple(
            RestrictionTold(each.rule, each.title, each.hides, roles_told(edition, each.from_roles))
            for each in edition.restrictions
        ),
        facts=tuple(fact_asked(name) for name in edition.form.facts),
        may_be_named=roles_told(edition, edition.form.named_roles),
        particulars=edition.form.particulars,
        form_parts=form_parts(edition),
        circulation=tuple(circulation_told(each, edition) for each in edition.circulation),
        stands_on=f"{edition.stands_on.authority} {edition.stands_on.edition}" if edition.stands_on else None,
    )


def category_asked(category: Category) -> CategoryAsked:
    """A category, with its condition in words."""
    return CategoryAsked(
        category.rule, category.title, category.group, category.belongs_to, category.mandatory, when_told(category.when)
    )


def _route(route: Route, edition: Edition) -> RouteTold:
    steps = tuple(_step(each, edition) for each in route.steps)
    return RouteTold(route.id, route.title, when_told(route.when), route.rules, steps)


def _step(step: Step, edition: Edition) -> StepTold:
    role = roles_told(edition, (step.role,))[0]
    outcomes = tuple(_outcome(each, edition) for each in step.outcomes)
    return StepTold(step.id, step.title, role, step.rules, outcomes, _tells(step.tells, edition))


def _outcome(outcome: Outcome, edition: Edition) -> OutcomeTold:
    return OutcomeTold(
        id=outcome.id,
        title=outcome.title,
        next=outcome.next,
        comment_required=outcome.comment == "required",
        not_required=outcome.not_required,
        refused_when=tuple(f"{guard.when.in_words(VOCABULARY)}: {guard.sentence}" for guard in outcome.refused),
        tells=_tells(outcome.tells, edition),
    )


def _tells(tells: Iterable[Tell], edition: Edition) -> tuple[str, ...]:
    return tuple(_tell(each, edition) for each in tells)


def _tell(tell: Tell, edition: Edition) -> str:
    title = edition.roles.get(tell.role, tell.role)
    when = f", when {tell.when.in_words(VOCABULARY)}" if tell.when else ""
    return f"{title}{', if named' if tell.if_named else ''}{when}"


def _clock(clock: ClockRule, edition: Edition) -> ClockTold:
    return ClockTold(
        id=clock.id,
        title=clock.title,
        owner=roles_told(edition, (clock.owner,))[0],
        within=clock.within.in_words(),
        target=clock.target.in_words() if clock.target else None,
        starts=_trigger(clock.starts, edition),
        counted_from=tuple(VOCABULARY.definitions[name].question for name in _counted_from(clock)),
        met_by=tuple(_trigger(each, edition) for each in clock.met_by),
        applies_when=when_told(clock.applies_when),
        repeats=clock.repeats,
        on_breach=tuple(_action(each, edition) for each in clock.on_breach),
        rules=clock.rules,
    )


def _counted_from(clock: ClockRule) -> tuple[str, ...]:
    """The facts that its time is counted from: those named, else the moment whose recording starts it."""
    started_by = VOCABULARY.definitions.get(clock.starts.of) if clock.starts.kind == "known" else None
    recorded = (started_by.name,) if started_by and started_by.kind == "moment" else ()
    return clock.from_facts or recorded


def _trigger(trigger: Trigger, edition: Edition) -> str:
    steps = {each.id: each for each in (*(step for route in edition.routes for step in route.steps), *edition.beside)}
    duties = {duty.id: duty.title for duty in edition.duties}
    step, fact = steps.get(trigger.of), VOCABULARY.definitions.get(trigger.of)
    title = step.title if step else trigger.of
    outcome = next((each for each in step.outcomes if each.id == trigger.outcome), None) if step else None
    return {
        "raised": "a notification is raised",
        "updated": "it is updated",
        "closed": "it is closed",
        "opened": f"“{title}” waits",
        "decided": f"“{title}” is decided: {outcome.title if outcome else trigger.outcome}",
        "done": f"done: {duties.get(trigger.of, trigger.of)}",
        "known": f"it becomes known, or changes: {fact.question if fact else trigger.of}",
    }[trigger.kind]


def _action(action: BreachAction, edition: Edition) -> str:
    role = edition.roles.get(action.role or "", action.role or "")
    return {
        "remind": "its owner is reminded",
        "tell": f"the {role} is told",
        "escalate": f"the task goes to the {role}",
        "send_on": f"it is sent on by itself: {action.outcome}",
    }[action.does]


def _duty(duty: Duty, edition: Edition) -> DutyTold:
    return DutyTold(
        id=duty.id,
        title=duty.title,
        to=duty.to,
        lead=roles_told(edition, (duty.lead,))[0],
        must=duty.must,
        applies_when=when_told(duty.when) or "always",
        within=duty.within.in_words() if duty.within else None,
        rules=duty.rules,
    )
