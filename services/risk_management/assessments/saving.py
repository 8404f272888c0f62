"""Begins an assessment, and keeps what people fill in: nothing is lost, and nobody overwrites what they have not seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts import risk_assessments as contract
from contracts.refusals import Refusal
from contracts.risk_assessments import Filled
from needfire.instruments import Instrument, Item, Question
from needfire.instruments.answers import fits
from needfire.instruments.filling import UNPLACED, UNREADABLE, questions_by_place
from services.risk_management.assessments.domain import Assessment, assessing_of, instrument_of, newest
from services.risk_management.domain import Risk
from services.risk_management.grounding import Held

MOST_TEXTS = 60
LONGEST_SEALED = 60_000


def begin(command: contract.BeginAssessmentV1, held: Held) -> tuple[Any, ...]:
    """The first assessment, or a review of the one before it."""
    risk, grounds = held.risk, held.grounds
    assessing, instrument = assessing_of(grounds.edition), newest(grounds.edition)
    if risk.notification_ended:
        raise Refusal("notification_ended", rules=assessing.rules)
    _refuse_out_of_turn(command.which, risk, assessing.review_rules)
    number = len(risk.begun) + 1
    rules = assessing.rules if command.which == "first" else (*assessing.review_rules, *assessing.rules)
    answer = f"With “{instrument.title}”, version {instrument.version}."
    return (
        contract.AssessmentBegunV1(
            risk_id=risk.risk_id,
            notification_id=risk.notification_id,
            assessment_id=f"assessment-{risk.notification_id.removeprefix('notification-')}-{number}",
            number=number,
            which=command.which,
            instrument=instrument.name,
            previous=risk.begun[-1].assessment_id if risk.begun else None,
            by=grounds.actor,
            begun_at=grounds.now,
            decisions=(grounds.decision("With what is the risk assessed?", answer, (*rules, *instrument.rules)),),
        ),
    )


def _refuse_out_of_turn(which: contract.Which, risk: Risk, rules: tuple[str, ...]) -> None:
    """One after the other: a review needs an assessment that was settled, and there is one first."""
    if risk.begun and risk.begun[-1].number not in risk.noted:
        raise Refusal("assessment_open", {"assessment_id": risk.begun[-1].assessment_id}, rules)
    if which == "review" and not risk.begun:
        raise Refusal("nothing_to_review", rules=rules)
    if which == "first" and risk.begun:
        raise Refusal("assessed_already", {"assessment_id": risk.begun[-1].assessment_id}, rules)


def save(command: contract.SaveDraftV1, state: Assessment, held: Held) -> tuple[Any, ...]:
    """Keeps what was filled in. What somebody else changed since `based_on` stands, and this lies beside it."""
    instrument = instrument_of(held.grounds.edition, state)
    if state.completed:
        raise Refusal("assessment_completed", rules=instrument.rules)
    if command.instrument != instrument.name:
        raise Refusal("answers_refused", {"instrument": instrument.name}, instrument.rules)
    if wrong := dict(_unfit(command, instrument)):
        raise Refusal("malformed", wrong)
    beside = {each.place for each in command.places if state.changed.get(each.place, 0) > command.based_on}
    return (
        contract.DraftSavedV1(
            assessment_id=state.begun.assessment_id,
            notification_id=held.risk.notification_id,
            by=held.grounds.actor,
            saved_at=held.grounds.now,
            places=command.places,
            beside=tuple(sorted(beside)),
        ),
    )


def _unfit(command: contract.SaveDraftV1, instrument: Instrument) -> Iterator[tuple[str, str]]:
    """What no gateway sends: a place that there is not, or words in clear. It is never stored."""
    places = questions_by_place(instrument)
    items = {item.id: item for item in instrument.items}
    if len({each.place for each in command.places}) != len(command.places):
        yield "places", "Say of each place once what it holds."
    for number, each in enumerate(command.places, 1):
        if each.place != UNPLACED and each.place not in places:
            yield f"place {number}", "The instrument has no such place."
        elif not _fits(each, places.get(each.place, ()), items.get(each.place), instrument):
            yield each.place, "What it holds is neither an answer that is offered here nor sealed."


def _fits(filled: Filled, questions: tuple[Question, ...], item: Item | None, instrument: Instrument) -> bool:
    known = {each.id: each for each in questions}
    values = {each.value for answers in (instrument.sets_of(item) if item else ()) for each in answers.answers}
    return (
        set(filled.values) <= values | {UNREADABLE}
        and all(
            name in known and (value == UNREADABLE or fits(known[name], value)) for name, value in filled.asked.items()
        )
        and len(filled.texts) <= MOST_TEXTS
        and all(_sealed(text) for text in filled.texts.values())
        and filled.texts.keys() <= {*known, "answer", UNPLACED}
        and all(0 < number < 100 for number in filled.rests_on)
    )


def _sealed(text: Any) -> bool:
    return isinstance(text, str) and len(text) <= LONGEST_SEALED
