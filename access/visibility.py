"""Which cases exist for a reader, said so that a store can look for them: no store of cases or trays answers without one.

A case bears marks: of the people involved, of its area and edition, of roles with which it was shared or something waits, of
bodies outside. A reader has marks too, and sees a case that bears one of theirs. `access.sees` has the last word on each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from access.deeds import Purpose
from access.readers import AgencyReader, AnyReader, Reader
from access.running import PLATFORM, only_runs
from access.seeing import INFORMATION_GOVERNANCE, OVERSIGHT, roles_named
from needfire.procedure import Edition

_OFFICES: dict[Purpose, tuple[str, ...]] = {
    "casework": (OVERSIGHT,),
    "oversight": (OVERSIGHT,),
    "subject_access": (INFORMATION_GOVERNANCE,),
    "replay": (PLATFORM,),
}


@dataclass(frozen=True)
class Visibility:
    """What a reader may see of their authority, with these editions of it, for this purpose.

    For casework that includes what they see by emergency access (one by one, not in lists) and in oversight. For an emergency
    it is every case of the authority, one by one: to open one that they cannot see yet. To replay, it is which cases there are.
    """

    reader: AnyReader
    editions: tuple[Edition, ...]
    purpose: Purpose = "casework"

    @property
    def authority(self) -> str:
        """The tenant: nothing of another is ever seen."""
        return self.reader.authority

    @cached_property
    def marks(self) -> frozenset[str]:
        """A case is in their lists if it bears one of these."""
        if isinstance(self.reader, AgencyReader):
            return frozenset(_agency_marks(self.reader))
        if not self.reader.is_known or self.purpose == "emergency":
            return frozenset()
        return frozenset(_marks(self.reader, self.editions, self.purpose))

    @cached_property
    def list_marks(self) -> frozenset[str]:
        """The marks by which lists are asked for: all but those of roles in areas of which every case is in their lists anyway."""
        if not isinstance(self.reader, Reader):
            return self.marks
        whole = [
            area
            for area in self.reader.directory.areas
            if all(area_mark(self.authority, each.edition, area) in self.marks for each in self.editions)
        ]
        roles = {role for each in self.editions for role in each.roles}
        return self.marks - {role_mark(self.authority, role, area) for area in whole for role in roles}

    def covers(self, authority: str, marks: Collection[str]) -> bool:
        """Whether a case of this authority with these marks exists for them."""
        if authority != self.authority:
            return False
        if self.purpose == "emergency":
            return isinstance(self.reader, Reader) and self.reader.holds_a_post and not only_runs(self.reader)
        return not self.marks.isdisjoint(marks) or self._is_owed(marks) or self._has_emergency_access(marks)

    def _is_owed(self, marks: Collection[str]) -> bool:
        if not isinstance(self.reader, AgencyReader):
            return False
        return not {owed_mark(self.authority, body) for body in self.reader.bodies}.isdisjoint(marks)

    def _has_emergency_access(self, marks: Iterable[str]) -> bool:
        if self.purpose != "casework" or not isinstance(self.reader, Reader) or not self.reader.is_known:
            return False
        begins, now = emergency_mark(self.authority, self.reader.person, ""), self.reader.at
        ends = (datetime.fromisoformat(each.removeprefix(begins)) for each in marks if each.startswith(begins))
        return any(now < each for each in ends) and self.reader.holds_a_post and not only_runs(self.reader)


def visibility(reader: AnyReader, editions: Sequence[Edition], purpose: Purpose = "casework") -> Visibility:
    """What this reader may see of an authority with these editions."""
    return Visibility(reader, tuple(editions), purpose)


def _marks(reader: Reader, editions: Sequence[Edition], purpose: Purpose) -> Iterator[str]:
    offices = _OFFICES.get(purpose, ())
    for edition in editions:
        seeing = (*offices, *(sorted(roles_named(edition)) if purpose == "casework" else ()))
        for area in reader.directory.areas:
            if reader.holds_any(seeing, area):
                yield area_mark(reader.authority, edition.edition, area)
    if purpose == "casework":
        yield from person_marks(reader.authority, reader.acts_for)
        yield from (role_mark(reader.authority, role, area) for role, area in held_roles(reader, editions))


def held_roles(reader: Reader, editions: Sequence[Edition]) -> Iterator[tuple[str, str]]:
    """The roles of the editions that they hold, each with the area."""
    for role in sorted({role for edition in editions for role in edition.roles}):
        yield from ((role, area) for area in reader.directory.areas if reader.holds(role, area))


def _agency_marks(reader: AgencyReader) -> Iterator[str]:
    yield agency_mark(reader.authority, reader.agency)
    yield from body_marks(reader.authority, reader.bodies)


def person_marks(authority: str, persons: Iterable[str]) -> list[str]:
    """The marks of a case in which these people are involved: one mark, one look into one index."""
    return [f"{authority} person {each}" for each in persons]


def body_marks(authority: str, bodies: Iterable[str]) -> list[str]:
    """The marks of a case that was shared with these bodies outside."""
    return [f"{authority} body {each}" for each in bodies]


def area_mark(authority: str, edition: str, area: str) -> str:
    """The mark of a case in this area, under this edition."""
    return f"{authority} area {edition} {area}"


def role_mark(authority: str, role: str, area: str) -> str:
    """The mark of a case in this area that was shared with this role, or of which something waits with it."""
    return f"{authority} role {role} {area}"


def owed_mark(authority: str, body: str) -> str:
    """The mark of a case of which this body outside is owed something, told by now or not."""
    return f"{authority} owed {body}"


def agency_mark(authority: str, agency: str) -> str:
    """The mark of a case that came of an agency's concern."""
    return f"{authority} agency {agency}"


def alerted_mark(mark: str) -> str:
    """The mark of a case that has this one and in which a national alert was proposed."""
    return f"alert {mark}"


def emergency_mark(authority: str, person: str, ends: str) -> str:
    """The mark of a case to which somebody has emergency access until then: an ISO moment."""
    return f"{authority} emergency {person} {ends}"
