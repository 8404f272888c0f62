"""What is held about a person, and what was decided on it, for those who keep the records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from access import Deed, Reader, Records, permit
from contracts.gateway_records import Certificate, ConcernHeld, Hold, PersonRecords, Proposal, RecordHeld
from contracts.gateway_words import Person
from contracts.intake_persons import Chain
from contracts.refusals import Refusal
from gateway.auditing.trail import shown
from gateway.parts import Parts
from gateway.read_models.folding import Document
from gateway.threads import in_thread
from needfire.london_time import day_in_words, on_the_wall
from needfire.retention import Kept, KeptUntil, Retention, kept_until, person_kept_until

KEPT_WITH = "It is kept as long as what was raised from it."


@dataclass(frozen=True)
class Held:
    """A person's cases, and what agencies were concerned about, oldest first; and what was decided on their records."""

    person: str
    cases: tuple[Document, ...]
    concerns: tuple[Document, ...]
    decided: Mapping[str, Any]

    @property
    def kept(self) -> tuple[Kept, ...]:
        """The cases, and the concerns from which none was raised, as retention sees them."""
        return all_kept(self.cases, self.concerns)


def _concern(of: Document, names: Mapping[str, str], retention: Retention | None) -> ConcernHeld:
    told, raised_from = of["intake"], tuple(of["intake"]["notifications"])
    found = KeptUntil(None, KEPT_WITH) if raised_from else kept_until(retention, kept_of_concern(of))
    return ConcernHeld(
        of["_id"],
        told["reference"],
        names.get(told["agency"], told["agency"]),
        of["state"],
        datetime.fromisoformat(told["raised_at"]),
        raised_from,
        found.day,
        found.because,
    )


def all_kept(cases: Iterable[Document], concerns: Iterable[Document]) -> tuple[Kept, ...]:
    """Cases and concerns as retention sees them; a concern that became a notification is kept as long as that."""
    alone = (each for each in concerns if not each["intake"]["notifications"])
    return (*map(kept_of, cases), *map(kept_of_concern, alone))


def kept_of_concern(concern: Document) -> Kept:
    """A concern from which nothing was raised, as retention sees it."""
    decided = concern["intake"]["decided"]
    raised = datetime.fromisoformat(concern["intake"]["raised_at"])
    if not decided:
        return Kept(concern["_id"], raised, None, None)
    return Kept(concern["_id"], raised, datetime.fromisoformat(decided["at"]), "concern_not_taken_up")


def kept_of(case: Document) -> Kept:
    """The case as retention sees it."""
    ended = case.get("intake", {}).get("ended")
    raised = datetime.fromisoformat(case["raised_at"])
    if not ended:
        return Kept(case["_id"], raised, None, None)
    return Kept(case["_id"], raised, datetime.fromisoformat(ended["at"]), ended["how"])


async def find_held(parts: Parts, reader: Reader, deed: Deed, person: str) -> Held:
    """What is held. Raises Refusal `not_permitted`, `not_found`."""
    permit(reader, deed, Records(reader.authority))
    cases = await in_thread(parts.registry.of_people, reader.authority, [person])
    concerns = await in_thread(parts.concern_registry.told_of_people, reader.authority, [person])
    decided = (await in_thread(parts.persons.load, [person])).get(person, {})
    if not (cases or concerns) and decided.get("authority") != reader.authority:
        raise Refusal("not_found")
    shown(person, *(each["_id"] for each in (*cases, *concerns)), purpose="oversight")
    return Held(person, cases, concerns, decided)


def told(held: Held, reader: Reader) -> PersonRecords:
    """What is held, in words."""
    retention = reader.directory.retention
    until, _ = kept_of_all(held, reader)
    records = []
    for case in held.cases:
        kept = kept_of(case)
        found = kept_until(retention, kept)
        records.append(RecordHeld(case["_id"], case["area"], case["state"], kept.raised_at, found.day, found.because))
    return PersonRecords(
        person=held.person,
        version=held.decided.get("versions", {}).get("intake", 0),
        kept_until=until,
        records=tuple(records),
        concerns=tuple(
            _concern(each, {one.id: one.name for one in reader.directory.agencies}, retention) for each in held.concerns
        ),
        holds=tuple(_hold(each, reader) for each in held.decided.get("holds", ())),
        proposal=_proposal(held.decided, reader),
        deleted=certificate(held.decided, reader),
    )


def kept_of_all(held: Held, reader: Reader) -> tuple[date | None, tuple[str, ...]]:
    """Until when all of it is kept, with how each was counted; without end where no class covers something of it."""
    return person_kept_until(reader.directory.retention, held.kept)


def who(reader: Reader, person: str) -> Person:
    """Somebody of the authority, by name where the directory still has them."""
    found = reader.directory.person_by_id.get(person)
    return Person(person, found.name if found else person)


def _hold(of: Mapping[str, Any], reader: Reader) -> Hold:
    lifted = of["lifted"]
    return Hold(
        hold=of["hold"],
        reason=of["reason"],
        reference=of["reference"],
        placed_by=who(reader, of["by"]),
        placed_at=datetime.fromisoformat(of["at"]),
        lifted_by=who(reader, lifted["by"]) if lifted else None,
        lifted_at=datetime.fromisoformat(lifted["at"]) if lifted else None,
        lifted_because=lifted["reason"] if lifted else None,
    )


def _proposal(decided: Mapping[str, Any], reader: Reader) -> Proposal | None:
    of, confirmed = decided.get("proposed"), decided.get("confirmed")
    if not of:
        return None
    return Proposal(
        reason=of["reason"],
        reference=of["reference"],
        although_kept=of["although_kept"],
        because=tuple(of["because"]),
        proposed_by=who(reader, of["by"]),
        proposed_at=datetime.fromisoformat(of["at"]),
        confirmed_by=who(reader, confirmed["by"]) if confirmed else None,
    )


def certificate(decided: Mapping[str, Any], reader: Reader) -> Certificate | None:
    """The certificate, once it was deleted."""
    of = decided.get("deleted")
    if not of:
        return None
    at = datetime.fromisoformat(of["deleted_at"])
    day: date = on_the_wall(at).date()
    return Certificate(
        person=of["person"],
        authority=decided["authority"],
        texts=of["texts"],
        deleted_at=at,
        reason=of["reason"],
        reference=of["reference"],
        although_kept=of["although_kept"],
        proposed_by=who(reader, of["proposed_by"]),
        confirmed_by=who(reader, of["confirmed_by"]),
        confirmed_at=datetime.fromisoformat(of["confirmed_at"]),
        chains=tuple(Chain(**each) for each in of["chains"]),
        sentence=(
            f"On {day_in_words(day)} the key of {of['person']} was deleted, and what the index of names held. {of['texts']} sealed "
            "texts can never be read again. The commits stay, with the hashes named here, and verify as before. Copies of the "
            "database that were made before hold the wrapped key until they are deleted themselves."
        ),
    )
