"""A draft that is being written, with what its next questions depend on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from access import Reader
from contracts.gateway_concerns import Concern
from contracts.gateway_procedures import Suggested
from contracts.refusals import Refusal
from gateway.agencies.reading import find_concern, opener_of
from gateway.agencies.words import front_door_concern
from gateway.drafts import keeping
from gateway.drafts.keeping import Draft
from gateway.parts import Parts
from gateway.web import raise_steps as steps
from gateway.web.page import Visit
from gateway.web.raise_body import Readable, permitted_areas, readable, suggested, ticked
from gateway.web.receipts import receipt_of
from needfire.procedure import Edition
from needfire.suggesting import setting

CONCERN = "concern"
"""Under which field a draft keeps the agency's concern that it takes up."""


@dataclass(frozen=True)
class Writing:
    """The draft, the areas in which its author may raise it, the facts so far, and the categories that they meet.

    `concern` is what it takes up, if anything, as far as its author may see it.
    """

    draft: Draft
    edition: Edition
    areas: Mapping[str, str]
    told: Readable
    suggested: tuple[Suggested, ...]
    asking: steps.Asking
    concern: Concern | None = None


async def writing(parts: Parts, visit: Visit, draft_id: str) -> Writing:
    """The draft, opened for its author. Raises Refusal `not_found`, `not_permitted`."""
    reader = visit.signed_in
    draft = await keeping.find(parts, reader, draft_id)
    edition = parts.people.edition_in_force(reader.authority, reader.at)
    found = written(parts, visit, draft, edition, permitted_areas(reader, edition))
    return replace(found, concern=await _concern(parts, reader, draft.fields.get(CONCERN)))


async def _concern(parts: Parts, reader: Reader, concern_id: str | None) -> Concern | None:
    if concern_id is None:
        return None
    try:
        found = await find_concern(parts, reader, "decide_concern", concern_id)
    except Refusal:
        return None  # it is no longer theirs to decide: what they wrote stays theirs
    return front_door_concern(found, await opener_of(parts, reader, found), reader.at)


def written(parts: Parts, visit: Visit, draft: Draft, edition: Edition, areas: Mapping[str, str]) -> Writing:
    """As `writing`, with what is said in the draft now."""
    told = readable(draft.fields, visit, edition)
    found = suggested(parts, visit, edition, told.facts)
    chosen, calendar, now = ticked(draft.fields, "category."), parts.deployment.calendar, visit.signed_in.at
    unanswered = [each for each in found if each.mandatory and each.rule.id not in chosen]
    asking = steps.Asking(
        edition=edition,
        areas=len(areas),
        within=setting(edition, told.facts, now, calendar, chosen),
        none=setting(edition, {}, now, calendar),
        seen=draft.seen,
        open_categories=any(not draft.fields.get(f"left_out.{each.rule.id}") for each in unanswered),
    )
    return Writing(draft, edition, areas, told, found, asking)


def onward(of: Writing) -> str:
    """Where it goes on: the next question, or the answers to be checked; what was raised is shown."""
    if of.draft.row.notification_id:
        return receipt_of(of.draft.row.notification_id)
    return f"/drafts/{of.draft.draft_id}/{steps.following(of.asking)}"
