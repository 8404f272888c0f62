"""Which question comes next when a notification is raised a page at a time: those that matter for what was said. Pure.

A step is named by the first field that it asks; a draft keeps each step that was asked as the fields of it, divided by blanks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from needfire.conditions import Setting
from needfire.form_parts import parts_asked
from needfire.particulars import PARTICULARS
from needfire.procedure import Edition, FormPart
from needfire.vocabulary import VOCABULARY
from needfire.wanting import Wanted, deciding, wanted

FIRST = 2
"""So many questions, those that decide the most, are asked before all others."""
TOGETHER = 6
"""So many questions to be answered with yes or no stand on one page, where they settle the same."""
LONG = 2_000
"""A text that may be longer has a page of its own."""
AREA, CATEGORIES, PEOPLE, CHECK = "area", "category", "named", "check"
Fields = Mapping[str, str]


@dataclass(frozen=True)
class Step:
    """A page of questions: the fields that it asks, and for facts what they would settle."""

    name: str
    asks: tuple[str, ...]
    about: Wanted | None = None

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts among them."""
        return _within("facts.", self.asks)

    @property
    def particulars(self) -> tuple[str, ...]:
        """The particulars among them."""
        return _within("particulars.", self.asks)


@dataclass(frozen=True)
class Asking:
    """What the steps depend on. `within` holds the facts so far, `none` is the same without any.

    `open_categories`: there is one that the facts meet, that must be answered for and is not.
    """

    edition: Edition
    areas: int
    within: Setting
    none: Setting
    seen: tuple[str, ...] = field(default=())
    open_categories: bool = False

    @property
    def asked(self) -> frozenset[str]:
        """The fields that were asked."""
        return frozenset(name for step in self.seen for name in step.split())


def following(asking: Asking) -> str:
    """The name of the next step that was not asked yet; the last is to check the answers."""
    return next((each.name for each in _in_order(asking) if not _done(asking, each)), CHECK)


def _done(asking: Asking, step: Step) -> bool:
    return asking.asked.issuperset(step.asks) and not (step.name == CATEGORIES and asking.open_categories)


def before(asking: Asking, name: str) -> str | None:
    """The step that was asked before this one; None at the beginning."""
    names = [each.split()[0] for each in asking.seen]
    place = next((number for number, each in enumerate(asking.seen) if name in each.split()), len(names))
    return names[place - 1] if place else None


def step_named(asking: Asking, name: str) -> Step | None:
    """The step of this name: as it was asked before, else as it would be asked now."""
    if name.startswith("part-"):
        return _part(asking, name)
    asked = next((tuple(each.split()) for each in asking.seen if name in each.split()), None)
    if asked:
        return Step(asked[0], asked, _about(asking, asked[0]))
    found = next((each for each in _in_order(asking) if each.name == name), None)
    if found or name not in _fields_of(asking.edition):
        return found
    return Step(name, (name,), _about(asking, name))


def _about(asking: Asking, name: str) -> Wanted | None:
    found = (each for each in wanted(asking.edition, asking.none) if f"facts.{each.fact}" == name)
    return next(found, None)


def _fields_of(edition: Edition) -> frozenset[str]:
    facts, particulars = edition.form.facts, edition.form.particulars
    return frozenset((*(f"facts.{each}" for each in facts), *(f"particulars.{each}" for each in particulars)))


def later(asking: Asking) -> list[tuple[str, FormPart]]:
    """The parts of the form in which facts can be added that nothing so far makes matter, each with the name of its step."""
    parts = enumerate(asked_parts(asking.edition, asking.within))
    return [(f"part-{number}", part) for number, part in parts if _unasked(asking, part)]


def asked_parts(edition: Edition, within: Setting) -> tuple[FormPart, ...]:
    """The parts of the form that are asked so far; one with all of it where it has no parts."""
    form = edition.form
    return (
        parts_asked(form, within)
        if form.parts
        else (FormPart(edition.title, form.rules, form.facts, form.particulars),)
    )


def marked(seen: tuple[str, ...], asks: Iterable[str]) -> tuple[str, ...]:
    """The steps that were asked, with this one in its place."""
    fields = tuple(asks)
    kept = [" ".join(name for name in each.split() if name not in fields) for each in seen]
    place = next((number for number, each in enumerate(seen) if set(each.split()) & set(fields)), len(seen))
    return tuple(each for each in (*kept[:place], " ".join(fields), *kept[place:]) if each)


def belongs(name: str, asks: Iterable[str]) -> bool:
    """Whether a field of a form is one of these, or a part of one: a day's month, a choice of several."""
    return any(name == each or name.startswith((f"{each}.", f"{each}-")) for each in asks)


def _in_order(asking: Asking) -> Iterator[Step]:
    edition = asking.edition
    if asking.areas > 1:
        yield Step(AREA, (AREA,))
    first = deciding(edition, asking.none, FIRST)
    about = {each.fact: each for each in wanted(edition, asking.none)}
    for name in first:
        yield Step(f"facts.{name}", (f"facts.{name}",), about.get(name))
    yield from _particulars(asked_parts(edition, asking.within))
    yield from _questions(asking, first)
    yield Step(CATEGORIES, (CATEGORIES, "left_out"))
    if edition.form.named_roles or edition.restrictions:
        yield Step(PEOPLE, (PEOPLE, "restriction"))


def _particulars(parts: Iterable[FormPart]) -> Iterator[Step]:
    for part in parts:
        short = [each for each in part.particulars if PARTICULARS[each].longest <= LONG]
        if short:
            yield Step(f"particulars.{short[0]}", tuple(f"particulars.{each}" for each in short))
        for each in part.particulars:
            if each not in short:
                yield Step(f"particulars.{each}", (f"particulars.{each}",))


def _questions(asking: Asking, first: tuple[str, ...]) -> Iterator[Step]:
    waiting = [
        each
        for each in wanted(asking.edition, asking.within)
        if f"facts.{each.fact}" not in asking.asked and each.fact not in first
    ]
    while waiting:
        about = waiting[0]
        together = (
            [each.fact for each in waiting if _alike(each, about)][:TOGETHER] if _is_flag(about) else [about.fact]
        )
        waiting = [each for each in waiting if each.fact not in together]
        yield Step(f"facts.{together[0]}", tuple(f"facts.{each}" for each in together), about)


def _alike(one: Wanted, other: Wanted) -> bool:
    return _is_flag(one) and (one.about, one.rules) == (other.about, other.rules)


def _is_flag(each: Wanted) -> bool:
    return VOCABULARY.definitions[each.fact].kind == "flag"


def _part(asking: Asking, name: str) -> Step | None:
    part = next((part for each, part in later(asking) if each == name), None)
    return Step(name, tuple(f"facts.{each}" for each in _unasked(asking, part))) if part else None


def _unasked(asking: Asking, part: FormPart) -> list[str]:
    return [each for each in part.facts if f"facts.{each}" not in asking.asked and each not in asking.within.facts]


def _within(prefix: str, asks: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each.removeprefix(prefix) for each in asks if each.startswith(prefix))


def merged(fields: Fields, sent: Fields, asks: tuple[str, ...]) -> dict[str, str]:
    """The draft's fields with what was said on this page in place of what stood there; what was blanked is gone."""
    kept = {name: text for name, text in fields.items() if not belongs(name, asks)}
    return kept | {name: text for name, text in sent.items() if belongs(name, asks) and text.strip()}
