"""The answers of a draft as rows: what was asked, what was said, and where it is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from access import Reader
from contracts.refusals import Refusal
from gateway.web import raise_steps as steps
from gateway.web.fields import with_day
from gateway.web.raise_body import LEFT_OUT, ticked
from gateway.web.writing import Writing
from gateway.words.plain import value_in_words
from needfire.facts import as_json
from needfire.particulars import PARTICULARS
from needfire.vocabulary import VOCABULARY

NOT_KNOWN, BLANK, UNREADABLE = "Not known", "Nothing said", "This cannot be read as it stands"


@dataclass(frozen=True)
class Row:
    """One answer: the field, the question, what was said, and whether that is somebody's own words."""

    field: str
    question: str
    said: tuple[str, ...]
    page: str
    own_words: bool = False
    is_blank: bool = False


def rows(of: Writing, reader: Reader) -> tuple[Row, ...]:
    """All that was asked or said, in the order in which it was asked; then why it is raised, and who is named."""
    asked = [name for step in of.draft.seen for name in step.split()]
    place = {name: number for number, name in enumerate(asked)}
    where = (Row("area", "Area", (of.areas.get(of.draft.fields.get("area", ""), NOT_KNOWN),), steps.AREA),)
    said = sorted((*_particulars(of), *_facts(of)), key=lambda each: place.get(each.field, len(place)))
    return (*(where if len(of.areas) > 1 else ()), *said, *_categories(of), *_people(of, reader))


def _particulars(of: Writing) -> Iterator[Row]:
    fields = of.draft.fields
    for name in of.edition.form.particulars:
        field = f"particulars.{name}"
        if field in of.asking.asked or any(steps.belongs(each, [field]) for each in fields):
            said = _birth(fields) if name == "date_of_birth" else fields.get(field)
            yield Row(field, PARTICULARS[name].title, (said or BLANK,), field, own_words=bool(said), is_blank=not said)


def _birth(fields: steps.Fields) -> str | None:
    try:
        written = with_day(fields, "particulars.date_of_birth").get("particulars.date_of_birth")
    except Refusal:
        return UNREADABLE
    return f"{(day := date.fromisoformat(written)).day} {day:%B %Y}" if written else None


def _facts(of: Writing) -> Iterator[Row]:
    known = as_json(of.told.facts)
    for name in of.edition.form.facts:
        field = f"facts.{name}"
        if name in known:
            said = value_in_words(name, known[name])
        elif any(steps.belongs(each, [field]) for each in of.told.problems):
            said = UNREADABLE
        elif field in of.asking.asked:
            said = NOT_KNOWN
        else:
            continue
        yield Row(
            field,
            VOCABULARY.definitions[name].question,
            (said[:1].upper() + said[1:],),
            field,
            is_blank=said == NOT_KNOWN,
        )


def _categories(of: Writing) -> Iterator[Row]:
    chosen = ticked(of.draft.fields, "category.")
    titles = tuple(each.title for each in of.edition.categories if each.rule in chosen)
    yield Row("category", "Why it is raised", titles or ("Nothing chosen yet",), steps.CATEGORIES)
    for each in of.suggested:
        reason = of.draft.fields.get(f"left_out.{each.rule.id}", "")
        if each.rule.id not in chosen and reason:
            said = (f"{each.title}: {LEFT_OUT.get(reason, reason).lower()}",)
            yield Row(f"left_out.{each.rule.id}", "Left out, although the facts meet it", said, steps.CATEGORIES)


def _people(of: Writing, reader: Reader) -> Iterator[Row]:
    edition, fields = of.edition, of.draft.fields
    for role in edition.form.named_roles:
        if person := fields.get(f"named.{role}"):
            known = reader.directory.person_by_id.get(person)
            yield Row(f"named.{role}", edition.roles.get(role, role), (known.name if known else person,), steps.PEOPLE)
    placed = tuple(each.title for each in edition.restrictions if fields.get(f"restriction.{each.rule}") == "yes")
    if placed:
        yield Row("restriction", "Kept from some", placed, steps.PEOPLE)
