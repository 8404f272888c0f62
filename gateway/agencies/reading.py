"""Loads concerns for whoever may see them: the agency that raised one, and the front door that decides on it."""

from __future__ import annotations

from dataclasses import dataclass

from access import AgencyReader, AnyReader, Concern, Deed, Purpose, Reader, judge, permit
from contracts.refusals import Refusal
from gateway.auditing.trail import shown
from gateway.parts import Parts
from gateway.read_models.folding import Document
from gateway.reading import whose_of
from gateway.threads import in_thread
from gateway.words.names import Names
from gateway.words.opening import Opener
from needfire.concerns import front_door
from shared_kernel.spoken_references import read_reference


@dataclass(frozen=True)
class FoundConcern:
    """A concern that the reader may see, what access knows of it, and the names under its edition."""

    document: Document
    thing: Concern
    names: Names


@dataclass(frozen=True)
class ConcernPage:
    """A page of concerns, the newest first; `next` is the `order` below which the following one begins, if there is one."""

    found: tuple[FoundConcern, ...]
    next: str | None


def concern_id_of(written: str) -> str:
    """The id of the concern with this reference, however it was written; what is no reference is taken for an id."""
    reference = read_reference(written)
    return f"concern-{reference.replace('-', '').lower()}" if reference else written


async def find_concern(parts: Parts, reader: AnyReader, deed: Deed, written: str) -> FoundConcern:
    """The concern of this id or reference, if the reader may do this with it. Raises Refusal."""
    concern_id = concern_id_of(written)
    document = await in_thread(parts.concerns.one, whose_of(parts, reader), concern_id)
    if document is None or "intake" not in document:
        raise Refusal("not_found")
    found = _found(parts, reader, document)
    shown(concern_id)
    permit(reader, deed, found.thing)
    shown(concern_id, purpose=_purpose(reader))
    return found


async def find_concerns(parts: Parts, reader: AnyReader, before: str | None, limit: int) -> ConcernPage:
    """The newest concerns that the reader may see, at most `limit`, from below `before`."""
    documents = await in_thread(parts.concerns.visible, whose_of(parts, reader), before, limit + 1)
    here = documents[:limit]
    installed = parts.people.authority(reader.authority).editions
    found = [_found(parts, reader, each) for each in here if each["intake"]["edition"] in installed]
    seen = tuple(each for each in found if judge(reader, "read_concern", each.thing) is None)
    shown(*(each.document["_id"] for each in seen), purpose=_purpose(reader))
    return ConcernPage(seen, here[-1]["order"] if len(documents) > limit else None)


def _purpose(reader: AnyReader) -> Purpose:
    return "partner" if isinstance(reader, AgencyReader) else "casework"


def _found(parts: Parts, reader: AnyReader, document: Document) -> FoundConcern:
    authority, told = parts.people.authority(reader.authority), document["intake"]
    edition = authority.editions.get(told["edition"])
    if edition is None:
        raise Refusal("edition_changed")
    directory = reader.directory if isinstance(reader, Reader) else parts.people.directory(reader.authority)
    names = Names(directory, edition, {each.name: each for each in authority.editions.values()})
    door = front_door(edition, directory)
    return FoundConcern(document, Concern(document["authority"], told["area"], door.role, told["agency"]), names)


async def opener_of(parts: Parts, reader: AnyReader, found: FoundConcern) -> Opener:
    """Opens the concern's particulars for this reader, who may see it."""
    person = found.document["intake"]["person"]
    keys = await in_thread(parts.keys.existing, reader.authority, {person})
    return Opener(keys.get(person))
