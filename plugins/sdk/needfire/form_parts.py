"""Which parts of a form are asked in a case, and what is still missing in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from needfire.conditions import Setting
from needfire.particulars import PARTICULARS
from needfire.procedure import Form, FormPart
from needfire.suggesting import holds
from needfire.vocabulary import VOCABULARY

_FACTS: Mapping[str, str] = {name: each.question for name, each in VOCABULARY.definitions.items()}
_PARTICULARS: Mapping[str, str] = {name: each.question for name, each in PARTICULARS.items()}


@dataclass(frozen=True)
class Missing:
    """What is required and was not given: questions by name, and the rules of the parts that ask."""

    questions: Mapping[str, str]
    rules: tuple[str, ...]


def parts_asked(form: Form, within: Setting) -> tuple[FormPart, ...]:
    """The parts that are asked in this case. One whose condition cannot be judged yet is not."""
    return tuple(part for part in form.parts if holds(part.when, within).holds)


def missing_facts(form: Form, within: Setting) -> Missing:
    """The facts that the form requires in this case and that are not known."""
    return _missing(form, within, _FACTS, within.facts.keys(), "facts")


def missing_particulars(form: Form, within: Setting, given: Collection[str]) -> Missing:
    """The particulars that the form requires in this case and that were not given."""
    return _missing(form, within, _PARTICULARS, given, "particulars")


def _missing(form: Form, within: Setting, asked: Mapping[str, str], given: Collection[str], of: str) -> Missing:
    lacking = [
        (part.rules, [name for name in part.required if name in getattr(part, of) and name not in given])
        for part in parts_asked(form, within)
    ]
    questions = {name: asked[name] for _, names in lacking for name in names}
    return Missing(questions, tuple(dict.fromkeys(rule for rules, names in lacking if names for rule in rules)))
