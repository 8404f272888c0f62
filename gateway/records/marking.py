"""What of a text is about others, as a person marks it: between double square brackets. Pure.

"[[Bo Example]] told us." leaves out the first ten characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

OPENS, CLOSES = "[[", "]]"
NOT_THE_TEXT = "Apart from the brackets this is not the text any more. Change nothing else of it."
NOT_CLOSED = "A bracket is opened twice, or not closed. Put [[ before and ]] behind each piece."
HAS_BRACKETS = "The text has double brackets itself, so it cannot be marked so. It can be gone through over the API."


class MarksUnclear(ValueError):
    """What was marked cannot be told; the sentence says how to mend it."""


def marked(text: str, cuts: Iterable[Mapping[str, int]]) -> str:
    """The text with these pieces between brackets."""
    for cut in sorted(cuts, key=lambda each: -each["start"]):
        start, end = cut["start"], cut["end"]
        text = f"{text[:start]}{OPENS}{text[start:end]}{CLOSES}{text[end:]}"
    return text


def cuts_of(text: str, written: str) -> tuple[tuple[int, int], ...]:
    """From and to which characters of the text. Raises MarksUnclear."""
    if OPENS in text or CLOSES in text:
        raise MarksUnclear(HAS_BRACKETS)
    pieces, cuts, so_far = _lines(written).split(OPENS), [], ""
    for number, piece in enumerate(pieces):
        inside, closed, after = piece.partition(CLOSES)
        if (number > 0) != bool(closed) or CLOSES in after:
            raise MarksUnclear(NOT_CLOSED)
        if number > 0 and inside:
            cuts.append((len(so_far), len(so_far) + len(inside)))
        so_far += inside + after
    if so_far.strip() != _lines(text).strip() or len(so_far) != len(_lines(text)):
        raise MarksUnclear(NOT_THE_TEXT)
    return tuple(cuts)


def _lines(text: str) -> str:
    """As a browser gives it back, but for how lines end."""
    return text.replace("\r\n", "\n")
