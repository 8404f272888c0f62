"""Who holds a post, in words: as holder, delegate, cover or on the rota, area by area; and whom the parts of an edition reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from contracts.gateway_posts import (
    Away,
    HeldBy,
    HeldNow,
    PostHeld,
    PostsHeld,
    Reached,
    RotaHeld,
    RouteReached,
    ShiftHeld,
)
from gateway.words.names import Names
from needfire.checking import roles_used
from needfire.directory import (
    WHOLE_AUTHORITY,
    Absence,
    Directory,
    Holding,
    NobodyHolds,
    Post,
    Rota,
    holding,
    in_effect,
)
from needfire.procedure import Edition

STEP = "step "


class _Titled(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...


@dataclass(frozen=True)
class Posts:
    """The posts of a directory at a moment, in the words of an edition."""

    names: Names
    at: datetime

    @property
    def directory(self) -> Directory:
        """Recorded absences included."""
        return self.names.directory

    def held(self, role: str, area: str) -> HeldNow:
        """Who holds it there now; nobody, where nobody does."""
        areas = () if area == WHOLE_AUTHORITY else (area,)
        try:
            found = holding(self.directory, role, area, self.at)
        except NobodyHolds as nobody:
            return HeldNow(areas, "nobody", (), False, nobody.because)
        people = self.names.people(found.people)
        return HeldNow(areas, self._as(found), people, found.tray == "group", found.because)

    def everywhere(self, role: str) -> tuple[HeldNow, ...]:
        """Who holds it, area by area; once, where that is the same in all of them."""
        found: list[HeldNow] = []
        for each in (self.held(role, area) for area in self.directory.areas or (WHOLE_AUTHORITY,)):
            same = next((one for one in found if (one.held, one.people) == (each.held, each.people)), None)
            if same is None:
                found.append(each)
            else:
                found[found.index(same)] = replace(same, areas=(*same.areas, *each.areas))
        return tuple(replace(each, areas=()) for each in found) if len(found) == 1 else tuple(found)

    def _as(self, found: Holding) -> HeldBy:
        places = [(found.role, found.area), (found.role, WHOLE_AUTHORITY)]
        posts = [each for place in places for each in self.directory.posts_by_place.get(place, ())]
        there = [each for each in posts if in_effect(each, self.at)]
        if not there:
            return "rota"
        if set(found.people) <= {person for each in there for person in each.holders}:
            return "holder"
        return "cover" if set(found.people) <= {person for each in there for person in each.cover} else "delegate"


def routes_reached(posts: Posts) -> tuple[RouteReached, ...]:
    """Each route of the edition, with whom its steps reach."""
    return tuple(
        RouteReached(route.title, tuple(_reached(posts, step.title, step.role) for step in route.steps))
        for route in posts.names.edition.routes
    )


def beside_reached(posts: Posts) -> tuple[Reached, ...]:
    """What else the edition gives a role to do or to know, by the names of the parts."""
    edition = posts.names.edition
    titles = dict(_titles(edition))
    named = (
        (titles.get(part) or part.replace("_", " "), role)
        for part, role in roles_used(edition)
        if not part.startswith(STEP)
    )
    parts = sorted(dict.fromkeys(named), key=lambda each: each[0].lower())
    return tuple(_reached(posts, part, role) for part, role in parts)


def _titles(edition: Edition) -> Iterator[tuple[str, str]]:
    """What a part is called by those who work with it, by what the checks of an edition call it."""
    acts = {"raise": "Raising", "consult": "Consulting", "update": "Updating", "close": "Closing"}
    yield from ((f"act {each.kind}", acts[each.kind]) for each in edition.acts)
    yield "alerting", "National alerts"
    yield "assessing", "Assessing risk"
    yield from ((f"restriction {each.rule}", f"Restriction: {each.title}") for each in edition.restrictions)
    for step in edition.beside:
        yield from ((f"{step.id}.{each.id}", f"Request: {step.title} ({each.title})") for each in step.outcomes)
    kinds: tuple[tuple[str, str, Iterable[_Titled]], ...] = (
        ("clock", "Deadline", edition.clocks),
        ("duty", "Telling a body outside", edition.duties),
        ("request", "Request", edition.requests),
        ("review", "Review", edition.reviews),
        ("circulation", "Sharing", edition.circulation),
        ("threshold", "Threshold", edition.thresholds),
        ("report", "Report", edition.reports),
    )
    for kind, called, parts in kinds:
        yield from ((f"{kind} {each.id}", f"{called}: {each.title}") for each in parts)


def _reached(posts: Posts, part: str, role: str) -> Reached:
    return Reached(part, posts.names.role(role), posts.everywhere(role))


def is_vacant(reached: Reached) -> bool:
    """Whether it reaches nobody in some area."""
    return any(each.held == "nobody" for each in reached.now)


def posts_held(posts: Posts) -> PostsHeld:
    """The whole directory."""
    there = posts.directory
    return PostsHeld(
        areas=there.areas,
        posts=tuple(_post(posts, each) for each in there.posts),
        rotas=tuple(_rota(posts, each) for each in there.out_of_hours),
        away=tuple(_away(posts, there.absences)),
    )


def _post(posts: Posts, post: Post) -> PostHeld:
    names = posts.names
    now = posts.held(post.role, post.area)
    return PostHeld(
        role=names.role(post.role),
        area=_area(post.area),
        holders=names.people(post.holders),
        cover=names.people(post.cover),
        starts=post.starts,
        ends=post.ends,
        now=now,
    )


def _rota(posts: Posts, rota: Rota) -> RotaHeld:
    ahead = (each for each in rota.shifts if each.ends > posts.at)
    shifts = tuple(ShiftHeld(posts.names.person(each.person), each.starts, each.ends) for each in ahead)
    otherwise, now = posts.names.maybe_person(rota.otherwise), posts.held(rota.role, rota.area)
    return RotaHeld(posts.names.role(rota.role), _area(rota.area), shifts, otherwise, now)


def _away(posts: Posts, absences: Iterable[Absence]) -> Iterator[Away]:
    for each in sorted(absences, key=lambda each: each.starts):
        if each.ends is None or each.ends > posts.at:
            delegate = posts.names.maybe_person(each.delegate)
            yield Away(posts.names.person(each.person), each.starts, each.ends, delegate)


def _area(area: str) -> str | None:
    return None if area == WHOLE_AUTHORITY else area
