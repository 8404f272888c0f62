"""What a well-formed directory may still have wrong: names that lead nowhere, clashes, loops, holes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise

from needfire.directory.agency_checks import agencies
from needfire.directory.faults import THE_FILE, Entry, Fault, is_plain_name
from needfire.directory.records import WHOLE_AUTHORITY, Absence, Directory, Post, Rota, Shift
from needfire.directory.retention_checks import retention
from needfire.london_time import moment_in_words

NAME_MEND = "Use small letters, digits, - and _, at most 64 of them."
LONG_AGO = datetime.min.replace(tzinfo=UTC)

Term = Post | Shift | Absence


def validate(directory: Directory) -> tuple[Fault, ...]:
    """Everything to mend in a directory, in the order of its file; empty where all is well."""
    return tuple(fault for check in CHECKS for fault in check(directory))


def _names(directory: Directory) -> Iterator[Fault]:
    named = [(THE_FILE, "authority", directory.authority)]
    named += [(Entry.of("areas", i), "area", area) for i, area in enumerate(directory.areas)]
    named += [(Entry.of("people", i), "id", each.id) for i, each in enumerate(directory.people)]
    for i, post in enumerate(directory.posts):
        named.append((_of_post(i, post), "role", post.role))
    for i, rota in enumerate(directory.out_of_hours):
        named.append((_of_rota(i, rota), "role", rota.role))
    for entry, what, name in named:
        if name == WHOLE_AUTHORITY or not is_plain_name(name):
            yield Fault("name_unusable", entry, f"This {what} cannot be used as a name.", NAME_MEND)


def _areas(directory: Directory) -> Iterator[Fault]:
    yield from _repeated("area", "areas", directory.areas)
    known = {*directory.areas, WHOLE_AUTHORITY}
    for entry, area in (
        *((_of_post(i, each), each.area) for i, each in enumerate(directory.posts)),
        *((_of_rota(i, each), each.area) for i, each in enumerate(directory.out_of_hours)),
    ):
        if area not in known:
            yield Fault(
                "area_unknown",
                entry,
                "Its area is not in the list of areas.",
                'Add it there, or write area "*".',
            )


def _people(directory: Directory) -> Iterator[Fault]:
    yield from _repeated("person", "people", [each.id for each in directory.people])
    if len(directory.person_by_id) == len(directory.people):
        yield from _repeated("account", "people", [each.account or each.id for each in directory.people])
    for i, each in enumerate(directory.people):
        entry = Entry.of("people", i, each.id)
        if not each.name.strip():
            yield Fault("name_missing", entry, "The name is empty.", "Write the person's name.")
        before, _, after = each.email.partition("@")
        if not (before and after) or "@" in after or len(each.email.split()) != 1:
            yield Fault(
                "email_unusable",
                entry,
                "The e-mail address cannot be used.",
                "Write one, such as a.person@kent.example.",
            )


def _posts(directory: Directory) -> Iterator[Fault]:
    for i, post in enumerate(directory.posts):
        entry = _of_post(i, post)
        yield from _dates(post, entry)
        yield from _known_people(directory, entry, "holders", post.holders)
        yield from _known_people(directory, entry, "cover", post.cover)
        if not post.holders:
            yield Fault("post_empty", entry, "It has no holders.", "Name one, or remove the post.")
        if post.tray == "person" and len(post.holders) > 1:
            yield Fault(
                "tray_of_several",
                entry,
                "A person's tray has one holder.",
                "Name one holder, or write tray: group.",
            )
        if set(post.cover) & set(post.holders):
            yield Fault(
                "cover_is_holder",
                entry,
                "A holder covers for themselves.",
                "Name somebody else as the cover.",
            )


def _posts_at_once(directory: Directory) -> Iterator[Fault]:
    places: dict[tuple[str, str], list[tuple[int, Post]]] = {}
    for i, post in enumerate(directory.posts):
        places.setdefault((post.role, post.area), []).append((i, post))
    for numbered in places.values():
        in_order = sorted(numbered, key=lambda each: each[1].starts or LONG_AGO)
        for (_, one), (i, following) in pairwise(in_order):
            if one.ends is None or (following.starts or LONG_AGO) < one.ends:
                yield Fault(
                    "post_twice",
                    _of_post(i, following),
                    "Another entry for the same role and area is in effect at the same time.",
                    "End one before the other begins, or put all holders into one entry.",
                )


def _rotas(directory: Directory) -> Iterator[Fault]:
    places = Counter((each.role, each.area) for each in directory.out_of_hours)
    for i, rota in enumerate(directory.out_of_hours):
        entry = _of_rota(i, rota)
        if (rota.role, rota.area) in directory.posts_by_place or places[rota.role, rota.area] > 1:
            yield Fault(
                "rota_twice",
                entry,
                "The same role and area stands elsewhere too.",
                "Keep one post or one rota for it.",
            )
        people = [shift.person for shift in rota.shifts]
        yield from _known_people(directory, entry, "rota", dict.fromkeys(people))
        yield from _known_people(directory, entry, "otherwise", filter(None, [rota.otherwise]))
        for j, shift in enumerate(rota.shifts):
            yield from _dates(shift, Entry.of("rota", j, shift.person).under(entry))
        yield from _shifts(rota, entry)


def _shifts(rota: Rota, entry: Entry) -> Iterator[Fault]:
    if not rota.shifts and rota.otherwise is None:
        yield Fault("rota_empty", entry, "It names nobody.", "Add shifts under rota, or a person under otherwise.")
    for one, following in pairwise(sorted(rota.shifts, key=lambda each: each.starts)):
        if following.starts < one.ends:
            yield Fault(
                "rota_overlap",
                entry,
                f"Two shifts overlap from {moment_in_words(following.starts)}.",
                "End the first when the second begins.",
            )
        if following.starts > one.ends and rota.otherwise is None:
            yield Fault(
                "rota_hole",
                entry,
                f"Nobody is on from {moment_in_words(one.ends)} to {moment_in_words(following.starts)}.",
                "Add a shift, or a person under otherwise.",
            )


def _absences(directory: Directory) -> Iterator[Fault]:
    for i, absence in enumerate(directory.absences):
        entry = _of_absence(i, absence)
        yield from _dates(absence, entry)
        named = filter(None, [absence.person, absence.delegate])
        yield from _known_people(directory, entry, "absence", named)


def _delegates(directory: Directory) -> Iterator[Fault]:
    # A loop closes when the last of its absences begins to count: when it starts, or another of that person ends.
    for i, absence in enumerate(directory.absences):
        if absence.delegate not in directory.absences_by_person:
            continue
        others = directory.absences_by_person[absence.person]
        moments = [absence.starts, *(each.ends for each in others if each.ends)]
        if any(_leads_back(directory, absence, at) for at in moments):
            yield Fault(
                "delegate_loop",
                _of_absence(i, absence),
                "Its delegates lead back to the person who is absent.",
                "Name a delegate who is there.",
            )


def _leads_back(directory: Directory, absence: Absence, at: datetime) -> bool:
    passed: set[str] = set()
    away: Absence | None = directory.absence_of(absence.person, at)
    if away is not absence:
        return False
    while away and away.delegate and away.delegate not in passed:
        passed.add(away.delegate)
        away = directory.absence_of(away.delegate, at)
    return absence.person in passed


def _repeated(what: str, section: str, names: Sequence[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for i, name in enumerate(names):
        if name in seen:
            entry = Entry.of(section, i, name)
            yield Fault(f"{what}_twice", entry, f"This {what} is listed already.", "Remove one of the two.")
        seen.add(name)


def _known_people(directory: Directory, entry: Entry, where: str, ids: Iterable[str]) -> Iterator[Fault]:
    for each in ids:
        if each not in directory.person_by_id:
            shown = f"{each} is" if is_plain_name(each) else "Somebody is"
            yield Fault(
                "person_unknown",
                entry,
                f"{shown} named under {where} and not among the people.",
                "Add them there.",
            )


def _dates(term: Term, entry: Entry) -> Iterator[Fault]:
    if term.starts and term.ends and term.starts >= term.ends:
        yield Fault("dates_reversed", entry, "It ends before it begins.", "Write a later until, or an earlier from.")


def _of_post(index: int, post: Post) -> Entry:
    return Entry.of("posts", index, post.role, post.area)


def _of_rota(index: int, rota: Rota) -> Entry:
    return Entry.of("out_of_hours", index, rota.role, rota.area)


def _of_absence(index: int, absence: Absence) -> Entry:
    return Entry.of("absences", index, absence.person)


CHECKS: tuple[Callable[[Directory], Iterable[Fault]], ...] = (
    _names,
    _areas,
    _people,
    _posts,
    _posts_at_once,
    _rotas,
    _absences,
    _delegates,
    agencies,
    retention,
)
