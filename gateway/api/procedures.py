"""Authorities and their procedures, in plain words; and what a procedure suggests for given facts."""

from __future__ import annotations

from access import AnyReader, Reader, permit
from contracts import gateway as requests
from contracts.gateway_procedures import (
    AuthorityList,
    AuthorityTold,
    EditionList,
    EditionTold,
    Suggested,
    Suggestions,
)
from contracts.refusals import Refusal
from gateway.api.operation import Asked, Operation, of_tag
from gateway.parts import Parts
from gateway.words.editions import category_asked, edition_summary, edition_told
from gateway.words.names import rule_text
from gateway.words.plain import facts_in_words
from needfire.authority import Suggestion
from needfire.facts import Facts, FactsRefused, as_json
from needfire.loading.authorities import Authority
from needfire.loading.deployment import Deployment
from needfire.procedure import Edition
from needfire.vocabulary import VOCABULARY


async def authorities(parts: Parts, asked: Asked) -> AuthorityList:
    """Those that work, and those that were stopped, with the reason; which posts nobody holds, of the reader's own alone."""
    permit(asked.reader, asked.deed)
    working = [_authority(parts, asked.reader, code, each) for code, each in parts.deployment.authorities.items()]
    stopped = [
        AuthorityTold(code, None, None, (), None, (), (), why) for code, why in sorted(parts.deployment.stopped.items())
    ]
    return AuthorityList((*working, *stopped))


def _authority(parts: Parts, reader: AnyReader, code: str, authority: Authority) -> AuthorityTold:
    told, edition = authority.description, authority.edition_at(parts.clock.now())
    directory = parts.deployment.directories[code]
    works_there = isinstance(reader, Reader) and reader.is_known and reader.authority == code
    alone = Deployment({code: authority}, {code: directory}) if works_there else Deployment({}, {})
    return AuthorityTold(
        code=code,
        name=told.name,
        nation=told.nation,
        areas=directory.areas,
        edition_in_force=edition.edition if edition else None,
        vacancies=tuple(alone.vacancies(parts.clock.now())),
        unknown_bodies=tuple(alone.unknown_bodies()),
        stopped=None,
    )


async def editions(parts: Parts, asked: Asked) -> EditionList:
    """The authority's editions, oldest first."""
    permit(asked.reader, asked.deed)
    authority, now = _named(parts, asked), parts.clock.now()
    ordered = sorted(authority.editions.values(), key=lambda each: (each.in_force_from, each.edition))
    return EditionList(tuple(edition_summary(each, authority, now) for each in ordered))


async def edition(parts: Parts, asked: Asked) -> EditionTold:
    """A whole edition, in plain words."""
    permit(asked.reader, asked.deed)
    authority = _named(parts, asked)
    found = authority.editions.get(asked.path["edition"])
    if found is None:
        raise Refusal("not_found")
    return edition_told(found, authority, parts.clock.now())


def _named(parts: Parts, asked: Asked) -> Authority:
    found = parts.deployment.authorities.get(asked.path["code"])
    if found is None:
        raise Refusal("not_found")
    return found


async def suggest(parts: Parts, asked: Asked) -> Suggestions:
    """The categories that the facts meet, now, in the procedure in force. Nothing is stored."""
    permit(asked.reader, asked.deed)
    body: requests.SuggestionRequest = asked.body
    code, now = body.authority or asked.reader.authority, parts.clock.now()
    authority = parts.people.authority(code)
    in_force = parts.people.edition_in_force(code, now)
    facts = _facts(body, parts)
    found = authority.suggest(in_force, facts, now, parts.deployment.calendar)
    told = tuple(suggested_told(each, in_force, facts) for each in found)
    always = tuple(category_asked(each) for each in in_force.categories if each.is_judgement)
    return Suggestions(code, in_force.edition, told, always)


def _facts(body: requests.SuggestionRequest, parts: Parts) -> Facts:
    try:
        return VOCABULARY.read(body.facts, parts.clock.now())
    except FactsRefused as refused:
        raise Refusal("facts_refused", {"facts": refused.problems}) from None


def suggested_told(found: Suggestion, edition: Edition, facts: Facts) -> Suggested:
    """A suggestion, with its reasons in words."""
    category = edition.category(found.rule)
    if category is None:  # Authority.suggest gives only categories of the edition
        raise Refusal("unknown_category")
    used = as_json({name: facts[name] for name in found.facts_used if name in facts})
    return Suggested(
        rule=rule_text(edition, found.rule),
        title=category.title,
        belongs_to=category.belongs_to,
        mandatory=category.mandatory,
        facts_used=facts_in_words(used),
        arithmetic=found.arithmetic,
        rests_on=tuple(rule_text(edition, each) for each in found.rests_on),
    )


OPERATIONS = of_tag(
    "Procedures",
    Operation(
        "POST",
        "/v1/suggestions",
        "suggest_categories",
        "Ask which categories these facts meet; nothing is stored",
        "suggest",
        suggest,
        Suggestions,
        requests.SuggestionRequest,
        refusals=("facts_refused", "no_procedure"),
    ),
    Operation(
        "GET",
        "/v1/authorities",
        "list_authorities",
        "List the authorities, those that were stopped included",
        "read_procedures",
        authorities,
        AuthorityList,
    ),
    Operation(
        "GET",
        "/v1/authorities/{code}/editions",
        "list_editions",
        "List an authority's editions",
        "read_procedures",
        editions,
        EditionList,
        refusals=("not_found",),
    ),
    Operation(
        "GET",
        "/v1/authorities/{code}/editions/{edition}",
        "read_edition",
        "Read an edition in plain words",
        "read_procedures",
        edition,
        EditionTold,
        refusals=("not_found",),
    ),
)
