"""What those who keep the records are to read: that the time of a record runs out soon. Told is who said that they have read it."""

from __future__ import annotations

from datetime import date, datetime

from access import Reader, Records, judge
from contracts.gateway_records import RetentionNotice, RetentionNotices
from gateway.auditing.trail import shown
from gateway.parts import Parts
from gateway.threads import in_thread
from needfire.directory import WHOLE_AUTHORITY

MOST = 200


async def unread_of(parts: Parts, reader: Reader) -> RetentionNotices:
    """What waits for a role that the reader holds; nothing for whoever keeps no records."""
    if judge(reader, "receive_retention", Records(reader.authority)):
        return RetentionNotices((), more=False)
    found = await in_thread(parts.persons.unread, reader.authority, MOST + 1)
    notices = [
        RetentionNotice(
            person=told["person"],
            record_id=told["record_id"],
            kept_until=date.fromisoformat(told["kept_until"]),
            because=told["because"],
            role=told["role"],
            given_at=datetime.fromisoformat(told["told_at"]),
        )
        for each in found[:MOST]
        for told in each["told"].values()
        if told["read"] is None and reader.holds(told["role"], WHOLE_AUTHORITY)
    ]
    shown(*(name for each in notices for name in (each.person, each.record_id)), purpose="oversight")
    soonest = sorted(notices, key=lambda each: (each.kept_until, each.record_id))
    return RetentionNotices(tuple(soonest), more=len(found) > MOST)
