"""What may be wrong with a directory's agencies, its front door and its custodian."""

from __future__ import annotations

import re
from collections.abc import Iterator

from needfire.directory.faults import Entry, Fault, is_plain_name
from needfire.directory.records import WHOLE_AUTHORITY, Agency, Directory
from needfire.periods import Period, PeriodUnreadable

FRONT_DOOR = Entry(("front_door",), "front_door")
CUSTODIAN = Entry(("custodian",), "custodian")
CODE_MEND = "Write the code of a body, such as KEN."
_CODE = re.compile(r"[A-Z][A-Z-]{2,19}")


def agencies(directory: Directory) -> Iterator[Fault]:
    """Ids that cannot be used or come twice, names left empty, bodies of two agencies, a front door that leads nowhere."""
    seen: set[str] = set()
    bodies: dict[str, str] = {}
    for index, agency in enumerate(directory.agencies):
        entry = Entry.of("agencies", index, agency.id)
        yield from _named(agency, entry, seen)
        yield from _bodies(agency, entry, bodies)
        seen.add(agency.id)
    yield from _front_door(directory)
    yield from _custodian(directory)


def _named(agency: Agency, entry: Entry, seen: set[str]) -> Iterator[Fault]:
    if agency.id == WHOLE_AUTHORITY or not is_plain_name(agency.id):
        mend = "Use small letters, digits, - and _, at most 64 of them."
        yield Fault("name_unusable", entry, "This id cannot be used as a name.", mend)
    if agency.id in seen:
        yield Fault("agency_twice", entry, "This agency is listed already.", "Remove one of the two.")
    if not agency.name.strip():
        yield Fault("name_missing", entry, "The name is empty.", "Write the agency's name.")
    if agency.custodian is not None and not _CODE.fullmatch(agency.custodian):
        yield Fault("custodian_unusable", entry, "Its custodian is no body's code.", CODE_MEND)


def _bodies(agency: Agency, entry: Entry, taken: dict[str, str]) -> Iterator[Fault]:
    for body in agency.bodies:
        if not body.strip():
            yield Fault("body_missing", entry, "One of its bodies is empty.", "Write what the procedure calls it.")
        elif taken.setdefault(body, agency.id) != agency.id:
            problem = "Another agency has one of its bodies: what is meant for one would be shown to both."
            yield Fault("body_twice", entry, problem, "Keep it with one of the two.")


def _front_door(directory: Directory) -> Iterator[Fault]:
    door = directory.front_door
    if door is None:
        return
    if door.area not in (*directory.areas, WHOLE_AUTHORITY):
        yield Fault(
            "area_unknown", FRONT_DOOR, "Its area is not in the list of areas.", 'Add it there, or write area "*".'
        )
    try:
        Period.parse(door.feedback_within)
    except PeriodUnreadable:
        mend = "Write a period such as 1wd or 24h."
        yield Fault("period_unreadable", FRONT_DOOR, "Its feedback_within is no period.", mend)


def _custodian(directory: Directory) -> Iterator[Fault]:
    posts = directory.custodian
    if posts is None:
        return
    if not _CODE.fullmatch(posts.body):
        yield Fault("custodian_unusable", CUSTODIAN, "Its body is no body's code.", CODE_MEND)
