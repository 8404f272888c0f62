"""What may be wrong with a directory's retention schedule."""

from __future__ import annotations

from collections.abc import Iterator

from needfire.directory.faults import Entry, Fault, is_plain_name
from needfire.directory.records import Directory
from needfire.retention import RetentionClass

NAME_MEND = "Use small letters, digits, - and _, at most 64 of them."
SCHEDULE = Entry(("retention",), "retention")
LONGEST_YEARS = 150


def retention(directory: Directory) -> Iterator[Fault]:
    """Roles that cannot be used, classes that come twice, keep for no time, or cite no source."""
    schedule = directory.retention
    if schedule is None:
        return
    for role in (schedule.records_role, schedule.second_role):
        if not is_plain_name(role):
            yield Fault("name_unusable", SCHEDULE, "One of its roles cannot be used as a name.", NAME_MEND)
    if schedule.tell_days_before < 1:
        yield Fault(
            "days_unusable", SCHEDULE, "tell_days_before is below 1.", "Write how many days before, such as 30."
        )
    if schedule.chase_days_after < 1:
        yield Fault("days_unusable", SCHEDULE, "chase_days_after is below 1.", "Write how many days after, such as 7.")
    seen: set[str] = set()
    for each in schedule.classes:
        if each.record in seen:
            yield Fault("class_twice", SCHEDULE, f"The record {each.record} has two classes.", "Keep one of them.")
        seen.add(each.record)
        yield from _class(each)


def _class(of: RetentionClass) -> Iterator[Fault]:
    if of.years < 0 or of.months < 0 or not 0 < 12 * of.years + of.months <= 12 * LONGEST_YEARS:
        mend = f"Write years or months, at most {LONGEST_YEARS} years."
        yield Fault("time_unusable", SCHEDULE, f"The class {of.record} is kept for no time that can be counted.", mend)
    if of.status == "text" and not (of.source or "").strip():
        mend = "Write its source, or mark it own_choice or unconfirmed."
        yield Fault(
            "source_missing", SCHEDULE, f"The class {of.record} says that a source says so, and names none.", mend
        )
