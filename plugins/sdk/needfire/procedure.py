"""A procedure: what an authority's written policy says, as data.

An edition is frozen: it can be printed, compared with another, checked for dead ends and run over past cases. Every part
of it names the rules that it comes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from needfire.adoption import Adoption
from needfire.alerting import Alerting
from needfire.assessing import Assessing
from needfire.circulation import Circulation
from needfire.clock_rules import BreachAction, ClockRule, Duty
from needfire.conditions import Condition
from needfire.instruments import Instrument
from needfire.instruments.register import RegisterRules
from needfire.periods import Period
from needfire.reports import Report
from needfire.requests import Request, Review
from needfire.routes import Guard, Outcome, Record, Reopening, Route, Step, Tell
from needfire.thresholds import Ground, Threshold
from needfire.triggers import Trigger, TriggerKind

__all__ = [
    "Act",
    "ActKind",
    "Adoption",
    "Alerting",
    "Assessing",
    "BreachAction",
    "Carries",
    "Category",
    "CategorySet",
    "Circulation",
    "ClockRule",
    "Duty",
    "Edition",
    "Expectation",
    "Form",
    "FormPart",
    "Ground",
    "Guard",
    "Outcome",
    "Record",
    "Reopening",
    "Report",
    "Request",
    "Restriction",
    "Review",
    "Route",
    "Rule",
    "StandsOn",
    "Status",
    "Step",
    "Tell",
    "Threshold",
    "Trigger",
    "TriggerKind",
    "within_sentence",
]

Status = Literal["text", "assumption", "gap", "conflict", "unconfirmed"]
CategorySet = Literal["need_to_know", "alert"]
ActKind = Literal["raise", "consult", "update", "close"]


@dataclass(frozen=True)
class Rule:
    """One statement of an edition: `says` in our words, `section` its place in the source.

    `status` is "text" where the source says it; else an assumption, a gap or a conflict, with the `other_reading`, or
    unconfirmed: it is thought to hold, and whoever knows the source has yet to say so. `params` are the rule's numbers in
    short form ("24h", "5wd"). `uncited` says why no part of the edition carries it out. `document` is its source where that
    is not the edition's.
    """

    id: str
    kind: str
    says: str
    section: str
    status: Status = "text"
    other_reading: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    uncited: str | None = None
    document: str | None = None


@dataclass(frozen=True)
class Category:
    """A circumstance that is to be notified. Without `when` it is a person's judgement and never suggested.

    `always`: it is offered whatever the facts are, such as "other, by judgement", though some facts suggest it. `mandatory`: a person who leaves it out although the facts meet it is asked why. `rests_on` are further rules that it
    rests on, such as one that says how its heading is read: it is found by them too, and cites them.
    """

    rule: str
    title: str
    group: str
    when: Condition | None = None
    belongs_to: CategorySet = "need_to_know"
    mandatory: bool = True
    rests_on: tuple[str, ...] = ()
    always: bool = False

    @property
    def is_judgement(self) -> bool:
        """Whether it is offered whatever the facts are."""
        return self.always or self.when is None


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
class FormPart:
    """One part of a form under a heading of its own: which of the form's fields stand in it, and in which cases it is asked.

    `required` are fields of the part without which the notification is refused in those cases.
    """

    title: str
    rules: tuple[str, ...]
    facts: tuple[str, ...] = ()
    particulars: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    when: Condition | None = None


@dataclass(frozen=True)
class Form:
    """What is asked when a notification is raised: facts by name, roles that may be named, particulars by name.

    `parts` put them under headings; a form without parts is one list.
    """

    rules: tuple[str, ...]
    facts: tuple[str, ...]
    named_roles: tuple[str, ...]
    particulars: tuple[str, ...]
    parts: tuple[FormPart, ...] = ()


@dataclass(frozen=True)
class Restriction:
    """Particulars that some roles may not see of a notification on which the restriction was placed.

    It holds for emergency access, too, unless it is `lifted_in_emergency`.
    """

    rule: str
    title: str
    hides: tuple[str, ...]
    from_roles: tuple[str, ...]
    lifted_in_emergency: bool = False


@dataclass(frozen=True)
class StandsOn:
    """The national baseline under an edition: authority and edition ("england 2013-04"), its roles by the edition's own."""

    authority: str
    edition: str
    roles: Mapping[str, str]


@dataclass(frozen=True)
class Carries:
    """What an edition keeps of an earlier one of the same authority: all but what it replaces.

    `replaced` maps a rule that no longer holds to the rule in its place; what rests on it falls away with it. `roles` gives
    those of the earlier edition another name, `status` is how the rules that are kept are marked.
    """

    edition: str
    rules: tuple[str, ...]
    replaced: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    status: Status = "unconfirmed"


class Starting(NamedTuple):
    """What one trigger sets going."""

    clocks: tuple[ClockRule, ...]
    reviews: tuple[Review, ...]
    duties: tuple[Duty, ...]
    requests: tuple[Request, ...]


@dataclass(frozen=True)
class Edition:
    """One dated version of an authority's procedure. `digest` changes with any byte of what it states.

    A `baseline` is no procedure by itself (nobody raises anything under it): other editions stand on it. `defining` names, for a definition, the rules that it puts into words: a decision that rests on it cites them.
    """

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
    requests: tuple[Request, ...] = ()
    reviews: tuple[Review, ...] = ()
    circulation: tuple[Circulation, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    reports: tuple[Report, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    register: RegisterRules | None = None
    alerting: Alerting | None = None
    assessing: Assessing | None = None
    defining: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    baseline: bool = False
    stands_on: StandsOn | None = None
    carries: Carries | None = None
    adopts: tuple[Adoption, ...] = ()
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

    @cached_property
    def conditions(self) -> Mapping[str, Condition | None]:
        """The categories' conditions by rule id; None is a person's judgement."""
        return {category.rule: category.when for category in self.categories}

    @cached_property
    def starting(self) -> Mapping[Trigger, Starting]:
        """What each trigger sets going, and meets: a trigger that is not here is awaited by nothing."""
        waiting = [*(clock.starts for clock in self.clocks), *(review.starts for review in self.reviews)]
        waiting += [trigger for duty in self.duties for trigger in duty.opens]
        waiting += [trigger for request in self.requests for trigger in request.opens]
        waiting += [trigger for clock in self.clocks for trigger in clock.met_by]
        return {trigger: self._started_by(trigger) for trigger in dict.fromkeys(waiting)}

    def _started_by(self, trigger: Trigger) -> Starting:
        return Starting(
            tuple(clock for clock in self.clocks if clock.starts == trigger),
            tuple(review for review in self.reviews if review.starts == trigger),
            tuple(duty for duty in self.duties if trigger in duty.opens),
            tuple(request for request in self.requests if trigger in request.opens),
        )

    @property
    def beside(self) -> tuple[Request | Review, ...]:
        """What is asked beside the routes: requests and reviews."""
        return (*self.requests, *self.reviews)

    def request(self, request_id: str) -> Request | Review | None:
        """The request or review of that id, if the edition has it."""
        return next((each for each in self.beside if each.id == request_id), None)

    @property
    def consulting(self) -> tuple[str, ...]:
        """Who may record a consultation, beside who raised it and who was consulted: those who update or circulate it."""
        updating = self.act("update")
        circulating = (role for way in self.circulation for role in way.by)
        return tuple(dict.fromkeys((*(updating.roles if updating else ()), *circulating)))

    def chased(self, duty: Duty) -> Period | None:
        """How often somebody is asked again for what this duty waits for: only where the authority has said so."""
        register = self.register
        chased = register is not None and bool(set(register.chased_rules) & set(duty.rules))
        return register.chased_every if register and chased else None

    def confirming(self, duty: Duty) -> tuple[str, ...]:
        """Who may confirm that a duty is not required, beside its lead and deputy: those it names, else those who may close."""
        closing = self.act("close")
        return duty.confirmed_by or (closing.roles if closing else ())

    def act(self, kind: ActKind) -> Act | None:
        """Who may do this with a notification, if the edition says."""
        return next((each for each in self.acts if each.kind == kind), None)


def within_sentence(title: str) -> str:
    """A role's title as it stands within a sentence: "the team manager", but "the LADO"."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]
