"""What somebody filled in, before it leaves the gateway: answers in clear where they are offered, all words sealed, nothing lost."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from contracts.refusals import Refusal
from contracts.risk_assessments import AnswerState, Filled
from gateway.sealing.texts import PersonKey
from needfire.instruments import Instrument, Question
from needfire.instruments.answers import fits
from needfire.instruments.filling import UNPLACED, UNREADABLE, questions_by_place

LONGEST = 10_000
ANSWER = "answer"
_FIELDS = {ANSWER, "state", "asked", "rests_on"}
STATES: tuple[AnswerState, ...] = get_args(AnswerState)


def filled_in(instrument: Instrument, answers: Mapping[str, Any], key: PersonKey) -> tuple[Filled, ...]:
    """The answers by place. What is for no place of this version is kept together, sealed. Raises Refusal `malformed`."""
    places = questions_by_place(instrument)
    if any(len(str(each)) > LONGEST for each in _texts(answers)):
        raise Refusal("malformed", {"answers": f"Say each thing in at most {LONGEST} characters."})
    fitting = {name: each for name, each in answers.items() if name in places and _is_place(each, places[name])}
    found = [_Place(name, instrument, key, places[name]).filled(each or {}) for name, each in fitting.items()]
    rest = {name: each for name, each in answers.items() if name not in fitting}
    return (*found, *unplaced(rest, key))


def unplaced(rest: Mapping[str, Any], key: PersonKey) -> tuple[Filled, ...]:
    """What was sent for no place that there is, kept as it was sent; taken back where it is said to be nothing."""
    if not rest:
        return ()
    written = "" if list(rest.values()) == [None] and UNPLACED in rest else json.dumps(dict(rest), ensure_ascii=False)
    texts = {UNPLACED: key.seal({UNPLACED: written[:LONGEST]})} if written else {}
    return (Filled(UNPLACED, texts=texts),)


def _is_place(given: Any, questions: tuple[Question, ...]) -> bool:
    """Whether it has the shape of what is filled in at a place, and no more questions than are asked there."""
    if given is None:
        return True
    if not isinstance(given, Mapping) or given.keys() - _FIELDS:
        return False
    asked = given.get("asked") or {}
    return isinstance(asked, Mapping) and asked.keys() <= {each.id for each in questions}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for each in value.values() for text in _texts(each))
    elif isinstance(value, list):
        yield from (text for each in value for text in _texts(each))


class _Place:
    """One place: its texts are sealed under its own name, so that what is sealed here opens nowhere else."""

    def __init__(self, name: str, instrument: Instrument, key: PersonKey, questions: tuple[Question, ...]) -> None:
        self._name, self._key, self._questions = name, key, questions
        item = next((each for each in instrument.items if each.id == name), None)
        sets = instrument.sets_of(item) if item else ()
        self._offered = [{each.value for each in answers.answers} for answers in sets]
        self._texts: dict[str, str] = {}

    def filled(self, given: Mapping[str, Any]) -> Filled:
        """What stands here."""
        values = self._values(given.get(ANSWER))
        stated = given.get("state")
        if stated not in (None, *STATES):
            values = self._unreadable(ANSWER, stated)
        state: AnswerState = next((each for each in STATES if each == stated), "answered" if values else "missing")
        asked = {each.id: self._answer(each, given["asked"][each.id]) for each in self._said(given)}
        asked = {name: value for name, value in asked.items() if value is not None}
        return Filled(self._name, state, values, asked, self._pieces(given.get("rests_on")), dict(self._texts))

    def _said(self, given: Mapping[str, Any]) -> list[Question]:
        asked = given.get("asked") or {}
        return [each for each in self._questions if each.id in asked and asked[each.id] is not None]

    def _values(self, given: Any) -> tuple[str, ...]:
        if given is None or given in ("", []):
            return ()
        several = given if isinstance(given, list) else [given]
        values = tuple(str(each) if isinstance(each, int) and not isinstance(each, bool) else each for each in several)
        fit = len(values) <= len(self._offered) and all(
            isinstance(each, str) and each in offered for each, offered in zip(values, self._offered, strict=False)
        )
        return values if fit else self._unreadable(ANSWER, given)

    def _unreadable(self, name: str, given: Any) -> tuple[str, ...]:
        self._seal(name, given if isinstance(given, str) else json.dumps(given, ensure_ascii=False))
        return (UNREADABLE,)

    def _answer(self, question: Question, given: Any) -> Any:
        if question.kind == "text" and isinstance(given, str):
            if given.strip():
                self._seal(question.id, given)
            return True if given.strip() else None
        if question.kind != "text" and fits(question, given):
            return given
        return self._unreadable(question.id, given)[0]

    def _pieces(self, given: Any) -> tuple[int, ...]:
        pieces = given if isinstance(given, list) else []
        return tuple(each for each in pieces if isinstance(each, int) and not isinstance(each, bool) and 0 < each < 100)

    def _seal(self, name: str, text: str) -> None:
        self._texts[name] = self._key.seal({text_name(self._name, name): text})


def text_name(place: str, name: str) -> str:
    """Under which name a text of a place is sealed."""
    return f"{place}.{name}"
