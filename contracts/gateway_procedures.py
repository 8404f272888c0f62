"""What the gateway answers about authorities and their procedures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from contracts.gateway_answers import FactInWords, Role, RuleText
from needfire.procedure import ActKind, CategorySet


@dataclass(frozen=True)
class Suggested:
    """A category that the facts meet: its rule in plain words, the facts it rests on, and how it was counted.

    `rests_on` are further rules that it was found by, such as a definition's.
    """

    rule: RuleText
    title: str
    belongs_to: CategorySet
    mandatory: bool
    facts_used: tuple[FactInWords, ...]
    arithmetic: tuple[str, ...]
    rests_on: tuple[RuleText, ...]


@dataclass(frozen=True)
class Suggestions:
    """What the procedure in force suggests; a person chooses. `always` can be chosen whatever the facts."""

    authority: str
    edition: str
    suggestions: tuple[Suggested, ...]
    always: tuple[CategoryAsked, ...]


@dataclass(frozen=True)
class AuthorityTold:
    """An authority of this deployment. `stopped` says why nothing can be decided under it; null when it works.

    `vacancies` are parts of its procedure that lead to a post which nobody holds, `unknown_bodies` what its directory says an
    agency is and no edition names; both are told to its own people and are empty for everybody else.
    """

    code: str
    name: str | None
    nation: str | None
    areas: tuple[str, ...]
    edition_in_force: str | None
    vacancies: tuple[str, ...]
    unknown_bodies: tuple[str, ...]
    stopped: str | None


@dataclass(frozen=True)
class AuthorityList:
    """All authorities of this deployment, those included that could not be started."""

    authorities: tuple[AuthorityTold, ...]


@dataclass(frozen=True)
class EditionSummary:
    """One dated version of an authority's procedure."""

    authority: str
    edition: str
    title: str
    document: str
    in_force_from: date
    in_force: bool
    digest: str


@dataclass(frozen=True)
class EditionList:
    """The editions of an authority, oldest first."""

    editions: tuple[EditionSummary, ...]


@dataclass(frozen=True)
class CategoryAsked:
    """A category: when it applies, in words (null: a person's judgement)."""

    rule: str
    title: str
    group: str
    belongs_to: CategorySet
    mandatory: bool
    applies_when: str | None


@dataclass(frozen=True)
class FactAsked:
    """A fact that the form asks for; `words` are the choices by stored value."""

    fact: str
    kind: str
    question: str
    words: Mapping[str, str] | None


@dataclass(frozen=True)
class ParticularAsked:
    """A field of the particulars that the form asks for: sealed, with room for so many characters."""

    particular: str
    question: str
    longest: int


@dataclass(frozen=True)
class OutcomeTold:
    """One way to decide a step, and where it leads; null: the route ends."""

    id: str
    title: str
    next: str | None
    comment_required: bool
    not_required: bool
    refused_when: tuple[str, ...]
    tells: tuple[str, ...]


@dataclass(frozen=True)
class StepTold:
    """One station of a route."""

    id: str
    title: str
    role: Role
    rules: tuple[str, ...]
    outcomes: tuple[OutcomeTold, ...]
    tells: tuple[str, ...]


@dataclass(frozen=True)
class RouteTold:
    """The chain of roles that a notification passes through, when its condition holds."""

    id: str
    title: str
    applies_when: str | None
    rules: tuple[str, ...]
    steps: tuple[StepTold, ...]


@dataclass(frozen=True)
class ClockTold:
    """A deadline: how long, from when, met by what, and what a breach does."""

    id: str
    title: str
    owner: Role
    within: str
    target: str | None
    starts: str
    counted_from: tuple[str, ...]
    met_by: tuple[str, ...]
    applies_when: str | None
    repeats: bool
    on_breach: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class DutyTold:
    """An onward notification to a body outside."""

    id: str
    title: str
    to: str
    lead: Role
    must: bool
    applies_when: str
    within: str | None
    rules: tuple[str, ...]


@dataclass(frozen=True)
class ActTold:
    """Who may do what with a notification."""

    kind: ActKind
    roles: tuple[Role, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class FormPartTold:
    """A part of the form under a heading of its own, and in which cases it is asked (null: in all).

    `required` are those of its fields without which nothing is raised in these cases.
    """

    title: str
    applies_when: str | None
    facts: tuple[FactAsked, ...]
    particulars: tuple[ParticularAsked, ...]
    required: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class CirculationTold:
    """A way to share a case: who may (no role: whoever was told of it), with whom, and what stands against it."""

    id: str
    title: str
    by: tuple[Role, ...]
    to_roles: tuple[Role, ...]
    to_bodies: Mapping[str, str]
    to_anybody: bool
    applies_when: str | None
    should: bool
    refused_when: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class RestrictionTold:
    """Particulars that some roles may not see once the restriction is placed."""

    rule: str
    title: str
    hides: tuple[str, ...]
    from_roles: tuple[Role, ...]


@dataclass(frozen=True)
class EditionTold:
    """An edition in plain words: rules with their place in the source, categories, routes, clocks, duties, the form.

    `form_parts` put the form's fields under headings; `stands_on` names the baseline that it is put on ("england 2013-04").
    """

    summary: EditionSummary
    roles: tuple[Role, ...]
    rules: tuple[RuleText, ...]
    definitions: Mapping[str, str]
    categories: tuple[CategoryAsked, ...]
    routes: tuple[RouteTold, ...]
    clocks: tuple[ClockTold, ...]
    duties: tuple[DutyTold, ...]
    acts: tuple[ActTold, ...]
    restrictions: tuple[RestrictionTold, ...]
    facts: tuple[FactAsked, ...]
    may_be_named: tuple[Role, ...]
    particulars: tuple[str, ...]
    form_parts: tuple[FormPartTold, ...]
    circulation: tuple[CirculationTold, ...]
    stands_on: str | None


@dataclass(frozen=True)
class Live:
    """The process runs."""

    status: str


@dataclass(frozen=True)
class Ready:
    """Whether requests can be served. `parts` says of each part "ok" or what is wrong with it.

    `hooks_failed` says of each authority whose plugin failed when it was asked for categories, how: what the procedure's
    data suggests is suggested all the same.
    """

    status: str
    parts: Mapping[str, str]
    hooks_failed: Mapping[str, str]
