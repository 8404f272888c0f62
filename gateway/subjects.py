"""People whom cases are about. A reader knows of somebody by the cases of theirs that this reader may see, and not otherwise."""

from __future__ import annotations

from access import Reader, judge
from contracts.refusals import Refusal
from gateway.auditing.trail import shown
from gateway.parts import Parts
from gateway.reading import Found, found_of, hidden_from, whose_of
from gateway.threads import in_thread

WHO = frozenset(("name", "date_of_birth", "nhs_number", "address", "names_of_children", "adult_name"))
"""The particulars by which it can be told whom a case is about."""


async def known_person(parts: Parts, reader: Reader, person: str | None) -> str | None:
    """The person, if the reader may see a case of theirs. Raises Refusal `unknown_subject`."""
    if person is not None and not await cases_about(parts, reader, person):
        raise Refusal("unknown_subject")
    return person


async def cases_about(parts: Parts, reader: Reader, person: str) -> tuple[Found, ...]:
    """The cases about this person that the reader may see, the oldest first."""
    documents = await in_thread(parts.cases.about, whose_of(parts, reader), person)
    installed = parts.people.authority(reader.authority).editions
    found = [found_of(parts, reader, each) for each in documents if each["edition"] in installed]
    return tuple(each for each in found if judge(reader, "read_case", each.case, each.purpose) is None)


async def others_about(parts: Parts, reader: Reader, of: Found) -> tuple[Found, ...]:
    """The other cases about whom this one is about, the newest first.

    That two cases are about one person tells in each what stands in the other: where a restriction keeps from the reader who
    it is, a case leads to no other and no other leads to it.
    """
    if WHO & hidden_from(reader, of):
        return ()
    theirs = await cases_about(parts, reader, of.document["person"])
    others = [each for each in reversed(theirs) if each.document["_id"] != of.document["_id"]]
    found = tuple(each for each in others if not WHO & hidden_from(reader, each))
    shown(*(each.document["_id"] for each in found))
    return found
