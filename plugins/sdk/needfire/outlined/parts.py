"""An edition as sections of parts, each with its rules and what it says under headings: what is listed and compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from needfire.conditions import Condition
from needfire.outlined import outlines, words
from needfire.procedure import (
    Act,
    Category,
    Circulation,
    ClockRule,
    Duty,
    Edition,
    Report,
    Request,
    Restriction,
    Review,
    Route,
    Threshold,
)

Says = Mapping[str, "str | Condition | None"]


@dataclass(frozen=True)
class Part:
    """One part: `says` by heading, in words; headings that say nothing are left out. `conditions` are those among them."""

    section: str
    id: str
    title: str
    rules: tuple[str, ...]
    says: Mapping[str, str]
    conditions: Mapping[str, Condition]


def parts_of(edition: Edition) -> Iterator[Part]:
    """Every part of the edition but its rules, section by section."""
    for role_id, title in edition.roles.items():
        yield _part("Roles", role_id, title, (), {})
    yield from (_category(edition, each) for each in edition.categories)
    yield from (_act(edition, each) for each in edition.acts)
    yield from (_route(edition, each) for each in edition.routes)
    yield from (_step(edition, route, index) for route in edition.routes for index in range(len(route.steps)))
    yield from (_clock(edition, each) for each in edition.clocks)
    yield from (_duty(edition, each) for each in edition.duties)
    yield from (_request(edition, each) for each in edition.requests)
    yield from (_review(edition, each) for each in edition.reviews)
    yield from (_circulation(edition, each) for each in edition.circulation)
    yield from (_restriction(edition, each) for each in edition.restrictions)
    yield from (_threshold(edition, each) for each in edition.thresholds)
    yield from (_report(edition, each) for each in edition.reports)
    for made in edition.instruments:
        yield _part("Instruments", made.id, made.title, made.rules, outlines.instrument(made))
    for title, rules, says in outlines.alerting(edition):
        yield _part("National alerts", title, title, rules, says)
    if edition.assessing:
        yield _part(
            "Assessing", "assessing", "How risk is assessed", edition.assessing.rules, outlines.assessing(edition)
        )
    for title, rules, says in outlines.register(edition):
        yield _part("Register", title, title, rules, says)
    for taken in edition.adopts:
        yield _part("Adopted from others", taken.setting, taken.title, taken.rules, outlines.adoption(edition, taken))
    yield _form(edition)


def _part(section: str, part_id: str, title: str, rules: tuple[str, ...], says: Says) -> Part:
    conditions = {heading: said for heading, said in says.items() if said and not isinstance(said, str)}
    in_words = {
        heading: said if isinstance(said, str) else words.in_words(said) for heading, said in says.items() if said
    }
    return Part(section, part_id, title, rules, in_words, conditions)


def _category(edition: Edition, each: Category) -> Part:
    says: Says = {
        "group": each.group,
        "applies when": each.when or "somebody judges so",
        "leaving it out": "is asked about" if each.mandatory else "is free",
    }
    section = "Alert criteria" if each.belongs_to == "alert" else "Categories"
    return _part(section, each.rule, each.title, (each.rule, *each.rests_on), says)


def _act(edition: Edition, each: Act) -> Part:
    titles = {"raise": "Raising", "consult": "Consulting", "update": "Updating", "close": "Closing"}
    expected = (f"{words.role(edition, e.role)}, where {words.in_words(e.when)}" for e in each.expected)
    says: Says = {
        "who may": words.roles(edition, each.roles),
        "who should": "; ".join(expected),
        "tells": words.tells(edition, each.tells),
    }
    return _part("Acts", each.kind, titles[each.kind], each.rules, says)


def _route(edition: Edition, each: Route) -> Part:
    reopens = (f"{e.step.replace('_', ' ')}, when {words.in_words(e.when)}" for e in each.reopens)
    says: Says = {
        "taken when": each.when or "no other route is",
        "steps": " → ".join(words.role(edition, step.role) for step in each.steps),
        "opens again": "; ".join(reopens),
    }
    return _part("Routes", each.id, each.title, each.rules, says)


def _step(edition: Edition, route: Route, index: int) -> Part:
    step = route.steps[index]
    refused = (f"{o.title}: while {words.in_words(g.when)}" for o in step.outcomes for g in o.refused)
    told = (f"{o.title}: {words.tells(edition, o.tells)}" for o in step.outcomes if o.tells)
    says: Says = {
        "route": route.title,
        "who": words.role(edition, step.role),
        "outcomes": "; ".join(o.title for o in step.outcomes),
        "refused": "; ".join(refused),
        "records": "; ".join(each.question for each in step.records),
        "tells": "; ".join(filter(None, (words.tells(edition, step.tells), *told))),
    }
    return _part("Steps", f"{route.id}.{step.id}", step.title, step.rules, says)


def _clock(edition: Edition, each: ClockRule) -> Part:
    before = " before" if each.counts == "before" else ""
    says: Says = {
        "due": each.within.in_words() + before,
        "the first time": each.first.in_words() if each.first else None,
        "aim": each.target.in_words() if each.target else None,
        "must or should": "must" if each.must else "should",
        "owner": words.role(edition, each.owner),
        "starts when": words.trigger(edition, each.starts),
        "counted from": words.fact_names(each.from_facts),
        "met when": words.triggers(edition, each.met_by),
        "applies when": each.applies_when,
        "ends when": each.ends_when,
        "repeats": "yes" + (f", for {each.lasting.in_words()}" if each.lasting else "") if each.repeats else None,
        "at the aim": words.breach(edition, each.on_target),
        "if missed": words.breach(edition, each.on_breach),
    }
    return _part("Clocks", each.id, each.title, each.rules, says)


def _duty(edition: Edition, each: Duty) -> Part:
    by_area = (f"{area}: {body}" for area, body in each.to_by_area.items())
    says: Says = {
        "to": "; ".join((each.to, *by_area)),
        "must or should": "must" if each.must else "should",
        "led by": words.role(edition, each.lead),
        "deputy": words.role(edition, each.deputy) if each.deputy else None,
        "applies when": each.when or "it opens",
        "opens when": words.triggers(edition, each.opens),
        "due": each.within.in_words() if each.within else "the source gives no time",
        "counted from": words.fact_names(each.from_facts),
        "consults": words.roles(edition, each.consults),
        "tells": words.tells(edition, each.tells),
        "evidence": each.evidence,
        "not required: confirmed by": words.roles(edition, each.confirmed_by),
        "if missed": words.breach(edition, each.on_breach),
    }
    return _part("Duties to bodies outside", each.id, each.title, each.rules, says)


def _request(edition: Edition, each: Request) -> Part:
    says: Says = {
        "asked by": words.roles(edition, each.by),
        "asked of": words.roles(edition, each.of),
        "opens when": words.triggers(edition, each.opens),
        "applies when": each.when,
        "due": each.within.in_words() if each.within else None,
        "where urgent": each.urgent.in_words() if each.urgent else None,
        "answers": "; ".join(o.title for o in each.outcomes),
        "refused": "; ".join(f"while {words.in_words(g.when)}" for g in each.refused),
        "tells": words.tells(edition, each.tells),
        "if missed": words.breach(edition, each.on_breach),
    }
    return _part("Requests", each.id, each.title, each.rules, says)


def _review(edition: Edition, each: Review) -> Part:
    says: Says = {
        "by": words.role(edition, each.by),
        "every": each.every.in_words().removeprefix("1 "),
        "starts when": words.trigger(edition, each.starts),
        "applies when": each.when,
        "ends when": each.ends_when or "the case ends",
        "answers": "; ".join(o.title for o in each.outcomes),
    }
    return _part("Reviews", each.id, each.title, each.rules, says)


def _circulation(edition: Edition, each: Circulation) -> Part:
    says: Says = {
        "who may share": words.roles(edition, each.by) or "whoever was told of the case",
        "with roles": words.roles(edition, each.to_roles),
        "with bodies": ", ".join(each.to_bodies.values()),
        "with others": "anybody of the directory" if each.to_anybody else None,
        "applies when": each.when,
        "refused": "; ".join(f"while {words.in_words(g.when)}" for g in each.refused),
        "expected": "yes" if each.should else None,
    }
    return _part("Circulation", each.id, each.title, each.rules, says)


def _restriction(edition: Edition, each: Restriction) -> Part:
    says: Says = {"hides": words.fact_names(each.hides), "from": words.roles(edition, each.from_roles)}
    return _part("Restrictions", each.rule, each.title, (each.rule,), says)


GROUNDS = {"opens": "comes under it", "exceptional": "comes under it all the same", "requires": "must hold", "excludes": "stands against it"}  # fmt: skip


def _threshold(edition: Edition, each: Threshold) -> Part:
    says: dict[str, str | Condition | None] = {"decided by": words.role(edition, each.by)}
    says |= {f"{GROUNDS[g.kind]} ({g.rule})": g.when for g in each.grounds}
    return _part("Thresholds", each.id, each.title, each.rules, says)


def _report(edition: Edition, each: Report) -> Part:
    says: Says = {
        "by": words.role(edition, each.by),
        "to": ", ".join(filter(None, (words.roles(edition, each.to), *each.bodies.values()))),
        "every": each.every.in_words().removeprefix("1 ") if each.every else "when it is asked for",
        "shows": each.shows + (f", {each.sample} at random" if each.sample else ""),
        "cases": each.when or "all",
    }
    return _part("Reports", each.id, each.title, each.rules, says)


def _form(edition: Edition) -> Part:
    says: Says = {
        "asks for": words.fact_names(edition.form.facts),
        "sealed particulars": words.fact_names(edition.form.particulars),
        "may be named": words.roles(edition, edition.form.named_roles),
        "parts": "; ".join(
            f"{each.title}{f' (where {words.in_words(each.when)})' if each.when else ''}" for each in edition.form.parts
        ),
    }
    return _part("Form", "form", "The form", edition.form.rules, says)
