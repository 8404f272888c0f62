"""People whom cases are about. A reader knows of somebody by the cases of theirs that this reader may see, and not otherwise."""

from __future__ import annotations

from access import Reader, judge
from contracts.refusals import Refusal
from gateway.parts import Parts
from gateway.reading import Found, found_of, whose_of
from gateway.threads import in_thread


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
