"""A page's fields as answers of an assessment, and back; only what somebody changed on the page is sent.

Each place carries a word made from what was shown there. What still says so was not touched, and so overwrites nobody.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from contracts.gateway_assessments import AskedTold, Assessment, AssessmentForm, FormSection, ItemTold, PlaceTold
from shared_kernel.commits import canonical_json

WHOLE = "whole"
STATE = "state:"
YES_NO = {"yes": True, "no": False}
Plain = dict[str, Any]


def asks_by_place(form: AssessmentForm, section: str) -> Mapping[str, tuple[AskedTold, ...]]:
    """The places on the page of a section, or of the questions on the whole, and what is asked at each."""
    if section == WHOLE:
        return {each.id: (each,) for each in form.asks}
    found = section_of(form, section)
    return {**{item.id: item.asks for item in found.items}, found.id: found.evidence} if found else {}


def section_of(form: AssessmentForm, section: str) -> FormSection | None:
    """The section of that id."""
    return next((each for each in form.sections if each.id == section), None)


def answers_in(fields: Mapping[str, str], form: AssessmentForm, section: str, secret: bytes) -> dict[str, Any]:
    """What was changed on the page, by place; None where everything was taken back."""
    found: dict[str, Any] = {}
    items = {each.id: each for one in form.sections for each in one.items}
    for place, asks in asks_by_place(form, section).items():
        plain = _posted(fields, place, asks, items.get(place))
        if word(secret, place, plain) != fields.get(f"seen.{place}"):
            found[place] = plain or None
    return found


def _posted(fields: Mapping[str, str], place: str, asks: Iterable[AskedTold], item: ItemTold | None) -> Plain:
    chosen = [fields.get(f"{place}.answer.{n}", "") for n in range(len(item.answers))] if item else []
    plain: Plain = {}
    if chosen and chosen[0].startswith(STATE):
        plain["state"] = chosen[0].removeprefix(STATE)
    elif any(chosen):
        plain["answer"] = chosen
    asked = {each.id: value for each in asks if (value := _asked(fields, place, each)) is not None}
    pieces = sorted(
        {int(each) for each in fields.get(f"{place}.rests_on", "").replace(",", " ").split() if each.isdecimal()}
    )
    return {**plain, **({"asked": asked} if asked else {}), **({"rests_on": pieces} if pieces else {})}


def _asked(fields: Mapping[str, str], place: str, ask: AskedTold) -> Any:
    name = f"{place}.asked.{ask.id}"
    if ask.kind == "choices":
        return [value for value in (ask.words or {}) if fields.get(f"{name}.{value}") == "yes"] or None
    text = fields.get(name, "").replace("\r\n", "\n").strip()
    if not text:
        return None
    if ask.kind == "flag":
        return YES_NO.get(text, text)
    return int(text) if ask.kind == "count" and text.isascii() and text.isdecimal() and len(text) < 6 else text


def plain_of(told: PlaceTold | None) -> Plain:
    """What stands at a place, as a page would send it."""
    if told is None:
        return {}
    stated = {"state": told.state} if told.state in ("not_applicable", "unknown") else {}
    answer = {"answer": list(told.answer)} if told.answer and not stated else {}
    asked = {name: _plain(value) for name, value in told.asked.items()}
    pieces = sorted(set(told.rests_on))
    return {**stated, **answer, **({"asked": asked} if asked else {}), **({"rests_on": pieces} if pieces else {})}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    return list(value) if isinstance(value, tuple) else value


def word(secret: bytes, place: str, plain: Plain) -> str:
    """What tells whether a place still says what it said."""
    asked = {
        name: sorted(value) if isinstance(value, list) else value for name, value in plain.get("asked", {}).items()
    }
    return hmac.digest(secret, canonical_json([place, {**plain, "asked": asked}]), "sha256").hex()[:24]


def fields_of(assessment: Assessment, form: AssessmentForm, section: str, secret: bytes) -> dict[str, str]:
    """The fields of a page as they are to be shown."""
    told = {each.place: each for each in assessment.places}
    return dict(
        pair for place in asks_by_place(form, section) for pair in _shown(place, plain_of(told.get(place)), secret)
    )


def _shown(place: str, plain: Plain, secret: bytes) -> Iterator[tuple[str, str]]:
    yield f"seen.{place}", word(secret, place, plain)
    if "state" in plain:
        yield f"{place}.answer.0", f"{STATE}{plain['state']}"
    yield from ((f"{place}.answer.{n}", each) for n, each in enumerate(plain.get("answer", ())))
    if "rests_on" in plain:
        yield f"{place}.rests_on", ", ".join(map(str, plain["rests_on"]))
    for name, value in plain.get("asked", {}).items():
        if isinstance(value, list):
            yield from ((f"{place}.asked.{name}.{each}", "yes") for each in value)
        else:
            yield f"{place}.asked.{name}", {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
