"""The directory of custodians: each body as its data file states it and what has happened since, for who may read it."""

from __future__ import annotations

from dataclasses import dataclass

from access import Custodian as KnownCustodian
from access import Deed, Reader, permit
from access.deployed import bodies_here
from contracts.custodians import EVENTS
from contracts.refusals import Refusal
from contracts.schema import read
from custody.bodies import custodians
from custody.records import Custodian, evolve
from gateway.auditing.trail import shown
from gateway.parts import Parts
from gateway.read_models.folding import Document
from gateway.reading import whose_of
from gateway.threads import in_thread
from needfire.london_time import on_the_wall
from shared_kernel.commits import EventRecord
from shared_kernel.upcasting import current


@dataclass(frozen=True)
class Entry:
    """A body's entry, and the body as access knows it."""

    custodian: Custodian
    known: KnownCustodian

    def waiting(self) -> tuple[str, ...]:
        """The changes that wait for a second person."""
        return tuple(each for each in self.custodian.proposed if each not in self.custodian.decided)


async def entries(parts: Parts, reader: Reader) -> tuple[Entry, ...]:
    """Every body that is a custodian today, by its name. Raises Refusal `not_permitted`."""
    permit(reader, "read_custodians")
    since = await in_thread(parts.alerting.entries.since, whose_of(parts, reader))
    here, today = bodies_here(parts.deployment), on_the_wall(reader.at).date()
    found = (each for each in custodians().values() if each.body.exists_on(today))
    return tuple(
        Entry(folded(each, since.get(each.body.code)), KnownCustodian(each.body.code, here.get(each.body.code)))
        for each in sorted(found, key=lambda each: each.body.name)
    )


def folded(stated: Custodian, document: Document | None) -> Custodian:
    """The custodian after what has happened since the data file."""
    for each in document["events"] if document else ():
        event = current(EventRecord(each["name"], each["version"], each["data"]))
        stated = evolve(stated, read(EVENTS[(event.name, event.version)], event.data))
    return stated


async def find_entry(parts: Parts, reader: Reader, code: str, deed: Deed = "read_custodians") -> Entry:
    """The entry of this body, if the reader may do this with it. Raises Refusal `not_found`, `not_permitted`."""
    found = next((each for each in await entries(parts, reader) if each.known.body == code), None)
    if found is None:
        raise Refusal("not_found")
    shown(f"custodian:{code}")
    permit(reader, deed, found.known)
    return found
