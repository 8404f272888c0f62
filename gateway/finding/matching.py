"""Whether a name that is looked for is one that was recorded, and how it can be told. The index and the answer both ask here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from gateway.finding.names import parts_of, several, sound_of

How = Literal["same", "begins", "sounds"]
SHORTEST_BEGINNING, LONGEST_BEGINNING = 3, 8
NAMES = ("name", "adult_name", "names_of_children")
BIRTH = "date_of_birth"
Tokens = tuple[str, ...]


@dataclass(frozen=True)
class Matched:
    """A part that was looked for, as typed and folded, and how a recorded name has it."""

    part: str
    how: How


def recorded_names(particulars: Mapping[str, str]) -> Iterator[str]:
    """Each name that stands in the particulars."""
    for field in NAMES:
        yield from (
            several(particulars.get(field, "")) if field == "names_of_children" else (particulars.get(field, ""),)
        )


def tokens_of(particulars: Mapping[str, str]) -> frozenset[str]:
    """All by which these particulars can be found."""
    found = {f"born {particulars[BIRTH]}"} if particulars.get(BIRTH) else set()
    for name in recorded_names(particulars):
        for part in parts_of(name):
            found |= {_same(part), *_sounds(part), *_beginnings(part)}
    return frozenset(found)


def asked_tokens(name: str, born: str | None) -> tuple[Tokens, ...]:
    """Groups of tokens: what is found has at least one of each."""
    groups = [_asked(part) for part in parts_of(name)]
    return (*groups, (f"born {born}",)) if born else tuple(groups)


def _asked(part: str) -> Tokens:
    begins = (f"begins {part[:LONGEST_BEGINNING]}",) if len(part) >= SHORTEST_BEGINNING else ()
    return (_same(part), *begins, *_sounds(part))


def matched(asked: str, recorded: str) -> tuple[Matched, ...] | None:
    """How each part that is looked for is met by the recorded name; None where one is not."""
    theirs = parts_of(recorded)
    found = [_how(part, theirs) for part in parts_of(asked)]
    return tuple(each for each in found if each) if found and all(found) else None


def _how(part: str, theirs: Sequence[str]) -> Matched | None:
    if part in theirs:
        return Matched(part, "same")
    if len(part) >= SHORTEST_BEGINNING and any(each.startswith(part) for each in theirs):
        return Matched(part, "begins")
    sound = sound_of(part)
    return Matched(part, "sounds") if sound and sound in map(sound_of, theirs) else None


def _same(part: str) -> str:
    return f"same {part}"


def _sounds(part: str) -> Tokens:
    sound = sound_of(part)
    return (f"sounds {sound}",) if sound else ()


def _beginnings(part: str) -> Iterator[str]:
    longest = min(len(part), LONGEST_BEGINNING)
    return (f"begins {part[:length]}" for length in range(SHORTEST_BEGINNING, longest + 1))
