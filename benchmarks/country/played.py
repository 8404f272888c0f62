"""What the played year said, in words."""

from __future__ import annotations

import json
from collections.abc import Iterator

from benchmarks.country import MEASURED


def lines() -> Iterator[str]:
    """As it was last written."""
    found = json.loads(MEASURED.read_text("utf-8"))
    told = found["deadlines"]
    yield from (
        "## Played",
        "",
        f"`python -m tests.chaos.country` played a year of 150 invented councils on the moved clock, one case in {found['one_case_in']:g} of the",
        f"country's (all of it would not fit into minutes): {found['cases']:,} cases under {found['authorities']} councils,"
        f" {found['commands']['accepted']:,} commands,",
        f"{found['commits']:,} commits with {found['events']:,} events, in {found['cpu_seconds']:,.0f} CPU seconds. Services, followers and clocks are the"
        " platform's own;",
        "the stores are in memory, there is no broker, and no concern of an agency is among them.",
        "",
        "| deadlines fired | still to come | missed | early | late | twice | out of order | commits across authorities | parked |",
        "|---|---|---|---|---|---|---|---|---|",
        f"| {told['fired']:,} | {told['still_waiting']:,} | {told['missed']} | {told['early']} | {told['late']} | {told['twice']} |"
        f" {told['overtaken']} | {told['crossed']} | {found['parked']} |",
        "",
    )
