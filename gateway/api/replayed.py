"""Past cases under two editions of an authority."""

from __future__ import annotations

from access import Platform, Reader, permit
from contracts.gateway_replayed import CasesReplayed
from contracts.refusals import Refusal
from gateway.api.operation import Asked, Operation, of_tag
from gateway.api.posts import own_edition
from gateway.parts import Parts
from gateway.running.replaying import replayed
from needfire.procedure import Edition


async def read(parts: Parts, asked: Asked) -> CasesReplayed:
    """Reckons the authority's newest cases, as each was when it was raised, under an earlier edition and under another one. Told is what differs,
    how often, and in which cases, by reference; of a case itself nothing. As many as there is time for: `late` says how many are left.
    """
    permit(asked.reader, asked.deed, Platform(asked.reader.authority), "replay")
    return await replayed(parts, asked.reader, *both(parts, asked.reader, asked.path["earlier"], asked.path["edition"]))


def both(parts: Parts, reader: Reader, before: str, after: str) -> tuple[Edition, Edition]:
    """The two editions. Raises Refusal `not_found`, of one with itself and of a baseline, too."""
    found = own_edition(parts, reader, before), own_edition(parts, reader, after)
    if before == after or any(each.baseline for each in found):
        raise Refusal("not_found")
    return found


OPERATIONS = of_tag(
    "Keeping it running",
    Operation(
        "GET",
        "/v1/running/replayed/{edition}/{earlier}",
        "replay_cases",
        "Replay the authority's newest cases under another edition",
        "replay_cases",
        read,
        CasesReplayed,
        refusals=("not_found", "edition_changed"),
    ),
)
