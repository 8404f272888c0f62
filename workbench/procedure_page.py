"""A procedure as a page for people: what is notified, who does what by when, each rule with its place and its standing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from needfire.checking import cited_parts
from needfire.facts import FactDefinition
from needfire.outlined import words
from needfire.outlined.parts import Part, parts_of
from needfire.particulars import PARTICULARS, ParticularDefinition
from needfire.procedure import Edition, FormPart, Rule
from needfire.vocabulary import VOCABULARY
from workbench.templating import page

ORDER = (
    "Categories", "Alert criteria", "Acts", "Routes", "Clocks", "Duties to bodies outside", "Requests", "Reviews",
    "Thresholds", "Circulation", "Restrictions", "Instruments", "Register", "Adopted from others", "Reports", "The form", "Roles", "Definitions", "Rules",
)  # fmt: skip
MEANINGS = {
    "assumption": "the source does not say it; we have decided so, and the other reading stands beside it.",
    "gap": "the source leaves it open; nothing is invented.",
    "conflict": "the source says two things; which one counts here is said, and the other reading stands beside it.",
    "unconfirmed": "it is thought to hold; whoever knows the source has yet to say so.",
}
FormTable = tuple[str, FormPart | None, list[FactDefinition], list[ParticularDefinition]]


def procedure_page(edition: Edition, authority: str) -> str:
    """The whole edition as HTML; `authority` is the council's full name."""
    sections: dict[str, list[Part]] = {}
    for part in parts_of(edition):
        sections.setdefault(part.section, []).append(part)
    there = {*sections, "The form", "Rules", *(["Definitions"] if edition.definitions else [])}
    shows: dict[str, Any] = {
        "edition": edition,
        "authority": authority,
        "sections": sections,
        "contents": [each for each in ORDER if each in there],
        "counts": _counts(edition),
        "statuses": _statuses(edition),
        "carried_out": carried_out(edition),
        "form_parts": list(_form_tables(edition)),
    }
    return page("procedure.html", shows, _filters(edition))


def _filters(edition: Edition) -> dict[str, Any]:
    return {
        "tree": words.tree,
        "words": words.in_words,
        "role": lambda each: words.role(edition, each),
        "roles": lambda each: words.roles(edition, each),
        "tells": lambda each: words.tells(edition, each),
        "answer": _answer,
        "groups": _groups,
        "uncertain": lambda ids: _uncertain(edition, ids),
    }


def _counts(edition: Edition) -> list[tuple[int, str]]:
    counted = (
        (len(edition.rules), "rules"),
        (len(edition.categories), "categories"),
        (len(edition.routes), "routes" if len(edition.routes) != 1 else "route"),
        (len(edition.clocks), "clocks"),
        (len(edition.duties), "duties"),
        (len(edition.roles), "roles"),
    )
    return [(number, what) for number, what in counted if number]


def _statuses(edition: Edition) -> list[tuple[str, int, str]]:
    counted = Counter(rule.status for rule in edition.rules.values())
    return [(status, counted[status], meaning) for status, meaning in MEANINGS.items() if counted[status]]  # type: ignore[index]


def carried_out(edition: Edition) -> dict[str, list[str]]:
    """For each rule, the parts that cite it."""
    found: dict[str, dict[str, None]] = {rule: {} for rule in edition.rules}
    for part, rules in cited_parts(edition):
        for rule in rules:
            found.setdefault(rule, {})[part.replace("_", " ")] = None
    return {rule: list(parts) for rule, parts in found.items()}


def _uncertain(edition: Edition, ids: Iterable[str]) -> list[Rule]:
    rules = (edition.rules[each] for each in dict.fromkeys(ids) if each in edition.rules)
    return [rule for rule in rules if rule.status != "text"]


def _groups(parts: Iterable[Part]) -> Iterator[tuple[str, list[Part]]]:
    groups: dict[str, list[Part]] = {}
    for part in parts:
        groups.setdefault(part.says.get("group", ""), []).append(part)
    yield from groups.items()


def _answer(fact: FactDefinition) -> str:
    if fact.words:
        return ", ".join(fact.words.values()) + (" (several)" if fact.kind == "choices" else "")
    return {"flag": "yes or no", "count": "a number", "moment": "a date and time"}[fact.kind]


def _form_tables(edition: Edition) -> Iterator[FormTable]:
    form = edition.form
    for part in form.parts:
        yield part.title, part, _facts(part.facts), [PARTICULARS[each] for each in part.particulars]
    placed = {name for part in form.parts for name in (*part.facts, *part.particulars)}
    facts = [name for name in form.facts if name not in placed]
    particulars = [PARTICULARS[name] for name in form.particulars if name not in placed]
    if facts or particulars:
        yield "Besides" if form.parts else "", None, _facts(facts), particulars


def _facts(names: Iterable[str]) -> list[FactDefinition]:
    return [VOCABULARY.definitions[name] for name in names]
