"""What runs out when, shown before it happens. Nothing is deleted by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from access import Reader, Records, permit
from contracts.gateway_records import Expiring, ExpiringMonth, RetentionClassTold, RetentionTold
from contracts.refusals import Refusal
from gateway.auditing.trail import shown
from gateway.parts import Parts
from gateway.read_models.folding import Document
from gateway.records.held import Held, who
from gateway.threads import in_thread
from needfire.london_time import start_of
from needfire.retention import Retention, RetentionClass, earlier, person_kept_until

LOOKED_AT = 1_000
MONTHS_END = timedelta(days=4)
"""A month after 31 January ends as early as one after the 28th does: so much more is looked at than counting back says."""


async def retention_told(parts: Parts, reader: Reader, until: date, most: int = LOOKED_AT) -> RetentionTold:
    """The schedule, and whose records run out up to a day: of each class at most so many records are looked at, the earliest.

    Raises Refusal `not_permitted`.
    """
    permit(reader, "read_records", Records(reader.authority))
    retention = reader.directory.retention
    if retention is None:
        raise Refusal("not_permitted")
    people, more = set[str](), False
    for each in retention.classes:
        found = await in_thread(_ended, parts, reader.authority, each, until, most + 1)
        people |= set(found[:most])
        more = more or len(found) > most
    cases = await in_thread(parts.registry.dates_of_people, reader.authority, people)
    concerns = await in_thread(parts.concern_registry.told_of_people, reader.authority, people)
    decided = await in_thread(parts.persons.load, people)
    held = [_held_of(person, cases, concerns, decided) for person in sorted(people)]
    expiring = list(_expiring(reader, retention, until, held))
    shown(*(each.person for each in expiring), purpose="oversight")
    return RetentionTold(
        classes=tuple(RetentionClassTold(**vars(each)) for each in retention.classes),
        records_role=retention.records_role,
        second_role=retention.second_role,
        tell_days_before=retention.tell_days_before,
        until=until,
        months=tuple(_by_month(expiring)),
        more=more,
    )


def _ended(parts: Parts, authority: str, of: RetentionClass, until: date, limit: int) -> list[str]:
    """Whose records of this class ended so long ago that their time may run out by then, whichever ended first first."""
    before = start_of((until if of.counted_from == "raised" else earlier(until, of.years, of.months)) + MONTHS_END)
    if of.record == "concern_not_taken_up":
        return [each["intake"]["person"] for each in parts.concern_registry.ended(authority, before, limit)]
    return [each["person"] for each in parts.registry.ended(authority, of.record, before, limit)]


def _held_of(person: str, cases: Iterable[Document], concerns: Iterable[Document], decided: Mapping[str, Any]) -> Held:
    return Held(
        person,
        tuple(each for each in cases if each["person"] == person),
        tuple(each for each in concerns if each["intake"]["person"] == person),
        decided.get(person, {}),
    )


def _expiring(reader: Reader, retention: Retention, until: date, everybody: Iterable[Held]) -> Iterable[Expiring]:
    for held in everybody:
        day, because = person_kept_until(retention, held.kept)
        of = held.decided
        if day is None or day > until or of.get("deleted"):
            continue
        told = sorted(of.get("told", {}).values(), key=lambda each: str(each["told_at"]))
        read = max((each["read"] for each in told if each["read"]), key=lambda each: str(each["read_at"]), default=None)
        yield Expiring(
            person=held.person,
            kept_until=day,
            records=tuple(each.record_id for each in held.kept),
            because=because,
            is_held=any(not each["lifted"] for each in of.get("holds", ())),
            is_proposed=bool(of.get("proposed")),
            told_at=datetime.fromisoformat(told[-1]["told_at"]) if told else None,
            read_by=who(reader, read["by"]) if read else None,
            read_at=datetime.fromisoformat(read["read_at"]) if read else None,
        )


def _by_month(expiring: Iterable[Expiring]) -> Iterable[ExpiringMonth]:
    months: dict[str, list[Expiring]] = {}
    for each in sorted(expiring, key=lambda each: (each.kept_until, each.person)):
        months.setdefault(each.kept_until.strftime("%Y-%m"), []).append(each)
    return (ExpiringMonth(month, tuple(people)) for month, people in months.items())
