"""How each process of the platform does, and how far behind each reader is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

from access import Reader
from contracts.gateway_running import ReaderStanding, Running, ServiceStanding, StuckPart, WorkerStanding
from gateway.parts import Parts
from gateway.running.asking import OWNERS, answer_of, worker_of
from shared_kernel.keeping import COUNTED, LONGEST_PAGE
from shared_kernel.messaging.topology import HOUSE

STUCK_SECONDS = 90.0
"""How long a part of a worker may go without one run that ends well: as the auditor counts."""


async def running(parts: Parts, reader: Reader) -> Running:
    """All of them, asked at once; counted of what has an authority is what is the reader's own."""
    services = await asyncio.gather(*(answer_of(parts, each, "health") for each in HOUSE.services))
    reached = {each: said["position"] for each, said in zip(HOUSE.services, services, strict=True) if said}
    standing = tuple(_service(each, said) for each, said in zip(HOUSE.services, services, strict=True))
    workers = tuple(await asyncio.gather(*(_worker(parts, reader, each, reached) for each in OWNERS)))
    well = all(each.state == "works" for each in standing) and all(map(_is_well, workers))
    return Running(well, standing, workers)


def _service(name: str, said: Mapping[str, Any] | None) -> ServiceStanding:
    if said is None:
        return ServiceStanding(name, "silent")
    return ServiceStanding(name, "works" if said["working"] else "without_store")


def _is_well(worker: WorkerStanding) -> bool:
    waits = worker.late + worker.given_up + worker.parked + worker.messages
    return worker.answers and not worker.stuck and not waits


async def _worker(parts: Parts, reader: Reader, owner: str, reached: Mapping[str, int]) -> WorkerStanding:
    stands, presses, parked = await asyncio.gather(
        answer_of(parts, worker_of(owner), "stands"),
        answer_of(parts, worker_of(owner), "pressing"),
        answer_of(parts, worker_of(owner), "parked", limit=LONGEST_PAGE, authority=reader.authority),
    )
    if stands is None or presses is None or parked is None:
        return WorkerStanding(owner, answers=False)
    return WorkerStanding(
        owner=owner,
        answers=True,
        unpublished=presses["unpublished"],
        readers=tuple(_readers(stands["readers"], reached)),
        stuck=tuple(_stuck(stands["loops"])),
        late=presses.get("late", {}).get(reader.authority, 0),
        given_up=sum(presses.get(each, {}).get(reader.authority, 0) for each in ("given_up", "documents_given_up")),
        parked=len({(each["reader"], each["source"], each["stream"]) for each in parked}),
        messages=stands["parked"][COUNTED],
    )


def _readers(stands: Iterable[tuple[str, str, int]], reached: Mapping[str, int]) -> Iterable[ReaderStanding]:
    for reader, source, position in stands:
        # It may have come further since the service was asked.
        behind = max(0, reached[source] - position) if source in reached else None
        yield ReaderStanding(reader, source, behind)


def _stuck(loops: Iterable[tuple[str, float, str]]) -> Iterable[StuckPart]:
    for name, seconds, error in loops:
        if seconds > STUCK_SECONDS:
            yield StuckPart(name, round(seconds), error or None)
