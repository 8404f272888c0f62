"""A draft that is being written, with what its next questions depend on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.gateway_procedures import Suggested
from gateway.drafts import keeping
from gateway.drafts.keeping import Draft
from gateway.parts import Parts
from gateway.web import raise_steps as steps
from gateway.web.page import Visit
from gateway.web.raise_body import Readable, permitted_areas, readable, suggested, ticked
from gateway.web.receipts import receipt_of
from needfire.procedure import Edition
from needfire.suggesting import setting


@dataclass(frozen=True)
class Writing:
    """The draft, the areas in which its author may raise it, the facts so far, and the categories that they meet."""

    draft: Draft
    edition: Edition
    areas: Mapping[str, str]
    told: Readable
    suggested: tuple[Suggested, ...]
    asking: steps.Asking


async def writing(parts: Parts, visit: Visit, draft_id: str) -> Writing:
    """The draft, opened for its author. Raises Refusal `not_found`, `not_permitted`."""
    reader = visit.signed_in
    draft = await keeping.find(parts, reader, draft_id)
    edition = parts.people.edition_in_force(reader.authority, reader.at)
    return written(parts, visit, draft, edition, permitted_areas(reader, edition))


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
