"""Finds people by name among the cases that a reader may see.

The index only says which cases to look at. Whether somebody is found, and why, is decided on what was opened for this reader:
a name in a case that they may not see, or that a restriction keeps from them, finds nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from access import Reader, judge
from contracts.gateway_people import CaseOfPerson, NameMatch, PeopleFound, PeopleSearch, PersonFound
from gateway.auditing.trail import shown
from gateway.finding.index import keyed
from gateway.finding.matching import BIRTH, Matched, asked_tokens, matched, recorded_names
from gateway.parts import Parts
from gateway.read_models.folding import Document
from gateway.reading import Found, found_of, openers_for, whose_of
from gateway.threads import in_thread
from gateway.words.opening import Opener

LOOKED_AT, SHOWN = 1_000, 50
"""So many cases are looked at and so many people told, whoever asks: what they may not see makes no difference to either."""
ORDER = ("same", "begins", "sounds")
SENTENCES: Mapping[str, str] = {
    "same": "“{}” is part of the name",
    "begins": "a part of the name begins with “{}”",
    "sounds": "a part of the name sounds like “{}”",
}


@dataclass(frozen=True)
class _Hit:
    found: Found
    name: str
    born: date | None
    why: tuple[Matched, ...]


async def search(parts: Parts, reader: Reader, asked: PeopleSearch) -> PeopleFound:
    """Whoever is called so, the best match first. Raises StoreUnavailable."""
    secret = await in_thread(parts.keys.index_secret, reader.authority)
    groups = [
        keyed(secret, group) for group in asked_tokens(asked.name, asked.born.isoformat() if asked.born else None)
    ]
    documents = await _looked_at(parts, reader, groups)
    installed = parts.people.authority(reader.authority).editions
    found = [found_of(parts, reader, each) for each in documents.values() if each["edition"] in installed]
    seen = [each for each in found if judge(reader, "read_case", each.case, each.purpose) is None]
    openers = await openers_for(parts, reader, seen)
    hits = [hit for each in seen for hit in _hits(asked, each, openers[each.document["_id"]])]
    for hit in hits:
        shown(hit.found.document["_id"], hit.found.document["person"])
    people = _people(hits)
    return PeopleFound(people[:SHOWN], more=len(people) > SHOWN)


async def _looked_at(parts: Parts, reader: Reader, groups: Sequence[Sequence[str]]) -> Mapping[str, Document]:
    """The newest cases with these tokens that exist for the reader."""
    held = await in_thread(parts.names.holding, reader.authority, groups, LOOKED_AT)
    return await in_thread(parts.cases.several, whose_of(parts, reader), [each["_id"] for each in held])


def _hits(asked: PeopleSearch, found: Found, opener: Opener) -> Iterator[_Hit]:
    """The best match in this case, if there is one."""
    said = list(said_in(found.document, opener))
    births = {each[BIRTH] for each in said if each.get(BIRTH)}
    if asked.born and asked.born.isoformat() not in births:
        return
    names = [name for each in said for name in recorded_names(each) if name]
    whys = [(why, name) for name in names if (why := matched(asked.name, name)) is not None]
    if whys:
        why, name = min(whys, key=lambda each: _rank(each[0]))
        yield _Hit(found, name, date.fromisoformat(max(births)) if len(births) == 1 else None, why)


def said_in(case: Document, opener: Opener) -> Iterator[dict[str, str]]:
    """What was said of somebody in this case, each time, as this reader may see it."""
    intake = case.get("intake", {})
    for sealed in (intake.get("sealed"), *(each["sealed"] for each in intake.get("updates", ()))):
        opened = opener.opened(sealed)
        if opened:
            yield {name: str(value) for name, value in vars(opened.particulars).items() if value is not None}


def _rank(why: tuple[Matched, ...]) -> tuple[int, ...]:
    return tuple(sorted((ORDER.index(each.how) for each in why), reverse=True))


def _people(hits: list[_Hit]) -> tuple[PersonFound, ...]:
    by_person: dict[str, list[_Hit]] = {}
    for hit in sorted(hits, key=lambda each: str(each.found.document["order"]), reverse=True):
        by_person.setdefault(hit.found.document["person"], []).append(hit)
    ranked = sorted(by_person.items(), key=lambda each: min(_rank(hit.why) for hit in each[1]))
    return tuple(_told(person, theirs) for person, theirs in ranked)


def _told(person: str, hits: list[_Hit]) -> PersonFound:
    best = min(hits, key=lambda each: _rank(each.why))
    why = tuple(NameMatch(each.part, each.how, SENTENCES[each.how].format(each.part)) for each in best.why)
    born = next((hit.born for hit in hits if hit.born), None)
    return PersonFound(person, best.name, born, why, tuple(_case(hit.found.document) for hit in hits))


def _case(document: Mapping[str, str]) -> CaseOfPerson:
    raised = datetime.fromisoformat(document["raised_at"])
    return CaseOfPerson(document["_id"], document["area"], document["state"], raised)
