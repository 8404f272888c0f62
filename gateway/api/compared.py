"""Two editions of an authority side by side, as the tool compares them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from access import Reader, permit
from contracts.gateway_compared import ComparedPart, ComparedSection, DifferenceTold, EditionsCompared
from contracts.refusals import Refusal
from gateway.api.operation import Asked, Operation, of_tag
from gateway.api.posts import own_edition
from gateway.parts import Parts
from gateway.words.editions import edition_summary
from needfire.outlined.comparing import Compared, Comparison, compare_editions
from needfire.procedure import Edition


async def compared(parts: Parts, asked: Asked) -> EditionsCompared:
    """What came, went and changed, part by part and rule by rule; what has another name in the two is paired by what it means."""
    permit(asked.reader, asked.deed)
    named = asked.path
    if named["code"] != asked.reader.authority or named["edition"] == named["earlier"]:
        raise Refusal("not_found")
    earlier, later = (own_edition(parts, asked.reader, named[each]) for each in ("earlier", "edition"))
    return comparison_of(parts, asked.reader, earlier, later)


def comparison_of(parts: Parts, reader: Reader, before: Edition, after: Edition) -> EditionsCompared:
    """The two, told."""
    found, authority = _found(_Loaded(before), _Loaded(after)), parts.people.authority(reader.authority)
    return EditionsCompared(
        before=edition_summary(before, authority, reader.at),
        after=edition_summary(after, authority, reader.at),
        came=found.count("came"),
        went=found.count("went"),
        changed=found.count("changed"),
        same=found.count("same"),
        sections=tuple(_sections(found)),
    )


@dataclass(frozen=True)
class _Loaded:
    """An edition, told from others as long as the process runs: it is loaded once, and never changes."""

    edition: Edition

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Loaded) and self.edition is other.edition

    def __hash__(self) -> int:
        return hash(self.edition.digest)


@lru_cache(maxsize=64)
def _found(before: _Loaded, after: _Loaded) -> Comparison:
    """Rules are paired by how alike their words are, which takes a tenth of a second: once a process."""
    return compare_editions(before.edition, after.edition)


def _sections(found: Comparison) -> Iterator[ComparedSection]:
    differing = (each for each in (*found.parts, *found.rules) if each.kind != "same")
    for title, parts in groupby(differing, key=lambda each: each.section):
        yield ComparedSection(title, tuple(_part(each) for each in parts))


def _part(each: Compared) -> ComparedPart:
    if each.kind == "same":  # what is the same in both is only counted
        raise ValueError(each.section)
    differences = tuple(DifferenceTold(one.heading, one.before, one.after) for one in each.differences)
    return ComparedPart(each.kind, each.title, each.before_id, each.after_id, each.how, differences)


OPERATIONS = of_tag(
    "Procedures",
    Operation(
        "GET",
        "/v1/authorities/{code}/editions/{edition}/compared/{earlier}",
        "compare_editions",
        "Compare two editions of the own authority",
        "read_procedures",
        compared,
        EditionsCompared,
        refusals=("not_found",),
    ),
)
