"""The record of who read and did what: for whoever oversees an authority, of that authority alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from access import judge, permit
from contracts.gateway_audit import AuditEntry, AuditPage, ReaderOfCase, ReadersOfCase
from contracts.refusals import Refusal
from gateway.api.cursors import PAGING, cursor_at, limit_of, place_of
from gateway.api.operation import Asked, Operation, Query, Streamed, of_tag
from gateway.auditing.exporting import Feed, exported, span_of
from gateway.auditing.recording import asked_for
from gateway.auditing.records import ENTRIES, Row, Sought, person_mark, thing_mark
from gateway.auditing.trail import shown
from gateway.parts import Parts
from gateway.threads import in_thread
from shared_kernel.messaging.rpc_client import RemoteError
from shared_kernel.messaging.rpc_wire import REPLY_TOO_LARGE
from shared_kernel.time import instant_of

LINES = "application/x-ndjson"
COUNTED = 5_000
"""How many of the latest entries on a case are looked at for its readers."""
BEGINNING, END = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


async def entries(parts: Parts, asked: Asked) -> AuditPage:
    """Who was shown what, and who was refused, the newest first: of one person, of one thing, of a time."""
    permit(asked.reader, asked.deed)
    thing, person, limit = asked.query.get("thing"), asked.query.get("person"), limit_of(asked)
    before = place_of(asked, str.isdecimal)
    sought = Sought(_marks(parts, asked, thing, person), person, *_time(asked))
    rows = await in_thread(
        parts.records.found, asked.reader.authority, sought, int(before) if before else None, limit + 1
    )
    shown(*(each for each in (thing, person) if each), purpose="oversight")
    here = rows[:limit]
    return AuditPage(tuple(_told(each) for each in here), cursor_at(str(here[-1].index)) if len(rows) > limit else None)


def _marks(parts: Parts, asked: Asked, thing: str | None, person: str | None) -> tuple[str, ...]:
    if thing:
        hidden = asked_for(parts.digest_secret, asked.reader.authority, thing)
        return (thing_mark(thing), thing_mark(hidden))
    return (person_mark(person) if person else ENTRIES,)


def _time(asked: Asked) -> tuple[datetime, datetime]:
    since, until = (asked.query.get(name) for name in ("since", "until"))
    if since and until and since >= until:
        raise Refusal("period_backwards")
    return (since or BEGINNING).astimezone(UTC), (until or END).astimezone(UTC)


def _told(row: Row) -> AuditEntry:
    entry = _entry(row)
    return AuditEntry(
        record=row.index,
        at=instant_of(entry["at"]),
        actor=entry["actor"],
        deed=entry["deed"],
        operation=entry["operation"],
        purpose=entry["purpose"],
        outcome=entry["outcome"],
        things=tuple(entry["things"]),
    )


def _entry(row: Row) -> Mapping[str, Any]:
    if row.record is None:
        raise TypeError("only entries of the access log are looked for")
    return row.record


async def readers(parts: Parts, asked: Asked) -> ReadersOfCase:
    """Who was shown something of this notification."""
    if judge(asked.reader, asked.deed):
        raise Refusal("not_found")
    notification_id = asked.path["notification_id"]
    sought = Sought((thing_mark(notification_id),), None, BEGINNING, END)
    rows = await in_thread(parts.records.found, asked.reader.authority, sought, None, COUNTED)
    shown(notification_id, purpose="oversight")
    by_person: dict[str, list[AuditEntry]] = {}
    for told in (_told(each) for each in rows):
        if told.outcome == "shown":
            by_person.setdefault(told.actor, []).append(told)
    found = tuple(_reader(person, theirs) for person, theirs in by_person.items())
    return ReadersOfCase(notification_id, found, complete=len(rows) < COUNTED)


def _reader(person: str, newest_first: Sequence[AuditEntry]) -> ReaderOfCase:
    purposes = tuple(sorted({each.purpose for each in newest_first}))
    return ReaderOfCase(person, len(newest_first), newest_first[-1].at, newest_first[0].at, purposes)


async def export(parts: Parts, asked: Asked) -> Streamed:
    """The record from one signed head to another, as lines of JSON, to be verified offline with `needfire audit verify`.

    It holds everything that was signed between `since` and `until`: commits as their services hold them now, entries, heads.
    """
    permit(asked.reader, asked.deed)
    _time(asked)
    since, until = (asked.query.get(name) for name in ("since", "until"))
    span = await in_thread(span_of, parts.records, asked.reader.authority, since, until)
    if span is None:
        raise Refusal("nothing_signed")
    shown(f"record-{span.first.head.size if span.first else 0}-{span.last.head.size}", purpose="oversight")
    return Streamed(exported(parts.records, _feed(parts), span), f"{asked.reader.authority}-record.jsonl")


def _feed(parts: Parts) -> Feed:
    async def feed(service: str, after: int, limit: int) -> Sequence[Mapping[str, Any]]:
        try:
            found: Sequence[Mapping[str, Any]] = await parts.services.call_async(
                service, "feed", after=after, limit=limit
            )
        except RemoteError as error:
            if error.code != REPLY_TOO_LARGE or limit < 2:
                raise
            return await feed(service, after, limit // 2)
        return found

    return feed


TIME = (
    Query("since", "From this moment on.", "moment"),
    Query("until", "Up to this moment, not included.", "moment"),
)

OPERATIONS = of_tag(
    "Oversight",
    Operation(
        "GET",
        "/v1/audit",
        "list_audit_entries",
        "List who was shown what, and who was refused",
        "read_audit",
        entries,
        AuditPage,
        query=(
            *PAGING,
            Query("thing", "Only of this notification, task, notice, duty or concern, by its id."),
            Query("person", "Only what this person was shown or refused."),
            *TIME,
        ),
        refusals=("period_backwards",),
    ),
    Operation(
        "GET",
        "/v1/notifications/{notification_id}/readers",
        "list_readers",
        "List who was shown something of a notification",
        "read_audit",
        readers,
        ReadersOfCase,
        refusals=("not_found",),
    ),
    Operation(
        "GET",
        "/v1/audit/export",
        "export_record",
        "Export the record, to be verified offline",
        "read_audit",
        export,
        Streamed,
        query=TIME,
        refusals=("period_backwards", "nothing_signed"),
        media_type=LINES,
    ),
)
