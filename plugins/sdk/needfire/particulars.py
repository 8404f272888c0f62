"""Particulars: what identifies a person, and what people write in their own words. Kept apart from facts, sealed at the edge.

Since services see them only sealed, they are checked where they are sealed: `problems_of`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

EARLIEST_BIRTH = date(1900, 1, 1)
NHS_NUMBER_DIGITS = 10


@dataclass(frozen=True)
class ParticularDefinition:
    """One field of the particulars: what is asked, how many characters it may have, and its title on a page."""

    name: str
    question: str
    longest: int
    title: str


PARTICULARS: Mapping[str, ParticularDefinition] = {
    each.name: each
    for each in (
        ParticularDefinition("name", "What is the child's or person's name?", 200, "Name"),
        ParticularDefinition("date_of_birth", "When were they born?", 10, "Date of birth"),
        ParticularDefinition("nhs_number", "What is the NHS number?", 20, "NHS number"),  # LIN-NHS-1
        ParticularDefinition("address", "Where do they live?", 500, "Address"),
        ParticularDefinition(  # LUT-SCOPE-2
            "names_of_children", "What are the names of the children of the group?", 2_000, "Names of the children"
        ),
        ParticularDefinition(
            "adult_name", "What is the name of the adult who is the subject of the concern?", 200, "Name of the adult"
        ),
        ParticularDefinition("case_reference", "Which number has the case in your own records?", 100, "Case reference"),
        ParticularDefinition(  # LCP-FORM-1
            "contact", "Whom can one ask for details, and how?", 500, "Contact for details"
        ),
        ParticularDefinition("account", "What happened, in short?", 20_000, "What happened"),
        ParticularDefinition("action_taken", "What has been done so far?", 5_000, "What was done"),
        ParticularDefinition(  # LCP-FORM-1
            "concern", "Why does the director need to know?", 5_000, "Why the director needs to know"
        ),
        ParticularDefinition("comment", "What do you want to say?", 5_000, "Comment"),
        ParticularDefinition("feedback", "What is the referrer told?", 5_000, "Feedback to the referrer"),
        ParticularDefinition("resolution", "Why is it considered resolved?", 5_000, "Why it is resolved"),
        ParticularDefinition("learning", "What is to be learnt from it?", 5_000, "What was learnt"),
    )
}


def problems_of(particulars: Mapping[str, str], today: date) -> dict[str, str]:
    """What cannot be, by field, each with a sentence that says what to mend and never repeats what was given.

    `particulars` are texts by field, a day as "2015-04-03"; `today` is the day in England.
    """
    found = {
        "date_of_birth": _birth_problem(particulars.get("date_of_birth"), today),
        "nhs_number": _nhs_problem(particulars.get("nhs_number")),
    }
    return {name: problem for name, problem in found.items() if problem}


def _birth_problem(given: str | None, today: date) -> str | None:
    if given is None:
        return None
    try:
        born = date.fromisoformat(given)
    except ValueError:
        return "Give a day, such as 2015-04-03."
    if born > today:
        return "This day lies in the future; check the year."
    return "This is before 1900; check the year." if born < EARLIEST_BIRTH else None


def _nhs_problem(given: str | None) -> str | None:
    if given is None:
        return None
    digits = given.replace(" ", "")
    if not (digits.isascii() and digits.isdecimal()) or len(digits) != NHS_NUMBER_DIGITS:
        return "An NHS number has ten digits; give them all, and nothing else but spaces."
    return (
        None
        if _check_digit_fits(digits)
        else "This is no NHS number: a digit is wrong, or two are the wrong way round."
    )


def _check_digit_fits(digits: str) -> bool:
    """Modulus 11: the first nine digits weigh ten down to two; what is missing to a multiple of eleven is the tenth."""
    weighed = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - weighed % 11) % 11 == int(digits[-1])
