"""National alerts, instruments, registers and adoptions as parts: what they ask, who does what, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from needfire.conditions import Condition
from needfire.instruments import AnswerSet, Instrument
from needfire.periods import Period
from needfire.procedure import Edition, Trigger
from workbench import words

_APART = ("id", "title", "rules")


def instrument(made: Instrument) -> dict[str, str]:
    """An instrument under headings: each section with its items, the answers and what they score, what follows from them."""
    says = {"version": made.version}
    for section in made.sections:
        says[section.title] = "; ".join(item.title for item in section.items)
    says |= {f"answers: {each.title}": _answers(each) for each in made.answer_sets}
    if made.level:
        titles = {level.id: level.title for level in made.level.levels}
        says["levels"] = " ".join(f"{level.title}: {level.says}" for level in made.level.levels)
        says["level by score"] = "; ".join(f"from {each.at_least}: {titles[each.level]}" for each in made.level.bands)
    fitting = [*(each.sentence for each in made.answer_rules), *(each.sentence for each in made.only_one)]
    says["must fit together"] = " ".join(fitting)
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
        said = _outline(edition, {"by": message.by, **{name: _triggers(each) for name, each in way.items()}})
        refused = "; ".join(f"while {words.in_words(guard.when)}" for guard in message.refused)
        yield f"Message: {message.kind}", message.rules, {**said, "released": str(message.released), "refused": refused}
    for part in made.parts:
        needed = (
            "yes" if part.required else ", ".join(f"if {name} is {value}" for name, value in part.required_if.items())
        )
        asked = {"asks": part.question, "kind": part.kind, "in": ", ".join(part.messages), "required": needed}
        answers = "; ".join((part.words or {}).values())
        yield f"Form: {part.name}", part.rules, {**asked, "answers": answers, "when": part.when}


def assessing(edition: Edition) -> dict[str, str]:
    """How risk is assessed: by whom, who sets the level, what is recorded of it, which steps it decides."""
    made = edition.assessing
    if made is None:
        return {}
    stated = {each.name: getattr(made, each.name) for each in fields(made) if each.name not in _APART}
    decided = {name: _triggers(stated.pop(name)) for name in ("done", "countersigned")}
    return _outline(edition, {**stated, **decided})


def _triggers(stated: Trigger | tuple[Trigger, ...] | None) -> tuple[str, ...]:
    return tuple(map(str, stated if isinstance(stated, tuple) else (stated,) if stated else ()))


def adoption(edition: Edition, made: Any) -> dict[str, str]:
    """What can be switched on of another authority's procedure."""
    return _outline(edition, {each.name: getattr(made, each.name) for each in fields(made) if each.name not in _APART})


def _is_part(value: Any) -> bool:
    return is_dataclass(value) and not isinstance(value, Period)


def _outline(edition: Edition, stated: Mapping[str, Any]) -> dict[str, str]:
    shown = {
        name.replace("_", " "): _said(edition, each) for name, each in stated.items() if not name.endswith("rules")
    }
    return {name: said for name, said in shown.items() if said}


def _said(edition: Edition, value: Any) -> str:
    match value:
        case None | () | False:
            return ""
        case True:
            return "yes"
        case str():
            return edition.roles.get(value, value)
        case Period():
            return value.in_words()
        case Mapping():
            return "; ".join(f"{str(key).replace('_', ' ')}: {_said(edition, each)}" for key, each in value.items())
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
