"""What is seen over the whole register: the dashboard, unmet need, who runs away."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial

from access import Reader
from contracts import gateway_register as bodies
from gateway.auditing.trail import shown
from gateway.parts import Parts
from gateway.read_models.register_lines import Overviewed, behind, counted
from gateway.reading import whose_of
from gateway.registering import InForce, names_in
from gateway.threads import in_thread
from gateway.words.register import by_level, line_told, needs_told
from needfire.bank_holidays import WorkingCalendar
from needfire.conditions import Condition
from needfire.facts import from_json
from needfire.procedure import Edition
from needfire.suggesting import setting
from needfire.vocabulary import VOCABULARY
from shared_kernel.time import instant_text

RUNAWAYS, STAGE = "runaways", "on_register"


async def dashboard(
    parts: Parts, reader: Reader, found: InForce, stage: str, after: str | None, limit: int
) -> tuple[bodies.Register, str | None]:
    """The lines from below `after` on, with what is counted over all of them; and where the next page begins."""
    titles = level_titles(found)
    everybody = await everybody_on_register(parts, reader, stage)
    counts, following = counted(everybody, instant_text(reader.at), titles), behind(everybody, after)
    here = following[:limit]
    told = bodies.Register(
        stage=stage,  # type: ignore[arg-type]  # one of those listed
        number=counts.number,
        overdue=counts.overdue,
        by_level=by_level(counts.by_level, titles),
        lines=await _told(parts, reader, found, stage, here),
        next=None,
    )
    return told, here[-1].order if len(following) > limit else None


async def named_first(parts: Parts, reader: Reader, stage: str, limit: int) -> dict[str, str | None]:
    """Those of a stage of whom something is due soonest, by notification, with their names."""
    ids = [each.notification_id for each in (await everybody_on_register(parts, reader, stage))[:limit]]
    names = await names_in(parts, reader, ids)
    shown(*ids)
    return {each: names.get(each) for each in ids}


def level_titles(found: InForce) -> dict[str, str]:
    """What the instrument calls its levels."""
    known = [each for each in found.edition.instruments if each.id == found.register.instrument]
    levels = known[-1].level.levels if known and known[-1].level else ()
    return {each.id: each.title for each in levels}


async def _told(
    parts: Parts, reader: Reader, found: InForce, stage: str, these: Sequence[Overviewed]
) -> tuple[bodies.RegisterLine, ...]:
    asked = [each.notification_id for each in these]
    lines = await in_thread(parts.register.some, whose_of(parts, reader), stage, asked)
    ids = [each["_id"] for each in lines]
    names = await names_in(parts, reader, ids)
    shown(*ids)
    return tuple(line_told(each, names.get(each["_id"]), found.register, reader.at) for each in lines)


async def everybody_on_register(parts: Parts, reader: Reader, stage: str = STAGE) -> tuple[Overviewed, ...]:
    """Everybody of this stage whom the reader may see, as lists and overviews ask of them."""
    return await in_thread(parts.register.overview, whose_of(parts, reader), stage)


def unmet_needs(everybody: Sequence[Overviewed], found: InForce, most: int | None = None) -> bodies.UnmetNeeds:
    """Which needs of theirs are not met; of each whose it is, at most so many."""
    told = needs_told(everybody, found.register, most)
    shown(*(each for need in told.needs for each in need.notifications))
    return told


@dataclass(frozen=True)
class Watched:
    """Who runs away: how many, and the lines that were asked for."""

    number: int
    lines: tuple[bodies.RegisterLine, ...]


async def runaways(
    parts: Parts, reader: Reader, everybody: Sequence[Overviewed], found: InForce, most: int | None = None
) -> Watched:
    """Whom of them the edition's report of runaways is about, at most so many; nobody where it has none."""
    report = next((each for each in found.edition.reports if each.id == RUNAWAYS), None)
    if report is None or report.when is None:
        return Watched(0, ())
    holds = cache(partial(_holds, report.when, found.edition, parts.deployment.calendar, reader.at))
    watched = [each for each in everybody if holds(each.facts)]
    return Watched(len(watched), await _told(parts, reader, found, STAGE, watched[:most]))


def _holds(condition: Condition, edition: Edition, calendar: WorkingCalendar, at: datetime, facts: str) -> bool:
    known = from_json(VOCABULARY, json.loads(facts))
    return bool(condition.judge(setting(edition, known, at, calendar)).holds)
