"""The newest cases of an authority under two of its editions: escalation is asked for some at a time, as long as a page has."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from access import Reader
from contracts.gateway_replayed import CasesReplayed, ReplayedAbout, ReplayedCase, ReplayedChange, ReplayedKind
from contracts.refusals import Refusal
from contracts.replaying import MOST_AT_ONCE, ReplayCases
from gateway.auditing.trail import shown
from gateway.parts import Parts
from gateway.raised import cases_raised
from gateway.reading import whose_of
from gateway.threads import in_thread
from gateway.words.editions import edition_summary
from needfire.procedure import Edition
from needfire.reporting import ReportedCase
from shared_kernel.messaging.rpc_client import RemoteError, ServiceUnavailable
from shared_kernel.spoken_references import reference_of

MOST = 500
SECONDS = 3.0
"""How long is asked for more: what a page does beside that still comes in time."""
LOOKS_BACK = tuple(timedelta(days=days) for days in (16, 100, 366, 11_000))
KINDS: Mapping[str, ReplayedAbout] = {
    "notified": "notified",
    "category": "category",
    "route": "route",
    "told": "told",
    "body to be told": "body",
    "clock": "clock",
}


@dataclass(frozen=True)
class Answers:
    """What of the cases was answered in time: in what each differs, by its id, and how many were not asked for any more."""

    changes: Mapping[str, Sequence[Mapping[str, str]]]
    late: int


async def replayed(parts: Parts, reader: Reader, before: Edition, after: Edition) -> CasesReplayed:
    """In what they would have been decided differently. Raises Refusal `service_unavailable`, and what escalation refuses."""
    newest = await in_thread(_newest, parts, reader)
    answers = await _answers(parts, reader, before, after, [each.notification_id for each in newest])
    done = [each for each in newest if each.notification_id in answers.changes]
    differing = [each.notification_id for each in done if answers.changes[each.notification_id]]
    shown(*differing, purpose="replay")
    seen = await _seen(parts, reader, done)
    listed = [ReplayedCase(each, reference_of(each), each in seen) for each in differing]
    authority = parts.people.authority(reader.authority)
    return CasesReplayed(
        before=edition_summary(before, authority, reader.at),
        after=edition_summary(after, authority, reader.at),
        most=MOST,
        found=len(newest),
        late=answers.late,
        unreadable=len(newest) - answers.late - len(done),
        replayed=len(done),
        differ=len(differing),
        since=done[-1].raised_at if done else None,
        kinds=tuple(_kinds(listed, answers.changes)),
    )


def _newest(parts: Parts, reader: Reader) -> list[ReportedCase]:
    """The newest first: which there are, whoever may see them."""
    whose, until = whose_of(parts, reader, "replay"), reader.at + timedelta(days=1)
    found: list[ReportedCase] = []
    for back in LOOKS_BACK:
        raised = parts.cases.raised(whose, reader.at - back, until, with_facts=False)
        found = [each for lines in raised.of_areas.values() for each in lines]
        if len(found) >= MOST:
            break
    return sorted(found, key=lambda each: (each.raised_at, each.notification_id), reverse=True)[:MOST]


async def _answers(parts: Parts, reader: Reader, before: Edition, after: Edition, ids: Sequence[str]) -> Answers:
    found: dict[str, Sequence[Mapping[str, str]]] = {}
    editions = before.edition, before.digest, after.edition, after.digest
    loop = asyncio.get_running_loop()
    ends = loop.time() + SECONDS
    for first in range(0, len(ids), MOST_AT_ONCE):
        if loop.time() > ends:
            return Answers(found, len(ids) - first)
        some = tuple(ids[first : first + MOST_AT_ONCE])
        answer = await _asked(parts, ReplayCases(reader.authority, reader.person, *editions, some))
        found.update({each["notification_id"]: each["changes"] for each in answer})
    return Answers(found, 0)


async def _asked(parts: Parts, wanted: ReplayCases) -> Sequence[Mapping[str, Any]]:
    try:
        answer = await parts.services.call_async("escalation", "replay", asked=dict(vars(wanted)))
    except (ServiceUnavailable, RemoteError):
        raise Refusal("service_unavailable") from None
    if "refused" in answer:
        raise Refusal.from_json(answer["refused"])
    replayed: Sequence[Mapping[str, Any]] = answer["replayed"]
    return replayed


async def _seen(parts: Parts, reader: Reader, done: Sequence[ReportedCase]) -> frozenset[str]:
    if not done:
        return frozenset()
    first, last = done[-1].raised_at, done[0].raised_at + timedelta(milliseconds=1)
    theirs = await cases_raised(parts, reader, first, last, None, with_facts=False)
    return frozenset(each.notification_id for each in theirs)


def _kinds(
    listed: Sequence[ReplayedCase], changes: Mapping[str, Sequence[Mapping[str, str]]]
) -> Iterator[ReplayedKind]:
    for name, about in KINDS.items():
        of_kind = {case: [each for each in changes[case.notification_id] if each["about"] == name] for case in listed}
        counted = Counter((each["what"], each["how"]) for found in of_kind.values() for each in found)
        if counted:
            told = tuple(ReplayedChange(what, how, number) for (what, how), number in counted.most_common())
            yield ReplayedKind(about, told, tuple(case for case, found in of_kind.items() if found))
