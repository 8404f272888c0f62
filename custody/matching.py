"""Is a child of the own records the one who is missing? Name, date of birth and NHS number, each with what it says and why.

Pure: it gets what was opened for it, keeps nothing, and its reasons name fields, never what they hold.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from rapidfuzz import fuzz

from contracts.received_alerts import Likeness
from custody.nhs_number import nhs_number

SAME_NAME, LIKE_NAME = 97.0, 82.0
_ORDER: tuple[Likeness, ...] = ("certain", "likely", "possible", "none")


@dataclass(frozen=True)
class Person:
    """What is known of a child; `names` are all that they are known by."""

    names: tuple[str, ...] = field(repr=False)
    born: date | None = field(default=None, repr=False)
    nhs: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Candidate:
    """A record that may be the child: how alike, and in sentences why. `record` is the record's own id."""

    record: str
    likeness: Likeness
    why: tuple[str, ...]


def candidates(wanted: Person, records: Iterable[tuple[str, Person]]) -> tuple[Candidate, ...]:
    """The records that are at least possible, the most alike first."""
    found = (compared(wanted, record, person) for record, person in records)
    kept = [each for each in found if each.likeness != "none"]
    return tuple(sorted(kept, key=lambda each: (_ORDER.index(each.likeness), each.record)))


def compared(wanted: Person, record: str, person: Person) -> Candidate:
    """How alike the two are."""
    number, number_says = _numbers(wanted.nhs, person.nhs)
    name, name_says = _names(wanted.names, person.names)
    born, born_says = _births(wanted.born, person.born)
    return Candidate(record, _likeness(number, name, born), (number_says, name_says, born_says))


def _likeness(number: bool | None, name: float, born: float | None) -> Likeness:
    """The number decides unless name and birth both speak against it: one digit typed wrong can be another's number."""
    if number:
        return "certain" if name >= LIKE_NAME or born == 1.0 else "possible"
    if number is False:
        return "possible" if name >= SAME_NAME and born == 1.0 else "none"
    if name >= SAME_NAME and born == 1.0:
        return "likely"
    if name >= LIKE_NAME and (born is None or born >= 0.5):
        return "possible"
    return "none"


def _numbers(wanted: str | None, found: str | None) -> tuple[bool | None, str]:
    one, other = nhs_number(wanted or ""), nhs_number(found or "")
    if one is None or other is None:
        return None, "NHS number: not known for both, or its check digit is wrong; it says nothing."
    return one == other, f"NHS number: {'the same' if one == other else 'another'}; both check digits are right."


def _names(wanted: tuple[str, ...], found: tuple[str, ...]) -> tuple[float, str]:
    scores = [fuzz.token_sort_ratio(_plain(one), _plain(other)) for one in wanted for other in found]
    best = max(scores, default=0.0)
    said = "the same" if best >= SAME_NAME else "alike" if best >= LIKE_NAME else "different"
    return best, f"Name: {said} ({best:.0f} of 100, accents and the order of names left out)."


def _plain(name: str) -> str:
    """Small letters without accents, signs or double spaces; names in any order are one name."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
    return re.sub(r"[^\w]+", " ", bare.casefold().replace("'", "").replace("’", "")).strip()


def _births(wanted: date | None, found: date | None) -> tuple[float | None, str]:
    if wanted is None or found is None:
        return None, "Date of birth: not known for both; it says nothing."
    if wanted == found:
        return 1.0, "Date of birth: the same."
    if (wanted.day, wanted.month, wanted.year) == (found.month, found.day, found.year):
        return 0.5, "Date of birth: day and month are the other way round."
    parts = sum((wanted.day == found.day, wanted.month == found.month, wanted.year == found.year))
    if parts == 2:
        return 0.5, "Date of birth: one of day, month and year differs."
    return 0.0, "Date of birth: different."
