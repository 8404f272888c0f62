"""What is filled in to raise a notification, whichever page asks for it: read as the API's request, and judged as far as it goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from access import Place, Reader, judge, permit
from contracts.gateway import RaiseRequest
from contracts.gateway_procedures import Suggested
from contracts.refusals import Refusal
from contracts.schema import read
from gateway.api.procedures import suggested_told
from gateway.parts import Parts
from gateway.web.acting import nested, under
from gateway.web.asking import facts_in
from gateway.web.fields import with_day
from gateway.web.page import Visit
from needfire.directory import holders_of_post
from needfire.facts import Facts, FactsRefused
from needfire.procedure import Edition
from needfire.vocabulary import VOCABULARY

LEFT_OUT: Mapping[str, str] = {
    "facts_need_correction": "The facts need correction",
    "another_category_covers_it": "Another category covers it",
    "judged_not_needed": "Judged not to be needed",
}


def raises_in(reader: Reader, edition: Edition) -> list[str]:
    """The areas in which the reader may raise a notification."""
    places = ((area, Place(reader.authority, area, edition)) for area in reader.directory.areas)
    return [area for area, place in places if judge(reader, "raise", place) is None]


def permitted_areas(reader: Reader, edition: Edition) -> dict[str, str]:
    """As `raises_in`, with what each is called. Raises Refusal `not_permitted` where there is none."""
    areas = raises_in(reader, edition)
    if not areas:
        permit(reader, "raise", Place(reader.authority, next(iter(reader.directory.areas), ""), edition))
    return {each: each.replace("_", " ").title() for each in areas}


def nameable(reader: Reader, edition: Edition, areas: Iterable[str]) -> dict[str, dict[str, str]]:
    """By role that the form may name somebody for: the names of those whose post it is in one of these areas, by id."""
    told = {each.id: each.name for each in reader.directory.people}
    found: dict[str, dict[str, str]] = {}
    for role in edition.form.named_roles:
        held = {one for area in areas for one in holders_of_post(reader.directory, role, area, reader.at)}
        found[role] = {person: name for person, name in told.items() if person in held}
    return found


def body_of(form: Mapping[str, str], edition: Edition, concern: str | None) -> RaiseRequest:
    """The request. Raises Refusal `malformed`, whose details name fields of the form."""
    dated = with_day(form, "particulars.date_of_birth")
    said = nested({name: text for name, text in dated.items() if name.startswith("particulars.")})
    return read(
        RaiseRequest,
        {
            "area": form.get("area", ""),
            "particulars": said.get("particulars"),
            "facts": facts_in(form, edition.form.facts),
            "categories": ticked(form, "category."),
            "restrictions": ticked(form, "restriction."),
            "named": under(form, "named."),
            "left_out": [{"rule": rule, "reason": reason} for rule, reason in under(form, "left_out.").items()],
            "concern_id": concern,
        },
    )


def ticked(form: Mapping[str, str], prefix: str) -> list[str]:
    """What was ticked of a group."""
    return [name for name, value in under(form, prefix).items() if value == "yes"]


@dataclass(frozen=True)
class Readable:
    """The facts that can be read of what was filled in, and by field what is to be mended of the rest."""

    facts: Facts
    problems: Mapping[str, str]


def readable(form: Mapping[str, str], visit: Visit, edition: Edition) -> Readable:
    """What is known so far, one wrong answer or the other notwithstanding."""
    raw: dict[str, object] = {}
    problems: dict[str, str] = {}
    for name in edition.form.facts:
        try:
            raw |= facts_in(form, (name,))
        except Refusal as refusal:
            problems |= refusal.details
    while True:
        try:
            return Readable(VOCABULARY.read(raw, visit.signed_in.at), problems)
        except FactsRefused as refused:
            problems |= {f"facts.{name}": said for name, said in refused.problems.items()}
            raw = {name: value for name, value in raw.items() if name not in refused.problems}


def suggested(parts: Parts, visit: Visit, edition: Edition, facts: Facts) -> tuple[Suggested, ...]:
    """The need-to-know categories that the facts meet, with why."""
    reader = visit.signed_in
    found = parts.people.authority(reader.authority).suggest(
        edition, facts, reader.at, parts.deployment.calendar, "need_to_know"
    )
    return tuple(suggested_told(each, edition, facts) for each in found)
