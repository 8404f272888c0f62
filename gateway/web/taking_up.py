"""Taking up what an agency is concerned about: a draft as any other, begun with what the agency told of the child."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import RedirectResponse, Response

from contracts.gateway_words import Opened
from gateway.agencies.reading import FoundConcern, find_concern, opener_of
from gateway.drafts import keeping
from gateway.parts import Parts
from gateway.web.asking import filled_with
from gateway.web.drafts import refuse_held
from gateway.web.fields import day_in_parts
from gateway.web.page import Page, Visit
from gateway.web.raise_body import permitted_areas
from gateway.web.writing import CONCERN, onward, writing
from needfire.directory import WHOLE_AUTHORITY
from needfire.procedure import Edition

WHO = ("name", "nhs_number", "address")
"""Which particulars are taken over as they are: by which the child is known. What happened is for the front door to say."""


async def begin(parts: Parts, visit: Visit) -> Response:
    """Begins the draft, or goes on with the one that the reader has begun for it. Raises Refusal, also `not_sent`."""
    refuse_held(visit)
    reader = visit.signed_in
    found = await find_concern(parts, reader, visit.deed, visit.request.path_params["concern_id"])
    concern_id = found.document["_id"]
    if found.document["state"] != "waiting":
        return RedirectResponse(f"/concerns/{concern_id}", 303)
    edition = parts.people.edition_in_force(reader.authority, reader.at)
    areas = permitted_areas(reader, edition)
    told = (await opener_of(parts, reader, found)).opened(found.document["intake"]["sealed"])
    fields = {CONCERN: concern_id, **_area(found, areas), **_facts(found, edition), **_who(told, edition)}
    draft_id = await keeping.begin(parts, reader, f"concern {concern_id}", fields)
    return RedirectResponse(onward(await writing(parts, visit, draft_id)), 303)


def _area(found: FoundConcern, areas: Mapping[str, str]) -> dict[str, str]:
    told = found.document["intake"]["area"]
    if told != WHOLE_AUTHORITY:
        return {"area": told} if told in areas else {}
    return {"area": next(iter(areas))} if len(areas) == 1 else {}


def _facts(found: FoundConcern, edition: Edition) -> dict[str, str]:
    told = found.document["intake"]["facts"]
    return filled_with({name: value for name, value in told.items() if name in edition.form.facts})


def _who(told: Opened | None, edition: Edition) -> dict[str, str]:
    asked = edition.form.particulars
    if told is None:
        return {}
    said = {name: getattr(told.particulars, name) for name in WHO if name in asked}
    born = told.particulars.date_of_birth if "date_of_birth" in asked else None
    fields = {f"particulars.{name}": str(text) for name, text in said.items() if text}
    return {**fields, **(day_in_parts("particulars.date_of_birth", born) if born else {})}


PAGES = (Page("POST", "/concerns/{concern_id}/notification", "decide_concern", begin),)
