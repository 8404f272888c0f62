"""Is the missing child one of the own records? The index of names says which cases to look at; what was opened for this reader is
compared. A case that they may not see, or a name that a restriction keeps from them, is never compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from access import Reader, judge
from contracts import gateway_received as told
from contracts.refusals import Refusal
from custody.matching import Candidate, Person, candidates
from gateway.auditing.trail import shown
from gateway.finding.index import keyed
from gateway.finding.matching import BIRTH, asked_tokens, recorded_names
from gateway.finding.searching import LOOKED_AT, said_in
from gateway.parts import Parts
from gateway.reading import Found, found_of, openers_for, whose_of
from gateway.threads import in_thread
from gateway.words.opening import Opener


async def matched(parts: Parts, reader: Reader, asked: told.MatchRequest) -> told.Matches:
    """The records that are at least possible, the most alike first, each with its reasons. Raises Refusal `malformed`."""
    wanted = Person((asked.name,), _day(asked.born), asked.nhs_number or None)
    found = {each.document["_id"]: each for each in await _looked_at(parts, reader, asked, wanted.born)}
    openers = await openers_for(parts, reader, found.values())
    records = ((key, _known(each, openers[key])) for key, each in found.items())
    alike = candidates(wanted, records)
    shown(*(each.record for each in alike))
    likeness = alike[0].likeness if alike else "none"
    return told.Matches(tuple(map(_told, alike)), likeness, len(alike))


def _told(each: Candidate) -> told.MatchTold:
    return told.MatchTold(each.record, each.likeness, each.why)


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise Refusal("malformed", {"born": "Give a day, such as 2015-04-03."}) from None


async def _looked_at(parts: Parts, reader: Reader, asked: told.MatchRequest, born: date | None) -> list[Found]:
    """The cases that share a part of the name, its sound or its beginning, or the day of birth."""
    secret = await in_thread(parts.keys.index_secret, reader.authority)
    groups = asked_tokens(asked.name, born.isoformat() if born else None)
    ids: dict[str, None] = {}
    for group in groups:
        held = await in_thread(parts.names.holding, reader.authority, [keyed(secret, group)], LOOKED_AT)
        ids.update(dict.fromkeys(each["_id"] for each in held))
    documents: Mapping[str, dict[str, object]] = await in_thread(
        parts.cases.several, whose_of(parts, reader), list(ids)
    )
    installed = parts.people.authority(reader.authority).editions
    found = [found_of(parts, reader, each) for each in documents.values() if each["edition"] in installed]
    return [each for each in found if judge(reader, "read_case", each.case, each.purpose) is None]


def _known(found: Found, opener: Opener) -> Person:
    said = list(said_in(found.document, opener))
    births = {each[BIRTH] for each in said if each.get(BIRTH)}
    return Person(
        tuple(dict.fromkeys(_names(said))),
        date.fromisoformat(births.pop()) if len(births) == 1 else None,
        next((each["nhs_number"] for each in said if each.get("nhs_number")), None),
    )


def _names(said: list[dict[str, str]]) -> Iterator[str]:
    for each in said:
        yield from (name for name in recorded_names(each) if name)
