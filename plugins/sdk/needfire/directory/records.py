"""The entries of an authority's directory, as its file states them: people, posts, rotas, absences.

    authority: kent
    areas: [ashford, thanet]
    people:
      - {id: kent-priya-shaw, name: "Priya Shaw (invented)", email: priya.shaw@kent.example, account: 4f0c…}
    posts:
      - {role: service_manager, area: ashford, holders: [kent-priya-shaw], cover: [kent-…], from: 2026-01-01}
      - {role: need_to_know_inbox, area: "*", tray: group, holders: [kent-…, kent-…]}
    out_of_hours:
      - role: on_call_service_manager
        rota: [{from: 2026-11-20T17:00, until: 2026-11-23T08:30, person: kent-…}]
        otherwise: kent-…
    absences: [{person: kent-…, from: 2026-11-20, until: 2026-11-27, delegate: kent-…}]
    settings: {risk_approach: true}
    names: {Sorted: "Young people's substance misuse service"}
    agencies: [{id: kent-police, name: "Police (invented)", kind: police, bodies: [The police]}]
    front_door: {role: duty_social_worker}
    custodian: {body: KEN, role: safeguarding_unit, keeper: management_information, documents: link}
    retention: {records_role: records_officer, second_role: head_of_information, classes: [{record: closed, …}]}

Area "*" is the whole authority. A post with one holder is that person's tray, with several a group's;
`tray: group` makes a group of a single holder. Times are those of clocks in England; a day as `until` is the
last day, included. In the records all are moments in UTC, `starts` included and `ends` excluded. An agency's `bodies` are
what the edition's duties and ways to share call it; the front door is who takes in what agencies are concerned about; the
custodian is who receives national alerts. How long records are kept is described in `needfire.retention`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Literal, TypeVar

from needfire.retention import Retention

Tray = Literal["person", "group"]
AgencyKind = Literal["police", "health", "school", "youth_justice", "housing", "voluntary", "authority", "inspectorate"]

Documents = Literal["link", "sealed"]

WHOLE_AUTHORITY = "*"

_FROM = {"data_key": "from"}
_UNTIL = {"data_key": "until"}


@dataclass(frozen=True)
class Person:
    """Somebody who works for the authority. The id is what services, broker and logs may see.

    `account` is what the authority's identity provider calls them, for good; without one it calls them by their id.
    """

    id: str
    name: str
    email: str
    account: str | None = None


@dataclass(frozen=True)
class Post:
    """Who holds a role in an area, and who covers, in the order in which they are asked."""

    role: str
    area: str
    holders: tuple[str, ...]
    cover: tuple[str, ...] = ()
    starts: datetime | None = field(default=None, metadata=_FROM)
    ends: datetime | None = field(default=None, metadata=_UNTIL)
    tray: Tray | None = None

    @property
    def kind(self) -> Tray:
        """Whether a task lies in one person's tray or in a group's."""
        return self.tray or ("person" if len(self.holders) == 1 else "group")


@dataclass(frozen=True)
class Shift:
    """One person's turn in a rota."""

    starts: datetime = field(metadata=_FROM)
    ends: datetime = field(metadata=_UNTIL)
    person: str


@dataclass(frozen=True)
class Rota:
    """A role that people hold in turns; `otherwise` holds it whenever no shift does."""

    role: str
    shifts: tuple[Shift, ...] = field(default=(), metadata={"data_key": "rota"})
    otherwise: str | None = None
    area: str = WHOLE_AUTHORITY


@dataclass(frozen=True)
class Absence:
    """Somebody is away, without `ends` until further notice; the `delegate` holds what they hold."""

    person: str
    starts: datetime = field(metadata=_FROM)
    ends: datetime | None = field(default=None, metadata=_UNTIL)
    delegate: str | None = None


@dataclass(frozen=True)
class Agency:
    """A body outside that works with the authority through clients of its own.

    `bodies` are the names under which the edition tells it or shares with it: a duty's `to`, a way's body, by id or name.
    `custodian` is the code of the body for which its system receives national alerts.
    """

    id: str
    name: str
    kind: AgencyKind
    bodies: tuple[str, ...] = ()
    custodian: str | None = None


@dataclass(frozen=True)
class FrontDoor:
    """The post that takes in what agencies are concerned about, where it is not the one that the edition names.

    `feedback_within` is the authority's own time in which whoever raised it hears what was decided ("1wd"): the law sets none.
    """

    role: str
    area: str = WHOLE_AUTHORITY
    feedback_within: str = "1wd"


@dataclass(frozen=True)
class CustodianPosts:
    """Who in the authority has to do with national alerts: who holds `role` of the whole authority receives them for the `body`
    of this code that it is; who holds `keeper` looks after sending, exercises, and the directory of custodians.

    `documents` is what custodians' systems are sent of a child: a `link` behind sign-in, or the document itself, `sealed` to
    the key of each that has one.
    """

    body: str
    role: str
    keeper: str
    documents: Documents = "link"


@dataclass(frozen=True)
class Directory:
    """Who holds which post in which area of one authority.

    `settings` switch on what the procedure offers, by name; `names` say what is called so here (`needfire.adoption`).
    """

    authority: str
    areas: tuple[str, ...]
    people: tuple[Person, ...]
    posts: tuple[Post, ...]
    out_of_hours: tuple[Rota, ...] = ()
    absences: tuple[Absence, ...] = ()
    settings: Mapping[str, bool] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    agencies: tuple[Agency, ...] = ()
    front_door: FrontDoor | None = None
    custodian: CustodianPosts | None = None
    retention: Retention | None = None

    def with_absences(self, absences: Iterable[Absence]) -> Directory:
        """This directory with absences that were recorded elsewhere, beside those of the file."""
        return replace(self, absences=(*self.absences, *absences))

    @cached_property
    def person_by_id(self) -> Mapping[str, Person]:
        """The people by id."""
        return {each.id: each for each in self.people}

    @cached_property
    def person_by_account(self) -> Mapping[str, Person]:
        """The people by what their identity provider calls them."""
        return {each.account or each.id: each for each in self.people}

    @cached_property
    def agency_by_id(self) -> Mapping[str, Agency]:
        """The agencies by id."""
        return {each.id: each for each in self.agencies}

    @cached_property
    def posts_by_place(self) -> Mapping[tuple[str, str], tuple[Post, ...]]:
        """The posts by role and area, one for each time that they are in effect."""
        return _grouped(((each.role, each.area), each) for each in self.posts)

    @cached_property
    def rota_by_place(self) -> Mapping[tuple[str, str], Rota]:
        """The rotas by role and area."""
        return {(each.role, each.area): each for each in self.out_of_hours}

    @cached_property
    def absences_by_person(self) -> Mapping[str, tuple[Absence, ...]]:
        """The absences by who is away."""
        return _grouped((each.person, each) for each in self.absences)

    def absence_of(self, person: str, at: datetime) -> Absence | None:
        """The absence of a person at a moment, if any; of several the one that began last."""
        away = [each for each in self.absences_by_person.get(person, ()) if in_effect(each, at)]
        return max(reversed(away), key=lambda each: each.starts, default=None)


def in_effect(term: Post | Shift | Absence, at: datetime) -> bool:
    """Whether a moment lies within the entry's dates: the start is included, the end is not."""
    return (term.starts is None or term.starts <= at) and (term.ends is None or at < term.ends)


Key = TypeVar("Key")
Entry = TypeVar("Entry")


def _grouped(pairs: Iterable[tuple[Key, Entry]]) -> dict[Key, tuple[Entry, ...]]:
    groups: dict[Key, list[Entry]] = {}
    for key, entry in pairs:
        groups.setdefault(key, []).append(entry)
    return {key: tuple(entries) for key, entries in groups.items()}
