"""What becomes of an agency's concern under an edition: who takes it in, by when it is decided, who tells the referrer.

A concern arrives as a referral does, so the edition's own clocks of a referral count for it: those that begin when one is
received, and are met when it is acknowledged or decided (WT13-05 of the baseline of England). The edition that is made here
has these and nothing else, so that what an edition says of notifications is not set off by a concern.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Literal

from needfire.directory.records import Directory, FrontDoor
from needfire.periods import Period
from needfire.procedure import BreachAction, ClockRule, Duty, Edition, Outcome, Route, Step, Trigger
from needfire.working_time import Deadline, WorkingCalendar, deadline

ROUTE, STEP, FEEDBACK = "concern", "decide_concern", "concern_feedback"
RECEIVED, ACKNOWLEDGED, DECIDED = "referral_received_at", "referral_acknowledged_at", "referral_decided_at"
FEEDBACK_RULES = ("WT13-06",)
ConcernOutcome = Literal["taken_up", "no_further_action", "referred_elsewhere"]
OUTCOMES: dict[ConcernOutcome, str] = {
    "taken_up": "Taken up: a notification was raised from it",
    "no_further_action": "No further action",
    "referred_elsewhere": "Referred elsewhere",
}
NOBODYS = FrontDoor("front_door")


def front_door(edition: Edition, directory: Directory) -> FrontDoor:
    """Who takes in concerns: whom the directory names, else who owns the edition's clock of the decision."""
    if directory.front_door:
        return directory.front_door
    owners = (clock.owner for clock in _clocks(edition) if Trigger("known", DECIDED) in clock.met_by)
    owner = next(owners, None)
    return FrontDoor(owner) if owner else NOBODYS


def decision_due(edition: Edition, received: datetime, calendar: WorkingCalendar) -> Deadline | None:
    """By when it is to be decided, and how that is counted; None where the edition has no clock of it."""
    rules = (clock for clock in _clocks(edition) if Trigger("known", DECIDED) in clock.met_by)
    rule = next(rules, None)
    return deadline(received, rule.first or rule.within, calendar) if rule else None


def decision_rules(edition: Edition) -> tuple[str, ...]:
    """The rules by which a concern is acknowledged and decided."""
    return tuple(dict.fromkeys(rule for clock in _clocks(edition) for rule in clock.rules))


def feedback_rules(edition: Edition) -> tuple[str, ...]:
    """The rules by which the referrer hears what was decided."""
    return tuple(rule for rule in FEEDBACK_RULES if rule in edition.rules)


def for_concerns(edition: Edition, directory: Directory) -> Edition:
    """The edition with what it has for concerns, and nothing else."""
    door = front_door(edition, directory)
    rules = decision_rules(edition)
    outcomes = tuple(Outcome(each, title, rules=rules) for each, title in OUTCOMES.items())
    step = Step(STEP, "Decide on an agency's concern", door.role, rules, outcomes)
    return replace(
        edition,
        routes=(Route(ROUTE, "An agency's concern", rules, (step,)),),
        clocks=_clocks(edition),
        duties=(_feedback(edition, door),),
        acts=(),
        restrictions=(),
        requests=(),
        reviews=(),
        circulation=(),
        thresholds=(),
        reports=(),
    )


def _feedback(edition: Edition, door: FrontDoor) -> Duty:
    rules = feedback_rules(edition)
    return Duty(
        FEEDBACK,
        "Tell the referrer what was decided",
        rules,
        to="The referrer",
        lead=door.role,
        opens=(Trigger("known", DECIDED),),
        must=False,
        within=Period.parse(door.feedback_within),
        evidence="what they were told",
        on_breach=(BreachAction("remind", rules, door.role),),
    )


def _clocks(edition: Edition) -> tuple[ClockRule, ...]:
    met = {Trigger("known", ACKNOWLEDGED), Trigger("known", DECIDED)}
    received = Trigger("known", RECEIVED)
    return tuple(each for each in edition.clocks if each.starts == received and met & set(each.met_by))
