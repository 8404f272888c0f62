"""National alerts, instruments, registers and adoptions as parts: what they ask, who does what, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from needfire.conditions import Condition
from needfire.instruments import AnswerSet, Instrument
from needfire.outlined import words
from needfire.periods import Period
from needfire.procedure import Edition, Trigger

_APART = ("id", "title", "rules")
_TITLED = ("wants", "views_of", "agencies", "otherwise", "needs", "not_said")
"""Titles by id: only the titles are said."""

_KINDS = {
    "sealed": "in one's own words, sealed",
    "words": "one of the answers",
    "day": "a day",
    "localities": "areas of local authorities",
    "photograph": "a photograph",
}


def instrument(made: Instrument) -> dict[str, str]:
    """An instrument under headings: each section with its items, the answers and what they score, what follows from them."""
    says = {"version": made.version}
    for section in made.sections:
        says[section.title] = "; ".join(item.title for item in section.items)
    says |= {f"answers: {each.title}": _answers(each) for each in made.answer_sets}
    if made.level:
        titles = {level.id: level.title for level in made.level.levels}
        says["levels"] = "\n".join(f"{level.title}: {level.says}" for level in made.level.levels)
        says["level by score"] = "; ".join(f"from {each.at_least}: {titles[each.level]}" for each in made.level.bands)
    fitting = [*(each.sentence for each in made.answer_rules), *(each.sentence for each in made.only_one)]
    says["must fit together"] = "\n".join(fitting)
    says["sets off"] = "; ".join(each.title for each in made.sets_off)
    return says


def _answers(answers: AnswerSet) -> str:
    scored = (f"{each.title} ({each.score})" if each.score is not None else each.title for each in answers.answers)
    return "; ".join(scored)


def register(edition: Edition) -> Iterator[tuple[str, tuple[str, ...], dict[str, str]]]:
    """Each side of the register: its name, its rules, what it says."""
    made = edition.register
    if made is None:
        return
    plain = {each.name: getattr(made, each.name) for each in fields(made) if not _is_part(getattr(made, each.name))}
    yield made.title, made.rules, _outline(edition, {name: v for name, v in plain.items() if name not in _APART})
    for side in (each.name for each in fields(made) if is_dataclass(getattr(made, each.name))):
        part = getattr(made, side)
        if not isinstance(part, Period):
            stated = {each.name: getattr(part, each.name) for each in fields(part) if each.name not in _APART}
            yield side.replace("_", " ").capitalize(), part.rules, _outline(edition, stated)


def alerting(edition: Edition) -> Iterator[tuple[str, tuple[str, ...], Mapping[str, str | Condition | None]]]:
    """How national alerts are made: as a whole, each message, each part of the form."""
    made = edition.alerting
    if made is None:
        return
    whole = {"threshold": made.threshold, "proposed by": made.by, "asked with whom and when": made.enquiries}
    yield "National alerts", made.rules, _outline(edition, {**whole, "answers open": made.responses})
    for message in made.messages:
        way = {"written": message.written, "signed off": message.signed_off, "sent back": message.sent_back}
        said = _outline(edition, {"by": message.by, **way})
        refused = "; ".join(f"while {words.in_words(guard.when)}" for guard in message.refused)
        yield (
            f"Message: {message.kind}",
            message.rules,
            {**said, "released": words.trigger(edition, message.released), "refused": refused},
        )
    for part in made.parts:
        needed = ", ".join(f"if {_plain(name)} is {_plain(value)}" for name, value in part.required_if.items())
        asked = {"asks": part.question, "kind": _KINDS[part.kind], "in": ", ".join(map(_plain, part.messages))}
        answers = "; ".join((part.words or {}).values())
        needed = "yes" if part.required else needed
        yield (
            f"Form: {_plain(part.name)}",
            part.rules,
            {**asked, "required": needed, "answers": answers, "when": part.when},
        )


def _plain(name: str) -> str:
    return name.replace("de_alert", "de-alert").replace("_", " ")


def assessing(edition: Edition) -> dict[str, str]:
    """How risk is assessed: by whom, who sets the level, what is recorded of it, which steps it decides."""
    made = edition.assessing
    if made is None:
        return {}
    return _outline(edition, {each.name: getattr(made, each.name) for each in fields(made) if each.name not in _APART})


def adoption(edition: Edition, made: Any) -> dict[str, str]:
    """What can be switched on of another authority's procedure."""
    return _outline(edition, {each.name: getattr(made, each.name) for each in fields(made) if each.name not in _APART})


def _is_part(value: Any) -> bool:
    return is_dataclass(value) and not isinstance(value, Period)


def _outline(edition: Edition, stated: Mapping[str, Any]) -> dict[str, str]:
    told = {name: tuple(each.values()) if name in _TITLED else each for name, each in stated.items()}
    shown = {name.replace("_", " "): _said(edition, each) for name, each in told.items() if not name.endswith("rules")}
    return {name: said for name, said in shown.items() if said}


def _said(edition: Edition, value: Any) -> str:
    match value:
        case None | () | False:
            return ""
        case True:
            return "yes"
        case str():
            return edition.roles.get(value, value.replace("_", " "))
        case Period():
            return value.in_words()
        case Trigger():
            return words.trigger(edition, value)
        case Mapping():
            between = "\n" if any(isinstance(each, tuple) for each in value.values()) else "; "
            return between.join(f"{str(key).replace('_', ' ')}: {_said(edition, each)}" for key, each in value.items())
        case tuple():
            return "; ".join(filter(None, (_said(edition, each) for each in value)))
        case _ if is_dataclass(value):
            return _in_short(edition, value)
    return str(value)


def _in_short(edition: Edition, part: Any) -> str:
    """A part within a part: what it is called, then what it states."""
    name = getattr(part, "title", None) or getattr(part, "asks", None) or ""
    known = (*_APART, "asks")
    said = _outline(edition, {each.name: getattr(part, each.name) for each in fields(part) if each.name not in known})
    stated = ", ".join(f"{heading}: {each}" for heading, each in said.items())
    return f"{name} ({stated})" if name and stated else name or stated
