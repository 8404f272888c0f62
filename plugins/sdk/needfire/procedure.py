"""A procedure: what an authority's written policy says, as data.

An edition is frozen: it can be printed, compared with another, checked for dead ends and run over past cases. Every part
of it names the rules that it comes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from needfire.conditions import Condition
from needfire.working_time import Period

Status = Literal["text", "assumption", "gap", "conflict"]
CategorySet = Literal["need_to_know", "alert"]
TriggerKind = Literal["raised", "updated", "closed", "opened", "decided", "done"]
ActKind = Literal["raise", "consult", "update", "close"]


@dataclass(frozen=True)
class Rule:
    """One statement of an edition: `says` in our words, `section` its place in the source.

    `status` is "text" where the source says it; else an assumption, a gap or a conflict, with the `other_reading`.
    `params` are the rule's numbers in short form ("24h", "5wd").
    """

    id: str
    kind: str
    says: str
    section: str
    status: Status = "text"
    other_reading: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Category:
    """A circumstance that is to be notified. Without `when` it is a person's judgement and never suggested.

    `mandatory`: a person who leaves it out although the facts meet it is asked why.
    """

    rule: str
    title: str
    group: str
    when: Condition | None = None
    belongs_to: CategorySet = "need_to_know"
    mandatory: bool = True


@dataclass(frozen=True)
class Trigger:
    """What sets something going: raised, updated, closed; a step opened; a step decided so; a duty done.

    Written "raised", "opened:assistant_director", "decided:assistant_director.send_to_unit", "done:youth_justice_board".
    """

    kind: TriggerKind
    of: str = ""
    outcome: str = ""

    def __str__(self) -> str:
        return self.kind + (f":{self.of}" if self.of else "") + (f".{self.outcome}" if self.outcome else "")


@dataclass(frozen=True)
class Tell:
    """A role that is to be told: the holder gets an item in the work tray until they say that they have read it.

    `if_named`: only where somebody was named for the role when the notification was raised.
    """

    role: str
    rules: tuple[str, ...]
    when: Condition | None = None
    if_named: bool = False


@dataclass(frozen=True)
class Guard:
    """An outcome is refused while this holds; `sentence` is what the person reads."""

    when: Condition
    rules: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class Record:
    """Something that must be recorded with a decision: yes or no, or one of several `words` by stored value."""

    name: str
    question: str
    words: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Outcome:
    """One way to decide a step. `next` is the step that follows; without it the route ends.

    `not_required`: the notification is ended as not required. `comment`: whether a comment must be written.
    """

    id: str
    title: str
    next: str | None = None
    rules: tuple[str, ...] = ()
    not_required: bool = False
    comment: Literal["optional", "required"] = "optional"
    refused: tuple[Guard, ...] = ()
    tells: tuple[Tell, ...] = ()


@dataclass(frozen=True)
class Step:
    """One station of a route: a task for whoever holds the role in the case's area.

    `done_by_raiser`: names the outcome that is taken at once when the person who raised it holds the role themselves.
    """

    id: str
    title: str
    role: str
    rules: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    records: tuple[Record, ...] = ()
    tells: tuple[Tell, ...] = ()
    done_by_raiser: str | None = None

    def outcome(self, outcome_id: str) -> Outcome | None:
        """The outcome of that id, if the step has it."""
        return next((each for each in self.outcomes if each.id == outcome_id), None)


@dataclass(frozen=True)
class Reopening:
    """When an update makes `when` hold, `step` opens again, unless the route has been decided so (`unless`) before."""

    step: str
    when: Condition
    unless: Trigger
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Route:
    """The chain of roles that a notification passes through; the first route whose `when` holds is taken."""

    id: str
    title: str
    rules: tuple[str, ...]
    steps: tuple[Step, ...]
    when: Condition | None = None
    reopens: tuple[Reopening, ...] = ()

    def step(self, step_id: str) -> Step | None:
        """The step of that id, if the route has it."""
        return next((each for each in self.steps if each.id == step_id), None)


@dataclass(frozen=True)
class BreachAction:
    """What a missed clock does.

    remind: the owner again. tell: another `role`. escalate: the open task goes to `role`. send_on: the open task is
    decided as `outcome` without its owner.
    """

    does: Literal["remind", "tell", "escalate", "send_on"]
    rules: tuple[str, ...]
    role: str | None = None
    outcome: str | None = None


@dataclass(frozen=True)
class ClockRule:
    """A deadline: what starts it, when it is due, what meets it, what a breach does, whether it repeats.

    It starts on `starts`; its time is counted from the first of `from_facts` that is known, else from that moment. `target`
    is a softer mark before the limit `within`. `applies_when` is judged at the start, `ends_when` at each update. `owner`
    is the role that has to act.
    """

    id: str
    title: str
    rules: tuple[str, ...]
    within: Period
    starts: Trigger
    met_by: tuple[Trigger, ...]
    owner: str
    from_facts: tuple[str, ...] = ()
    target: Period | None = None
    applies_when: Condition | None = None
    ends_when: Condition | None = None
    repeats: bool = False
    on_target: tuple[BreachAction, ...] = ()
    on_breach: tuple[BreachAction, ...] = ()


@dataclass(frozen=True)
class Duty:
    """An onward notification to a body outside: to whom, led by whom, when it arises, with which clock.

    It opens on any of `opens` once `when` holds. `consults` are roles to be consulted, `tells` roles told when it opens.
    """

    id: str
    title: str
    rules: tuple[str, ...]
    to: str
    lead: str
    when: Condition
    opens: tuple[Trigger, ...]
    must: bool = True
    within: Period | None = None
    from_facts: tuple[str, ...] = ()
    consults: tuple[str, ...] = ()
    tells: tuple[Tell, ...] = ()
    on_breach: tuple[BreachAction, ...] = ()


@dataclass(frozen=True)
class Expectation:
    """Who should do it in some cases. Another role that may do it is not refused: the difference is recorded and shown."""

    role: str
    when: Condition
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Act:
    """Something that a person does with a notification: which roles may, under which rules, who is told of it."""

    kind: ActKind
    roles: tuple[str, ...]
    rules: tuple[str, ...]
    tells: tuple[Tell, ...] = ()
    expected: tuple[Expectation, ...] = ()


@dataclass(frozen=True)
class Form:
    """What is asked when a notification is raised: facts by name, roles that may be named, particulars by name."""

    rules: tuple[str, ...]
    facts: tuple[str, ...]
    named_roles: tuple[str, ...]
    particulars: tuple[str, ...]


@dataclass(frozen=True)
class Restriction:
    """Particulars that some roles may not see of a notification on which the restriction was placed."""

    rule: str
    title: str
    hides: tuple[str, ...]
    from_roles: tuple[str, ...]


@dataclass(frozen=True)
class Edition:
    """One dated version of an authority's procedure. `digest` changes with any byte of what it states."""

    authority: str
    edition: str
    title: str
    document: str
    in_force_from: date
    roles: Mapping[str, str]
    rules: Mapping[str, Rule]
    definitions: Mapping[str, Condition]
    categories: tuple[Category, ...]
    routes: tuple[Route, ...]
    clocks: tuple[ClockRule, ...]
    duties: tuple[Duty, ...]
    acts: tuple[Act, ...]
    form: Form
    restrictions: tuple[Restriction, ...] = ()
    digest: str = ""

    @property
    def name(self) -> str:
        """How it is cited: authority and edition, such as "kent 2023-12"."""
        return f"{self.authority} {self.edition}"

    def category(self, rule: str) -> Category | None:
        """The category that this rule states, if any."""
        return next((each for each in self.categories if each.rule == rule), None)

    def route(self, route_id: str) -> Route | None:
        """The route of that id, if the edition has it."""
        return next((each for each in self.routes if each.id == route_id), None)

    def act(self, kind: ActKind) -> Act | None:
        """Who may do this with a notification, if the edition says."""
        return next((each for each in self.acts if each.kind == kind), None)


def within_sentence(title: str) -> str:
    """A role's title as it stands within a sentence: "the team manager", but "the LADO"."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]
