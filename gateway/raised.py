"""The cases raised in a time that a reader may see, as reports count them: the one place where they come out of the store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from access import Case, Reader, judge, purpose_of
from gateway.parts import Parts
from gateway.read_models.raised import Raised, each_once
from gateway.reading import case_setting, found_of, whose_of
from gateway.threads import in_thread
from needfire.conditions import Condition, Finding
from needfire.reporting import Judge, ReportedCase


async def cases_raised(
    parts: Parts, reader: Reader, since: datetime, until: datetime, area: str | None, with_facts: bool
) -> list[ReportedCase]:
    """From then up to then, in this area or in all; conditions can be judged of them only `with_facts`."""
    raised = await in_thread(parts.cases.raised, whose_of(parts, reader), since, until, with_facts)
    return [*_of_areas(parts, reader, raised, area), *_of_others(parts, reader, raised, area)]


def _of_areas(parts: Parts, reader: Reader, raised: Raised, area: str | None) -> Iterator[ReportedCase]:
    """Of an area that is theirs as a whole, access is asked once: what lets them see one case lets them see each."""
    editions = parts.people.authority(reader.authority).editions
    for (name, place), lines in raised.of_areas.items():
        whole = Case(reader.authority, place, editions[name], "", frozenset())
        if area in (None, place) and _may_read(reader, whole):
            yield from lines


def _of_others(parts: Parts, reader: Reader, raised: Raised, area: str | None) -> Iterator[ReportedCase]:
    for document in raised.others:
        if document["edition"] in parts.people.authority(reader.authority).editions:
            found = found_of(parts, reader, document)
            if area in (None, found.case.area) and _may_read(reader, found.case):
                told = document.get("intake") or document.get("escalation", {})
                raised_at, categories = datetime.fromisoformat(document["raised_at"]), told.get("categories", ())
                yield ReportedCase(document["_id"], raised_at, each_once(categories), document["edition"], told)


def judging(parts: Parts, reader: Reader) -> Judge:
    """Answers conditions for these cases, each under its edition, as it stands for the reader now."""
    editions = parts.people.authority(reader.authority).editions

    def judged(each: ReportedCase, condition: Condition) -> Finding:
        document = {"intake": {**each.told, "categories": each.categories}}
        return condition.judge(case_setting(document, editions[each.edition], reader.at, parts.deployment.calendar))

    return judged


def _may_read(reader: Reader, case: Case) -> bool:
    return judge(reader, "read_case", case, purpose_of(reader, case) or "casework") is None
