"""Finds cases by the reference that somebody reads out on the telephone, among those that the reader may see."""

from __future__ import annotations

from access import Reader, judge
from contracts.refusals import Refusal
from gateway.auditing.trail import shown
from gateway.parts import Parts
from gateway.reading import Found, found_of, whose_of
from gateway.threads import in_thread
from shared_kernel.spoken_references import read_reference

NO_REFERENCE = (
    "This is no reference: a character is wrong, swapped or missing. Ask for it again; it looks like K7M-42X-9RTW."
)


async def called(parts: Parts, reader: Reader, written: str) -> tuple[Found, ...]:
    """The cases with this reference, however it was written: as a rule one. Raises Refusal `malformed`."""
    reference = read_reference(written)
    if reference is None:
        raise Refusal("malformed", {"reference": NO_REFERENCE})
    documents = await in_thread(parts.cases.called, whose_of(parts, reader), reference)
    installed = parts.people.authority(reader.authority).editions
    found = [found_of(parts, reader, each) for each in documents if each["edition"] in installed]
    seen = tuple(each for each in found if judge(reader, "read_case", each.case, each.purpose) is None)
    shown(*(each.document["_id"] for each in seen))
    return seen
